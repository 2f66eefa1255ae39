import type { Shop } from '../identity/identity.ts'
import type { OrderLineRow, OrderRow } from './store.ts'

/** What followers need to know of a shop. */
export type ShopFacts = Pick<Shop, 'name' | 'opened_by' | 'city_id'>

/** An order as it was placed. */
export interface PlacedOrder {
  order: OrderRow
  lines: OrderLineRow[]
  shop: ShopFacts
}

/**
 * order.placed is the busiest event, so it carries the order, and its followers read nothing. Ids, figures and titles
 * of
 * goods; no personal data. Money and times travel as text.
 */
export function packPlaced({ order, lines, shop }: PlacedOrder): Record<string, unknown> {
  const { name, opened_by, city_id } = shop
  return { order: texts(order), lines: lines.map(texts), shop: { name, opened_by, city_id } }
}

function texts(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value]),
  )
}

/** The order out of the payload of order.placed. */
export function unpackPlaced(payload: Readonly<Record<string, unknown>>): PlacedOrder {
  const { order, lines, shop } = payload as unknown as PlacedOrder
  return {
    order: {
      ...order,
      items_paisa: BigInt(order.items_paisa),
      delivery_paisa: BigInt(order.delivery_paisa),
      total_paisa: BigInt(order.total_paisa),
      discount_paisa: BigInt(order.discount_paisa),
      tip_paisa: BigInt(order.tip_paisa),
      commission_paisa: BigInt(order.commission_paisa),
      placed_at: new Date(order.placed_at),
      moved_at: new Date(order.moved_at),
      due_at: order.due_at === null ? null : new Date(order.due_at),
    },
    lines: lines.map((line) => ({ ...line, unit_price_paisa: BigInt(line.unit_price_paisa) })),
    shop,
  }
}
