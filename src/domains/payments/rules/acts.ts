import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { returnPayout } from '../payouts/payouts.ts'
import { lockPayout } from '../payouts/payouts-store.ts'
import { liftStop } from '../payouts/stops.ts'
import { openStops, type StopCause } from '../payouts/stops-store.ts'
import { settleRefundByHand } from '../refunds.ts'
import { lockRefund, noteTrouble } from '../refunds-store.ts'
import { settleAskedBack } from '../wallet/ask-back.ts'
import { lockAskedBack } from '../wallet/wallet-store.ts'

/** What moves money, or lets it move, by an operator’s word alone: nothing but a paper stands behind it. */
export type MoneyAct =
  | { kind: 'payout_returned'; shop_id: string; payout_id: string; reason: string }
  /** Of a shop, or of the whole market. */
  | { kind: 'stop_lifted'; party_id: string; cause: StopCause; note: string }
  | { kind: 'refund_sent'; shop_id: string; refund_id: string; receipt: string }
  | {
      kind: 'wallet_settled'
      party_id: string
      wallet_payout_id: string
      state: 'sent' | 'returned'
      receipt: string
    }

/** What the act is about, once, and what a second person has to see of it. */
export interface ActFacts {
  subject: string
  amount_paisa: Paisa | null
  order_id: string | null
}

/** What stands behind an act now. Refuses: what the act itself refuses, before anybody is asked to confirm it. */
export async function factsOf(tx: Tx, act: MoneyAct): Promise<ActFacts> {
  if (act.kind === 'payout_returned') {
    say(act.reason, 3)
    const payout = await lockPayout(tx, act.shop_id, act.payout_id)
    if (!payout) throw new Refusal('not_found', 'payments.no_payout')
    if (payout.state !== 'in_file' && payout.state !== 'sent') throw new Refusal('conflict', 'payments.payout_returned')
    return { subject: act.payout_id, amount_paisa: payout.amount_paisa, order_id: null }
  }
  if (act.kind === 'stop_lifted') {
    say(act.note, 5)
    const stop = (await openStops(tx, act.party_id)).find(({ cause }) => cause === act.cause)
    if (!stop) throw new Refusal('conflict', 'payments.not_stopped')
    return { subject: stop.stop_id, amount_paisa: null, order_id: null }
  }
  say(act.receipt, 3)
  if (act.kind === 'refund_sent') {
    const refund = await lockRefund(tx, act.shop_id, act.refund_id)
    if (!refund) throw new Refusal('not_found', 'payments.no_refund')
    if (refund.state === 'sent') throw new Refusal('conflict', 'payments.refund_sent')
    // Somebody has sent it: no rail tries once more meanwhile.
    await noteTrouble(tx, refund, refund.trouble, true)
    return { subject: act.refund_id, amount_paisa: refund.amount_paisa, order_id: refund.order_id }
  }
  const asked = await lockAskedBack(tx, act)
  if (asked?.state !== 'asked') throw new Refusal('conflict', 'payments.wallet_asked_done')
  return { subject: act.wallet_payout_id, amount_paisa: asked.amount_paisa, order_id: null }
}

function say(words: string, least: number): void {
  if (words.trim().length < least) throw new Refusal('invalid', 'payments.say_why')
}

/**
 * Does what another operator has confirmed. A stop that was made meanwhile for the same cause is not the one that was
 * looked at. Refuses: what the act itself refuses.
 */
export async function carryOut(tx: Tx, by: Operator, act: MoneyAct, subject: string | null): Promise<void> {
  if (act.kind === 'payout_returned') return returnPayout(tx, by, act)
  if (act.kind === 'refund_sent') return settleRefundByHand(tx, by, act)
  if (act.kind === 'wallet_settled') return settleAskedBack(tx, by, act, act)
  if ((await factsOf(tx, act)).subject !== subject) throw new Refusal('conflict', 'payments.not_stopped')
  return liftStop(tx, by, act)
}
