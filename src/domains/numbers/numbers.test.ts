import { describe, expect, test } from 'vitest'
import { rolledBack } from '../../../tests/setup/database.ts'
import { atOf, broughtToDoor, opened, paid, placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import type { OutboxRow } from '../../kit/events/outbox.ts'
import { json } from '../../kit/sql/json.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { arriveAtDoor, cancelOrder, findOrderAt, nobodyHome } from '../orders/orders.ts'
import { codesFor, keepSomeAtDoor, releaseAtDoor, sendBack } from '../trust/trust.ts'
import { recount } from './counting.ts'
import { countWaiting } from './events-store.ts'
import { noteOrder } from './noting.ts'

/** Tells the numbers of every event of orders, as the consequences do. `times` each. */
async function tellAll(tx: Tx, times = 1): Promise<number> {
  const events = await tx.all<OutboxRow>(sql`
    select party_id, event_id, name, payload, request_id, recorded_at, tried_count
    from outbox where name like 'order.%' order by event_id`)
  for (const event of events) {
    const order_id = orderOf(event)
    const known = await findOrderAt(tx, { shop_id: event.party_id, order_id })
    for (let i = 0; i < times; i++) await noteOrder(tx, event, known)
  }
  return events.length
}

function orderOf({ payload }: OutboxRow): string {
  const whole = payload.order as { order_id: string } | undefined
  return String(payload.order_id ?? whole?.order_id)
}

const TABLES = ['numbers_hours', 'numbers_goods', 'numbers_reasons', 'numbers_buyers'] as const

/** Every cell of a shop, as text. */
async function cells(tx: Tx, shopId: string): Promise<Record<string, unknown>> {
  const [hours, goods, reasons, buyers] = await Promise.all([
    tx.all(sql`select * from numbers_hours where party_id = ${shopId} order by day, hour`),
    tx.all(sql`select * from numbers_goods where party_id = ${shopId} order by day, listing_id`),
    tx.all(sql`select * from numbers_reasons where party_id = ${shopId} order by day, listing_id, reason`),
    tx.all(sql`select * from numbers_buyers where party_id = ${shopId} order by buyer_id`),
  ])
  return Object.fromEntries([hours, goods, reasons, buyers].map((rows, i) => [TABLES[i] ?? '', rows]))
}

const count = (tx: Tx, at: Trade) => countWaiting(tx, at.bilal.shop_id, 1_000)

/** One order in each of its ends. */
async function someTrade(tx: Tx): Promise<Trade> {
  const at = await trade(tx, 20)
  const kept = await placed(tx, at, 'cod', 2)
  await opened(tx, at, kept)
  await releaseAtDoor(tx, at.ghazi, atOf(kept), codesFor(tx, kept.order_id).release)
  const back = await placed(tx, at)
  await opened(tx, at, back)
  await sendBack(tx, at.ghazi, atOf(back), { reason: 'not_as_shown', words: '', photo_names: [] })
  const off = await placed(tx, at)
  await cancelOrder(tx, at.bilal, atOf(off), 'sold out')
  await placed(tx, at, 'prepaid')
  const prepaid = await placed(tx, at, 'prepaid', 3)
  await paid(tx, prepaid)
  return at
}

describe('what happened in a shop', () => {
  test('is counted once, however often it is told', async () => {
    await rolledBack(async (tx) => {
      const at = await someTrade(tx)
      await tellAll(tx, 2)
      expect(await count(tx, at)).toBeGreaterThan(0)
      const first = await cells(tx, at.bilal.shop_id)
      await tellAll(tx)
      expect(await count(tx, at)).toBe(0)
      expect(await cells(tx, at.bilal.shop_id)).toEqual(first)
    })
  })

  test('stands in the cells of its kind: begun, ordered once the shop hears of it, kept, sent back, off', async () => {
    await rolledBack(async (tx) => {
      const at = await someTrade(tx)
      await tellAll(tx)
      await count(tx, at)
      const price = 245_000n
      const { numbers_hours, numbers_goods, numbers_reasons, numbers_buyers } = await cells(tx, at.bilal.shop_id)
      // Two of the five were prepaid: both began, and only the paid one was ordered.
      expect(numbers_hours).toMatchObject([
        {
          begun_count: 2,
          ordered_count: 4,
          ordered_paisa: price * (2n + 1n + 1n + 3n),
          kept_count: 1,
          kept_paisa: price * 2n,
          back_count: 1,
          off_count: 1,
        },
      ])
      const goods = { listing_id: at.listing_id, ordered_pieces: 7, kept_pieces: 2, back_pieces: 1 }
      expect(numbers_goods).toMatchObject([goods])
      expect(numbers_reasons).toMatchObject([{ reason: 'not_as_shown', back_count: 1 }])
      expect(numbers_buyers).toMatchObject([{ buyer_id: at.ayesha.person_id, ordered_count: 4 }])
    })
  })

  test('an order of which some was kept counts for that, and the rest went back with its reason', async () => {
    await rolledBack(async (tx) => {
      const at = await trade(tx, 20)
      const order = await placed(tx, at, 'cod', 3)
      await opened(tx, at, order)
      const back = { reason: 'damaged', words: '', photo_names: [], lines: [{ line: 1, quantity: 1 }] }
      await keepSomeAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).release, back)
      await tellAll(tx)
      await count(tx, at)
      const { numbers_hours, numbers_goods, numbers_reasons } = await cells(tx, at.bilal.shop_id)
      expect(numbers_hours).toMatchObject([{ kept_count: 1, kept_paisa: 490_000n, back_count: 0 }])
      expect(numbers_goods).toMatchObject([{ ordered_pieces: 3, kept_pieces: 2, back_pieces: 1 }])
      expect(numbers_reasons).toMatchObject([{ reason: 'damaged', back_count: 1 }])
    })
  })

  test('a parcel that nobody took went back, and says so', async () => {
    await rolledBack(async (tx) => {
      const at = await trade(tx, 20)
      const order = await placed(tx, at)
      await broughtToDoor(tx, at, order)
      for (let i = 1; i <= 3; i++) {
        if (i > 1) await arriveAtDoor(tx, at.ghazi, atOf(order))
        await nobodyHome(tx, at.ghazi, atOf(order))
      }
      await tellAll(tx)
      await count(tx, at)
      expect(await cells(tx, at.bilal.shop_id)).toMatchObject({ numbers_reasons: [{ reason: 'nobody_home' }] })
    })
  })

  test('an order that was never paid and ran out of time was none to its shop', async () => {
    await rolledBack(async (tx) => {
      const at = await trade(tx, 20)
      const order = await placed(tx, at, 'prepaid')
      await cancelOrder(tx, at.ayesha, atOf(order), 'no money')
      await tellAll(tx)
      await count(tx, at)
      expect(await cells(tx, at.bilal.shop_id)).toMatchObject({
        numbers_hours: [{ begun_count: 1, ordered_count: 0, off_count: 0 }],
        numbers_goods: [],
        numbers_buyers: [],
      })
    })
  })

  test('counted anew from nothing, every cell comes out as it was', async () => {
    await rolledBack(async (tx) => {
      const at = await someTrade(tx)
      await tellAll(tx)
      // In pieces, as rounds do.
      while ((await countWaiting(tx, at.bilal.shop_id, 2)) > 0);
      const piecewise = await cells(tx, at.bilal.shop_id)
      await recount(tx, at.bilal.shop_id)
      expect(await cells(tx, at.bilal.shop_id)).toEqual(piecewise)
    })
  })

  test('an event that is told late revises the cell of its own hour, and that one only', async () => {
    await rolledBack(async (tx) => {
      const at = await someTrade(tx)
      await tellAll(tx)
      await count(tx, at)
      const before = await cells(tx, at.bilal.shop_id)
      // 23:30 in Pakistan on the last day of the year.
      const late = new Date('2025-12-31T18:30:00Z')
      await tx.count(sql`
        insert into numbers_events (party_id, event_id, kind, happened_at, order_id, buyer_id, city_id, method, paisa,
          lines)
        values (${at.bilal.shop_id}, ${at.small}, 'ordered', ${late}, ${at.small}, ${at.ayesha.person_id}, 'lahore',
          'cod', 100, ${json([{ listing_id: at.listing_id, category_id: 'x', pieces: 1, paisa: '100', back: 0 }])})`)
      expect(await count(tx, at)).toBe(1)
      const after = await cells(tx, at.bilal.shop_id)
      const [late_hour, ...others] = after.numbers_hours as { day: string; hour: number }[]
      expect(late_hour).toMatchObject({ day: '2025-12-31', hour: 23, ordered_count: 1, ordered_paisa: 100n })
      expect(others).toEqual(before.numbers_hours)
      await recount(tx, at.bilal.shop_id)
      expect(await cells(tx, at.bilal.shop_id)).toEqual(after)
    })
  })

  test('what is written down holds no name, number or address', async () => {
    await rolledBack(async (tx) => {
      await someTrade(tx)
      await tellAll(tx)
      const rows = await tx.all<{ words: string }>(sql`select to_jsonb(e)::text as words from numbers_events e`)
      expect(rows.length).toBeGreaterThan(0)
      for (const { words } of rows) expect(words).not.toMatch(/Ayesha|Model Town|\+92|House/)
    })
  })
})
