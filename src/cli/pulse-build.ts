import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildRelease, type OrderFile, readOrders } from '../domains/pulse/pulse.ts'
import { DAY_MS } from '../kit/clock/clock.ts'
import { isLocale, LOCALES } from '../kit/text/locale.ts'
import { speak } from '../kit/text/messages.ts'
import { folderPage } from '../portals/pulse/folder-page.tsx'
import type { Answer } from './bharosa.ts'

/**
 * Builds a release of the Index from an order file into a folder: figures.csv, figures.sdmx.csv, release.json and
 * index.html, whose words are English, or Urdu with --lang ur (or roman-ur). With --seed the same file gives the same
 * bytes; without it the noise is fresh each time.
 */
export async function pulseBuild(_words: readonly string[], options: ReadonlyMap<string, string>): Promise<Answer> {
  const [orders, out] = [options.get('orders'), options.get('out')]
  if (!orders || !out) throw new Error('say the file and the folder: pulse build --orders orders.csv --out release')
  const lang = options.get('lang') ?? 'en'
  if (!isLocale(lang)) throw new Error(`say a language of the page: --lang ${LOCALES.join(', ')}`)
  const begun = performance.now()
  const isExact = options.has('exact')
  // Dates of tomorrow are allowed: a file may come from a place that is ahead of this clock.
  const today = Math.floor(Date.now() / DAY_MS) + 1
  const file = await readOrders(orders, today).catch((error: unknown) => {
    throw isNoOrderFile(error) ? new Error(`${orders} is no order file that this program can read`) : error
  })
  const { lines, quality, shape, sha256 } = file
  process.stderr.write(`${quality.rows} rows read, ${lines.count} order lines kept\n`)
  const warnings = warningsOf(file, isExact)
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`)
  const release = buildRelease(
    { lines, rows: quality.rows, quality: quality.table(), shape: shape.name, currency: shape.currency, sha256 },
    { isExact, seed: options.get('seed') },
  )
  const page = await folderPage(release, lang === 'en' ? 'Pulse' : speak(lang)('pulse.title'), lang)
  const files = { ...release.files, 'index.html': page }
  await mkdir(out, { recursive: true })
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(out, name), text)))
  const { facts } = release
  const answer = {
    orders: lines.orderCount,
    rows: quality.rows,
    months: facts.coverage.months,
    figures: facts.figures.rows,
    suppressed: facts.figures.suppressed,
    epsilon: release.epsilon,
    files: Object.keys(files),
    left_out: quality.leftOut,
    warnings,
    ms: Math.round(performance.now() - begun),
  }
  const mark = isExact ? ', NOT FOR PUBLICATION' : ''
  const words = `${answer.figures} figures of ${answer.months} months in ${out}${mark}`
  return { facts: answer, words, ok: quality.rows === 0 || lines.count > 0 }
}

/** One row in so many may be odd before somebody is told. */
const FEW = 20

/** What whoever builds a release should know of the file before it is told to anybody. */
function warningsOf({ lines, quality }: OrderFile, isExact: boolean): string[] {
  const warnings: string[] = []
  const out = quality.table().filter(({ treatment }) => treatment === 'out')
  if (quality.rows === 0) warnings.push('the file has a first row and no other')
  if (quality.leftOut * FEW > quality.rows) {
    const reasons = out.map((row) => `${row.reason} ${row.lines}`).join(', ')
    const how = quality.leftOut === quality.rows ? 'every row was' : `${quality.leftOut} of ${quality.rows} rows were`
    warnings.push(`${how} left out: ${reasons}`)
  }
  if (quality.countOf('impossible_date') * FEW > quality.rows) {
    warnings.push(
      'dates are read as 2026-03-05, the year first; 5/3/2026 is a day in May for some and in March for others',
    )
  }
  if (isExact || lines.count === 0) return warnings
  if (lines.buyerCount === 0) {
    warnings.push('the file names no buyers: a person with several orders is not protected, each order is; see --exact')
  }
  if (lines.shopCount === 0) warnings.push('the file names no shops: the release does not protect them')
  return warnings
}

function isNoOrderFile(error: unknown): boolean {
  return error instanceof Error && 'reason' in error && error.reason === 'pulse.no_order_file'
}
