import type { ReleaseRow } from '../../domains/pulse/pulse.ts'
import type { Locale } from '../../kit/text/locale.ts'
import type { Market } from '../web/market.ts'
import type { PageContext } from '../web/visit.ts'
import { languageOf } from './spoken-voice.ts'
import { releaseKey, spokenOf } from './stored.ts'

export type Sound = Uint8Array<ArrayBuffer>

interface Kept {
  readonly sound: Promise<Sound | undefined>
  /** When to try again what failed. */
  again_at: number
}

/** Sounds as they were made, each for all who listen: about 400 kB a release and language. A release never changes. */
const kept = new Map<string, Kept>()
const MOST_KEPT = 12
const AGAIN_MS = 60_000

/** The minute of a release as sound; undefined where nothing here reads aloud, and for a minute after that failed. */
export async function soundOf(market: Market, row: ReleaseRow, locale: Locale): Promise<Sound | undefined> {
  if (!market.voice) return undefined
  const key = `${releaseKey(row)} ${languageOf(locale)}`
  const known = kept.get(key)
  if (known && market.now().getTime() < known.again_at) return known.sound
  const [oldest] = kept.keys()
  if (oldest !== undefined && kept.size >= MOST_KEPT) kept.delete(oldest)
  const making: Kept = { sound: make(market, row, locale), again_at: Number.POSITIVE_INFINITY }
  kept.set(key, making)
  let sound: Sound | undefined
  try {
    sound = await making.sound
  } finally {
    if (!sound) making.again_at = market.now().getTime() + AGAIN_MS
  }
  return sound
}

async function make(market: Market, row: ReleaseRow, locale: Locale): Promise<Sound | undefined> {
  const language = languageOf(locale)
  const said = await market.voice?.say(spokenOf(market, row, language).withDigits, language)
  if (said?.outcome === 'done') return said.value
  market.log.warn({ release: row.release_id, detail: said?.detail }, 'a release could not be read aloud')
  return undefined
}

/** Sends a sound, or the part of it that a player asks for: some play nothing that comes only whole. */
export function sendSound(c: PageContext, sound: Sound, headers: Readonly<Record<string, string>>): Response {
  const all = { ...headers, 'content-type': 'audio/wav', 'accept-ranges': 'bytes' }
  const [isPart, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(c.req.header('range') ?? '') ?? []
  if (isPart === undefined || isPart === 'bytes=-') return c.body(sound, 200, all)
  // "bytes=-500" are the last 500.
  const from = first === '' ? Math.max(0, sound.length - Number(last)) : Number(first)
  const to = first === '' || last === '' ? sound.length - 1 : Math.min(Number(last), sound.length - 1)
  const part = (bytes: string) => ({ ...all, 'content-range': `bytes ${bytes}/${sound.length}` })
  if (from > to) return c.body(null, 416, part('*'))
  return c.body(sound.slice(from, to + 1), 206, part(`${from}-${to}`))
}
