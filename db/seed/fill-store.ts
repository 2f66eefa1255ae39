import { json } from '../../src/kit/sql/json.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'

/** Any number would do: two programs that start on one database must not both fill it. */
const LOCK = 7_201_730

/** True while nobody has joined the market. */
export async function isEmptyMarket(tx: Tx): Promise<boolean> {
  return (await tx.one(sql`select 1 from people limit 1`)) === undefined
}

/** Waits for whoever fills the market now; then true when nobody has ever joined it. */
export async function lockEmptyMarket(tx: Tx): Promise<boolean> {
  await tx.one(sql`select pg_advisory_xact_lock(${LOCK})`)
  const found = await tx.one<{ is_empty: boolean }>(sql`select not exists (select 1 from people) as is_empty`)
  return found?.is_empty ?? false
}

export interface HungPhoto {
  party_id: string
  photo_id: string
  listing_id: string
  name: string
  side: number
  colour: string
  alt: string
  added_at: Date
}

/** Hangs one photo on each of many listings, of many shops at once. */
export function hangPhotos(tx: Tx, photos: readonly HungPhoto[]): Promise<number> {
  return tx.count(sql`
    insert into photos (party_id, photo_id, listing_id, position, name, width, height, colour, alt, added_at)
    select r.party_id, r.photo_id, r.listing_id, 1, r.name, r.side, r.side, r.colour, r.alt, r.added_at
    from jsonb_to_recordset(${json(photos)}::jsonb) as r (party_id uuid, photo_id uuid, listing_id uuid, name text,
      side int, colour text, alt text, added_at timestamptz)`)
}

/** Says on which day each listing was written, and went on sale. They were all written at once. */
export function dateListings(tx: Tx, days: readonly { listing_id: string; at: Date }[]): Promise<number> {
  return tx.count(sql`
    update listings l
    set written_at = r.at, changed_at = r.at, live_at = case when l.live_at is not null then r.at end
    from jsonb_to_recordset(${json(days)}::jsonb) as r (listing_id uuid, at timestamptz)
    where l.listing_id = r.listing_id`)
}

export interface PastPrice {
  party_id: string
  variant_id: string
  set_at: Date
  price_paisa: string
  set_by: string
}

/** What goods have cost, of many shops and many days at once. */
export function writePastPrices(tx: Tx, prices: readonly PastPrice[]): Promise<number> {
  return tx.count(sql`
    insert into price_history (party_id, variant_id, set_at, price_paisa, set_by)
    select r.party_id, r.variant_id, r.set_at, r.price_paisa, r.set_by
    from jsonb_to_recordset(${json(prices)}::jsonb) as r (party_id uuid, variant_id uuid, set_at timestamptz,
      price_paisa bigint, set_by uuid)`)
}

/** What nobody listens to in an empty market, such as listings for a search that reads them all later, is told. */
export function tellTheRest(tx: Tx): Promise<number> {
  return tx.count(sql`update outbox set delivered_at = recorded_at where delivered_at is null`)
}

/**
 * Old messages have arrived long ago, in the language of their reader. Still on their way are those that somebody needs
 * now: the codes of parcels that are not at their end, and the newest few of the people whom the demo is about.
 */
export function deliverOldMessages(tx: Tx, cast: readonly string[], newest: number): Promise<number> {
  return tx.count(sql`
    with kept as (
      select message_id from (
        select message_id, row_number() over (partition by party_id order by asked_at desc, message_id desc) as place
        from messages where party_id = any(${cast}::uuid[])
      ) newest where place <= ${newest}
      union all
      select m.message_id
      from messages m
      join orders o on o.number = m.facts ->> 'number' and o.buyer_id = m.party_id
      where m.secret_sealed is not null and o.state in ('shipped', 'at_door', 'inspecting')
        and (o.state <> 'inspecting' or m.template = 'order.release_code')
    )
    update messages m
    set state = 'delivered', language = p.language, secret_sealed = null, provider_id = m.message_id::text,
        tried_count = 1, sent_at = m.asked_at + interval '1 second', delivered_at = m.asked_at + interval '4 seconds'
    from people p
    where p.party_id = m.party_id and m.state = 'waiting' and m.message_id not in (select message_id from kept)`)
}

/** The planner learns what lies in the tables now, and does not wait for its own round. */
export async function takeStock(tx: Tx): Promise<void> {
  await tx.count(sql`analyze`)
}
