import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { csvCell } from '../../../kit/tables/write.ts'
import { findShop, type Operator, openFor } from '../../identity/identity.ts'
import { valueDate } from './calendar.ts'
import { assertReleasable, assertRunning, batchHere } from './payouts.ts'
import { noteTaken, type PayoutToMake, payoutsOfBatch } from './payouts-store.ts'
import { readHolidays } from './plans-store.ts'

/** One file of a batch: banks and wallets take different ones, and each holder pays only what it holds. */
export interface WhichFile {
  kind: 'bank' | 'wallet'
  holder: string
}

const HEADS = {
  bank: 'reference,account,title,amount_pkr,value_date,narration',
  wallet: 'reference,mobile,name,amount_pkr,value_date,narration',
} as const

/**
 * A file of a batch as CSV: one line a payout, with our reference on it, by which a bank knows a line that it has seen
 * before. Each account is opened through the vault, and each look is logged; how often the file was taken is counted.
 * When the day it was made for has passed, it carries the next day on which banks work.
 * Refuses: not_found payments.no_batch, payments.no_file; conflict payments.which_file when the batch has several and
 * none is named; conflict payments.needs_checker, payments.payouts_stopped; forbidden payments.checker_releases.
 */
export async function payoutFile(tx: Tx, by: Operator, batchId: string, which?: WhichFile): Promise<string> {
  const batch = await batchHere(tx, batchId)
  await assertRunning(tx)
  // What was sent is only looked up again.
  if (batch.state === 'made') assertReleasable(batch, by)
  // What came back is the shop's again, and in another file by now: a bank must not pay it by this one.
  const all = (await payoutsOfBatch(tx, batchId)).filter(({ state }) => state === 'in_file' || state === 'sent')
  const first = which ?? fileOf(all[0])
  const payouts = all.filter((payout) => isIn(payout, first))
  if (!first || payouts.length === 0) throw new Refusal('not_found', 'payments.no_file')
  if (!which && payouts.length < all.length) throw new Refusal('conflict', 'payments.which_file')
  const next = valueDate(tx.now, await readHolidays(tx))
  const value_date = batch.value_date && batch.value_date > next ? batch.value_date : next
  if (batch.state === 'made') await noteTaken(tx, batchId, value_date)
  const lines: string[] = [HEADS[first.kind]]
  for (const payout of payouts)
    lines.push(await lineOf(tx, by, payout, batch.state === 'sent' ? batch.value_date : value_date))
  return `${lines.join('\r\n')}\r\n`
}

const fileOf = (payout: PayoutToMake | undefined): WhichFile | undefined =>
  payout && { kind: payout.kind, holder: payout.holder ?? '' }

const isIn = (payout: PayoutToMake, which: WhichFile | undefined) =>
  payout.kind === which?.kind && (payout.holder ?? '') === which.holder

async function lineOf(tx: Tx, by: Operator, payout: PayoutToMake, value_date: string | null): Promise<string> {
  const opened = await openFor(tx, by, 'payout', payout.owner_id, payout.sealed, `payout:${payout.details_id}`)
  const { account, title } = JSON.parse(opened) as { account: string; title: string }
  const shop = await findShop(tx, payout.party_id)
  const cells = [payout.payout_id, account, title, rupeesOf(payout.amount_paisa), value_date ?? '', shop?.handle ?? '']
  return cells.map(csvCell).join(',')
}

function rupeesOf(paisa: Paisa): string {
  return `${paisa / 100n}.${(paisa % 100n).toString().padStart(2, '0')}`
}
