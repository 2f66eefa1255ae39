import { figuresFrom, findRelease, type ReleaseRow, sdmxCsv } from '../../domains/pulse/pulse.ts'
import { keptText } from '../../kit/http/answers.ts'
import { isLocale } from '../../kit/text/locale.ts'
import type { Market } from '../web/market.ts'
import type { PageContext } from '../web/visit.ts'
import type { Size } from './chart.ts'
import { drawChart } from './draw.ts'
import { type SpokenKind, sendSpoken } from './spoken-page.tsx'
import { readRelease, releaseKey } from './stored.ts'

const CSV = 'text/csv; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'
/** A drawing loads nothing and runs nothing; its own styles stand in its attributes. */
const DRAWING = "default-src 'none'; style-src 'unsafe-inline'"

const FILES: Readonly<Record<string, readonly [type: string, make: (row: ReleaseRow) => string]>> = {
  'figures.csv': [CSV, (row) => row.figures_csv],
  'figures.sdmx.csv': [CSV, (row) => sdmxCsv(figuresFrom(row.figures_csv))],
  'figures.json': [JSON_TYPE, (row) => JSON.stringify(figuresFrom(row.figures_csv))],
  'release.json': [JSON_TYPE, (row) => JSON.stringify(row.facts, null, 2)],
}

/** Files as they travel: a release never changes, and packing its figures would keep every page waiting. */
const kept = new Map<string, Uint8Array<ArrayBuffer>>()
const MOST_KEPT = 60

/** Drawn pictures: a release never changes, so neither do they. */
const drawn = new Map<string, Promise<string | undefined>>()
const MOST_DRAWN = 400

/** A file of a release: its numbers, a picture (paying.ur.svg), its spoken minute (spoken.ur.txt, .xml, .wav). */
export async function sendFile(c: PageContext): Promise<Response> {
  const [release, file] = [c.req.param('release') ?? '', c.req.param('file') ?? '']
  const row = await c.var.visit.market.db.read((tx) => findRelease(tx, release))
  c.header('x-content-type-options', 'nosniff')
  c.header('cross-origin-resource-policy', 'same-origin')
  const headers = { 'cache-control': 'public, max-age=86400' }
  const made = FILES[file]
  if (made) {
    c.header('cache-control', headers['cache-control'])
    if (kept.size >= MOST_KEPT) kept.clear()
    const [type, make] = made
    return keptText(c, kept, { key: `${releaseKey(row)} ${file}`, type, make: () => make(row) })
  }
  const [, locale, kind] = /^spoken\.([a-z-]+)\.(txt|xml|wav)$/.exec(file) ?? []
  if (isLocale(locale)) return sendSpoken(c, row, { kind: kind as SpokenKind, locale })
  const picture = await pictureOf(c.var.visit.market, row, file)
  if (picture === undefined) return c.text('', 404)
  return c.body(picture, 200, { ...headers, 'content-type': 'image/svg+xml', 'content-security-policy': DRAWING })
}

function pictureOf(market: Market, row: ReleaseRow, file: string): Promise<string | undefined> {
  const key = `${releaseKey(row)} ${file}`
  const known = drawn.get(key)
  if (known) return known
  if (drawn.size >= MOST_DRAWN) drawn.clear()
  const drawing = draw(market, row, file)
  drawn.set(key, drawing)
  return drawing
}

async function draw(market: Market, row: ReleaseRow, file: string): Promise<string | undefined> {
  const [, id, locale, size = 'wide'] = /^([a-z]+)\.([a-z-]+)(?:\.(narrow|small))?\.svg$/.exec(file) ?? []
  if (!isLocale(locale)) return undefined
  const section = readRelease(market, row, locale).sections.find((one) => one.id === id)
  return section && drawChart(section.chart, size as Size)
}
