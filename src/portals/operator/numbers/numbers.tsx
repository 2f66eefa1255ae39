import { countMessages } from '../../../domains/messaging/messaging.ts'
import { OFFICE_DAYS, readOffice, searchQuality } from '../../../domains/numbers/numbers.ts'
import { listDisputed } from '../../../domains/orders/orders.ts'
import { listCoverage } from '../../../domains/payments/payments.ts'
import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import type { PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { readAsOperator } from '../here.ts'
import { OfficeNumbersPage } from './numbers-page.tsx'
import { officeView } from './numbers-view.ts'

/** What one message of a channel costs when nobody says otherwise. The market knows the price of no other channel. */
const PRICES: ReadonlyMap<string, bigint> = new Map([['sms', 200n]])
const DISPUTES = 50

/** Cohorts, funnel, search, supply and demand, trust, coverage and what messages cost. */
export async function showNumbers(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { market, now } = visit
  const facts = await readAsOperator(c, async (tx, by) => {
    const [office, quality, coverage, messages, disputed] = await Promise.all([
      readOffice(tx, by),
      searchQuality(tx, by),
      listCoverage(tx, by, 1),
      countMessages(tx, later(now, -OFFICE_DAYS * DAY_MS)),
      listDisputed(tx, by, DISPUTES),
    ])
    return { office, quality, coverage: coverage[0], messages, disputed: disputed.length }
  })
  const found = await market.search.search({ text: '', sort: 'new', limit: 1 })
  const supply = new Map(found.facets.categories.map(({ id, count }) => [id, count]))
  const channels = new Set([...PRICES.keys(), ...facts.messages.map(({ channel }) => channel)])
  const prices = new Map(
    [...channels].flatMap((channel) => {
      const price = parseRupees(c.req.query(`price_${channel}`) ?? '') ?? PRICES.get(channel)
      return price === undefined ? [] : [[channel, price] as const]
    }),
  )
  const view = officeView(visit, { ...facts, supply, prices })
  return officePage(c, { title: visit.t('numbers.office.title'), at: 'numbers' }, <OfficeNumbersPage {...view} />)
}
