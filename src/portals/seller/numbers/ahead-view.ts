import {
  type Advice,
  AHEAD_DAYS,
  type FestivalAhead,
  missing,
  type ShopNumbers,
  type StockLine,
} from '../../../domains/numbers/numbers.ts'
import type { Say } from '../../../kit/text/messages.ts'
import type { Visit } from '../../web/visit.ts'
import { adviceWords } from './advice-words.ts'
import type { AheadLine, AheadView } from './ahead-page.tsx'
import { lastsWords, namesOf } from './numbers-view.ts'

/** The forecasts of a shop with what they are worth. */
export function aheadView(
  visit: Visit,
  { stock, titles }: ShopNumbers,
  festivals: readonly FestivalAhead[],
): Omit<AheadView, 'back'> {
  const name = namesOf(visit, titles)
  const lines = stock.map((line) => lineView(visit, name(`${line.kind}:${line.id}`), line))
  return { t: visit.t, lines, festivals: festivals.map((one) => festivalView(visit, one)) }
}

function lineView(visit: Visit, thing: string, line: StockLine): AheadLine {
  const { t } = visit
  const told = line.forecast
  return {
    id: `${line.kind}:${line.id}`,
    thing,
    left: t.number(line.left),
    sold: t('numbers.ahead.sold', { count: line.sold, days: line.past_days }),
    lasts: lastsWords(visit, line),
    next: told && {
      days: t('numbers.ahead.next', { days: AHEAD_DAYS }),
      pieces: t('numbers.ahead.value', {
        value: tenths(told.value),
        lower: Math.floor(told.lower),
        upper: Math.ceil(told.upper),
      }),
    },
    tried: told && {
      title: t('numbers.ahead.tried', { count: told.tries }),
      ways: told.tried.map(({ method, error }) => ({
        way: t(`numbers.method.${method}`),
        error: tenths(error),
        isTaken: method === told.method,
      })),
    },
  }
}

function tenths(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value))
}

const SHELVES = 5

type FestivalPart = AheadView['festivals'][number]

function festivalView(visit: Visit, { name, first, uncertain_days, basis, shelves }: FestivalAhead): FestivalPart {
  const { t } = visit
  const day = t.date(new Date(first))
  const shelf = namesOf(visit, new Map())
  const [most] = shelves
  return {
    title: t('numbers.festival.coming', { name: calledIn(t, name) }),
    when: t(uncertain_days > 0 ? 'numbers.festival.moon' : 'numbers.festival.when', { day }),
    past: most ? basisWords(t, basis) : t('numbers.festival.none'),
    rows: shelves.slice(0, SHELVES).map(({ shelf: id, now, left, atThatTime, expected }) => ({
      id,
      thing: shelf(`shelf:${id}`),
      detail: atThatTime
        ? t('numbers.festival.then', { before: tenths(atThatTime.before), usual: tenths(atThatTime.usual), left })
        : t('numbers.festival.now', { now, left }),
      value: t('numbers.festival.expected', {
        value: Math.round(expected.value),
        lower: Math.floor(expected.lower),
        upper: Math.ceil(expected.upper),
      }),
      href: undefined,
    })),
    advice: most && adviceWords(t, festivalAdvice(most), shelf),
    how: most && t('numbers.festival.how'),
  }
}

function festivalAdvice(most: FestivalAhead['shelves'][number]): Advice {
  const about = { about: `shelf:${most.shelf}`, of: most.left }
  const count = missing(most)
  return count > 0 ? { name: 'festival.more', ...about, count } : { name: 'festival.enough', ...about }
}

const calledIn = (t: Say, festival: string) => t.maybe(`numbers.festival.name.${festival}`) ?? festival

function basisWords(t: Say, basis: FestivalAhead['basis']): string {
  if (basis.by === 'usual') return t('numbers.festival.usual')
  if (basis.by === 'own') {
    return t('numbers.festival.past', { name: calledIn(t, basis.name), day: t.date(new Date(basis.first)) })
  }
  const { name, year, times } = basis.uplift
  return t('numbers.festival.market', { name: calledIn(t, name), year, times: times.toFixed(2) })
}
