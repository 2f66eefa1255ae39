import { json } from '../../kit/sql/json.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** A search as it is kept: every choice a text, amounts in paisa. */
export type KeptSearch = Readonly<Record<string, string>>

export interface SavedRow {
  party_id: string
  search_id: string
  asked: KeptSearch
  code: string
  made_at: Date
  told_at: Date | null
}

export async function insertSaved(
  tx: Tx,
  saved: { party_id: string; search_id: string; asked: KeptSearch; asked_hash: Buffer; code: string },
): Promise<boolean> {
  const made = await tx.count(sql`
    insert into saved_searches (party_id, search_id, asked, asked_hash, code, made_at)
    values (${saved.party_id}, ${saved.search_id}, ${saved.asked}, ${saved.asked_hash}, ${saved.code}, ${tx.now})
    on conflict (party_id, asked_hash) do nothing`)
  if (made === 0) return false
  tx.send(sql`
    insert into saved_search_codes (code, person_id, search_id)
    values (${saved.code}, ${saved.party_id}, ${saved.search_id})`)
  return true
}

export function countSaved(tx: Tx, personId: string): Promise<{ count: number } | undefined> {
  return tx.one<{ count: number }>(sql`
    select count(*)::int as count from saved_searches where party_id = ${personId}`)
}

export function findSavedByHash(tx: Tx, personId: string, hash: Buffer): Promise<SavedRow | undefined> {
  return tx.one<SavedRow>(sql`
    select party_id, search_id, asked, code, made_at, told_at
    from saved_searches where party_id = ${personId} and asked_hash = ${hash}`)
}

/** A person's searches, the newest first. */
export function listSavedRows(tx: Tx, personId: string): Promise<SavedRow[]> {
  return tx.all<SavedRow>(sql`
    select party_id, search_id, asked, code, made_at, told_at
    from saved_searches where party_id = ${personId} order by made_at desc, search_id desc`)
}

export function findByCode(tx: Tx, code: string): Promise<SavedRow | undefined> {
  return tx.one<SavedRow>(sql`
    select s.party_id, s.search_id, s.asked, s.code, s.made_at, s.told_at
    from saved_search_codes c
    join saved_searches s on s.party_id = c.person_id and s.search_id = c.search_id
    where c.code = ${code}`)
}

/** One row when it was there. What was found for it goes with it. */
export async function deleteSaved(tx: Tx, personId: string, searchId: string): Promise<number> {
  tx.send(sql`
    delete from saved_search_codes where person_id = ${personId} and search_id = ${searchId}`)
  return tx.count(sql`
    delete from saved_searches where party_id = ${personId} and search_id = ${searchId}`)
}

export function deleteAllSaved(tx: Tx, personId: string): Promise<number> {
  tx.send(sql`
    delete from saved_search_codes where person_id = ${personId}`)
  return tx.count(sql`
    delete from saved_searches where party_id = ${personId}`)
}

/** Notes goods that went on sale, as long as anybody waits for anything. */
export function insertFresh(tx: Tx, shopId: string, listingIds: readonly string[]): void {
  tx.send(sql`
    insert into search_fresh (party_id, listing_id, noted_at)
    select ${shopId}, l.listing_id, ${tx.now}
    from unnest(${[...listingIds]}::uuid[]) as l (listing_id)
    where exists (select 1 from saved_searches)
    order by l.listing_id
    on conflict (party_id, listing_id) do nothing`)
}

/** Takes goods that nobody has held against the saved searches yet. */
export function takeFresh(tx: Tx, limit: number): Promise<{ listing_id: string }[]> {
  return tx.all<{ listing_id: string }>(sql`
    delete from search_fresh f -- every party: one round holds all new goods against all saved searches
    using (
      select party_id, listing_id from search_fresh order by noted_at limit ${limit} for update skip locked
    ) as t
    where f.party_id = t.party_id and f.listing_id = t.listing_id
    returning f.listing_id`)
}

/** Everybody's searches in pages, by their ids. */
export function listSavedAfter(tx: Tx, after: Pick<SavedRow, 'party_id' | 'search_id'>, limit: number) {
  return tx.all<SavedRow>(sql`
    select party_id, search_id, asked, code, made_at, told_at
    from saved_searches
    where (party_id, search_id) > (${after.party_id}::uuid, ${after.search_id}::uuid)
    order by party_id, search_id
    limit ${limit}`)
}

export interface Find {
  readonly party_id: string
  readonly search_id: string
  readonly listing_id: string
}

export function insertFinds(tx: Tx, finds: readonly Find[]): void {
  tx.send(sql`
    insert into saved_finds (party_id, search_id, listing_id, found_at)
    select f.party_id, f.search_id, f.listing_id, ${tx.now}
    from jsonb_to_recordset(${json(finds)}::jsonb) as f (party_id uuid, search_id uuid, listing_id uuid)
    join saved_searches s on s.party_id = f.party_id and s.search_id = f.search_id
    order by f.party_id, f.search_id, f.listing_id
    on conflict (party_id, search_id, listing_id) do nothing`)
}

/** Goods that came for a search, the newest first. */
export function listFinds(tx: Tx, personId: string, searchId: string, limit: number) {
  return tx.all<{ listing_id: string }>(sql`
    select listing_id from saved_finds where party_id = ${personId} and search_id = ${searchId}
    order by found_at desc, listing_id desc
    limit ${limit}`)
}

/** What was found for each search and not told, of people who heard nothing since a time; each one's together. */
export function listUntold(tx: Tx, heardBefore: Date, limit: number) {
  return tx.all<SavedRow & { find_count: number }>(sql`
    select s.party_id, s.search_id, s.asked, s.code, s.made_at, s.told_at, count(*)::int as find_count
    from saved_finds f
    join saved_searches s on s.party_id = f.party_id and s.search_id = f.search_id
    where f.told_at is null
      and not exists (select 1 from saved_searches o where o.party_id = f.party_id and o.told_at > ${heardBefore})
    group by s.party_id, s.search_id, s.asked, s.code, s.made_at, s.told_at
    order by s.party_id, find_count desc, s.search_id
    limit ${limit}`)
}

/** All that a person has not heard of is told with one search. One row when nobody told it meanwhile. */
export async function markTold(tx: Tx, { party_id, search_id }: SavedRow, heardBefore: Date): Promise<number> {
  const marked = await tx.count(sql`
    update saved_searches set told_at = ${tx.now}
    where party_id = ${party_id} and search_id = ${search_id} and (told_at is null or told_at <= ${heardBefore})`)
  if (marked === 1) {
    tx.send(sql`
      update saved_finds set told_at = ${tx.now} where party_id = ${party_id} and told_at is null`)
  }
  return marked
}

export function deleteFinds(tx: Tx, before: Date): Promise<number> {
  return tx.count(sql`
    delete from saved_finds where found_at < ${before} -- every party: what is older is no news`)
}
