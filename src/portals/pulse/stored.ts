import { type Figure, figuresFrom, type ReleaseRow } from '../../domains/pulse/pulse.ts'
import type { Locale } from '../../kit/text/locale.ts'
import { speak } from '../../kit/text/messages.ts'
import type { Market } from '../web/market.ts'
import { namesIn } from './names.ts'
import type { Section } from './section.ts'
import { sectionsOf } from './sections.ts'
import { type Minute, spokenMinute } from './spoken.ts'

interface Read {
  readonly figures: readonly Figure[]
  readonly sections: Map<Locale, readonly Section[]>
  readonly spoken: Map<Locale, Minute>
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
  const known = keep(row)
  const sections =
    known.sections.get(locale) ?? sectionsOf(known.figures, { t: speak(locale), nameOf: namesIn(market, locale) })
  known.sections.set(locale, sections)
  return { figures: known.figures, sections }
}

/** The spoken minute of a stored release in one language. */
export function spokenOf(market: Market, row: ReleaseRow, locale: Locale): Minute {
  const known = keep(row)
  const telling = { t: speak(locale), nameOf: namesIn(market, locale) }
  const spoken = known.spoken.get(locale) ?? spokenMinute(known.figures, row.release_id, telling)
  known.spoken.set(locale, spoken)
  return spoken
}

function keep(row: ReleaseRow): Read {
  const key = releaseKey(row)
  const known = read.get(key) ?? { figures: figuresFrom(row.figures_csv), sections: new Map(), spoken: new Map() }
  if (!read.has(key) && read.size >= MOST) read.clear()
  read.set(key, known)
  return known
}

/** Under which something that was made of a release is kept: another market of the same process has others. */
export const releaseKey = ({ release_id, made_at, facts }: ReleaseRow) =>
  `${release_id} ${made_at.getTime()} ${facts.files['figures.csv']}`
