import { Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type Contradiction, moveParcel, OWN_RIDERS, parcelOfOrder } from '../delivery/delivery.ts'
import type { Operator, ShopActor } from '../identity/identity.ts'
import { getHold, holdRefunds, letRefundsGo, noteDisputed, uncollectCash } from '../payments/payments.ts'
import { type DisputeRow, endDisputes, insertDispute, readDisputes } from './disputes-store.ts'
import { loserOf } from './fault.ts'
import { lockFor, type OrderAt } from './lock.ts'
import { freezeOne, thaw } from './money-store.ts'
import { takeStep } from './moves.ts'
import { isOver, next } from './process.ts'
import { type OrderRow, readOrderSteps } from './store.ts'

/**
 * A courier takes back what it said of an order's parcel. Its money waits for a person: the clock of an open order
 * stands still, and what was earned of one that time or the market settled is not paid out. Nothing is moved. What the
 * buyer or the shop said with their own hand is stronger: then the scan is only kept. Money that goes back for the
 * courier's first word alone, and was not sent yet, waits too.
 * Events: courier.contradicted, once until it is answered. Parties: the shop's only.
 */
export async function noteContradiction(tx: Tx, order: OrderRow, { first, second }: Contradiction): Promise<void> {
  const { party_id, order_id, buyer_id, state } = order
  if (!(await isOpenQuestion(tx, order, second.kind))) return
  const opened = await insertDispute(tx, newId(), {
    ...{ party_id, order_id, opened_by: 'courier', words: '' },
    ...{ first_scan: first.kind, first_scan_at: first.happened_at },
    ...{ second_scan: second.kind, second_scan_at: second.happened_at },
  })
  if (opened === 0) return
  if (state === 'completed') await noteDisputed(tx, party_id, order_id, true)
  else if (state !== 'refused') await freezeOne(tx, order, 'courier')
  else if (await wentBackByCourier(tx, order)) await holdRefunds(tx, party_id, order_id)
  const scans = { first: first.kind, second: second.kind }
  await record(tx, party_id, 'courier.contradicted', { order_id, shop_id: party_id, buyer_id, ...scans })
}

/** Whether an order went back because its courier said so, and nobody else did. */
export async function wentBackByCourier(tx: Tx, { party_id, order_id }: OrderRow): Promise<boolean> {
  return (await readOrderSteps(tx, party_id, order_id)).some(({ step }) => step === 'give_up')
}

/** Whether nobody but the courier has said yet where the goods are. */
async function isOpenQuestion(tx: Tx, order: OrderRow, said: string): Promise<boolean> {
  if (said === 'delivered') return order.state === 'refused'
  if (order.state === 'delivered' || order.state === 'inspecting') return true
  return order.state === 'completed' && loserOf(await readOrderSteps(tx, order.party_id, order.order_id)) === 'shop'
}

/** What is open about an order: the words of its buyer, or two scans of its courier; the oldest first. */
export function listDisputesOf(tx: Tx, at: OrderAt): Promise<DisputeRow[]> {
  return readDisputes(tx, { party_id: at.shop_id, order_id: at.order_id })
}

/** Whether the courier of an order contradicts itself, and nobody has answered. */
export async function hasContradiction(tx: Tx, order: Pick<OrderRow, 'party_id' | 'order_id'>): Promise<boolean> {
  return (await readDisputes(tx, order)).some(({ opened_by }) => opened_by === 'courier')
}

/**
 * The shop has a parcel in its hands that its courier said was delivered: the buyer's money goes back, and cash counts
 * as never collected. For takeBack, which has locked the order.
 * Refuses: conflict orders.not_now when the courier does not contradict itself, or the money is settled; cash.came_in
 * when the courier has paid the cash: then the market decides.
 */
export async function comeHome(tx: Tx, by: ShopActor, order: OrderRow): Promise<OrderRow> {
  const isOpen = await hasContradiction(tx, order)
  if (!isOpen) throw new Refusal('conflict', 'orders.not_now', { state: order.state })
  if (order.method === 'cod' && next(order.state, 'come_home')) await takeBackCash(tx, order)
  const returned = await takeStep(tx, order, 'come_home', by, { reason: 'came_home' })
  const parcel = await parcelOfOrder(tx, order.party_id, order.order_id)
  if (parcel?.state === 'delivered') await moveParcel(tx, by, parcel, 'come_home')
  return returned
}

/** The courier collected nothing for a parcel, whatever it said. Refuses: conflict cash.came_in. */
export async function takeBackCash(tx: Tx, order: OrderRow): Promise<void> {
  const [hold, parcel] = await Promise.all([
    getHold(tx, order.party_id, order.order_id),
    parcelOfOrder(tx, order.party_id, order.order_id),
  ])
  if (hold.state === 'promised') return
  if (!parcel || parcel.carrier === OWN_RIDERS) throw new Refusal('conflict', 'cash.came_in')
  await uncollectCash(tx, order.party_id, order.order_id, hold.holder)
}

/**
 * An operator has asked, and what the courier said first stands: the clock goes on with what was left of it, and what
 * was earned is paid out; money that goes back goes.
 * When what it said last is true, see last-word.ts; to give money back, decide the order or refund the sale.
 * Refuses: not_found; invalid orders.reason_needed; conflict orders.no_contradiction. Events: courier.believed.
 * Parties: the shop's only.
 */
export async function settleContradiction(tx: Tx, by: Operator, at: OrderAt, said: string): Promise<void> {
  const words = said.trim().slice(0, 500)
  if (words.length < 5) throw new Refusal('invalid', 'orders.reason_needed')
  const order = await lockFor(tx, by, at)
  if (!(await hasContradiction(tx, order))) throw new Refusal('conflict', 'orders.no_contradiction')
  await endDisputes(tx, order, { opened_by: 'courier', how: 'first_stands', words, by: by.person_id })
  await letRefundsGo(tx, at.shop_id, at.order_id)
  const { party_id: shop_id, order_id, buyer_id } = order
  if (isOver(order.state)) await noteDisputed(tx, shop_id, order_id, false)
  else await thaw(tx, shop_id, order_id, 'courier')
  await record(tx, shop_id, 'courier.believed', { order_id, shop_id, buyer_id })
}
