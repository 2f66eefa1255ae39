import type { ShopActor } from '../../../domains/identity/identity.ts'
import { findOrderOfShop, listShopOrders, type OrderLineRow, type OrderRow } from '../../../domains/orders/orders.ts'
import { later } from '../../../kit/clock/clock.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { cityName } from '../../web/names.ts'
import type { PageContext, Visit } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { type HereOnPage, handleOf, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { OrderListPage, type OrderRowView } from './list-page.tsx'
import { earnedOf, goodsInWords, HEAP_NAMES, HEAPS, type Heap } from './order-words.ts'

const ROWS = 30
/** With so little time left an order to pack is marked. */
const LATE_MS = 24 * 3_600_000

export interface OrderWithLines {
  order: OrderRow
  lines: readonly OrderLineRow[]
}

/** Orders of one heap with their goods. What is to be packed comes oldest first, the rest newest first. */
export async function ordersOfHeap(
  tx: Tx,
  by: ShopActor,
  heap: Heap,
  before: Date,
  limit = ROWS,
): Promise<OrderWithLines[]> {
  const orders = await listShopOrders(tx, by, { states: HEAPS[heap], before, limit })
  const whole = await Promise.all(orders.map(({ order_id }) => findOrderOfShop(tx, by, order_id)))
  return heap === 'pack' ? whole.reverse() : whole
}

/** The shop's orders in one heap. */
export async function getOrders(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { t } = visit
  const heap = HEAP_NAMES.find((one) => one === c.req.query('heap')) ?? 'pack'
  const before = timeOf(c.req.query('before')) ?? later(visit.now, 60_000)
  const { here, view: rows } = await readHere(c, 'orders', (tx, { by }) => ordersOfHeap(tx, by, heap, before))
  const names = { shop: handleOf(c) }
  const oldest = heap === 'pack' ? rows[0] : rows.at(-1)
  const body = (
    <OrderListPage
      t={t}
      heap={heap}
      heaps={HEAP_NAMES.filter((one) => one !== 'unpaid' || one === heap || countOf(here, one) > 0).map((one) => ({
        heap: one,
        href: routes.orders.href(names, { heap: one }),
        count: countOf(here, one),
      }))}
      rows={rows.map((row) => orderRow(visit, names.shop, row))}
      next={
        rows.length === ROWS && oldest
          ? routes.orders.href(names, { heap, before: oldest.order.placed_at.toISOString() })
          : undefined
      }
      shopHref={routes.poster.href(names)}
    />
  )
  return shopPage(c, here, { title: t(`seller.orders.title.${heap}`), at: 'orders' }, body)
}

export function countOf({ counts }: Pick<HereOnPage, 'counts'>, heap: Heap): number {
  return HEAPS[heap].reduce((sum, state) => sum + (counts[state] ?? 0), 0)
}

function timeOf(text: string | undefined): Date | undefined {
  const time = new Date(text ?? '')
  return Number.isNaN(time.getTime()) ? undefined : time
}

export function orderRow(
  { t, now, market, locale }: Visit,
  shop: string,
  { order, lines }: OrderWithLines,
): OrderRowView {
  const names = { shop, order: shown('ord', order.order_id) }
  const isToPack = order.state === 'placed'
  return {
    id: names.order,
    href: routes.order.href(names),
    number: order.number,
    what: goodsInWords(t, lines),
    city: cityName(locale, market.cities, order.city_id),
    when:
      order.state === 'awaiting_payment' && order.due_at
        ? t('seller.orders.until', { time: t.moment(order.due_at, now) })
        : t.relative(isToPack && order.due_at ? order.due_at : order.moved_at, now),
    isLate: isToPack && order.due_at !== null && order.due_at.getTime() - now.getTime() < LATE_MS,
    state: t(`seller.order.state.${order.state}`),
    earnedPaisa: earnedOf(order),
    act: isToPack
      ? { href: routes.packing.href(names), label: t('seller.orders.pack_it') }
      : order.state === 'packed'
        ? { href: routes.label.href(names), label: t('seller.order.label') }
        : undefined,
  }
}
