import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export type BreakKind = 'short' | 'wrong_charge' | 'over' | 'unknown' | 'undelivered'

export interface CashBreak {
  break_id: string
  courier: string
  kind: BreakKind
  line_id: string
  tracking: string
  shop_id: string | null
  order_id: string | null
  /** Above zero the courier owes us; below zero we have money that nobody can explain yet. */
  amount_paisa: bigint
  open_paisa: bigint
  opened_at: Date
  owner_id: string | null
  settled_at: Date | null
  settled_how: string
  note: string
}

const columns = sql`break_id, courier, kind, line_id, tracking, shop_id, order_id, amount_paisa, open_paisa, opened_at,
  owner_id, settled_at, settled_how, note`

export function insertBreak(
  tx: Tx,
  it: Pick<
    CashBreak,
    'break_id' | 'courier' | 'kind' | 'line_id' | 'tracking' | 'shop_id' | 'order_id' | 'amount_paisa'
  >,
) {
  return tx.count(sql`
    insert into cash_breaks (party_id, break_id, courier, kind, line_id, tracking, shop_id, order_id, amount_paisa,
      open_paisa, opened_at)
    values (${MARKET_PARTY}, ${it.break_id}, ${it.courier}, ${it.kind}, ${it.line_id}, ${it.tracking}, ${it.shop_id},
      ${it.order_id}, ${it.amount_paisa}, ${it.amount_paisa}, ${tx.now})`)
}

/** What is open for one parcel, the oldest first. */
export function openBreaksOf(tx: Tx, courier: string, tracking: string) {
  return tx.all<CashBreak>(sql`
    select ${columns}
    from cash_breaks
    where party_id = ${MARKET_PARTY} and courier = ${courier} and tracking = ${tracking} and settled_at is null
    order by opened_at, break_id`)
}

export function lockBreak(tx: Tx, breakId: string) {
  return tx.one<CashBreak>(sql`
    select ${columns} from cash_breaks where party_id = ${MARKET_PARTY} and break_id = ${breakId} for update`)
}

/** Takes some of what is open off; with nothing left it is settled. */
export function lessenBreak(
  tx: Tx,
  it: { break_id: string; by_paisa: bigint; how: string; by: string | null; note: string },
) {
  return tx.count(sql`
    update cash_breaks
    set open_paisa = open_paisa - ${it.by_paisa},
      settled_at = case when open_paisa = ${it.by_paisa} then ${tx.now}::timestamptz end,
      settled_how = ${it.how}, settled_by = ${it.by}, note = ${it.note}
    where party_id = ${MARKET_PARTY} and break_id = ${it.break_id} and settled_at is null`)
}

export function setBreakOwner(tx: Tx, breakId: string, ownerId: string) {
  return tx.count(sql`
    update cash_breaks
    set owner_id = ${ownerId}
    where party_id = ${MARKET_PARTY} and break_id = ${breakId} and settled_at is null`)
}

export function openBreaks(tx: Tx, limit: number) {
  return tx.all<CashBreak>(sql`
    select ${columns}
    from cash_breaks
    where party_id = ${MARKET_PARTY} and settled_at is null
    order by opened_at, break_id
    limit ${limit}`)
}

export function findBreak(tx: Tx, breakId: string) {
  return tx.one<CashBreak>(sql`
    select ${columns} from cash_breaks where party_id = ${MARKET_PARTY} and break_id = ${breakId}`)
}

/** What each courier owes and what of its money is unexplained. */
export function sumBreaks(tx: Tx) {
  return tx.all<{ courier: string; short_paisa: bigint; over_paisa: bigint; count: number; oldest_at: Date }>(sql`
    select courier, coalesce(sum(open_paisa) filter (where open_paisa > 0), 0)::bigint as short_paisa,
      coalesce(-sum(open_paisa) filter (where open_paisa < 0), 0)::bigint as over_paisa, count(*)::int as count,
      min(opened_at) as oldest_at
    from cash_breaks
    where party_id = ${MARKET_PARTY} and settled_at is null
    group by courier
    order by courier`)
}

export interface Advance {
  courier: string
  tracking: string
  shop_id: string
  order_id: string
  amount_paisa: bigint
  open_paisa: bigint
  paid_at: Date
}

export function findAdvance(tx: Tx, courier: string, tracking: string) {
  return tx.one<Advance>(sql`
    select courier, tracking, shop_id, order_id, amount_paisa, open_paisa, paid_at
    from courier_advances
    where party_id = ${MARKET_PARTY} and courier = ${courier} and tracking = ${tracking}`)
}

/** A payment ahead adds to what the courier may take back. */
export function addAdvance(tx: Tx, it: Omit<Advance, 'open_paisa' | 'paid_at'>) {
  return tx.count(sql`
    insert into courier_advances as a (party_id, courier, tracking, shop_id, order_id, amount_paisa, open_paisa,
      paid_at, moved_at)
    values (${MARKET_PARTY}, ${it.courier}, ${it.tracking}, ${it.shop_id}, ${it.order_id}, ${it.amount_paisa},
      ${it.amount_paisa}, ${tx.now}, ${tx.now})
    on conflict (party_id, courier, tracking) do update
    set amount_paisa = a.amount_paisa + excluded.amount_paisa, open_paisa = a.open_paisa + excluded.open_paisa,
      moved_at = excluded.moved_at`)
}

export function takeAdvance(tx: Tx, courier: string, tracking: string, paisa: bigint) {
  return tx.count(sql`
    update courier_advances
    set open_paisa = open_paisa - ${paisa}, moved_at = ${tx.now}
    where party_id = ${MARKET_PARTY} and courier = ${courier} and tracking = ${tracking} and open_paisa >= ${paisa}`)
}

/** What couriers paid ahead and has not been settled, the oldest first. */
export function openAdvances(tx: Tx, limit: number) {
  return tx.all<Advance>(sql`
    select courier, tracking, shop_id, order_id, amount_paisa, open_paisa, paid_at
    from courier_advances
    where party_id = ${MARKET_PARTY} and open_paisa > 0
    order by paid_at, tracking
    limit ${limit}`)
}
