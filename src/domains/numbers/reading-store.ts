import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** Days stand as words, 2026-03-09: those of the calendar in Pakistan. */
export interface HourRow {
  day: string
  hour: number
  ordered_count: number
  ordered_paisa: bigint
  kept_count: number
  kept_paisa: bigint
  back_count: number
  off_count: number
}

export function readHours(tx: Tx, shopId: string, from: string): Promise<HourRow[]> {
  return tx.all<HourRow>(sql`
    select day, hour, ordered_count, ordered_paisa, kept_count, kept_paisa, back_count, off_count
    from numbers_hours where party_id = ${shopId} and day >= ${from}::date
    order by day, hour`)
}

/**
 * What was ordered from a day on, up to an hour of another. `isWhole` says that the shop had sold before the first of
 * them: a season in which it opened is no season.
 */
export async function sumOrdered(
  tx: Tx,
  shopId: string,
  from: string,
  until: { readonly day: string; readonly hour: number },
): Promise<{ count: number; paisa: bigint; isWhole: boolean }> {
  const row = await tx.one<{ count: number; paisa: bigint; is_whole: boolean }>(sql`
    select coalesce(sum(ordered_count), 0)::int as count, coalesce(sum(ordered_paisa), 0)::bigint as paisa,
      exists (select 1 from numbers_hours where party_id = ${shopId} and day <= ${from}::date) as is_whole
    from numbers_hours
    where party_id = ${shopId} and day >= ${from}::date
      and (day < ${until.day}::date or (day = ${until.day}::date and hour < ${until.hour}))`)
  return { count: row?.count ?? 0, paisa: row?.paisa ?? 0n, isWhole: row?.is_whole ?? false }
}

export interface SoldRow {
  listing_id: string
  ordered_pieces: number
  ordered_paisa: bigint
  kept_pieces: number
  back_pieces: number
}

/** What was sold of each listing since a day, the most pieces first. */
export function readSold(tx: Tx, shopId: string, from: string, limit: number): Promise<SoldRow[]> {
  return tx.all<SoldRow>(sql`
    select listing_id, sum(ordered_pieces)::int as ordered_pieces, sum(ordered_paisa)::bigint as ordered_paisa,
      sum(kept_pieces)::int as kept_pieces, sum(back_pieces)::int as back_pieces
    from numbers_goods where party_id = ${shopId} and day >= ${from}::date
    group by listing_id order by 2 desc, 3 desc, 1 limit ${limit}`)
}

/** Pieces ordered a day of groups of listings: the ids of a listing and of its group come in pairs. */
export function readDaily(
  tx: Tx,
  shopId: string,
  from: string,
  groups: readonly { listing_id: string; group_id: string }[],
): Promise<{ group_id: string; day: string; pieces: number }[]> {
  return tx.all(sql`
    select r.group_id, g.day, sum(g.ordered_pieces)::int as pieces
    from unnest(${groups.map((one) => one.listing_id)}::uuid[], ${groups.map((one) => one.group_id)}::text[])
      as r (listing_id, group_id)
    join numbers_goods g on g.party_id = ${shopId} and g.listing_id = r.listing_id and g.day >= ${from}::date
    group by r.group_id, g.day order by r.group_id, g.day`)
}

/** How often each listing was looked at and put into a cart since a day, the most looked at first. */
export function readLooks(tx: Tx, shopId: string, from: string, limit: number) {
  return tx.all<{ listing_id: string; looked_count: number; carted_count: number }>(sql`
    select listing_id, sum(looked_count)::int as looked_count, sum(carted_count)::int as carted_count
    from numbers_looks where party_id = ${shopId} and day >= ${from}::date
    group by listing_id order by 2 desc, 1 limit ${limit}`)
}

export function readReasons(tx: Tx, shopId: string, from: string) {
  return tx.all<{ listing_id: string; reason: string; back_count: number }>(sql`
    select listing_id, reason, sum(back_count)::int as back_count
    from numbers_reasons where party_id = ${shopId} and day >= ${from}::date
    group by listing_id, reason order by 3 desc, 1, 2`)
}

/** How many bought here since a time, and how many of them had bought before or did so again. */
export async function countBuyers(tx: Tx, shopId: string, since: Date): Promise<{ buyers: number; again: number }> {
  const row = await tx.one<{ buyers: number; again: number }>(sql`
    select count(*)::int as buyers, count(*) filter (where ordered_count > 1)::int as again
    from numbers_buyers where party_id = ${shopId} and last_at >= ${since}`)
  return row ?? { buyers: 0, again: 0 }
}

/** Whether the shop has said that it wants no numbers in the evening. */
export async function isEveningStopped(tx: Tx, shopId: string): Promise<boolean> {
  return (await tx.one(sql`select 1 from numbers_evenings where party_id = ${shopId}`)) !== undefined
}

export function stopEvening(tx: Tx, shopId: string, by: string): Promise<number> {
  return tx.count(sql`
    insert into numbers_evenings (party_id, stopped_by, stopped_at) values (${shopId}, ${by}, ${tx.now})
    on conflict (party_id) do nothing`)
}

export function resumeEvening(tx: Tx, shopId: string): Promise<number> {
  return tx.count(sql`delete from numbers_evenings where party_id = ${shopId}`)
}

/** Shops in which something happened or was looked at since a day, in the order of their ids. */
export function liveShops(tx: Tx, from: string, after: string, limit: number): Promise<{ party_id: string }[]> {
  return tx.all(sql`
    select party_id from (
      select party_id from numbers_hours where day >= ${from}::date
      union
      select party_id from numbers_looks where day >= ${from}::date
    ) live
    where party_id > ${after} order by party_id limit ${limit}`)
}
