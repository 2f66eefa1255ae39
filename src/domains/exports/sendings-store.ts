import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Format } from './files.ts'

export type Way = 'email' | 's3'
export type Every = 'day' | 'week' | 'month'

export interface SendingRow {
  party_id: string
  sending_id: string
  way: Way
  tables: string[]
  format: Format
  every: Every
  place_sealed: Buffer
  made_by: string
  language: string
  made_at: Date
  proved_at: Date | null
  failed_count: number
  ended_at: Date | null
  end_reason: string
}

export interface RunRow {
  party_id: string
  sending_id: string
  period: string
  state: 'waiting' | 'done' | 'given_up'
  tried_count: number
  answer: string
  file_count: number
  byte_count: bigint
  made_at: Date
  try_after: Date
}

const COLUMNS = sql`party_id, sending_id, way, tables, format, every, place_sealed, made_by, language, made_at,
  proved_at, failed_count, ended_at, end_reason`
const RUN_COLUMNS = sql`party_id, sending_id, period, state, tried_count, answer, file_count, byte_count, made_at,
  try_after`

type NewSending = Omit<SendingRow, 'made_at' | 'failed_count' | 'ended_at' | 'end_reason'>

export function putSending(tx: Tx, row: NewSending) {
  return tx.count(sql`
    insert into sendings (party_id, sending_id, way, tables, format, every, place_sealed, made_by, language, made_at,
      proved_at)
    values (${row.party_id}, ${row.sending_id}, ${row.way}, ${row.tables}::text[], ${row.format}, ${row.every},
      ${row.place_sealed}, ${row.made_by}, ${row.language}, ${tx.now}, ${row.proved_at})`)
}

export function selectSendings(tx: Tx, shopId: string) {
  return tx.all<SendingRow>(sql`
    select ${COLUMNS}
    from sendings
    where party_id = ${shopId} and (ended_at is null or ended_at > ${tx.now}::timestamptz - interval '30 days')
    order by sending_id desc
    limit 50`)
}

export function selectSending(tx: Tx, shopId: string, sendingId: string) {
  return tx.one<SendingRow>(sql`
    select ${COLUMNS} from sendings where party_id = ${shopId} and sending_id = ${sendingId}`)
}

export function selectRuns(tx: Tx, shopId: string, limit: number) {
  return tx.all<RunRow>(sql`
    select ${RUN_COLUMNS}
    from sending_runs
    where party_id = ${shopId}
    order by made_at desc, sending_id
    limit ${limit}`)
}

export function markProved(tx: Tx, shopId: string, sendingId: string) {
  return tx.count(sql`
    update sendings
    set proved_at = ${tx.now}
    where party_id = ${shopId} and sending_id = ${sendingId} and proved_at is null and ended_at is null`)
}

export function stopSending(tx: Tx, shopId: string, sendingId: string, reason: string) {
  return tx.count(sql`
    update sendings
    set ended_at = ${tx.now}, end_reason = ${reason}
    where party_id = ${shopId} and sending_id = ${sendingId} and ended_at is null`)
}

export function putRun(tx: Tx, shopId: string, sendingId: string, period: string) {
  return tx.count(sql`
    insert into sending_runs (party_id, sending_id, period, state, made_at, try_after)
    values (${shopId}, ${sendingId}, ${period}, 'waiting', ${tx.now}, ${tx.now})
    on conflict (party_id, sending_id, period) do nothing`)
}

/**
 * Lets every living sending have its run for the time that it is, once. While an older run still waits for its next
 * try, none is added: it sends what there is by then.
 */
export function putDueRuns(tx: Tx, periods: Readonly<Record<Every, string>>) {
  return tx.count(sql`
    insert into sending_runs (party_id, sending_id, period, state, made_at, try_after)
    select s.party_id, s.sending_id, p.period, 'waiting', ${tx.now}, ${tx.now}
    from sendings s
    join (values ('day', ${periods.day}), ('week', ${periods.week}), ('month', ${periods.month})) p (every, period)
      on p.every = s.every
    where s.ended_at is null and s.proved_at is not null and not exists (
      select from sending_runs r
      where r.party_id = s.party_id and r.sending_id = s.sending_id and (r.period = p.period or r.state = 'waiting'))
    on conflict (party_id, sending_id, period) do nothing`)
}

/** Takes the run that has waited longest, and keeps it from others for so long. Those that ended meanwhile come too. */
export function takeDueRun(tx: Tx, lease_s: number) {
  return tx.one<RunRow>(sql`
    with due as (
      select party_id, sending_id, period from sending_runs
      where state = 'waiting' and try_after <= ${tx.now}
      order by try_after
      limit 1
      for update skip locked) -- every party: one round sends what is due, whoever owns it
    update sending_runs r
    set tried_count = r.tried_count + 1, try_after = ${tx.now}::timestamptz + make_interval(secs => ${lease_s})
    from due
    where r.party_id = due.party_id and r.sending_id = due.sending_id and r.period = due.period
    returning r.party_id, r.sending_id, r.period, r.state, r.tried_count, r.answer, r.file_count, r.byte_count,
      r.made_at, r.try_after`)
}

export interface RunEnd {
  state: RunRow['state']
  answer: string
  files: number
  bytes: number
  try_after: Date
}

/** Writes down what came of a try, unless another has taken the run meanwhile. */
export function noteRun(tx: Tx, run: RunRow, end: RunEnd) {
  return tx.count(sql`
    update sending_runs
    set state = ${end.state}, answer = ${end.answer.slice(0, 60)}, file_count = ${end.files}, byte_count = ${end.bytes},
      try_after = ${end.try_after},
      ended_at = case when ${end.state} = 'waiting' then null else ${tx.now}::timestamptz end
    where party_id = ${run.party_id} and sending_id = ${run.sending_id} and period = ${run.period}
      and state = 'waiting' and tried_count = ${run.tried_count}`)
}

/** Counts runs that were given up one after the other; one that went well begins anew. */
export function countFailed(tx: Tx, shopId: string, sendingId: string, hasFailed: boolean) {
  return tx.one<{ failed_count: number }>(sql`
    update sendings
    set failed_count = case when ${hasFailed} then failed_count + 1 else 0 end
    where party_id = ${shopId} and sending_id = ${sendingId}
    returning failed_count`)
}

export async function countAlive(tx: Tx, shopId: string): Promise<number> {
  const row = await tx.one<{ count: number }>(sql`
    select count(*)::int as count from sendings where party_id = ${shopId} and ended_at is null`)
  return row?.count ?? 0
}

/** Addresses that nobody has proved in time. */
export function stopUnproved(tx: Tx, before: Date) {
  return tx.count(sql`
    update sendings
    set ended_at = ${tx.now}, end_reason = 'unproved'
    where ended_at is null and proved_at is null and made_at < ${before} -- every party: three days are over`)
}

export function dropRuns(tx: Tx, before: Date) {
  return tx.count(sql`
    delete from sending_runs -- every party: what went out three months ago is forgotten
    where made_at < ${before} and state <> 'waiting'`)
}
