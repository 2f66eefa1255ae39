import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import type { Sql } from '../../../kit/sql/sql.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { BALANCES } from '../../ledger/ledger.ts'

/** Accounts whose money is somebody else's. */
const CLAIMS =
  '^(hold|part_paid|payable|refund_owed|payout|wallet|wallet_credit|wallet_out|tax|tax_withheld|tip|claim|suspense|' +
  'cash_over|courier_advance|transit)(:|$)'

/** One kind of claim on one holder. */
export interface OwedRow {
  holder: string
  kind: 'hold' | 'earning' | 'refund' | 'wallet' | 'credit' | 'asked' | 'tip' | 'tax' | 'claim' | 'suspense' | 'back'
  paisa: bigint
}

/** The bank where the money of a payment was seen, `s.holder`, if a provider's batch has brought it to one. */
const bankOf = (payment: Sql) => sql`left join lateral (
    select l.holder
    from report_lines r
    join report_batches b on b.party_id = r.party_id and b.batch_id = r.batch_id
    join bank_lines l on l.party_id = b.party_id and l.line_id = b.bank_line_id
    where r.party_id = ${MARKET_PARTY} and r.kind = 'paid' and r.payment_id = ${payment}
    order by l.seen_at
    limit 1
  ) s on true`

/** What shops earned and were not paid, and what debts took of it: what is in a file for the bank is still here. */
const owedToShops = sql`
  select coalesce(s.holder, e.holder) as holder, 'earning' as kind, e.amount_paisa as paisa
  from (
    select party_id, order_id, holder, amount_paisa
    from earnings
    where payout_id is null
    union all
    select i.party_id, i.order_id, i.holder, i.amount_paisa
    from payouts p
    join earnings i on i.party_id = p.party_id and i.payout_id = p.payout_id
    where p.state = 'in_file'
  ) e
  left join holds h on h.party_id = e.party_id and h.order_id = e.order_id and h.holder = e.holder
  ${bankOf(sql`h.payment_id`)}
  union all
  select holder, 'earning', -amount_paisa
  from debt_repayments
  where payout_id is null
  union all
  select d.holder, 'earning', -d.amount_paisa
  from payouts p
  join debt_repayments d on d.party_id = p.party_id and d.payout_id = p.payout_id
  where p.state = 'in_file'`

/** What is owed to buyers: refunds that were not sent, and wallets. */
const owedToBuyers = sql`
  select coalesce(s.holder, case when r.rail is null then 'market' else r.holder end), 'refund', r.amount_paisa
  from refunds r
  ${bankOf(sql`r.payment_id`)}
  where r.state <> 'sent'
  union all
  select holder, 'wallet', money_paisa
  from wallets
  union all
  select holder, 'credit', credit_paisa
  from wallets
  union all
  select holder, 'asked', amount_paisa
  from wallet_payouts
  where state = 'asked'`

/**
 * What is owed to riders, to claimants, to the state, and to whoever sent what nobody knows. A tax that one agent keeps
 * back is with that agent, every other with the market.
 */
const owedToOthers = sql`
  select coalesce(s.holder, h.holder), 'tip', t.paisa
  from tips t
  join holds h on h.party_id = t.party_id and h.order_id = t.order_id
  ${bankOf(sql`h.payment_id`)}
  where t.paid_at is null
  union all
  select carrier, 'claim', paisa
  from carrier_claims
  where paid_at is null
  union all
  select case when a.first = a.last then a.first else 'market' end, 'tax', greatest(0, -b.paisa)
  from balances b
  left join lateral (
    select (
      select min(l.agent) from tax_lines l
      where l.party_id = b.party_id and l.kind = substring(b.account from 14) and l.agent <> 'market'
    ) as first, (
      select max(l.agent) from tax_lines l
      where l.party_id = b.party_id and l.kind = substring(b.account from 14) and l.agent <> 'market'
    ) as last
    where b.account like 'tax\\_withheld:%'
  ) a on true
  where b.account ~ '^tax(_withheld)?:'
  union all
  select substring(account from 10), 'suspense', greatest(0, -sum(paisa))
  from balances
  where account like 'suspense:%'
  group by account`

/**
 * What is owed, by who should have it: where a provider's batch has been seen in a bank, that bank has it. Rider's and
 * courier's cash is theirs until it is handed in; what a carrier owes for lost goods the carrier has.
 */
export function owedByHolder(tx: Tx) {
  return tx.all<OwedRow>(sql`
    with balances as (${BALANCES}), owed as (
      ${owedToShops}
      union all
      select coalesce(s.holder, h.holder), 'hold', h.amount_paisa
      from holds h
      ${bankOf(sql`h.payment_id`)}
      where h.state = 'funded'
      union all
      ${owedToBuyers}
      union all
      ${owedToOthers}
    )
    select holder, kind, sum(paisa)::bigint as paisa
    from owed
    group by holder, kind
    having sum(paisa) <> 0
    order by holder, kind`)
}

export interface HeldRow {
  holder: string
  booked_paisa: bigint
  account: string | null
  closed_on: string | null
  closing_paisa: bigint | null
  /** What our books say moved there after the newest statement. */
  since_paisa: bigint
}

/**
 * What each holder has: by our books, and by its newest statement. What our books say moved after that statement is
 * looked for among what was written since: nothing is written before it happens.
 */
export function heldByHolder(tx: Tx) {
  return tx.all<HeldRow>(sql`
    with balances as (${BALANCES}), booked as (
      select account, sum(paisa)::bigint as paisa
      from balances
      where account like 'cash:%'
      group by account
    ), since as (
      select a.holder, sum(p.amount_paisa)::bigint as paisa
      from bank_accounts a
      join ledger_postings p on p.account = 'cash:' || a.holder
        and p.posted_at >= a.closed_on::date::timestamp at time zone 'Asia/Karachi'
      join ledger_transfers t on t.party_id = p.party_id and t.transfer_id = p.transfer_id
      left join bank_line_links k on k.party_id = a.party_id and k.linked_party = p.party_id and k.cause = t.cause
        and k.holder = a.holder
      where a.party_id = ${MARKET_PARTY} and k.line_id is null
        and (t.event_at at time zone 'Asia/Karachi')::date::text > a.closed_on
      group by a.holder
    )
    select substring(b.account from 6) as holder, b.paisa as booked_paisa, a.account, a.closed_on, a.closing_paisa,
      coalesce(s.paisa, 0)::bigint as since_paisa
    from booked b
    left join bank_accounts a on a.party_id = ${MARKET_PARTY} and b.account = 'cash:' || a.holder
    left join since s on s.holder = a.holder
    union all
    select substring(account from 14), sum(paisa)::bigint, null, null, null, 0
    from balances
    where account like 'courier_owes:%'
    group by account
    order by 1`)
}

/** What providers kept of the batches that a bank has shown, by bank. Paisa. */
export function feesByHolder(tx: Tx) {
  return tx.all<{ holder: string; paisa: bigint }>(sql`
    select l.holder, sum(b.fee_paisa)::bigint as paisa
    from report_batches b
    join bank_lines l on l.party_id = b.party_id and l.line_id = b.bank_line_id
    where b.party_id = ${MARKET_PARTY}
    group by l.holder
    having sum(b.fee_paisa) <> 0`)
}

/** Every claim that the books know, over all parties, whoever should have the money. */
export async function claimsInBooks(tx: Tx) {
  const row = await tx.one<{ paisa: bigint }>(sql`
    with balances as (${BALANCES})
    select coalesce(sum(greatest(0, -paisa)), 0)::bigint as paisa
    from balances
    where account ~ ${CLAIMS}`)
  return row?.paisa ?? 0n
}

/**
 * What is the market's own, by account: what it earned and spent, and what others owe it; above zero it adds to what is
 * there. With the claims it makes up all the money at all holders.
 */
export function ownInBooks(tx: Tx) {
  return tx.all<{ account: string; paisa: bigint }>(sql`
    with balances as (${BALANCES}), own as (
      select case when account ~ '^(fee|income|expense):' then account else split_part(account, ':', 1) end as account,
        case when account ~ ${CLAIMS} then least(0, -paisa) else -paisa end as paisa
      from balances
      where account !~ '^(cash|courier_owes):'
    )
    select account, sum(paisa)::bigint as paisa
    from own
    group by account
    having sum(paisa) <> 0
    order by account`)
}

export interface CoverageRow {
  number: number
  day: string
  made_at: Date
  is_covered: boolean
  owed_paisa: bigint
  held_paisa: bigint
  content: string
  previous_hash: Buffer
  hash: Buffer
  signature: Buffer
  public_key: Buffer
}

const columns = sql`number, day, made_at, is_covered, owed_paisa, held_paisa, content, previous_hash, hash, signature,
  public_key`

export function newestCoverage(tx: Tx) {
  return tx.one<CoverageRow>(sql`
    select ${columns} from coverage_reports where party_id = ${MARKET_PARTY} order by number desc limit 1`)
}

export function readCoverage(tx: Tx, number: number) {
  return tx.one<CoverageRow>(sql`
    select ${columns} from coverage_reports where party_id = ${MARKET_PARTY} and number = ${number}`)
}

export function listCoverageRows(tx: Tx, limit: number) {
  return tx.all<CoverageRow>(sql`
    select ${columns} from coverage_reports where party_id = ${MARKET_PARTY} order by number desc limit ${limit}`)
}

/** One report a day; whoever comes second finds it made. */
export function insertCoverage(tx: Tx, report: Omit<CoverageRow, 'made_at'>) {
  return tx.count(sql`
    insert into coverage_reports (party_id, number, day, made_at, is_covered, owed_paisa, held_paisa, content,
      previous_hash, hash, signature, public_key)
    values (${MARKET_PARTY}, ${report.number}, ${report.day}, ${tx.now}, ${report.is_covered}, ${report.owed_paisa},
      ${report.held_paisa}, ${report.content}, ${report.previous_hash}, ${report.hash}, ${report.signature},
      ${report.public_key})
    on conflict do nothing`)
}
