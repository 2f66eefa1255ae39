import {
  AHEAD_DAYS,
  type FestivalAhead,
  missing,
  type ShopNumbers,
  type StockLine,
} from '../../../domains/numbers/numbers.ts'
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

function festivalView(visit: Visit, { name, first, uncertain_days, past }: FestivalAhead): FestivalPart {
  const { t } = visit
  const called = (festival: FestivalAhead['name']) => t(`numbers.festival.name.${festival}`)
  const day = t.date(new Date(first))
  const shelf = namesOf(visit, new Map())
  const best = past?.shelves[0]
  return {
    title: t('numbers.festival.coming', { name: called(name) }),
    when: t(uncertain_days > 0 ? 'numbers.festival.moon' : 'numbers.festival.when', { day }),
    past: past
      ? t('numbers.festival.past', { name: called(past.name), day: t.date(new Date(past.first)) })
      : t('numbers.festival.none'),
    rows: (past?.shelves ?? []).slice(0, SHELVES).map((one) => ({
      id: one.shelf,
      thing: shelf(`shelf:${one.shelf}`),
      detail: t('numbers.festival.then', { before: tenths(one.before), usual: tenths(one.usual), left: one.left }),
      value: t('numbers.festival.expected', {
        value: Math.round(one.expected.value),
        lower: Math.floor(one.expected.lower),
        upper: Math.ceil(one.expected.upper),
      }),
      href: undefined,
    })),
    advice:
      best &&
      adviceWords(
        t,
        {
          name: missing(best) > 0 ? 'festival.more' : 'festival.enough',
          about: `shelf:${best.shelf}`,
          count: missing(best),
          of: best.left,
        },
        shelf,
      ),
    how: past && t('numbers.festival.how'),
  }
}
