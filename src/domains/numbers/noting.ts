import type { OutboxRow } from '../../kit/events/outbox.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { linesFor } from '../catalogue/catalogue.ts'
import { findFault, listBacks, type OrderLineRow, type OrderRow } from '../orders/orders.ts'
import { getHold } from '../payments/payments.ts'
import { type NumbersKind, type NumbersLine, sendEvent } from './events-store.ts'

/**
 * Writes down what an order's event means for the numbers of its shop, once however often it is told. For consequences
 * of order.placed, paid, completed, refused, cancelled and expired; others are left alone.
 * Refuses: nothing. Parties: the shop's only.
 */
export async function noteOrder(
  tx: Tx,
  event: OutboxRow,
  { order, lines }: { order: OrderRow; lines: readonly OrderLineRow[] },
): Promise<void> {
  const kind = await kindOf(tx, event, order)
  if (!kind) return
  const { party_id, order_id, buyer_id, city_id, method } = order
  const at = { shop_id: party_id, order_id }
  const [shelves, backs, fault] = await Promise.all([
    shelvesOf(tx, kind, { event, order, lines }),
    kind === 'kept' ? listBacks(tx, at) : [],
    kind === 'back' ? findFault(tx, at) : undefined,
  ])
  const told = lines.map((line): NumbersLine => {
    const sentBack = backs.find((one) => one.line === line.line)?.quantity ?? 0
    const pieces = kind === 'back' || kind === 'off' ? 0 : line.quantity - sentBack
    return {
      listing_id: line.listing_id,
      category_id: shelves.get(line.listing_id) ?? '',
      pieces,
      paisa: (line.unit_price_paisa * BigInt(pieces)).toString(),
      back: kind === 'back' ? line.quantity : sentBack,
    }
  })
  sendEvent(tx, {
    ...{
      party_id,
      event_id: event.event_id,
      kind,
      happened_at: event.recorded_at,
      order_id,
      buyer_id,
      city_id,
      method,
    },
    paisa: told.reduce((sum, { paisa }) => sum + BigInt(paisa), 0n),
    // In the words of orders/fault.ts.
    reason: fault?.reason ?? backs[0]?.reason ?? '',
    lines: told,
  })
}

async function kindOf(tx: Tx, { name }: OutboxRow, order: OrderRow): Promise<NumbersKind | undefined> {
  switch (name) {
    case 'order.placed':
      return order.method === 'cod' ? 'ordered' : 'begun'
    case 'order.paid':
      return 'ordered'
    case 'order.completed':
      return 'kept'
    case 'order.refused':
      return 'back'
    case 'order.cancelled':
    case 'order.expired':
      // What was never paid was never an order to its shop.
      return order.method === 'cod' || (await wasPaid(tx, order)) ? 'off' : undefined
    default:
      return undefined
  }
}

async function wasPaid(tx: Tx, order: OrderRow): Promise<boolean> {
  return (await getHold(tx, order.party_id, order.order_id)).state !== 'void'
}

interface Sold {
  event: OutboxRow
  order: OrderRow
  lines: readonly OrderLineRow[]
}

/** On which shelf the goods of a sale lie. order.placed carries it. */
async function shelvesOf(tx: Tx, kind: NumbersKind, { event, order, lines }: Sold): Promise<Map<string, string>> {
  if (kind !== 'ordered' && kind !== 'begun') return new Map()
  const { shelves } = event.payload
  if (typeof shelves === 'object' && shelves !== null) {
    return new Map(Object.entries(shelves).map(([listing, category]) => [listing, String(category)]))
  }
  const goods = await linesFor(
    tx,
    order.party_id,
    lines.map(({ variant_id }) => variant_id),
  )
  return new Map(goods.map(({ listing_id, category_id }) => [listing_id, category_id]))
}
