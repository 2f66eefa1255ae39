import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

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

/** The other half of what is owed: to riders, to claimants, to the state, and to whoever sent what nobody knows. */
const owedToOthers = sql`union all
  select coalesce(s.holder, h.holder), 'tip', t.paisa
  from tips t
  join holds h on h.party_id = t.party_id and h.order_id = t.order_id
  left join settled s on s.payment_id = h.payment_id
  where t.paid_at is null
  union all
  select carrier, 'claim', paisa
  from carrier_claims
  where paid_at is null
  union all
  select coalesce(a.agent, 'market'), 'tax', greatest(0, -sum(p.amount_paisa))
  from ledger_postings p
  left join agents a on a.party_id = p.party_id and p.account = 'tax_withheld:' || a.kind
  where p.account ~ '^tax(_withheld)?:'
  group by p.party_id, p.account, a.agent
  union all
  select substring(account from 10), 'suspense', greatest(0, -sum(amount_paisa))
  from ledger_postings
  where account like 'suspense:%'
  group by account`

/**
 * What is owed, by who should have it: where a provider's batch has been seen in a bank, that bank has it. Rider's and
 * courier's cash is theirs until it is handed in; what a carrier owes for lost goods the carrier has. A tax that one
 * agent keeps back is with that agent, every other with the market.
 */
export function owedByHolder(tx: Tx) {
  return tx.all<OwedRow>(sql`
    with settled as (
      select distinct on (r.payment_id) r.payment_id, l.holder
      from report_lines r
      join report_batches b on b.party_id = r.party_id and b.batch_id = r.batch_id
      join bank_lines l on l.party_id = b.party_id and l.line_id = b.bank_line_id
      where r.party_id = ${MARKET_PARTY} and r.kind = 'paid' and r.payment_id is not null
      order by r.payment_id, l.seen_at
    ), agents as (
      select party_id, kind, min(agent) as agent
      from tax_lines
      where agent <> 'market'
      group by party_id, kind
      having count(distinct agent) = 1
    ), owed as (
      select coalesce(s.holder, h.holder) as holder, 'hold' as kind, h.amount_paisa as paisa
      from holds h
      left join settled s on s.payment_id = h.payment_id
      where h.state = 'funded'
      union all
      select coalesce(s.holder, e.holder), 'earning', e.amount_paisa
      from earnings e
      left join payouts p on p.party_id = e.party_id and p.payout_id = e.payout_id
      left join holds h on h.party_id = e.party_id and h.order_id = e.order_id and h.holder = e.holder
      left join settled s on s.payment_id = h.payment_id
      where e.payout_id is null or p.state = 'in_file'
      union all
      select d.holder, 'earning', -d.amount_paisa
      from debt_repayments d
      left join payouts p on p.party_id = d.party_id and p.payout_id = d.payout_id
      where d.payout_id is null or p.state = 'in_file'
      union all
      select coalesce(s.holder, case when r.rail is null then 'market' else r.holder end), 'refund', r.amount_paisa
      from refunds r
      left join settled s on s.payment_id = r.payment_id
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
      where state = 'asked'
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
    with booked as (
      select account, sum(amount_paisa)::bigint as paisa
      from ledger_postings
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
    select substring(account from 14), sum(amount_paisa)::bigint, null, null, null, 0
    from ledger_postings
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
    select coalesce(sum(greatest(0, -paisa)), 0)::bigint as paisa
    from (
      select sum(amount_paisa) as paisa
      from ledger_postings
      where account ~ ${CLAIMS}
      group by party_id, account
    ) claims`)
  return row?.paisa ?? 0n
}

/**
 * What is the market's own, by account: what it earned and spent, and what others owe it; above zero it adds to what is
 * there. With the claims it makes up all the money at all holders.
 */
export function ownInBooks(tx: Tx) {
  return tx.all<{ account: string; paisa: bigint }>(sql`
    with balances as (
      select account, -sum(amount_paisa) as paisa
      from ledger_postings
      where account !~ '^(cash|courier_owes):'
      group by party_id, account
    ), own as (
      select case when account ~ '^(fee|income|expense):' then account else split_part(account, ':', 1) end as account,
        case when account ~ ${CLAIMS} then least(0, paisa) else paisa end as paisa
      from balances
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
