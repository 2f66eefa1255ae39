import { Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Operator } from '../identity/identity.ts'
import { CAME } from './attempt.ts'
import type { Funding } from './holds-store.ts'
import { moveTo } from './move.ts'
import { type Inquiry, type PaymentRail, railFamily } from './rail.ts'
import { oweRefund } from './refunds.ts'
import {
  claimProviderTransaction,
  findReference,
  lockPayment,
  noteTold,
  type PaidOrder,
  paysNothing,
  readPayment,
} from './store.ts'

/**
 * return: all that came goes back. keep: the orders have what was asked for, and what came beyond it goes back.
 */
export type WrongEnding = 'return' | 'keep'

/**
 * Ends a payment of which another amount came than was asked: an operator lets it go back, or the orders have theirs
 * when it was more. The rail is asked once more before, and only what it says now is booked.
 * Refuses: not_found payments.no_payment; unavailable payments.rail_silent when the rail does not answer; conflict
 * payments.no_wrong_amount when it was booked before or the rail does not say so any more; conflict payments.too_little
 * to keep less than was asked. A transfer stands in the books of its bank, and is ended there.
 * Events: payment.paid, with what goes back. Parties: the buyer's only.
 */
export async function settleWrongAmount(
  db: Database,
  by: Operator,
  rails: ReadonlyMap<string, PaymentRail>,
  reference: string,
  how: WrongEnding,
): Promise<void> {
  const found = await db.read((tx) => findReference(tx, reference))
  const payment = found && (await db.read((tx) => readPayment(tx, found.party_id, found.payment_id)))
  if (!payment) throw new Refusal('not_found', 'payments.no_payment')
  const rail = rails.get(payment.rail)
  if (!rail || payment.told_paisa === null || railFamily(rail.name) === 'bank') {
    throw new Refusal('conflict', 'payments.no_wrong_amount')
  }
  const answer = await rail.inquire(reference)
  if (answer.outcome !== 'done') throw new Refusal('unavailable', 'payments.rail_silent')
  await db.tx((tx) => book(tx, by, rail, { ...found, how }, answer.value))
}

async function book(
  tx: Tx,
  by: Operator,
  rail: PaymentRail,
  ending: { party_id: string; payment_id: string; how: WrongEnding },
  { status, amount_paisa, provider_id, code }: Inquiry,
): Promise<void> {
  const payment = await lockPayment(tx, ending.party_id, ending.payment_id)
  const isWrong = payment && status === 'paid' && amount_paisa !== null && amount_paisa !== payment.amount_paisa
  if (!isWrong || CAME.includes(payment.state)) throw new Refusal('conflict', 'payments.no_wrong_amount')
  const { party_id, payment_id, checkout_id, reference, orders } = payment
  const keeps = ending.how === 'keep'
  if (keeps && amount_paisa < payment.amount_paisa) throw new Refusal('conflict', 'payments.too_little')
  const claim = {
    provider: railFamily(rail.name),
    provider_id: provider_id || reference,
    party_id,
    payment_id,
    amount_paisa,
  }
  if (!(await claimProviderTransaction(tx, claim))) throw new Refusal('conflict', 'payments.no_wrong_amount')
  await moveTo(tx, payment, 'paid', { provider_id: claim.provider_id, code, trouble: '', ask_at: null })
  await noteTold(tx, payment, null, '')
  if (!keeps) await paysNothing(tx, payment)
  await record(tx, party_id, 'payment.paid', {
    ...{ payment_id, checkout_id, reference, rail: rail.name, holder: rail.holder },
    orders: keeps ? orders : [],
    // Told apart from the orders' own parts: it goes back wherever they stand.
    back: [{ ...orders[0], amount_paisa: String(keeps ? amount_paisa - payment.amount_paisa : amount_paisa) }],
    decided_by: by.person_id,
  })
}

/**
 * What came of a payment and was not asked goes back to the buyer. Told again it changes nothing. The caller has locked
 * the order. Events: refund.owed. Parties: the shop's only.
 */
export async function returnWrong(tx: Tx, part: PaidOrder & { buyer_id: string }, funding: Funding): Promise<void> {
  const { order_id, buyer_id, shop_id } = part
  const { holder, payment_id, payment_reference, rail } = funding
  const amount_paisa: Paisa = BigInt(part.amount_paisa)
  await oweRefund(tx, shop_id, {
    ...{ order_id, buyer_id, amount_paisa, holder, payment_id, payment_reference, rail },
    cause: `payment:${payment_id}:${order_id}:wrong`,
    from: [{ account: `cash:${holder}`, paisa: amount_paisa }],
  })
}
