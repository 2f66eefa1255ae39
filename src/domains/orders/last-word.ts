import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { moveParcel, OWN_RIDERS, type Parcel, parcelOfOrder } from '../delivery/delivery.ts'
import { type Operator, SYSTEM } from '../identity/identity.ts'
import { holdAgain, letRefundsGo, noteDisputed, undoSale } from '../payments/payments.ts'
import { holdDecided } from './appeals.ts'
import { wentBackByCourier } from './contradictions.ts'
import { dropFault, endDisputes, readDisputes } from './disputes-store.ts'
import { lockFor, type OrderAt } from './lock.ts'
import { takeStep } from './moves.ts'
import type { OrderRow } from './store.ts'
import { claimGoods } from './way-back.ts'

/**
 * An operator has asked, and what the courier said last is true.
 * It went back by its word and was delivered after all: the order is decided for the shop. When the buyer's money has
 * gone back already, the courier owes the shop what it would have earned.
 * Time settled it for cash, and it was never delivered: the sale is undone, and nobody owes anybody cash.
 * Every other order is decided, or refunded, where it stands.
 * Refuses: not_found; invalid orders.reason_needed; conflict orders.no_contradiction, orders.decide_it,
 * payments.refund_asked, payments.refund_moved, cash.came_in.
 * Events: courier.believed; order.completed. Parties: the shop's, and the market's for a claim on cash.
 */
export async function believeLastWord(tx: Tx, by: Operator, at: OrderAt, said: string): Promise<void> {
  const words = said.trim().slice(0, 500)
  if (words.length < 5) throw new Refusal('invalid', 'orders.reason_needed')
  const order = await lockFor(tx, by, at)
  const [disputes, parcel] = await Promise.all([
    readDisputes(tx, order),
    parcelOfOrder(tx, order.party_id, order.order_id),
  ])
  const question = disputes.find(({ opened_by }) => opened_by === 'courier')
  if (!question) throw new Refusal('conflict', 'orders.no_contradiction')
  assert(parcel && parcel.carrier !== OWN_RIDERS, 'a courier said two things of its parcel')
  const cameAfterAll = question.second_scan === 'delivered' && (await wentBackByCourier(tx, order))
  if (order.state === 'refused' && cameAfterAll) await payAfterAll(tx, by, order, { parcel, words })
  else if (order.state === 'completed' && order.method === 'cod') await undoCash(tx, by, order, { parcel, words })
  else throw new Refusal('conflict', 'orders.decide_it')
  await endDisputes(tx, order, { opened_by: 'courier', how: 'last_stands', words, by: by.person_id })
  const { party_id: shop_id, order_id, buyer_id } = order
  await record(tx, shop_id, 'courier.believed', { order_id, shop_id, buyer_id, word: 'last' })
}

interface Found {
  parcel: Parcel
  words: string
}

async function payAfterAll(tx: Tx, by: Operator, order: OrderRow, { parcel, words }: Found): Promise<void> {
  const { party_id, order_id } = order
  // It never went back, so that it was nobody's fault.
  await dropFault(tx, order)
  if (await holdAgain(tx, party_id, order_id, parcel.carrier)) {
    await holdDecided(tx, await takeStep(tx, order, 'decide_delivered', by, { words }))
  } else {
    await letRefundsGo(tx, party_id, order_id)
    await claimGoods(tx, order)
  }
  await moveParcel(tx, SYSTEM, parcel, 'come_round')
}

async function undoCash(tx: Tx, by: Operator, order: OrderRow, { parcel, words }: Found): Promise<void> {
  const { party_id, order_id, buyer_id } = order
  await undoSale(tx, by, party_id, { order_id, buyer_id, courier: parcel.carrier, words })
  await noteDisputed(tx, party_id, order_id, false)
  if (parcel.state === 'delivered') await moveParcel(tx, SYSTEM, parcel, 'come_home')
}
