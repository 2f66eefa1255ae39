import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { HELD } from '../refunds-store.ts'

export interface HolderRow {
  holder: string
  licence: 'bank' | 'emi' | 'gateway' | 'courier' | 'rider' | 'own'
  may_keep_refunds: boolean
  may_take_top_ups: boolean
  may_pay_back: boolean
}

/** 'rider:<id>' is a rider, and 'bank:hbl' a bank, unless it has a row of its own. */
export function readHolder(tx: Tx, holder: string) {
  return tx.one<HolderRow>(sql`
    select holder, licence, may_keep_refunds, may_take_top_ups, may_pay_back
    from holders
    where holder in (${holder}, split_part(${holder}, ':', 1))
    order by length(holder) desc
    limit 1`)
}

export interface WalletRow {
  party_id: string
  holder: string
  money_paisa: bigint
  credit_paisa: bigint
}

/** Makes the row of a first credit: a lock on a row that is not there locks nothing. */
export function makeWallet(tx: Tx, partyId: string, holder: string) {
  return tx.count(sql`
    insert into wallets (party_id, holder)
    values (${partyId}, ${holder})
    on conflict (party_id, holder) do nothing`)
}

export function lockWallets(tx: Tx, partyId: string) {
  return tx.all<WalletRow>(sql`
    select party_id, holder, money_paisa, credit_paisa
    from wallets
    where party_id = ${partyId}
    order by holder
    for update`)
}

export function readWallets(tx: Tx, partyId: string) {
  return tx.all<WalletRow>(sql`
    select party_id, holder, money_paisa, credit_paisa
    from wallets
    where party_id = ${partyId}
    order by holder`)
}

/** Moves what a wallet has; nothing happens when it would give more than it has. */
export function moveWallet(
  tx: Tx,
  at: { party_id: string; holder: string },
  by: { money_paisa: bigint; credit_paisa: bigint },
) {
  return tx.count(sql`
    update wallets
    set money_paisa = money_paisa + ${by.money_paisa}, credit_paisa = credit_paisa + ${by.credit_paisa}
    where party_id = ${at.party_id} and holder = ${at.holder} and money_paisa + ${by.money_paisa} >= 0
      and credit_paisa + ${by.credit_paisa} >= 0`)
}

export type LineKind = 'refund' | 'top_up' | 'goodwill' | 'spend' | 'undone' | 'ask_back' | 'not_sent'

export interface LineRow {
  party_id: string
  line_id: string
  holder: string
  kind: LineKind
  cause: string
  money_paisa: bigint
  credit_paisa: bigint
  written_at: Date
}

/** One line for each cause. */
export function insertLine(tx: Tx, line: Omit<LineRow, 'written_at'>) {
  return tx.count(sql`
    insert into wallet_lines (party_id, line_id, holder, kind, cause, money_paisa, credit_paisa, written_at)
    values (${line.party_id}, ${line.line_id}, ${line.holder}, ${line.kind}, ${line.cause}, ${line.money_paisa},
      ${line.credit_paisa}, ${tx.now})
    on conflict (party_id, cause) do nothing`)
}

export function newestLines(tx: Tx, partyId: string, limit: number) {
  return tx.all<LineRow>(sql`
    select party_id, line_id, holder, kind, cause, money_paisa, credit_paisa, written_at
    from wallet_lines
    where party_id = ${partyId}
    order by written_at desc, line_id desc
    limit ${limit}`)
}

export interface SpendRow {
  party_id: string
  payment_id: string
  holder: string
  money_paisa: bigint
  credit_paisa: bigint
  money_back_paisa: bigint
  credit_back_paisa: bigint
}

export function insertSpend(tx: Tx, spend: Omit<SpendRow, 'money_back_paisa' | 'credit_back_paisa'>) {
  return tx.count(sql`
    insert into wallet_spends (party_id, payment_id, holder, money_paisa, credit_paisa, spent_at)
    values (${spend.party_id}, ${spend.payment_id}, ${spend.holder}, ${spend.money_paisa}, ${spend.credit_paisa},
      ${tx.now})`)
}

export function lockSpend(tx: Tx, partyId: string, paymentId: string) {
  return tx.one<SpendRow>(sql`
    select party_id, payment_id, holder, money_paisa, credit_paisa, money_back_paisa, credit_back_paisa
    from wallet_spends
    where party_id = ${partyId} and payment_id = ${paymentId}
    for update`)
}

/** Notes what of a spend comes back, money first, in one statement; returns how much of it is money. */
export async function takeBack(tx: Tx, partyId: string, paymentId: string, paisa: bigint) {
  const row = await tx.one<{ money_paisa: bigint }>(sql`
    update wallet_spends s
    set money_back_paisa = s.money_back_paisa + part.money_paisa,
      credit_back_paisa = s.credit_back_paisa + ${paisa} - part.money_paisa
    from (
      select payment_id, least(${paisa}::bigint, money_paisa - money_back_paisa) as money_paisa
      from wallet_spends
      where party_id = ${partyId} and payment_id = ${paymentId}
      for update
    ) part
    where s.party_id = ${partyId} and s.payment_id = part.payment_id
    returning part.money_paisa`)
  return row?.money_paisa
}

export interface AskedBackRow {
  party_id: string
  wallet_payout_id: string
  holder: string
  amount_paisa: bigint
  sealed: Buffer
  shown_tail: string
  state: 'asked' | 'sent' | 'returned'
  receipt: string
  asked_at: Date
  ended_at: Date | null
}

const askedColumns = sql`party_id, wallet_payout_id, holder, amount_paisa, sealed, shown_tail, state, receipt,
  asked_at, ended_at`

export function insertAskedBack(
  tx: Tx,
  asked: Pick<AskedBackRow, 'party_id' | 'wallet_payout_id' | 'holder' | 'amount_paisa' | 'sealed' | 'shown_tail'>,
) {
  return tx.count(sql`
    insert into wallet_payouts (party_id, wallet_payout_id, holder, amount_paisa, sealed, shown_tail, state, asked_at)
    values (${asked.party_id}, ${asked.wallet_payout_id}, ${asked.holder}, ${asked.amount_paisa}, ${asked.sealed},
      ${asked.shown_tail}, 'asked', ${tx.now})`)
}

export function askedBackOf(tx: Tx, partyId: string, limit: number) {
  return tx.all<AskedBackRow>(sql`
    select ${askedColumns}
    from wallet_payouts
    where party_id = ${partyId}
    order by asked_at desc
    limit ${limit}`)
}

/** What persons asked back and nobody has sent yet, the oldest first. */
export function allAskedBack(tx: Tx, limit: number) {
  return tx.all<AskedBackRow>(sql`
    select ${askedColumns}
    from wallet_payouts
    where state = 'asked'
    order by asked_at
    limit ${limit}`)
}

export function lockAskedBack(tx: Tx, at: { party_id: string; wallet_payout_id: string }) {
  return tx.one<AskedBackRow>(sql`
    select ${askedColumns}
    from wallet_payouts
    where party_id = ${at.party_id} and wallet_payout_id = ${at.wallet_payout_id}
    for update`)
}

export function endAskedBack(
  tx: Tx,
  at: { party_id: string; wallet_payout_id: string },
  end: { state: 'sent' | 'returned'; receipt: string; by: string },
) {
  return tx.one<AskedBackRow>(sql`
    update wallet_payouts
    set state = ${end.state}, receipt = ${end.receipt}, ended_at = ${tx.now}, ended_by = ${end.by}
    where party_id = ${at.party_id} and wallet_payout_id = ${at.wallet_payout_id} and state = 'asked'
    returning ${askedColumns}`)
}

/** Refunds of a buyer that no rail could send, and that the buyer may take in the wallet instead. */
export function stuckRefundsOf(tx: Tx, shopId: string, orderId: string, buyerId: string) {
  return tx.all<{ refund_id: string; amount_paisa: bigint; holder: string; rail: string | null }>(sql`
    select refund_id, amount_paisa, holder, rail
    from refunds
    where party_id = ${shopId} and order_id = ${orderId} and buyer_id = ${buyerId} and state = 'stuck'
      and trouble <> ${HELD}
    order by owed_at`)
}
