import { Refusal } from '../../../kit/errors/refusal.ts'
import { record } from '../../../kit/events/events.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator, ShopActor } from '../../identity/identity.ts'
import { post } from '../../ledger/ledger.ts'
import { MARKET_HOLDER } from '../holds.ts'
import { oweByShop } from '../payouts/debts.ts'
import {
  type CarrierClaimRow,
  type ExtraRow,
  extrasOf,
  insertClaim,
  insertExtraEarning,
  openClaims,
  setClaimPaid,
  setTipPaid,
  type TipRow,
  tipsByRider,
  unpaidTips,
} from './sales-store.ts'

/**
 * Charges a shop for the way of goods that went back by its fault, once for an order: a debt that what it has at hand
 * pays at once. Paisa. Events: debt.owed. Parties: the shop's only.
 */
export async function chargeWay(tx: Tx, shopId: string, orderId: string, paisa: Paisa): Promise<void> {
  const cause = `order:${orderId}:freight`
  await oweByShop(tx, shopId, { cause, kind: 'freight', paisa, to_account: 'fee:delivery', order_id: orderId })
}

/**
 * A carrier lost or broke the goods of an order: it owes the shop what they would have earned, once for an order. The
 * shop has it when the carrier has paid; what our own riders lost the market pays at once. Paisa.
 * Parties: the shop's only.
 */
export async function claimOnCarrier(
  tx: Tx,
  shopId: string,
  claim: { order_id: string; carrier: string; is_ours: boolean; paisa: Paisa },
): Promise<void> {
  const { order_id, carrier, is_ours, paisa } = claim
  if ((await insertClaim(tx, { party_id: shopId, order_id, carrier, paisa })) === 0) return
  const ours = [
    { account: 'expense:loss', paisa },
    { account: 'payable', paisa: -paisa },
  ]
  const theirs = [
    { account: `courier_owes:${carrier}`, paisa },
    { account: `claim:${order_id}`, paisa: -paisa },
  ]
  await post(tx, shopId, { cause: `order:${order_id}:claim`, entries: is_ours ? ours : theirs })
  if (!is_ours) return
  await Promise.all([
    setClaimPaid(tx, shopId, order_id, null, ''),
    insertExtraEarning(tx, {
      ...{ party_id: shopId, earning_id: newId(), order_id, amount_paisa: paisa, holder: MARKET_HOLDER },
      why: 'claim',
    }),
  ])
}

/**
 * The carrier paid for what it lost: the shop has earned it.
 * Refuses: conflict payments.claim_paid when it was paid before or there is none. Events: claim.paid.
 */
export async function settleClaim(
  tx: Tx,
  by: Operator,
  at: { shop_id: string; order_id: string; receipt: string; holder: string },
): Promise<void> {
  const claim = await setClaimPaid(tx, at.shop_id, at.order_id, by.person_id, at.receipt)
  if (!claim) throw new Refusal('conflict', 'payments.claim_paid')
  const { party_id, order_id, carrier, paisa } = claim
  const { holder } = at
  await Promise.all([
    post(tx, party_id, {
      cause: `order:${order_id}:claim_paid`,
      by: by.person_id,
      entries: [
        { account: `cash:${holder}`, paisa },
        { account: `courier_owes:${carrier}`, paisa: -paisa },
        { account: `claim:${order_id}`, paisa },
        { account: 'payable', paisa: -paisa },
      ],
    }),
    insertExtraEarning(tx, { party_id, earning_id: newId(), order_id, amount_paisa: paisa, holder, why: 'claim' }),
    record(tx, party_id, 'claim.paid', { shop_id: party_id, order_id, amount_paisa: paisa.toString() }),
  ])
}

/** What a shop earned besides its sales, newest first: what carriers paid for, and chargebacks that were won. Paisa. */
export function listExtras(tx: Tx, by: ShopActor, limit = 100): Promise<ExtraRow[]> {
  return extrasOf(tx, by.shop_id, limit)
}

/**
 * A decision was turned for the shop: it gets what it would have earned out of the market's own money. Paisa.
 * Parties: the shop's only.
 */
export async function makeGood(
  tx: Tx,
  by: Operator,
  shopId: string,
  { order_id, paisa }: { order_id: string; paisa: Paisa },
): Promise<void> {
  const extra = { party_id: shopId, earning_id: newId(), order_id, amount_paisa: paisa, holder: MARKET_HOLDER }
  await Promise.all([
    post(tx, shopId, {
      cause: `order:${order_id}:appeal`,
      by: by.person_id,
      entries: [
        { account: 'expense:loss', paisa },
        { account: 'payable', paisa: -paisa },
      ],
    }),
    insertExtraEarning(tx, { ...extra, why: 'appeal' }),
  ])
}

/** What carriers owe for goods they lost or broke, the oldest first. */
export function listCarrierClaims(tx: Tx, _by: Operator, limit = 50): Promise<CarrierClaimRow[]> {
  return openClaims(tx, limit)
}

/** Tips that riders have not been given yet. */
export function listTips(tx: Tx, _by: Operator) {
  return tipsByRider(tx)
}

/**
 * Gives a rider the tips that buyers added, whole. Returns the paisa. seen_paisa is what the operator saw.
 * Refuses: conflict payments.no_tips when there are none, or another sum by now. Parties: every shop's they came by.
 */
export async function payTips(
  tx: Tx,
  by: Operator,
  riderId: string,
  paid: { receipt: string; holder: string; seen_paisa: Paisa },
): Promise<Paisa> {
  const tips: TipRow[] = await unpaidTips(tx, riderId)
  let sum = 0n
  for (const tip of tips) {
    if ((await setTipPaid(tx, tip, by.person_id, paid.receipt)) === 0) continue
    sum += tip.paisa
    await post(tx, tip.party_id, {
      cause: `order:${tip.order_id}:tip`,
      by: by.person_id,
      entries: [
        { account: `tip:${riderId}`, paisa: tip.paisa },
        { account: `cash:${paid.holder}`, paisa: -tip.paisa },
      ],
    })
  }
  if (sum === 0n || sum !== paid.seen_paisa) throw new Refusal('conflict', 'payments.no_tips')
  return sum
}
