import type { Sql } from '../../kit/sql/sql.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export interface Violation {
  /** The invariant's number: I1, I2 … */
  invariant: string
  /** What is wrong, with ids; no personal data. */
  detail: string
}

/** One invariant as a query that returns a row for each violation. Other domains bring their own. */
export interface Invariant {
  name: string
  promise: string
  violations: Sql
}

/** The ledger's own invariants. Each query returns `detail` for each violation, and nothing when all is well. */
export const LEDGER_INVARIANTS: readonly Invariant[] = [
  {
    name: 'I1',
    promise: 'all postings of a party add up to zero in each currency',
    violations: sql`
      select 'party ' || party_id || ' is off by ' || sum(amount_paisa) || ' paisa' as detail
      from ledger_postings
      group by party_id, currency
      having sum(amount_paisa) <> 0
      limit 100`,
  },
  {
    name: 'I2',
    promise: 'each transfer has two postings or more and balances to zero',
    violations: sql`
      select 'transfer ' || t.transfer_id || ' has ' || count(p.line) || ' postings, sum ' ||
        coalesce(sum(p.amount_paisa), 0) as detail
      from ledger_transfers t
      left join ledger_postings p on p.party_id = t.party_id and p.transfer_id = t.transfer_id
      group by t.party_id, t.transfer_id
      having count(p.line) < 2 or sum(p.amount_paisa) <> 0
      limit 100`,
  },
  {
    name: 'I3',
    promise: 'each stored balance is the sum of the postings before it, and its versions have no gap',
    violations: sql`
      select 'closing of ' || c.account || ' of ' || c.party_id || ' before ' || c.closed_before as detail
      from (
        select c.*, lag(c.closed_before) over path as since, lag(c.balance_paisa) over path as before_paisa,
          lag(c.posting_count) over path as before_count, lag(c.version) over path as before_version
        from ledger_closings c
        window path as (partition by c.party_id, c.account, c.currency order by c.closed_before)
      ) c
      left join lateral (
        select coalesce(sum(p.amount_paisa), 0) as paisa, count(*) as posting_count
        from ledger_postings p
        -- Pairs, so that the index of parties is taken: in that of names other parties' postings stand between.
        where p.party_id = c.party_id and p.currency = c.currency
          and (p.account, p.posted_at) >= (c.account, coalesce(c.since, '-infinity'))
          and (p.account, p.posted_at) < (c.account, c.closed_before)
      ) real on true
      where c.balance_paisa <> coalesce(c.before_paisa, 0) + real.paisa
        or c.posting_count <> coalesce(c.before_count, 0) + real.posting_count
        or c.version <> coalesce(c.before_version, 0) + 1
      limit 100`,
  },
  {
    name: 'I3',
    promise: 'what stands on each account is the sum of what was posted before the books were closed',
    violations: sql`
      with posted as (
        select party_id, account, currency, sum(amount_paisa) as paisa
        from ledger_postings
        where posted_at < coalesce((select closed_before from ledger_closed), '-infinity')
        group by party_id, account, currency
        having sum(amount_paisa) <> 0
      )
      select 'account ' || coalesce(p.account, s.account) || ' of ' || coalesce(p.party_id, s.party_id) ||
        ' stands at ' || coalesce(s.balance_paisa, 0) || ' and was posted ' || coalesce(p.paisa, 0) as detail
      from posted p
      full join ledger_standings s on s.party_id = p.party_id and s.account = p.account and s.currency = p.currency
      where p.paisa is distinct from s.balance_paisa
      limit 100`,
  },
  {
    name: 'I4',
    promise: 'no claim on us has been paid out beyond what it held',
    violations: sql`
      select 'account ' || account || ' of ' || party_id || ' stands at ' || sum(amount_paisa) as detail
      from ledger_postings
      where account ~ '^(hold|payable|refund_owed|payout|part_paid|wallet|wallet_credit|wallet_out|tip|claim)(:|$)'
      group by party_id, account, currency
      having sum(amount_paisa) > 0
      limit 100`,
  },
  {
    name: 'I5',
    promise: 'the books cannot be rewritten: the guards on them stand',
    violations: sql`
      select 'the guard ' || wanted.name || ' is missing or switched off' as detail
      from unnest(array['ledger_transfers_append_only', 'ledger_postings_append_only',
        'ledger_transfers_no_truncate', 'ledger_postings_no_truncate']) as wanted (name)
      left join pg_trigger t on t.tgname = wanted.name and t.tgenabled in ('O', 'A')
      where t.oid is null`,
  },
]

/** Runs invariants and returns what is broken, at most 100 findings for each. */
export async function findViolations(tx: Tx, invariants: readonly Invariant[]): Promise<Violation[]> {
  // Pages are planned for single rows by their keys and may not take long; here whole tables are read, once.
  await tx.one(sql`
    select set_config('enable_seqscan', 'on', true), set_config('statement_timeout', '600000', true),
      set_config('max_parallel_workers_per_gather', '2', true)`)
  const found = await Promise.all(
    invariants.map(async ({ name, violations }) => {
      const rows = await tx.all<{ detail: string }>(violations)
      return rows.map(({ detail }) => ({ invariant: name, detail }))
    }),
  )
  return found.flat()
}
