import type { OrderLineRow, OrderRow, OrderState } from '../../../domains/orders/orders.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { parseId } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import type { GoodsLineView } from '../../ui/listing-card.tsx'
import { photoView } from '../../web/photo-view.ts'
import type { PageContext } from '../../web/visit.ts'

/** The heaps in which a shop sees its orders, and the states that lie in each. */
export const HEAPS = {
  pack: ['placed'],
  unpaid: ['awaiting_payment'],
  way: ['packed', 'shipped', 'at_door', 'inspecting', 'delivered'],
  back: ['refused'],
  done: ['completed', 'returned', 'cancelled', 'expired'],
} as const satisfies Record<string, readonly OrderState[]>

export type Heap = keyof typeof HEAPS
export const HEAP_NAMES = Object.keys(HEAPS) as Heap[]

/** The plain id of the order in the address. Refuses: not_found orders.unknown. */
export function orderIdOf(c: PageContext): string {
  const id = parseId('ord', c.req.param('order'))
  if (!id) throw new Refusal('not_found', 'orders.unknown')
  return id
}

/** The buyer did not keep it, so nobody earns anything. */
export function cameToNothing({ state }: Pick<OrderRow, 'state'>): boolean {
  return HEAPS.back.some((one) => one === state) || (HEAPS.done.some((one) => one === state) && state !== 'completed')
}

/** What the shop gets when the buyer keeps all of it, before taxes. */
export function earnedOf(
  order: Pick<OrderRow, 'items_paisa' | 'commission_paisa' | 'discount_paisa' | 'discount_by'>,
): bigint {
  return order.items_paisa - ownDiscount(order) - order.commission_paisa
}

/** What the shop's own code takes off; one of the market takes nothing from the shop. */
export function ownDiscount(order: Pick<OrderRow, 'discount_paisa' | 'discount_by'>): bigint {
  return order.discount_by === 'shop' ? order.discount_paisa : 0n
}

/** "Multani khussa, 42 and 2 more". */
export function goodsInWords(t: Say, lines: readonly Pick<OrderLineRow, 'title' | 'choices' | 'quantity'>[]): string {
  const [first, ...others] = lines
  if (!first) return ''
  const times = first.quantity > 1 ? `${t.number(first.quantity)} × ` : ''
  const name = `${times}${[first.title, first.choices].filter(Boolean).join(', ')}`
  return others.length === 0 ? name : t('seller.orders.and_more', { name, count: others.length })
}

/** A line as it is packed: how many stands first. */
export function lineView(t: Say, line: OrderLineRow): GoodsLineView {
  return {
    title: line.title,
    photo: photoView({ name: line.photo_name, colour: line.photo_colour }, { widths: [160] }),
    facts: [t('seller.order.pieces', { count: line.quantity }), line.choices].filter(Boolean),
    pricePaisa: line.unit_price_paisa,
  }
}

/** What a carrier is called: our riders, or a courier by its name. */
export function carrierName(t: Say, carrier: string): string {
  return t.maybe(`seller.carrier.${carrier}`) ?? `${carrier.charAt(0).toUpperCase()}${carrier.slice(1)}`
}
