import type { Figure, ReleaseRow } from '../../domains/pulse/pulse.ts'
import type { Locale } from '../../kit/text/locale.ts'
import { speak } from '../../kit/text/messages.ts'
import type { Market } from '../web/market.ts'
import { namesIn } from './names.ts'
import { figuresFrom } from './reading.ts'
import type { Section } from './section.ts'
import { sectionsOf } from './sections.ts'
import { spokenScript } from './spoken.ts'

interface Read {
  readonly figures: readonly Figure[]
  readonly sections: Map<Locale, readonly Section[]>
}

/** Releases that were read from their rows. A release never changes; a few of them are what people look at. */
const read = new Map<string, Read>()
const MOST = 6

/** The figures of a stored release, and what they say in one language. */
export function readRelease(
  market: Market,
  row: ReleaseRow,
  locale: Locale,
): { figures: readonly Figure[]; sections: readonly Section[] } {
  const key = `${row.release_id} ${row.made_at.getTime()}`
  const known = read.get(key) ?? {
    figures: figuresFrom(row.figures_csv),
    sections: new Map<Locale, readonly Section[]>(),
  }
  if (!read.has(key) && read.size >= MOST) read.clear()
  read.set(key, known)
  const sections =
    known.sections.get(locale) ?? sectionsOf(known.figures, { t: speak(locale), nameOf: namesIn(market, locale) })
  known.sections.set(locale, sections)
  return { figures: known.figures, sections }
}

/** The spoken minute of a stored release in one language. */
export function spokenOf(market: Market, row: ReleaseRow, locale: Locale): string {
  const telling = { t: speak(locale), nameOf: namesIn(market, locale) }
  return spokenScript(readRelease(market, row, locale).figures, row.release_id, telling)
}
