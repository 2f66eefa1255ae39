import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { railBooks } from '../../src/account-rails.ts'
import { diskStorage } from '../../src/adapters/storage/disk/disk.ts'
import { readConfig } from '../../src/config.ts'
import { listCities, PHOTO_WIDTHS, photoFile } from '../../src/domains/catalogue/catalogue.ts'
import { placesFrom, readRates } from '../../src/domains/delivery/delivery.ts'
import { findShopByHandle } from '../../src/domains/identity/identity.ts'
import { findViolations } from '../../src/domains/ledger/ledger.ts'
import { checkStock } from '../../src/domains/offers/offers.ts'
import { ORDER_STATES } from '../../src/domains/orders/orders.ts'
import type { Database } from '../../src/kit/sql/database.ts'
import { type Sql, sql } from '../../src/kit/sql/sql.ts'
import { openOutside } from '../../src/outside.ts'
import { ALL_INVARIANTS } from '../../src/rounds.ts'
import { testDatabase, testKeys } from '../../tests/setup/database.ts'
import { type FillNeeds, fillMarket, loadReferenceData } from './fill.ts'

const SIZE = { listings: 300, buyers: 16, orders: 100 }

let db: Database
let needs: FillNeeds
const folder = mkdtempSync(join(tmpdir(), 'bharosa-fill-'))

const rows = <Row>(query: Sql) => db.read((tx) => tx.all<Row>(query))
const countOf = async (query: Sql) => (await rows<{ count: number }>(query))[0]?.count

/** Every table that the fill writes, and how many rows it has. */
async function everything(): Promise<Record<string, number>> {
  const tables = await rows<{ name: string; count: number }>(sql`
    select table_name as name, (xpath('/row/count/text()', query_to_xml(format('select count(*) from %I', table_name),
      false, true, '')))[1]::text::int as count
    from information_schema.tables
    where table_schema = 'public' and table_name not in ('migrations', 'cities', 'categories', 'delivery_rates')`)
  return Object.fromEntries(tables.map(({ name, count }) => [name, count]))
}

beforeAll(async () => {
  const opened = await testDatabase({ clock: () => new Date() })
  db = opened.db
  await db.tx(loadReferenceData)
  const [cities, rates] = [await db.read(listCities), await db.read(readRates)]
  const config = readConfig({ BHAROSA_DATA: folder, BHAROSA_DEMO: 'on' })
  const now = () => new Date()
  const books = railBooks(db)
  const outside = await openOutside({ config, keys: testKeys, cities, now, ownBase: 'http://127.0.0.1:9', books })
  afterAll(async () => {
    await outside.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const storage = diskStorage(join(folder, 'photos'))
  const places = placesFrom(rates, cities)
  needs = { url: opened.url, keys: testKeys, storage, places, outside, say: () => {}, size: SIZE }
})

describe('the demo market', { timeout: 120_000 }, () => {
  it('leaves nothing behind when it is killed in the middle', async () => {
    const before = await everything()
    const say = (line: string) => {
      if (line.includes('50 %')) throw new Error('killed')
    }
    await expect(fillMarket({ ...needs, say })).rejects.toThrow('killed')
    expect(await everything()).toEqual(before)
    expect(before.people).toBe(0)
  })

  it('is filled at the next start, with books that balance and shelves that add up', async () => {
    await fillMarket(needs)
    expect(await db.read((tx) => findViolations(tx, ALL_INVARIANTS))).toEqual([])
    expect(await db.read((tx) => checkStock(tx))).toEqual([])
    expect(await countOf(sql`select count(*)::int from orders`)).toBe(SIZE.orders)
    expect(await countOf(sql`select count(*)::int from listings`)).toBe(SIZE.listings)
    expect(await countOf(sql`select count(*)::int from outbox where delivered_at is null`)).toBe(0)
  })

  it('has orders in every state, each as it stands in its buyer’s list', async () => {
    const states = await rows<{ state: string }>(sql`select distinct state from orders`)
    expect(states.map(({ state }) => state).toSorted()).toEqual([...ORDER_STATES].toSorted())
    const wrong = sql`select count(*)::int from orders o
      left join buyer_orders b on b.party_id = o.buyer_id and b.order_id = o.order_id and b.state = o.state
      where b.order_id is null`
    expect(await countOf(wrong)).toBe(0)
  })

  it('lies in the past: nothing happened before its shop was open, or will happen tomorrow', async () => {
    const early = sql`select count(*)::int from orders o join shops s on s.party_id = o.party_id
      join order_lines n on n.party_id = o.party_id and n.order_id = o.order_id
      join listings l on l.party_id = n.party_id and l.listing_id = n.listing_id
      where o.placed_at < l.live_at or o.placed_at < s.checked_at or l.written_at < s.opened_at`
    expect(await countOf(early)).toBe(0)
    const late = sql`select count(*)::int from order_steps where taken_at > now()`
    expect(await countOf(late)).toBe(0)
    const due = sql`select count(*)::int from orders where due_at < now()`
    expect(await countOf(due)).toBe(0)
  })

  it('lets each order pay the price of its day', async () => {
    const wrong = sql`select count(*)::int from orders o
      join order_lines n on n.party_id = o.party_id and n.order_id = o.order_id
      where n.unit_price_paisa <> (
        select p.price_paisa from price_history p
        where p.party_id = n.party_id and p.variant_id = n.variant_id and p.set_at <= o.placed_at
        order by p.set_at desc limit 1)`
    expect(await countOf(wrong)).toBe(0)
  })

  it('pays Bilal, leaves riders with cash in hand and Dania with shops and goods to look at', async () => {
    const bilal = await db.read((tx) => findShopByHandle(tx, 'bilal-shoes'))
    const paid = sql`select count(*)::int from payouts where party_id = ${bilal.party_id} and state = 'sent'`
    expect(await countOf(paid)).toBeGreaterThan(0)
    expect(await countOf(sql`select count(*)::int from rider_cash where handed_in_at is null`)).toBeGreaterThan(0)
    expect(await countOf(sql`select count(*)::int from rider_cash where handed_in_at is not null`)).toBeGreaterThan(0)
    expect(await countOf(sql`select count(*)::int from shops where state = 'waiting'`)).toBeGreaterThan(0)
    expect(await countOf(sql`select count(*)::int from listings where state = 'review'`)).toBeGreaterThan(0)
  })

  it('sends only what is needed now: the newest words to the cast, and the codes of parcels on their way', async () => {
    const waiting = await countOf(sql`select count(*)::int from messages where state = 'waiting'`)
    expect(waiting).toBeGreaterThan(10)
    expect(waiting).toBeLessThan(100)
    const lost = sql`select count(*)::int from orders o
      join parcels p on p.party_id = o.party_id and p.order_id = o.order_id
      where o.state in ('shipped', 'at_door') and p.state in ('out', 'at_door') and not exists (
        select 1 from messages m where m.party_id = o.buyer_id and m.facts ->> 'number' = o.number
          and m.template = 'order.out' and m.state = 'waiting')`
    expect(await countOf(lost)).toBe(0)
  })

  it('shows no empty box: each photo is there in every size, in two formats', async () => {
    const photos = await rows<{ name: string }>(sql`select distinct name from photos`)
    expect(photos.length).toBeGreaterThan(100)
    const files = photos.flatMap(({ name }) =>
      PHOTO_WIDTHS.flatMap((width) => [photoFile(name, width, 'webp'), photoFile(name, width, 'jpeg')]),
    )
    const missing: string[] = []
    for (const file of files) if (!(await needs.storage.read(file))) missing.push(file)
    expect(missing).toEqual([])
    const bare = sql`select count(*)::int from listings l where not exists (
      select 1 from photos p where p.party_id = l.party_id and p.listing_id = l.listing_id)`
    expect(await countOf(bare)).toBe(0)
  })

  it('is left alone at every later start', async () => {
    const before = await everything()
    await fillMarket(needs)
    expect(await everything()).toEqual(before)
  })
})
