import { AHEAD_DAYS, type FestivalAhead, type ShopNumbers, type StockLine } from '../../../domains/numbers/numbers.ts'
import type { Visit } from '../../web/visit.ts'
import { adviceWords } from './advice-words.ts'
import type { AheadLine, AheadView } from './ahead-page.tsx'
import { lastsWords, namesOf } from './numbers-view.ts'

/** The forecasts of a shop with what they are worth. */
export function aheadView(
  visit: Visit,
  { stock, titles }: ShopNumbers,
  festival: FestivalAhead | undefined,
): Omit<AheadView, 'back'> {
  const name = namesOf(visit, titles)
  const lines = stock.map((line) => lineView(visit, name(`${line.kind}:${line.id}`), line))
  return { t: visit.t, lines, festival: festival && festivalView(visit, festival) }
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

function festivalView(visit: Visit, { name, first, uncertain_days, past }: FestivalAhead): AheadView['festival'] {
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
      detail: t('numbers.festival.usual', { usual: tenths(one.usual) }),
      value: t('numbers.festival.before', { before: tenths(one.before) }),
      href: undefined,
    })),
    advice:
      best && best.before > best.usual
        ? adviceWords(t, { name: 'festival', about: `shelf:${best.shelf}` }, shelf)
        : undefined,
  }
}
