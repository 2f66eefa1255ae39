import { BAND_ENDS, type DemandReport, type DemandSignal } from '../../../domains/numbers/numbers.ts'
import type { WantedTerm } from '../../../domains/search/search.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { nameOf } from '../../web/names.ts'
import type { Visit } from '../../web/visit.ts'
import { adviceWords } from './advice-words.ts'
import type { DemandView } from './demand-page.tsx'
import type { ThingRow } from './parts.tsx'

const SHOWN = 8

/** What the market asks for, as a shop of some shelves reads it: its own shelves first. */
export interface DemandFacts {
  readonly report: DemandReport | undefined
  /** With the shelf on which most of what they find lies. */
  readonly found: readonly (WantedTerm & { readonly shelf: string | undefined })[]
  readonly missed: readonly WantedTerm[]
  /** Shelves at the top of the tree on which the shop has goods. */
  readonly own: ReadonlySet<string>
}

export function demandView(visit: Visit, facts: DemandFacts): Omit<DemandView, 'back'> {
  const { t } = visit
  const { report, own } = facts
  const isOwn = ({ shelf }: { shelf: string | undefined }) => Number(shelf !== undefined && own.has(shelf))
  const found = facts.found.toSorted((a, b) => isOwn(b) - isOwn(a)).slice(0, SHOWN)
  const missed = facts.missed.slice(0, SHOWN)
  const [first] = found
  return {
    t,
    rising: risingView(visit, facts),
    found: {
      rows: found.map((term) => termRow(t, term, term.shelf && shelfName(visit, term.shelf))),
      none: t('numbers.market.found.none'),
      advice: first && adviceWords(t, { name: 'market.found', about: first.words }, (words) => words),
    },
    missed: missedView(t, missed),
    bands: bandsView(visit, facts),
    how:
      report &&
      t('numbers.market.how', {
        day: t.date(new Date(report.until)),
        buyers: report.least_buyers,
        shops: report.least_shops,
      }),
  }
}

/** What people looked for in vain, and what to do about the first of it. */
export function missedView(t: Say, missed: readonly WantedTerm[]): DemandView['missed'] {
  const [gap] = missed
  return {
    rows: missed.map((term) => termRow(t, term)),
    none: t('numbers.market.missed.none'),
    advice: gap && adviceWords(t, { name: 'market.missed', about: gap.words }, (words) => words),
    how: t('numbers.market.search.how'),
  }
}

function risingView(visit: Visit, { report, own }: DemandFacts): DemandView['rising'] {
  const { t } = visit
  const signals = [...(report?.signals ?? [])].sort((a, b) => Number(own.has(b.shelf)) - Number(own.has(a.shelf)))
  const risen = signals.find((one) => one.before !== undefined && one.now > one.before)
  const name = (one: DemandSignal) =>
    t('numbers.market.at', {
      thing: shelfName(visit, one.shelf),
      place: t.maybe(`numbers.province.${one.province}`) ?? one.province,
    })
  return {
    rows: signals.slice(0, SHOWN).map((one): ThingRow => {
      const { now, before } = one
      const detail = before === undefined ? t('numbers.market.unknown') : t('numbers.market.before', { before })
      const value = t('numbers.market.people', { count: now })
      return { id: `${one.shelf}/${one.province}`, thing: name(one), detail, value, href: undefined }
    }),
    none: t('numbers.market.rising.none'),
    advice: risen && adviceWords(t, { name: 'market.rising', about: name(risen) }, (words) => words),
  }
}

/** How the people of each own shelf are spread over prices, those of most people first. */
function bandsView(visit: Visit, { report, own }: DemandFacts): DemandView['bands'] {
  const { t } = visit
  const bands = (report?.bands ?? []).filter(({ shelf }) => own.has(shelf)).sort((a, b) => b.people - a.people)
  const [most] = bands
  const end = most && BAND_ENDS[most.band]
  return {
    rows: bands.slice(0, SHOWN).map(({ shelf, band, people }) => ({
      id: `${shelf}/${band}`,
      thing: shelfName(visit, shelf),
      detail: bandName(t, band),
      value: t('numbers.market.people', { count: people }),
      href: undefined,
    })),
    none: t('numbers.market.bands.none'),
    advice:
      most && end
        ? adviceWords(t, { name: 'market.band', about: most.shelf, paisa: end }, (id) => shelfName(visit, id))
        : undefined,
  }
}

function bandName(t: Say, band: number): string {
  const [low, high] = [BAND_ENDS[band - 1], BAND_ENDS[band]]
  if (low === undefined) return t('numbers.market.under', { high: t.rupees(high ?? 0n) })
  if (high === undefined) return t('numbers.market.over', { low: t.rupees(low) })
  return t('numbers.market.between', { low: t.rupees(low), high: t.rupees(high) })
}

function shelfName({ locale, market }: Visit, shelf: string): string {
  const found = market.categories.find(({ category_id }) => category_id === shelf)
  return found ? nameOf(locale, found) : shelf
}

function termRow(t: Say, { words, area, now_count, before_count }: WantedTerm, shelf?: string): ThingRow {
  const say = (count: number) => (count === 0 ? t('numbers.market.few') : t.number(count))
  const week = t('numbers.market.week', {
    place: t.maybe(`numbers.province.${area || 'all'}`) ?? area,
    now: say(now_count),
    before: say(before_count),
  })
  return {
    id: words,
    thing: words,
    detail: shelf ? `${shelf} · ${week}` : week,
    value: '',
    href: `/search?q=${encodeURIComponent(words)}`,
  }
}
