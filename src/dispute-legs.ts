import { findShop } from './domains/identity/identity.ts'
import { sendMessage, type Template } from './domains/messaging/messaging.ts'
import { findOrderAt, freezeDisputed, thawDisputed } from './domains/orders/orders.ts'
import { paidOrdersOf } from './domains/payments/payments.ts'
import type { Consequence, Consequences } from './kit/events/attempt.ts'
import { toOperators } from './payout-legs.ts'

/** A payer wants a payment back from the bank: its orders stand still, and every operator hears of it. */
const freezeTheirOrders: Consequence = async (tx, event) => {
  const parts = await paidOrdersOf(tx, event.party_id, String(event.payload.payment_id))
  for (const part of parts) await freezeDisputed(tx, part)
  const amount_paisa = parts.reduce((sum, part) => sum + BigInt(part.amount_paisa), 0n)
  await toOperators(tx, event, 'market.disputed', { amount_paisa, path: 'operate/money/refunds' })
}

/** The bank has let it stand: the orders go on. */
const thawTheirOrders: Consequence = async (tx, event) => {
  const parts = await paidOrdersOf(tx, event.party_id, String(event.payload.payment_id))
  for (const part of parts) await thawDisputed(tx, part)
}

/** Buyer and shop read on the page of the order what there is to know. */
function toBothSides(about: string, buyers: Template, shops: Template): Consequence {
  return async (tx, event) => {
    const at = { shop_id: event.party_id, order_id: String(event.payload.order_id) }
    const [{ order }, shop] = await Promise.all([findOrderAt(tx, at), findShop(tx, event.party_id)])
    const cause = `${event.event_id}:${about}`
    const facts = { number: order.number }
    await sendMessage(tx, { person_id: order.buyer_id, cause: `${cause}:buyer`, template: buyers, facts })
    await sendMessage(tx, { person_id: shop.opened_by, cause: `${cause}:shop`, template: shops, facts })
  }
}

/** What follows when somebody questions a payment or a decision: a part of the table in consequences.ts. */
export const DISPUTE_LEGS: Consequences = {
  'payment.disputed': [freezeTheirOrders],
  'payment.dispute_ended': [thawTheirOrders],
  'appeal.opened': [(tx, event) => toOperators(tx, event, 'market.appeal', { path: 'operate/money/disputes' })],
  'appeal.ended': [toBothSides('appeal', 'order.appeal_ended', 'order.appeal_ended')],
  'courier.contradicted': [
    toBothSides('courier', 'order.courier_unsure', 'sale.courier_unsure'),
    (tx, event) => toOperators(tx, event, 'market.courier_unsure', { path: 'operate/money/disputes' }),
  ],
}
