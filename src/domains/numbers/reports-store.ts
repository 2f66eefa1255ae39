import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** A report as it was made; what it says is for whoever made it to know. */
export interface ReportRow<Body> {
  report_id: string
  made_at: Date
  body: Body
}

/** The first word stays: whoever asks again gets the same numbers. 0 when it was there. */
export function keepReport(tx: Tx, reportId: string, body: object): Promise<number> {
  return tx.count(sql`
    insert into numbers_reports (report_id, made_at, body) values (${reportId}, ${tx.now}, ${body}::jsonb)
    on conflict (report_id) do nothing`)
}

/** Puts a report in the place of the one before. */
export function replaceReport(tx: Tx, reportId: string, body: object): Promise<number> {
  return tx.count(sql`
    insert into numbers_reports (report_id, made_at, body) values (${reportId}, ${tx.now}, ${body}::jsonb)
    on conflict (report_id) do update set made_at = excluded.made_at, body = excluded.body`)
}

export function findReport<Body>(tx: Tx, reportId: string): Promise<ReportRow<Body> | undefined> {
  return tx.one<ReportRow<Body>>(sql`
    select report_id, made_at, body from numbers_reports where report_id = ${reportId}`)
}

/** The newest report whose id begins so. */
export function newestReport<Body>(tx: Tx, prefix: string): Promise<ReportRow<Body> | undefined> {
  return tx.one<ReportRow<Body>>(sql`
    select report_id, made_at, body from numbers_reports where starts_with(report_id, ${prefix})
    order by report_id desc limit 1`)
}
