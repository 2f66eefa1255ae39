import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export interface TransferRow {
  party_id: string
  transfer_id: string
  cause: string
  memo: string
  made_by: string | null
  event_at: Date
  posted_at: Date
}

export interface PostingRow {
  party_id: string
  transfer_id: string
  line: number
  account: string
  amount_paisa: bigint
  posted_at: Date
}

export interface NewTransfer {
  party_id: string
  transfer_id: string
  cause: string
  corrects_id: string | null
  memo: string
  made_by: string | null
  event_at: Date
}

/** Writes a transfer and its postings in one statement; no row comes back when the cause was already posted. */
export function insertTransfer(tx: Tx, transfer: NewTransfer, accounts: string[], amounts: bigint[]) {
  return tx.one<{ posting_count: number }>(sql`
    with made as (
      insert into ledger_transfers
        (party_id, transfer_id, cause, corrects_id, memo, made_by, event_at, posted_at)
      values (${transfer.party_id}, ${transfer.transfer_id}, ${transfer.cause}, ${transfer.corrects_id},
        ${transfer.memo}, ${transfer.made_by}, ${transfer.event_at}, ${tx.now})
      on conflict (party_id, cause) do nothing
      returning party_id, transfer_id
    ), posted as (
      insert into ledger_postings (party_id, transfer_id, line, account, amount_paisa, posted_at)
      select made.party_id, made.transfer_id, entry.line, entry.account, entry.amount_paisa, ${tx.now}
      from made, unnest(${accounts}::text[], ${amounts}::bigint[])
        with ordinality as entry (account, amount_paisa, line)
      returning line
    )
    select count(*)::int as posting_count
    from posted, made
    having count(*) > 0`)
}

/** Balances of some accounts of one party: the newest closing of each, and what was posted since. */
export function readBalances(tx: Tx, partyId: string, accounts: string[]) {
  return tx.all<{ account: string; balance_paisa: bigint }>(sql`
    select wanted.account,
      (coalesce(closing.balance_paisa, 0) + coalesce(since.paisa, 0))::bigint as balance_paisa
    from unnest(${accounts}::text[]) as wanted (account)
    left join lateral (
      select c.balance_paisa, c.closed_before
      from ledger_closings c
      where c.party_id = ${partyId} and c.account = wanted.account
      order by c.closed_before desc
      limit 1
    ) closing on true
    left join lateral (
      select sum(p.amount_paisa) as paisa
      from ledger_postings p
      where p.party_id = ${partyId} and p.account = wanted.account
        and p.posted_at >= coalesce(closing.closed_before, '-infinity'::timestamptz)
    ) since on true`)
}

export function readAccounts(tx: Tx, partyId: string) {
  return tx.all<{ account: string; balance_paisa: bigint }>(sql`
    select account, sum(amount_paisa)::bigint as balance_paisa
    from ledger_postings
    where party_id = ${partyId}
    group by account
    order by account`)
}

export function readTransfers(tx: Tx, partyId: string, account: string | null, limit: number) {
  return tx.all<TransferRow & PostingRow>(sql`
    select t.party_id, t.transfer_id, t.cause, t.memo, t.made_by, t.event_at, t.posted_at,
      p.line, p.account, p.amount_paisa
    from ledger_transfers t
    join ledger_postings p on p.party_id = t.party_id and p.transfer_id = t.transfer_id
    where t.party_id = ${partyId} and (${account}::text is null or p.account = ${account})
    order by t.posted_at desc, t.transfer_id desc, p.line
    limit ${limit}`)
}

/** The transfers of one party by what made them, with their postings, the oldest first. */
export function readTransfersOfCauses(tx: Tx, partyId: string, causes: readonly string[]) {
  return tx.all<TransferRow & PostingRow>(sql`
    select t.party_id, t.transfer_id, t.cause, t.memo, t.made_by, t.event_at, t.posted_at,
      p.line, p.account, p.amount_paisa
    from ledger_transfers t
    join ledger_postings p on p.party_id = t.party_id and p.transfer_id = t.transfer_id
    where t.party_id = ${partyId} and t.cause = any(${causes}::text[])
    order by t.posted_at, t.transfer_id, p.line`)
}

/**
 * Closes the books of one party up to a time that lies in the past by more than the longest transaction, so that
 * nothing
 * can still be written behind it.
 */
export function closeBooks(tx: Tx, partyId: string, before: Date) {
  return tx.count(sql`
    insert into ledger_closings (party_id, account, currency, closed_before, balance_paisa, posting_count, version)
    select p.party_id, p.account, p.currency, ${before}, sum(p.amount_paisa), count(*),
      1 + coalesce((
        select max(c.version)
        from ledger_closings c
        where c.party_id = p.party_id and c.account = p.account and c.currency = p.currency
      ), 0)
    from ledger_postings p
    where p.party_id = ${partyId} and p.posted_at < ${before}
    group by p.party_id, p.account, p.currency
    on conflict (party_id, account, currency, closed_before) do nothing`)
}

export function partiesWithPostings(tx: Tx, from: Date, before: Date) {
  return tx.all<{ party_id: string }>(sql`
    select distinct party_id
    from ledger_postings
    where posted_at >= ${from} and posted_at < ${before}`)
}

export async function countRows(tx: Tx) {
  const row = await tx.one<{ transfers: number; accounts: number }>(sql`
    select
      (select count(*) from ledger_transfers)::int as transfers,
      (select count(*) from (select distinct party_id, account from ledger_postings) as account)::int as accounts`)
  return row ?? { transfers: 0, accounts: 0 }
}
