import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { PaymentState } from '../attempt.ts'
import type { ReportKind } from './report-reading.ts'

export interface BatchRow {
  batch_id: string
  file_id: string
  holder: string
  rail: string
  name: string
  first_day: string
  last_day: string
  gross_paisa: bigint
  fee_paisa: bigint
  net_paisa: bigint
  line_count: number
}

/** A batch counts once, whichever file tells of it. */
export function insertBatch(tx: Tx, batch: BatchRow) {
  return tx.count(sql`
    insert into report_batches (party_id, batch_id, file_id, holder, rail, name, first_day, last_day, gross_paisa,
      fee_paisa, net_paisa, line_count, taken_at)
    values (${MARKET_PARTY}, ${batch.batch_id}, ${batch.file_id}, ${batch.holder}, ${batch.rail}, ${batch.name},
      ${batch.first_day}, ${batch.last_day}, ${batch.gross_paisa}, ${batch.fee_paisa}, ${batch.net_paisa},
      ${batch.line_count}, ${tx.now})
    on conflict (party_id, holder, name) do nothing`)
}

export interface ReportRow {
  batch_id: string
  line: number
  holder: string
  kind: ReportKind
  our_reference: string
  provider_id: string
  day: string
  gross_paisa: bigint
  fee_paisa: bigint
  net_paisa: bigint
  payer_id: string | null
  payment_id: string | null
}

export function insertReportLines(tx: Tx, lines: readonly Omit<ReportRow, 'payer_id' | 'payment_id'>[]) {
  const packed = lines.map((line) => ({
    ...line,
    gross_paisa: line.gross_paisa.toString(),
    fee_paisa: line.fee_paisa.toString(),
    net_paisa: line.net_paisa.toString(),
  }))
  return tx.count(sql`
    insert into report_lines (party_id, batch_id, line, holder, kind, our_reference, provider_id, day, gross_paisa,
      fee_paisa, net_paisa, payer_id, payment_id)
    select ${MARKET_PARTY}::uuid, l.batch_id, l.line, l.holder, l.kind, l.our_reference, l.provider_id, l.day,
      l.gross_paisa::bigint, l.fee_paisa::bigint, l.net_paisa::bigint, coalesce(r.party_id, t.party_id),
      coalesce(r.payment_id, t.payment_id)
    from jsonb_to_recordset(${JSON.stringify(packed)}::jsonb) as l (batch_id uuid, line integer, holder text,
      kind text, our_reference text, provider_id text, day text, gross_paisa text, fee_paisa text, net_paisa text)
    join report_batches b on b.party_id = ${MARKET_PARTY} and b.batch_id = l.batch_id
    left join payment_references r on r.reference = l.our_reference
    left join provider_transactions t on t.provider = b.rail and t.provider_id = l.provider_id and t.kind = 'paid'
      and l.provider_id <> ''`)
}

/** A line of a report beside our own books. */
export interface ReportMatch extends ReportRow {
  rail: string
  payment_state: PaymentState | null
  amount_paisa: bigint | null
  reference: string | null
  /** Another line of this provider says the same. */
  is_again: boolean
  /** Which batch the payment itself came in, for a refund of it. */
  paid_batch_id: string | null
}

/** Every line of a file beside what we know of its payment. */
export function reportMatches(tx: Tx, fileId: string) {
  return tx.all<ReportMatch>(sql`
    select l.batch_id, l.line, l.holder, l.kind, l.our_reference, l.provider_id, l.day, l.gross_paisa, l.fee_paisa,
      l.net_paisa, l.payer_id, l.payment_id, b.rail, p.state as payment_state, p.amount_paisa, p.reference,
      exists (
        select 1 from report_lines o
        where o.party_id = l.party_id and o.holder = l.holder and o.kind = l.kind
          and o.our_reference = l.our_reference and o.provider_id = l.provider_id
          and o.gross_paisa = l.gross_paisa and (o.batch_id, o.line) < (l.batch_id, l.line)) as is_again,
      (select o.batch_id from report_lines o
        where o.party_id = l.party_id and o.payment_id = l.payment_id and o.kind = 'paid'
        order by o.batch_id limit 1) as paid_batch_id
    from report_batches b
    join report_lines l on l.party_id = b.party_id and l.batch_id = b.batch_id
    left join payments p on p.party_id = l.payer_id and p.payment_id = l.payment_id
    where b.party_id = ${MARKET_PARTY} and b.file_id = ${fileId}
    order by l.batch_id, l.line`)
}

export interface RefundFacts {
  party_id: string
  refund_id: string
  amount_paisa: bigint
  state: 'owed' | 'sent' | 'stuck'
}

export function refundsOfPayment(tx: Tx, paymentId: string) {
  return tx.all<RefundFacts>(sql`
    select party_id, refund_id, amount_paisa, state
    from refunds
    where payment_id = ${paymentId}
    order by owed_at`)
}

export interface Terms {
  holder: string
  fee_basis_points: number | null
  fee_fixed_paisa: bigint
  settles_within_days: number
}

export function readTerms(tx: Tx, holder: string) {
  return tx.one<Terms>(sql`
    select holder, fee_basis_points, fee_fixed_paisa, settles_within_days from provider_terms where holder = ${holder}`)
}

export function allTerms(tx: Tx) {
  return tx.all<Terms>(sql`
    select holder, fee_basis_points, fee_fixed_paisa, settles_within_days from provider_terms order by holder`)
}

export function upsertTerms(tx: Tx, terms: Terms, by: string) {
  return tx.count(sql`
    insert into provider_terms (holder, fee_basis_points, fee_fixed_paisa, settles_within_days, changed_by, changed_at)
    values (${terms.holder}, ${terms.fee_basis_points}, ${terms.fee_fixed_paisa}, ${terms.settles_within_days}, ${by},
      ${tx.now})
    on conflict (holder) do update
    set fee_basis_points = excluded.fee_basis_points, fee_fixed_paisa = excluded.fee_fixed_paisa,
      settles_within_days = excluded.settles_within_days, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at`)
}

/** Payments of a rail that no report of its provider has shown, from the first day that a report told of. */
export function unreported(tx: Tx, rail: string, holder: string, limit: number) {
  return tx.all<{ reference: string; amount_paisa: bigint; paid_at: Date }>(sql`
    select p.reference, p.amount_paisa, p.paid_at
    from payments p
    where p.rail = ${rail} and p.paid_at is not null
      and (p.paid_at at time zone 'Asia/Karachi')::date::text >= (
        select min(b.first_day) from report_batches b where b.party_id = ${MARKET_PARTY} and b.holder = ${holder})
      and not exists (
        select 1 from report_lines l
        where l.party_id = ${MARKET_PARTY} and l.payment_id = p.payment_id)
    order by p.paid_at
    limit ${limit}`)
}

/** Batches that should be in our bank by now. */
export function lateBatches(tx: Tx, holder: string) {
  return tx.all<BatchRow>(sql`
    select batch_id, file_id, holder, rail, name, first_day, last_day, gross_paisa, fee_paisa, net_paisa, line_count
    from report_batches
    where party_id = ${MARKET_PARTY} and holder = ${holder} and bank_line_id is null
    order by last_day`)
}
