import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { record } from '../../../kit/events/events.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator, ShopActor, System } from '../../identity/identity.ts'
import { listEntriesOf, post } from '../../ledger/ledger.ts'
import { valueDate } from './calendar.ts'
import { repayDebts } from './debts.ts'
import { openDebts } from './debts-store.ts'
import { type DetailsRow, readDetails } from './details-store.ts'
import {
  type BatchHead,
  type BatchRow,
  type EarningRow,
  type FileRow,
  filesOf,
  freePayout,
  holdersOfPayout,
  insertBatch,
  insertPayout,
  lockBatch,
  lockEarnings,
  lockPayout,
  type PayoutRow,
  payoutsOfBatch,
  payoutsOfShop,
  putInPayout,
  putRepaymentsInPayout,
  readBatches,
  setBatchChecked,
  setBatchSent,
  setPayoutReturned,
  setPayoutSent,
  shopsToPay,
  waitingRepayments,
} from './payouts-store.ts'
import { isDue, LEAST_PAYOUT_PAISA, readPayoutRules } from './plans.ts'
import { lockPlan, noteMade, type PayoutRules, type PlanRow, readHolidays } from './plans-store.ts'
import { payoutsStopped } from './stops.ts'
import { insertStop, openStops } from './stops-store.ts'

export interface MadeBatch {
  batch_id: string
  payout_count: number
  amount_paisa: Paisa
  needs_check: boolean
}

/**
 * Puts what shops have earned, and whose money is at hand, into new payouts: one for each shop that is due and each
 * holder that has its money, less what its debts take. Each earning is in one payout only. What stays below the least
 * sum, or back as a reserve, waits for the next one.
 * Refuses: conflict payments.payouts_stopped while the market's payouts stand still; conflict payments.nothing_to_pay
 * when no shop has anything to be paid.
 * Events: payout.made for each payout. Parties: every shop that is paid, and the market.
 */
export async function makePayoutBatch(tx: Tx, by: Operator | System): Promise<MadeBatch> {
  await assertRunning(tx)
  const batch_id = newId()
  const [rules, holidays, shops] = await Promise.all([readPayoutRules(tx), readHolidays(tx), shopsToPay(tx)])
  const amounts: Paisa[] = []
  for (const { party_id } of shops) amounts.push(...(await payShop(tx, party_id, batch_id, rules)))
  if (amounts.length === 0) throw new Refusal('conflict', 'payments.nothing_to_pay')
  const amount_paisa = amounts.reduce((sum, paisa) => sum + paisa, 0n)
  const needs_check = amount_paisa > rules.two_people_above_paisa
  const made_by = by.kind === 'system' ? null : by.person_id
  await insertBatch(tx, { batch_id, made_by, value_date: valueDate(tx.now, holidays), needs_check })
  return { batch_id, payout_count: amounts.length, amount_paisa, needs_check }
}

/** What a stopped market pays is nothing. Refuses: conflict payments.payouts_stopped. */
export async function assertRunning(tx: Tx): Promise<void> {
  if (await payoutsStopped(tx)) throw new Refusal('conflict', 'payments.payouts_stopped')
}

async function payShop(tx: Tx, shopId: string, batch_id: string, rules: PayoutRules): Promise<Paisa[]> {
  const plan = await lockPlan(tx, shopId)
  const [details, stops, debts] = await Promise.all([
    readDetails(tx, shopId),
    openStops(tx, shopId),
    openDebts(tx, shopId),
  ])
  const owed = debts.reduce<Paisa>((sum, debt) => sum + debt.amount_paisa - debt.repaid_paisa, 0n)
  if (owed > 0n) await repayDebts(tx, shopId, owed > rules.debt_cap_paisa ? 10_000 : plan.debt_share_bp)
  if (!details || !mayBePaidTo(details, tx.now) || stops.length > 0 || !isDue(plan, tx.now)) return []

  const earnings = keepReserve(await lockEarnings(tx, shopId), plan)
  const repaid = new Map((await waitingRepayments(tx, shopId)).map(({ holder, paisa }) => [holder, paisa]))
  const least = plan.asked_at ? LEAST_PAYOUT_PAISA : plan.least_paisa
  const amounts: Paisa[] = []
  for (const holder of [...new Set(earnings.map((earning) => earning.holder))].sort()) {
    const own = earnings.filter((earning) => earning.holder === holder)
    const amount_paisa = sumOf(own) - (repaid.get(holder) ?? 0n)
    if (amount_paisa < least) continue
    await makePayout(tx, shopId, { batch_id, details_id: details.details_id, holder, amount_paisa }, own)
    amounts.push(amount_paisa)
  }
  if (amounts.length > 0) await noteMade(tx, shopId)
  return amounts
}

function mayBePaidTo(details: DetailsRow, now: Date): boolean {
  return details.usable_from <= now && details.name_state !== 'ask'
}

/** The newest earnings stay back until they are as much as the reserve of the shop. */
function keepReserve(earnings: readonly EarningRow[], plan: PlanRow): EarningRow[] {
  let back = 0n
  const paid: EarningRow[] = []
  for (const earning of [...earnings].reverse()) {
    if (back < plan.reserve_paisa) back += earning.amount_paisa
    else paid.push(earning)
  }
  return paid
}

async function makePayout(
  tx: Tx,
  shopId: string,
  payout: { batch_id: string; details_id: string; holder: string; amount_paisa: Paisa },
  earnings: readonly EarningRow[],
): Promise<void> {
  const payout_id = newId()
  const { amount_paisa, holder } = payout
  const orderIds = earnings.map(({ order_id }) => order_id)
  const [taken] = await Promise.all([
    putInPayout(tx, shopId, payout_id, orderIds),
    putRepaymentsInPayout(tx, shopId, payout_id, holder),
    insertPayout(tx, { party_id: shopId, payout_id, ...payout }),
    post(tx, shopId, {
      cause: `payout:${payout_id}`,
      entries: [
        { account: 'payable', paisa: amount_paisa },
        { account: `payout:${payout_id}`, paisa: -amount_paisa },
      ],
    }),
    record(tx, shopId, 'payout.made', { shop_id: shopId, payout_id, amount_paisa: amount_paisa.toString() }),
  ])
  assert(taken === earnings.length, 'each earning goes into one payout')
}

/**
 * An operator has looked at a large batch and says that it may go. Somebody else lets it go.
 * Refuses: not_found payments.no_batch; conflict payments.batch_sent, payments.batch_checked; forbidden
 * payments.same_person when it is who made it.
 */
export async function checkBatch(tx: Tx, by: Operator, batchId: string): Promise<void> {
  const batch = await batchHere(tx, batchId)
  if (batch.state === 'sent') throw new Refusal('conflict', 'payments.batch_sent')
  if (batch.made_by === by.person_id) throw new Refusal('forbidden', 'payments.same_person')
  if ((await setBatchChecked(tx, batchId, by.person_id)) === 0) throw new Refusal('conflict', 'payments.batch_checked')
}

/** The batch, locked. Refuses: not_found payments.no_batch. */
export async function batchHere(tx: Tx, batchId: string): Promise<BatchHead> {
  const batch = await lockBatch(tx, batchId)
  if (!batch) throw new Refusal('not_found', 'payments.no_batch')
  return batch
}

/**
 * A large batch leaves by the hands of two: one has checked it, and another than that one lets it go, whether a person
 * made it or the market did by itself.
 * Refuses: conflict payments.needs_checker when nobody has checked it; forbidden payments.checker_releases for who did.
 */
export function assertReleasable(batch: BatchHead, by: Operator): void {
  if (!batch.needs_check) return
  if (!batch.checked_by) throw new Refusal('conflict', 'payments.needs_checker')
  if (batch.checked_by === by.person_id) throw new Refusal('forbidden', 'payments.checker_releases')
}

/**
 * The bank has taken the file: the money has left its holders.
 * Refuses: conflict payments.batch_sent when it was marked before, or is not there; conflict payments.needs_checker;
 * forbidden payments.checker_releases; conflict payments.payouts_stopped.
 * Events: payout.sent for each payout.
 */
export async function markBatchSent(tx: Tx, by: Operator, batchId: string): Promise<void> {
  await assertRunning(tx)
  const batch = await lockBatch(tx, batchId)
  if (batch) assertReleasable(batch, by)
  if ((await setBatchSent(tx, batchId, by.person_id)) === 0) throw new Refusal('conflict', 'payments.batch_sent')
  for (const payout of await payoutsOfBatch(tx, batchId)) {
    if ((await setPayoutSent(tx, payout)) === 0) continue
    const holders = await holdersOfPayout(tx, payout.party_id, payout.payout_id)
    await post(tx, payout.party_id, {
      cause: `payout:${payout.payout_id}:sent`,
      by: by.person_id,
      entries: [
        { account: `payout:${payout.payout_id}`, paisa: payout.amount_paisa },
        ...holders.map(({ holder, paisa }) => ({ account: `cash:${holder}`, paisa: -paisa })),
      ],
    })
    await tellOf(tx, payout, 'payout.sent')
  }
}

/**
 * The bank could not pay one line: its money is the shop's again, once, and no payout goes to that account until the
 * shop has given another, or an operator lifts the stop.
 * Refuses: invalid payments.say_why; not_found payments.no_payout; conflict payments.payout_returned.
 * Events: payout.returned.
 */
export async function returnPayout(
  tx: Tx,
  by: Operator,
  at: { shop_id: string; payout_id: string; reason: string },
): Promise<void> {
  const reason = at.reason.trim()
  if (reason.length < 3) throw new Refusal('invalid', 'payments.say_why')
  await lockPlan(tx, at.shop_id)
  const payout = await lockPayout(tx, at.shop_id, at.payout_id)
  if (!payout) throw new Refusal('not_found', 'payments.no_payout')
  if (payout.state !== 'in_file' && payout.state !== 'sent') throw new Refusal('conflict', 'payments.payout_returned')
  const from = await accountsBehind(tx, payout)
  await setPayoutReturned(tx, payout, reason.slice(0, 200))
  await post(tx, at.shop_id, {
    cause: `payout:${payout.payout_id}:returned`,
    by: by.person_id,
    memo: reason.slice(0, 200),
    entries: [...from, { account: 'payable', paisa: -payout.amount_paisa }],
  })
  await freePayout(tx, at.shop_id, payout.payout_id)
  const { stop_id, note } = { stop_id: newId(), note: reason.slice(0, 200) }
  await insertStop(tx, { party_id: at.shop_id, stop_id, cause: 'returned', note, made_by: by.person_id })
  await tellOf(tx, payout, 'payout.returned')
}

/** Where the money of a payout comes back to: the file it never left, or the holders it had left. */
async function accountsBehind(tx: Tx, payout: PayoutRow) {
  if (payout.state === 'in_file') return [{ account: `payout:${payout.payout_id}`, paisa: payout.amount_paisa }]
  const entries = await listEntriesOf(tx, payout.party_id, [`payout:${payout.payout_id}:sent`])
  return entries
    .filter(({ account }) => account.startsWith('cash:'))
    .map(({ account, amount_paisa }) => ({ account, paisa: -amount_paisa }))
}

function tellOf(tx: Tx, payout: PayoutRow, name: string): Promise<unknown> {
  return record(tx, payout.party_id, name, {
    shop_id: payout.party_id,
    payout_id: payout.payout_id,
    amount_paisa: payout.amount_paisa.toString(),
  })
}

const sumOf = (earnings: readonly EarningRow[]) =>
  earnings.reduce<Paisa>((sum, { amount_paisa }) => sum + amount_paisa, 0n)

/** The newest batches, each with its files. */
export async function listBatches(tx: Tx, _by: Operator, limit = 30): Promise<(BatchRow & { files: FileRow[] })[]> {
  const batches = await readBatches(tx, limit)
  const files = await filesOf(
    tx,
    batches.map(({ batch_id }) => batch_id),
  )
  return batches.map((batch) => ({ ...batch, files: files.filter(({ batch_id }) => batch_id === batch.batch_id) }))
}

/** The payouts of one batch, to mark one that came back. Accounts stay sealed. */
export async function listPayoutsOfBatch(tx: Tx, _by: Operator, batchId: string) {
  return (await payoutsOfBatch(tx, batchId)).map(({ sealed: _sealed, ...payout }) => payout)
}

export function listPayouts(tx: Tx, by: ShopActor, limit = 30): Promise<PayoutRow[]> {
  return payoutsOfShop(tx, by.shop_id, limit)
}
