import { AHEAD_DAYS, type ShopNumbers, type StockLine } from '../../../domains/numbers/numbers.ts'
import type { Visit } from '../../web/visit.ts'
import type { AheadLine, AheadView } from './ahead-page.tsx'
import { lastsWords, namesOf } from './numbers-view.ts'

/** The forecasts of a shop with what they are worth. */
export function aheadView(visit: Visit, { stock, titles }: ShopNumbers): Omit<AheadView, 'back'> {
  const name = namesOf(visit, titles)
  return { t: visit.t, lines: stock.map((line) => lineView(visit, name(`${line.kind}:${line.id}`), line)) }
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
