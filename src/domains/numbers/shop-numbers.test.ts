import { describe, expect, test } from 'vitest'
import { dice } from '../../../bench/pulse-rows.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../tests/setup/database.ts'
import { type Trade, trade } from '../../../tests/setup/trade.ts'
import { HOUR_MS, later } from '../../kit/clock/clock.ts'
import { newId } from '../../kit/ids/ids.ts'
import { openLog } from '../../kit/log/log.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { backAdvice, looksAdvice, priceAdvice, salesAdvice, stockAdvice } from './advice.ts'
import { beginOf, dayAfter, daysBetween, localDay, localHour } from './days.ts'
import { isEveningOn, setEvening } from './evening.ts'
import { countWaiting, type NumbersKind, sendEvent } from './events-store.ts'
import { expectedFrom, missing } from './festivals.ts'
import { isProgram, openLooks } from './looks.ts'
import { addLooks } from './looks-store.ts'
import { rangeOf } from './prices.ts'
import { replaceRanges } from './prices-store.ts'
import { readLooks } from './reading-store.ts'
import { bestHours, compareSales } from './sales.ts'
import { LEAST_BUYERS, readFestivals, readShopNumbers } from './shop-numbers.ts'

/** Something that happened in Bilal's shop so many hours ago. */
function happens(
  tx: Tx,
  at: Trade,
  kind: NumbersKind,
  hours_ago: number,
  more: { buyer?: string; reason?: string } = {},
) {
  const line = { listing_id: at.listing_id, category_id: 'mens-chappal', pieces: 1, paisa: '245000', back: 0 }
  sendEvent(tx, {
    ...{ party_id: at.bilal.shop_id, event_id: newId(), kind, happened_at: later(tx.now, -hours_ago * HOUR_MS) },
    ...{ order_id: newId(), buyer_id: more.buyer ?? newId(), city_id: 'lahore', method: 'cod', paisa: 245_000n },
    reason: more.reason ?? '',
    lines: [kind === 'back' ? { ...line, pieces: 0, back: 1 } : line],
  })
}

const WEEK_H = 7 * 24

describe('a shop reads its numbers', () => {
  test('today beside the same day last week up to this hour, the week and the season beside those before', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      // It is three in the afternoon in Pakistan.
      for (const hours of [1, 2, 30, WEEK_H + 2, WEEK_H - 3, 20 * 24, 100 * 24]) happens(tx, at, 'ordered', hours)
      await countWaiting(tx, at.bilal.shop_id, 100)
      const { today, week, season, sells } = await readShopNumbers(tx, at.bilal)
      expect([today.now.count, today.before.count]).toEqual([2, 1])
      expect([week.now.count, week.before.count]).toEqual([3, 1])
      expect([season.now.count, season.before.count]).toEqual([6, 1])
      expect(season.now.paisa).toBe(6n * 245_000n)
      expect(sells).toMatchObject([{ listing_id: at.listing_id, ordered_pieces: 6 }])
    }))

  test('a season beside the same weeks a year before, once it had sold before these', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const YEAR_H = 52 * WEEK_H
      // The last of them came an hour later in the day than it is now; the one before the season is of none.
      for (const hours of [1, YEAR_H + 1, YEAR_H + 20 * 24, YEAR_H + 89 * 24, YEAR_H - 1]) {
        happens(tx, at, 'ordered', hours)
      }
      await countWaiting(tx, at.bilal.shop_id, 100)
      expect((await readShopNumbers(tx, at.bilal)).lastYear).toBeUndefined()
      happens(tx, at, 'ordered', YEAR_H + 92 * 24)
      await countWaiting(tx, at.bilal.shop_id, 100)
      expect((await readShopNumbers(tx, at.bilal)).lastYear).toEqual({ count: 3, paisa: 3n * 245_000n })
    }))

  test('what is looked at often and bought by nobody, until somebody buys it', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const looks = { party_id: at.bilal.shop_id, day: localDay(tx.now), listing_id: at.listing_id }
      await addLooks(tx, [{ ...looks, looked_count: 30, carted_count: 4 }])
      await addLooks(tx, [{ ...looks, looked_count: 2, carted_count: 0 }])
      const before = await readShopNumbers(tx, at.bilal)
      expect(before.unbought).toEqual([{ listing_id: at.listing_id, looked: 32, carted: 4 }])
      expect(looksAdvice(before.unbought, before.prices)).toMatchObject({ name: 'looks.carted', count: 4 })
      happens(tx, at, 'ordered', 1)
      await countWaiting(tx, at.bilal.shop_id, 100)
      expect((await readShopNumbers(tx, at.bilal)).unbought).toEqual([])
    }))

  test('how many came again, but only from so many buyers on that none can be picked out', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const twice = newId()
      for (let i = 0; i < LEAST_BUYERS - 2; i++) happens(tx, at, 'ordered', 5)
      for (const hours of [400, 3]) happens(tx, at, 'ordered', hours, { buyer: twice })
      await countWaiting(tx, at.bilal.shop_id, 100)
      expect((await readShopNumbers(tx, at.bilal)).buyers).toBeUndefined()
      happens(tx, at, 'ordered', 2)
      await countWaiting(tx, at.bilal.shop_id, 100)
      expect((await readShopNumbers(tx, at.bilal)).buyers).toEqual({ buyers: LEAST_BUYERS, again: 1 })
    }))

  test('why goods came back, and what helps against the commonest reason', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      for (const reason of ['not_as_shown', 'not_as_shown', 'damaged']) happens(tx, at, 'back', 3, { reason })
      for (let i = 0; i < 5; i++) happens(tx, at, 'kept', 3)
      await countWaiting(tx, at.bilal.shop_id, 100)
      const { ended, reasons } = await readShopNumbers(tx, at.bilal)
      expect(ended).toEqual({ kept: 5, back: 3 })
      expect(reasons[0]).toEqual({ reason: 'not_as_shown', back_count: 2 })
      expect(backAdvice(reasons, ended)).toEqual({ name: 'back.photo', count: 2, of: 8 })
    }))

  test('its prices beside those of like goods, and its stock beside what was sold', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const range = { category_id: 'mens-chappal', condition: 'new' as const, shop_count: 6, listing_count: 20 }
      await replaceRanges(tx, [{ ...range, low_paisa: 100_000n, middle_paisa: 150_000n, high_paisa: 200_000n }])
      for (let day = 0; day < 70; day++) happens(tx, at, 'ordered', day * 24)
      await countWaiting(tx, at.bilal.shop_id, 100)
      const { prices, stock } = await readShopNumbers(tx, at.bilal)
      expect(prices).toMatchObject([{ listing_id: at.listing_id, side: 'above', shop_count: 6 }])
      expect(priceAdvice(prices)).toMatchObject({ name: 'prices.dear', paisa: 200_000n })
      const [line] = stock
      // Ten on the shelf, one goes a day.
      expect(line).toMatchObject({ left: 10, sold: 70 })
      expect(line?.lasts?.days).toBeCloseTo(10, 5)
      expect(stockAdvice(stock)).toMatchObject({ name: 'stock.soon', count: 10 })
    }))

  test('which festivals come, and what to have on the shelf by what it sold before one that it has seen', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const none = [{ name: 'ramzan' }, { name: 'eid-ul-fitr' }].map((one) => ({ ...one, basis: { by: 'usual' } }))
      expect(await readFestivals(tx, at.bilal)).toMatchObject(none)
      // A piece a day in the two weeks before the eleventh of November, one every other day in the four before.
      const ago = (day: string) => daysBetween(day, localDay(tx.now)) * 24
      for (let day = 1; day <= 14; day++) happens(tx, at, 'ordered', ago(dayAfter('2025-11-11', -day)))
      for (let day = 15; day <= 42; day += 2) happens(tx, at, 'ordered', ago(dayAfter('2025-11-11', -day)))
      await countWaiting(tx, at.bilal.shop_id, 100)
      const festivals = await readFestivals(tx, at.bilal)
      expect(festivals).toHaveLength(2)
      for (const festival of festivals) {
        const basis = { by: 'own', name: '11.11', first: '2025-11-11' }
        expect(festival).toMatchObject({ uncertain_days: 1, basis })
        const [shelf] = festival.shelves
        expect(shelf).toMatchObject({ shelf: 'mens-chappal', atThatTime: { before: 7, usual: 3.5 }, left: 10 })
        if (shelf) expect(missing(shelf)).toBe(Math.ceil(shelf.expected.upper) - 10)
      }
    }))

  test('where it has seen no festival, what the market did before one, or what is usual', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      for (let day = 1; day <= 20; day++) happens(tx, at, 'ordered', day * 24)
      await countWaiting(tx, at.bilal.shop_id, 100)
      const eidOf = async () => (await readFestivals(tx, at.bilal)).find(({ name }) => name === 'eid-ul-fitr')
      const usual = await eidOf()
      expect(usual).toMatchObject({ basis: { by: 'usual' }, shelves: [{ shelf: 'mens-chappal', now: 20 }] })
      const row = (name: string, times: number) =>
        `festival_uplift,2025,,,,,festival:${name},${times},${times - 0.1},${times + 0.1},400,published`
      await tx.count(sql`
        insert into pulse_releases (release_id, made_at, published_at, facts, figures_csv)
        values ('2025-12', ${tx.now}, ${tx.now}, '{}', ${[row('11.11', 9), row('eid-ul-fitr', 2)].join('\n')})`)
      const told = await eidOf()
      expect(told?.basis).toMatchObject({ by: 'market', uplift: { name: 'eid-ul-fitr', times: 2 } })
      const [value, twice] = [usual, told].map((one) => one?.shelves[0]?.expected.value ?? Number.NaN)
      expect(twice).toBeCloseTo(2 * (value ?? 0), 9)
    }))

  test('what a festival may ask for lies between the two numbers in about eight of ten cases', () => {
    const next = dice(7)
    // Buyers come by chance (Knuth's way to draw a count).
    const drawn = (mean: number) => {
      let count = 0
      for (let left = next(); left > Math.exp(-mean); left *= next()) count++
      return count
    }
    const runs = 600
    let held = 0
    for (let run = 0; run < runs; run++) {
      // Forty in four weeks; twice as many before a festival.
      const { lower, upper } = expectedFrom({ pieces: drawn(40), usual: drawn(40), now: drawn(40) })
      const came = drawn(40)
      if (lower <= came && came <= upper) held++
    }
    expect(Math.abs(held / runs - 0.8)).toBeLessThan(0.07)
  })

  test('the evening message is on until somebody who may switches it off', () =>
    rolledBack(async (tx) => {
      const { bilal } = await trade(tx)
      expect(await isEveningOn(tx, bilal)).toBe(true)
      await setEvening(tx, bilal, false)
      await setEvening(tx, bilal, false)
      expect(await isEveningOn(tx, bilal)).toBe(false)
      const helper = { ...bilal, role: 'helper' as const, tasks: ['orders' as const] }
      const refusal = { code: 'forbidden', reason: 'identity.task_not_given' }
      await expect(setEvening(tx, helper, true)).rejects.toMatchObject(refusal)
      await setEvening(tx, bilal, true)
      expect(await isEveningOn(tx, bilal)).toBe(true)
    }))
})

describe('fair prices', () => {
  const asked = (shop_id: string, ...rupees: number[]) => rupees.map((one) => ({ shop_id, paisa: BigInt(one) * 100n }))

  test('are told of enough shops only', () => {
    const four = ['a', 'b', 'c', 'd'].flatMap((shop, i) => asked(shop, 100 + i))
    expect(rangeOf(four, { least_shops: 5 })).toBeUndefined()
    expect(rangeOf([...four, ...asked('e', 200)], { least_shops: 5 })).toMatchObject({
      shop_count: 5,
      listing_count: 5,
    })
    expect(rangeOf(asked('a', 1, 2, 3), { least_shops: 1 })).toBeUndefined()
  })

  test('weigh each shop alike, so that one who floods the shelf moves them no further than one shop can', () => {
    const honest = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((shop, i) => asked(shop, 1_000 + 100 * i))
    const plain = rangeOf(honest, { least_shops: 5 })
    expect(plain).toMatchObject({ low_paisa: 110_000n, middle_paisa: 130_000n, high_paisa: 150_000n })
    const flooded = rangeOf([...honest, ...asked('eve', ...Array(500).fill(9))], { least_shops: 5 })
    const once = rangeOf([...honest, ...asked('eve', 9)], { least_shops: 5 })
    expect(flooded).toMatchObject({ low_paisa: once?.low_paisa, high_paisa: once?.high_paisa })
  })
})

describe('days and hours', () => {
  test('are those of the clock in Pakistan', () => {
    const late = new Date('2025-12-31T19:30:00Z')
    expect([localDay(late), localHour(late)]).toEqual(['2026-01-01', 0])
    expect(dayAfter('2026-02-27', 2)).toBe('2026-03-01')
    expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2)
    expect(beginOf('2026-01-01').toISOString()).toBe('2025-12-31T19:00:00.000Z')
  })

  test('the best hours are told once enough was ordered', () => {
    const rows = [...Array(19).keys()].map((i) => ({ hour: i % 2 === 0 ? 20 : 21, ordered_count: 1 }))
    expect(bestHours(rows)).toBeUndefined()
    expect(bestHours([...rows, { hour: 3, ordered_count: 1 }])).toEqual({ from: 19, to: 22, share: 0.95, count: 20 })
  })

  test('a week that swings no more than chance is called the same', () => {
    const week = (now: number, before: number) =>
      salesAdvice({ now: { count: now, paisa: 0n }, before: { count: before, paisa: 0n } }, 'shoe').name
    expect(week(4, 5)).toBe('sales.same')
    expect(week(4, 16)).toBe('sales.down')
    expect(week(16, 4)).toBe('sales.up')
    expect(week(0, 4)).toBe('sales.none')
    expect(compareSales([], TEST_NOW).week.now).toEqual({ count: 0, paisa: 0n })
  })
})

describe('looks', () => {
  test('of programs do not count', () => {
    const phone = 'Mozilla/5.0 (Linux; Android 8.1) AppleWebKit/537.36 Chrome/90 Mobile Safari/537.36'
    expect(isProgram(phone, undefined)).toBe(false)
    expect(isProgram('Opera/9.80 (J2ME/MIDP; Opera Mini/7.1) Presto/2.12', undefined)).toBe(false)
    expect(isProgram(phone, 'prefetch')).toBe(true)
    for (const agent of [undefined, '', 'Googlebot/2.1', 'facebookexternalhit/1.1', 'curl/8']) {
      expect(isProgram(agent, undefined)).toBe(true)
    }
  })

  test('are added up in memory, and what could not be written down is kept', async () => {
    const { db } = await testDatabase()
    let isAway = true
    const flaky = {
      tx: <T>(body: (tx: Tx) => Promise<T>) => (isAway ? Promise.reject(new Error('away')) : db.tx(body)),
    }
    const looks = openLooks(flaky, openLog('silent'))
    const [shop, listing] = [newId(), newId()]
    looks.note(TEST_NOW, shop, listing, 'looked')
    looks.note(TEST_NOW, shop, listing, 'looked')
    looks.note(TEST_NOW, shop, listing, 'carted')
    await looks.keep()
    isAway = false
    await looks.keep()
    await looks.keep()
    const rows = await db.read((tx) => readLooks(tx, shop, localDay(TEST_NOW), 10))
    expect(rows).toEqual([{ listing_id: listing, looked_count: 2, carted_count: 1 }])
  })
})
