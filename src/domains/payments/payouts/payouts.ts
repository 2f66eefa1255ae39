import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { record } from '../../../kit/events/events.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { findShop, type Operator, openFor, type ShopActor, sealFor } from '../../identity/identity.ts'
import { post } from '../../ledger/ledger.ts'
import {
  type BatchRow,
  type DetailsRow,
  holdersOfPayout,
  insertBatch,
  insertPayout,
  lockEarnings,
  type PayoutRow,
  payoutsOfBatch,
  payoutsOfShop,
  putInPayout,
  readBatches,
  readDetails,
  replaceDetails,
  setBatchSent,
  setPayoutSent,
  shopsToPay,
} from './payouts-store.ts'

/** New details wait a day, so that a thief who changes them is seen before the money moves. */
const COOLING_MS = 24 * 3_600_000

/** Below Rs 100 a payout costs more than it is worth: it waits for the next sale. */
const LEAST_PAYOUT_PAISA: Paisa = 10_000n

export interface PayoutDetails {
  kind: 'bank' | 'wallet'
  /** An IBAN (PK…) for a bank, a mobile number (03…) for a wallet. */
  account: string
  /** The name the account runs under. */
  title: string
}

/**
 * Says where a shop wants its money. The first details can be used at once, later ones after a day.
 * Refuses: forbidden payments.owner_only; invalid payments.iban, payments.wallet_number, payments.title.
 * Events: payout_details.changed.
 */
export async function setPayoutDetails(tx: Tx, by: ShopActor, details: PayoutDetails): Promise<void> {
  if (by.role !== 'owner') throw new Refusal('forbidden', 'payments.owner_only')
  const account = details.account.replace(/[\s-]/g, '').toUpperCase()
  if (details.kind === 'bank' && !isIban(account)) throw new Refusal('invalid', 'payments.iban')
  if (details.kind === 'wallet' && !/^03\d{9}$/.test(account)) throw new Refusal('invalid', 'payments.wallet_number')
  const title = details.title.trim()
  if (title.length < 3 || title.length > 60) throw new Refusal('invalid', 'payments.title')

  const before = await readDetails(tx, by.shop_id)
  const details_id = newId()
  await replaceDetails(tx, {
    party_id: by.shop_id,
    details_id,
    owner_id: by.person_id,
    kind: details.kind,
    sealed: await sealFor(tx, by.person_id, JSON.stringify({ account, title }), `payout:${details_id}`),
    shown_tail: account.slice(-4),
    set_at: tx.now,
    usable_from: before ? new Date(tx.now.getTime() + COOLING_MS) : tx.now,
  })
  await record(tx, by.shop_id, 'payout_details.changed', { shop_id: by.shop_id, owner_id: by.person_id })
}

/** What a shop's page shows of its details: the kind, the last four, and since when they are used. */
export async function getPayoutDetails(tx: Tx, by: ShopActor) {
  const row: DetailsRow | undefined = await readDetails(tx, by.shop_id)
  return row && { kind: row.kind, shown_tail: row.shown_tail, set_at: row.set_at, usable_from: row.usable_from }
}

/**
 * Puts every earning whose money is at hand into a new file of payouts, at most one payout a shop; each earning is in
 * one
 * payout only.
 * Refuses: conflict payments.nothing_to_pay when no shop has anything to be paid.
 * Events: payout.made for each shop. Parties: every shop that is paid, and the market.
 */
export async function makePayoutBatch(tx: Tx, by: Operator): Promise<{ batch_id: string; payout_count: number }> {
  const batch_id = newId()
  let payout_count = 0
  for (const { party_id } of await shopsToPay(tx)) {
    if (await payShop(tx, party_id, batch_id)) payout_count++
  }
  if (payout_count === 0) throw new Refusal('conflict', 'payments.nothing_to_pay')
  await insertBatch(tx, batch_id, by.person_id)
  return { batch_id, payout_count }
}

async function payShop(tx: Tx, shopId: string, batch_id: string): Promise<boolean> {
  const earnings = await lockEarnings(tx, shopId)
  const details = await readDetails(tx, shopId)
  const amount_paisa = earnings.reduce<Paisa>((sum, earning) => sum + earning.amount_paisa, 0n)
  if (!details || details.usable_from > tx.now || amount_paisa < LEAST_PAYOUT_PAISA) return false
  const payout_id = newId()
  const [taken] = await Promise.all([
    putInPayout(
      tx,
      shopId,
      payout_id,
      earnings.map(({ order_id }) => order_id),
    ),
    insertPayout(tx, { party_id: shopId, payout_id, batch_id, details_id: details.details_id, amount_paisa }),
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
  return true
}

/** The file for the bank, as CSV. Each account is opened through the vault, and each look is logged. */
export async function payoutFile(tx: Tx, by: Operator, batchId: string): Promise<string> {
  const lines = ['reference,kind,account,title,amount_pkr,shop']
  for (const payout of await payoutsOfBatch(tx, batchId)) {
    const opened = await openFor(tx, by, 'payout', payout.owner_id, payout.sealed, `payout:${payout.details_id}`)
    const { account, title } = JSON.parse(opened) as { account: string; title: string }
    const shop = await findShop(tx, payout.party_id)
    const rupees = `${payout.amount_paisa / 100n}.${(payout.amount_paisa % 100n).toString().padStart(2, '0')}`
    lines.push([payout.payout_id, payout.kind, account, title, rupees, shop?.handle ?? ''].map(csvCell).join(','))
  }
  if (lines.length === 1) throw new Refusal('not_found', 'payments.no_batch')
  return `${lines.join('\r\n')}\r\n`
}

/**
 * The bank has taken the file: the money has left its holders.
 * Refuses: conflict payments.batch_sent when it was marked before, or is not there.
 * Events: payout.sent for each shop.
 */
export async function markBatchSent(tx: Tx, by: Operator, batchId: string): Promise<void> {
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
    await record(tx, payout.party_id, 'payout.sent', {
      shop_id: payout.party_id,
      payout_id: payout.payout_id,
      amount_paisa: payout.amount_paisa.toString(),
    })
  }
}

export function listBatches(tx: Tx, _by: Operator, limit = 30): Promise<BatchRow[]> {
  return readBatches(tx, limit)
}

export function listPayouts(tx: Tx, by: ShopActor, limit = 30): Promise<PayoutRow[]> {
  return payoutsOfShop(tx, by.shop_id, limit)
}

/** A Pakistani IBAN: PK, two check digits, four letters, sixteen more; the remainder by 97 is 1 (ISO 13616). */
function isIban(text: string): boolean {
  if (!/^PK\d{2}[A-Z]{4}[A-Z0-9]{16}$/.test(text)) return false
  const digits = [...(text.slice(4) + text.slice(0, 4))].map((letter) => parseInt(letter, 36)).join('')
  return BigInt(digits) % 97n === 1n
}

/** Quotes a cell, and keeps a spreadsheet from running what stands in it. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
