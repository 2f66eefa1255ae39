import { Refusal } from '../../../kit/errors/refusal.ts'
import { record } from '../../../kit/events/events.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Person } from '../../identity/identity.ts'
import { post } from '../../ledger/ledger.ts'
import { HELD, lockRefund, type RefundRow, setSent } from '../refunds-store.ts'
import { isWaiting } from '../rules/rules-store.ts'
import { WALLET_RAIL } from './pay.ts'
import { addTo, assertMayHold, postOnce, splitBack } from './wallet.ts'
import { readHolder, stuckRefundsOf } from './wallet-store.ts'

/** Cash at a door has no way back: the market owes it out of its own. */
const holderOf = (refund: Pick<RefundRow, 'rail' | 'holder'>) => (refund.rail ? refund.holder : 'market')

/**
 * A buyer takes money that no rail could send back into the wallet instead, by choice; not while somebody says that it
 * was sent by hand, and another operator has still to confirm it, nor while a person has to look.
 * Refuses: not_found payments.no_refund when it is not this buyer's; conflict payments.refund_moved unless it is stuck;
 * invalid payments.holder_keeps_no_refunds.
 * Events: refund.to_wallet. Parties: the shop's only; the wallet follows as a leg.
 */
export async function takeRefundToWallet(
  tx: Tx,
  by: Person,
  at: { shop_id: string; refund_id: string },
): Promise<void> {
  const refund = await lockRefund(tx, at.shop_id, at.refund_id)
  if (refund?.buyer_id !== by.person_id) throw new Refusal('not_found', 'payments.no_refund')
  const isSent = await isWaiting(tx, 'refund_sent', refund.refund_id)
  if (isSent || refund.state !== 'stuck' || refund.trouble === HELD)
    throw new Refusal('conflict', 'payments.refund_moved')
  await assertMayHold(tx, holderOf(refund), 'refund')
  await moveRefund(tx, refund)
}

/** What was paid from a wallet goes back there by itself, unless a person has to look. Told twice, it does no more. */
export async function returnToWallet(tx: Tx, shopId: string, refundId: string): Promise<void> {
  const refund = await lockRefund(tx, shopId, refundId)
  if (refund?.rail === WALLET_RAIL && refund.state !== 'sent' && refund.trouble !== HELD) await moveRefund(tx, refund)
}

async function moveRefund(tx: Tx, refund: RefundRow): Promise<void> {
  if ((await setSent(tx, refund, WALLET_RAIL)) === 0) return
  const { party_id, refund_id, order_id, buyer_id, payment_id, amount_paisa } = refund
  await post(tx, party_id, {
    cause: `refund:${refund_id}:sent`,
    entries: [
      { account: `refund_owed:${refund_id}`, paisa: amount_paisa },
      { account: `transit:refund:${refund_id}`, paisa: -amount_paisa },
    ],
  })
  await record(tx, party_id, 'refund.to_wallet', {
    refund_id,
    order_id,
    buyer_id,
    holder: holderOf(refund),
    payment_id: payment_id ?? '',
    was_from_wallet: refund.rail === WALLET_RAIL,
    amount_paisa: amount_paisa.toString(),
  })
}

export interface MovedRefund {
  shop_id: string
  refund_id: string
  buyer_id: string
  holder: string
  payment_id: string
  /** Then what was credit comes back as credit. */
  was_from_wallet: boolean
  amount_paisa: Paisa
}

/**
 * The leg of refund.to_wallet: the wallet has it, and the shop's books let go of it. Told twice, it has one effect.
 * Parties: the buyer's and the shop's.
 */
export async function arriveInWallet(tx: Tx, moved: MovedRefund): Promise<void> {
  const { refund_id, holder, amount_paisa } = moved
  const isFirst = await postOnce(tx, moved.shop_id, `refund:${refund_id}:moved`, [
    { account: `transit:refund:${refund_id}`, paisa: amount_paisa },
    { account: `cash:${holder}`, paisa: -amount_paisa },
  ])
  if (!isFirst) return
  const parts = moved.was_from_wallet
    ? await splitBack(tx, moved.buyer_id, moved.payment_id, amount_paisa)
    : { money_paisa: amount_paisa, credit_paisa: 0n }
  const kind = moved.was_from_wallet ? 'undone' : 'refund'
  const cause = `refund:${refund_id}`
  await addTo(tx, moved.buyer_id, { cause, holder, kind, parts, against: `cash:${holder}` })
}

/** Refunds of an order that the buyer may take in the wallet. */
export async function refundsForWallet(tx: Tx, by: Person, at: { shop_id: string; order_id: string }) {
  const stuck = await stuckRefundsOf(tx, at.shop_id, at.order_id, by.person_id)
  const held = await Promise.all(stuck.map((refund) => readHolder(tx, holderOf(refund))))
  return stuck.filter((_refund, index) => held[index]?.may_keep_refunds)
}
