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

/** Before when the books were closed last, locked until the transaction ends; undefined when they never were. */
export async function lockClosed(tx: Tx): Promise<Date | undefined> {
  await tx.count(sql`
    insert into ledger_closed (closed_before) values ('-infinity') on conflict (is_only) do nothing`)
  const row = await tx.one<{ closed_before: Date | null }>(sql`
    select nullif(closed_before, '-infinity') as closed_before from ledger_closed for update`)
  return row?.closed_before ?? undefined
}

export function setClosed(tx: Tx, before: Date) {
  return tx.count(sql`update ledger_closed set closed_before = ${before}`)
}

const since = (from: Date | undefined) => sql`coalesce(${from ?? null}::timestamptz, '-infinity')`

/**
 * Closes each account that moved in a time, of every party: its newest closing and what was posted after that one. An
 * account that did not move keeps the closing that it has.
 */
export function closeAccounts(tx: Tx, from: Date | undefined, before: Date) {
  return tx.count(sql`
    with moved as (
      select party_id, account, currency
      from ledger_postings
      where posted_at >= ${since(from)} and posted_at < ${before}
      group by party_id, account, currency
    )
    insert into ledger_closings (party_id, account, currency, closed_before, balance_paisa, posting_count, version)
    select m.party_id, m.account, m.currency, ${before}, coalesce(last.balance_paisa, 0) + fresh.paisa,
      coalesce(last.posting_count, 0) + fresh.posting_count, coalesce(last.version, 0) + 1
    from moved m
    left join lateral (
      select c.closed_before, c.balance_paisa, c.posting_count, c.version
      from ledger_closings c
      where c.party_id = m.party_id and c.account = m.account and c.currency = m.currency
      order by c.closed_before desc
      limit 1
    ) last on true
    join lateral (
      select coalesce(sum(p.amount_paisa), 0) as paisa, count(*) as posting_count
      from ledger_postings p
      -- Pairs, so that the index of parties is taken: in that of names other parties' postings stand between.
      where p.party_id = m.party_id and p.currency = m.currency
        and (p.account, p.posted_at) >= (m.account, coalesce(last.closed_before, '-infinity'))
        and (p.account, p.posted_at) < (m.account, ${before}::timestamptz)
    ) fresh on true
    where last.closed_before is null or last.closed_before < ${before}
    on conflict (party_id, account, currency, closed_before) do nothing`)
}

/** Adds what was posted in a time to what stands on each account; what comes to zero has no row any more. */
export function rollStandings(tx: Tx, from: Date | undefined, before: Date) {
  return tx.count(sql`
    with moved as (
      select party_id, account, currency, sum(amount_paisa)::bigint as paisa
      from ledger_postings
      where posted_at >= ${since(from)} and posted_at < ${before}
      group by party_id, account, currency
      having sum(amount_paisa) <> 0
    ), ended as (
      delete from ledger_standings s -- every party: the books of all are closed together
      using moved m
      where s.party_id = m.party_id and s.account = m.account and s.currency = m.currency
        and s.balance_paisa + m.paisa = 0
    ), changed as (
      update ledger_standings s -- every party: the books of all are closed together
      set balance_paisa = s.balance_paisa + m.paisa
      from moved m
      where s.party_id = m.party_id and s.account = m.account and s.currency = m.currency
        and s.balance_paisa + m.paisa <> 0
    )
    insert into ledger_standings (party_id, account, currency, balance_paisa)
    select m.party_id, m.account, m.currency, m.paisa
    from moved m
    where not exists (
      select from ledger_standings s
      where s.party_id = m.party_id and s.account = m.account and s.currency = m.currency)`)
}

/** The first closing may read books of many years. */
export function allowLongReads(tx: Tx) {
  return tx.one(sql`
    select set_config('enable_seqscan', 'on', true), set_config('statement_timeout', '600000', true)`)
}

/**
 * What stands on each account of each party, but for what stands at zero: `party_id, account, paisa`, to read from in
 * another statement. It costs what is open and what was posted since the books were closed last, not what was ever
 * posted.
 */
export const BALANCES = sql`
  select party_id, account, sum(paisa)::bigint as paisa
  from (
    select party_id, account, balance_paisa as paisa
    from ledger_standings
    union all
    select party_id, account, amount_paisa
    from ledger_postings
    where posted_at >= coalesce((select closed_before from ledger_closed), '-infinity')
  ) as parts
  group by party_id, account
  having sum(paisa) <> 0`

export async function countRows(tx: Tx) {
  const row = await tx.one<{ transfers: number; accounts: number }>(sql`
    select
      (select count(*) from ledger_transfers)::int as transfers,
      (select count(*) from (select distinct party_id, account from ledger_postings) as account)::int as accounts`)
  return row ?? { transfers: 0, accounts: 0 }
}
