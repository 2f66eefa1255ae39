import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Operator, Person, ShopActor } from '../identity/identity.ts'
import {
  type BuyerOrderRow,
  countBuyerOrders,
  readBuyerOrders,
  readOrdersOfCheckout,
  sendBuyerOrder,
  sendNewBuyerOrder,
} from './buyer-orders-store.ts'
import { ORDER_STATES, type OrderState, STUCK_AFTER_MS } from './process.ts'
import {
  type OrderLineRow,
  type OrderRow,
  type OrderStepRow,
  readOrder,
  readOrderLines,
  readOrderOfBuyer,
  readOrderOfShop,
  readOrderSteps,
  readOrdersNotMoved,
  readOrdersOfMarket,
  readOrdersOfShop,
  readShopSteps,
  readStateCounts,
  type ShopStepRow,
} from './store.ts'

/** An order with what was bought and the path it took. */
export interface WholeOrder {
  order: OrderRow
  lines: OrderLineRow[]
  steps: OrderStepRow[]
}

async function whole(tx: Tx, order: OrderRow | undefined): Promise<WholeOrder> {
  if (!order) throw new Refusal('not_found', 'orders.unknown')
  const [lines, steps] = await Promise.all([
    readOrderLines(tx, order.party_id, order.order_id),
    readOrderSteps(tx, order.party_id, order.order_id),
  ])
  return { order, lines, steps }
}

/** An order of this buyer. Refuses: not_found orders.unknown. */
export async function findOrderOfBuyer(tx: Tx, by: Person, orderId: string): Promise<WholeOrder> {
  return whole(tx, await readOrderOfBuyer(tx, by.person_id, orderId))
}

/** An order of this shop. Refuses: not_found orders.unknown. */
export async function findOrderOfShop(tx: Tx, by: ShopActor, orderId: string): Promise<WholeOrder> {
  return whole(tx, await readOrderOfShop(tx, by.shop_id, orderId))
}

/** Any order, for the market's own work: operators, jobs, consequences. Refuses: not_found orders.unknown. */
export async function findOrder(tx: Tx, orderId: string): Promise<WholeOrder> {
  return whole(tx, await readOrder(tx, orderId))
}

/**
 * Where a page of a list begins: after the row of this time and id. At most a hundred, and one more to see if more
 * come.
 */
export interface PageOfOrders {
  before: Date
  /** The id of the last row of the page before, for rows of the same moment. */
  before_id?: string
  limit: number
}

const MOST_ROWS = 101

/** Orders of a shop in some states, newest first, placed before a time. */
export function listShopOrders(
  tx: Tx,
  by: ShopActor,
  page: PageOfOrders & { states: readonly OrderState[] },
): Promise<OrderRow[]> {
  return readOrdersOfShop(tx, by.shop_id, [...page.states], { ...page, limit: Math.min(page.limit, MOST_ROWS) })
}

/** How many orders of a shop stand in each state. */
export async function countStates(tx: Tx, by: ShopActor): Promise<Partial<Record<OrderState, number>>> {
  const rows = await readStateCounts(tx, by.shop_id)
  return Object.fromEntries(rows.map(({ state, order_count }) => [state, order_count]))
}

/** What members of the shop did with its orders, newest first. */
export function listShopSteps(tx: Tx, by: ShopActor, limit = 40): Promise<ShopStepRow[]> {
  return readShopSteps(tx, by.shop_id, Math.min(limit, 100))
}

/** The buyer's own list, newest first. */
export function listMyOrders(tx: Tx, by: Person, page: PageOfOrders): Promise<BuyerOrderRow[]> {
  return readBuyerOrders(tx, by.person_id, { ...page, limit: Math.min(page.limit, MOST_ROWS) })
}

/** How many orders the buyer has. */
export function countMyOrders(tx: Tx, by: Person): Promise<number> {
  return countBuyerOrders(tx, by.person_id)
}

export function ordersOfCheckout(tx: Tx, by: Person, checkoutId: string): Promise<BuyerOrderRow[]> {
  return readOrdersOfCheckout(tx, by.person_id, checkoutId)
}

/** Orders of the whole market for an operator, or the one with a number that somebody reads out on the phone. */
export function listMarketOrders(
  tx: Tx,
  _by: Operator,
  page: { states?: readonly OrderState[]; number?: string; before: Date; limit: number },
): Promise<OrderRow[]> {
  const number = page.number?.trim().toUpperCase() || null
  return readOrdersOfMarket(tx, [...(page.states ?? ORDER_STATES)], number, page.before, Math.min(page.limit, 100))
}

/** Orders that stand still for longer than they should, the oldest first in each state. */
export async function listStuck(tx: Tx, _by: Operator, limit = 20): Promise<OrderRow[]> {
  const waits = Object.entries(STUCK_AFTER_MS) as [OrderState, number][]
  const lists = await Promise.all(
    waits.map(([state, after_ms]) => readOrdersNotMoved(tx, state, new Date(tx.now.getTime() - after_ms), limit)),
  )
  return lists.flat().sort((a, b) => a.moved_at.getTime() - b.moved_at.getTime())
}

/** An order on its shop's party with its lines, for the market's own work. Refuses: not_found orders.unknown. */
export async function findOrderAt(
  tx: Tx,
  at: { shop_id: string; order_id: string },
): Promise<{ order: OrderRow; lines: OrderLineRow[] }> {
  const [order, lines] = await Promise.all([
    readOrderOfShop(tx, at.shop_id, at.order_id),
    readOrderLines(tx, at.shop_id, at.order_id),
  ])
  if (!order) throw new Refusal('not_found', 'orders.unknown')
  return { order, lines }
}

/**
 * Writes an order as it stands into its buyer's list. Told twice or out of order, the newest word stays.
 * Parties: the buyer's only.
 */
export function tellBuyer(
  tx: Tx,
  order: OrderRow,
  lines: OrderLineRow[],
  { shopName, isNew }: { shopName: string; isNew: boolean },
): void {
  const [first] = lines
  if (!first) return
  const send = isNew ? sendNewBuyerOrder : sendBuyerOrder
  send(tx, {
    party_id: order.buyer_id,
    order_id: order.order_id,
    shop_id: order.party_id,
    checkout_id: order.checkout_id,
    number: order.number,
    shop_name: shopName,
    title: first.title,
    photo_name: first.photo_name,
    photo_colour: first.photo_colour,
    method: order.method,
    state: order.state,
    total_paisa: order.total_paisa,
    placed_at: order.placed_at,
    moved_at: order.moved_at,
  })
}
