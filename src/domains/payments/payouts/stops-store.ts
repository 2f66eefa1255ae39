import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export type StopCause = 'not_me' | 'takeover' | 'returned' | 'operator' | 'books'

export interface StopRow {
  party_id: string
  stop_id: string
  cause: StopCause
  note: string
  made_by: string | null
  made_at: Date
}

const columns = sql`party_id, stop_id, cause, note, made_by, made_at`

/** One open stop of each cause; told again, it stays the same. */
export function insertStop(tx: Tx, stop: Omit<StopRow, 'made_at'>) {
  return tx.count(sql`
    insert into payout_stops (party_id, stop_id, cause, note, made_by, made_at)
    values (${stop.party_id}, ${stop.stop_id}, ${stop.cause}, ${stop.note}, ${stop.made_by}, ${tx.now})
    on conflict (party_id, cause) where lifted_at is null do nothing`)
}

export function openStops(tx: Tx, partyId: string) {
  return tx.all<StopRow>(sql`
    select ${columns}
    from payout_stops
    where party_id = ${partyId} and lifted_at is null
    order by made_at`)
}

/** Every open stop of the market, the oldest first. */
export function allOpenStops(tx: Tx, limit: number) {
  return tx.all<StopRow>(sql`
    select ${columns}
    from payout_stops
    where lifted_at is null
    order by made_at
    limit ${limit}`)
}

export function setLifted(tx: Tx, at: { party_id: string; cause: StopCause }, by: string | null, note: string) {
  return tx.count(sql`
    update payout_stops
    set lifted_by = ${by}, lifted_at = ${tx.now}, lifted_note = ${note}
    where party_id = ${at.party_id} and cause = ${at.cause} and lifted_at is null`)
}
