import { findShops } from '../../../domains/identity/identity.ts'
import {
  listMarketOrders,
  listStuck,
  ORDER_STATES,
  type OrderRow,
  type OrderState,
} from '../../../domains/orders/orders.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { cityName } from '../../web/names.ts'
import type { PageContext, Visit } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { readAsOperator } from '../here.ts'
import { routes } from '../routes.ts'
import { type OrderLine, OrdersPage } from './orders-page.tsx'

const A_PAGE = 50

/** Orders that stand still, or those that somebody looks for. A number that names one order leads to it. */
export async function showOrders(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const number = (c.req.query('number') ?? '').trim().toUpperCase().slice(0, 20)
  const state = stateOf(c.req.query('state'), number)
  const before = timeOf(c.req.query('before')) ?? visit.now
  const { orders, last } = await readAsOperator(c, async (tx, by) => {
    const stuck = await listStuck(tx, by, A_PAGE)
    const page = { states: state === 'all' || state === 'stuck' ? ORDER_STATES : [state], before, limit: A_PAGE }
    const rows = state === 'stuck' ? stuck : await listMarketOrders(tx, by, { ...page, ...(number ? { number } : {}) })
    const isStuck = new Set(stuck.map(({ order_id }) => order_id))
    return {
      orders: await orderLines(tx, visit, rows, isStuck),
      last: state !== 'stuck' && rows.length === A_PAGE ? rows.at(-1) : undefined,
    }
  })
  const [only] = orders
  if (number !== '' && only && orders.length === 1) return c.redirect(routes.order.href({ order: only.id }), 303)
  const next = last && routes.orders.href({ state, before: last.placed_at.toISOString() })
  return officePage(
    c,
    { title: visit.t('operator.orders.title'), at: 'orders' },
    <OrdersPage view={{ t: visit.t, number, state, orders, next }} />,
  )
}

/** Orders as lines of a table, with the names of their shops. */
export async function orderLines(
  tx: Tx,
  visit: Visit,
  rows: readonly OrderRow[],
  isStuck: ReadonlySet<string>,
): Promise<OrderLine[]> {
  const shops = await findShops(
    tx,
    rows.map(({ party_id }) => party_id),
  )
  return rows.map((row) => ({
    id: shown('ord', row.order_id),
    number: row.number,
    shop: shops.get(row.party_id)?.name ?? '',
    city: cityName(visit.locale, visit.market.cities, row.city_id),
    state: row.state,
    moved: visit.t.relative(row.moved_at, visit.now),
    total_paisa: row.total_paisa,
    isStuck: isStuck.has(row.order_id),
  }))
}

/** Who opens the room sees what stands still; who types a number looks everywhere. */
function stateOf(text: string | undefined, number: string): OrderState | 'stuck' | 'all' {
  if (number !== '') return 'all'
  if (text === 'all') return 'all'
  return ORDER_STATES.find((known) => known === text) ?? 'stuck'
}

function timeOf(text: string | undefined): Date | undefined {
  const time = new Date(text ?? '')
  return Number.isNaN(time.getTime()) ? undefined : time
}
