import { describe, expect, test } from 'vitest'
import { CITIES } from '../../../db/seed/cities.ts'
import { rolledBack, TEST_NOW } from '../../../tests/setup/database.ts'
import { DAY_MS, later } from '../../kit/clock/clock.ts'
import { newId } from '../../kit/ids/ids.ts'
import { altered, type Tx } from '../../kit/sql/tx.ts'
import { loadReference } from '../catalogue/catalogue.ts'
import { CATEGORY_TREE } from '../catalogue/category-tree.ts'
import { Chance, listPrivacyBudgets, PRIVACY, type PrivacyRules } from '../pulse/pulse.ts'
import { type DemandReport, lastMonday, makeDemand, readDemand, tell } from './demand.ts'
import type { DemandCell } from './demand-store.ts'
import { sendEvent } from './events-store.ts'

/** The rules with so large a budget that numbers come out nearly as they are: what else hides a cell is seen. */
const PLAIN: PrivacyRules = { ...PRIVACY, rho: 1_000_000, count_step: 1 }
const chance = () => Chance.fromSeed('demand')
const SHOES = 'mens-chappal'

/** The number with the noise that is left of it: one or two people. */
function near(told: number | undefined, people: number): void {
  expect(Math.abs((told ?? Number.NaN) - people)).toBeLessThan(6)
}

interface Bought {
  shop: string
  buyer?: string
  category?: string
  days_ago?: number
  city?: string
  paisa?: bigint
}

function buys(
  tx: Tx,
  { shop, buyer = newId(), category = SHOES, days_ago = 10, city = 'lahore', paisa = 90_000n }: Bought,
) {
  sendEvent(tx, {
    ...{ party_id: shop, event_id: newId(), order_id: newId(), buyer_id: buyer, kind: 'ordered', method: 'cod' },
    ...{ happened_at: later(tx.now, -days_ago * DAY_MS), city_id: city, paisa, reason: '' },
    lines: [{ listing_id: newId(), category_id: category, pieces: 1, paisa: `${paisa}`, back: 0 }],
  })
}

const shops = (count: number) => Array.from({ length: count }, () => newId())

async function reported(buy: (tx: Tx) => void, rules: PrivacyRules = PLAIN): Promise<DemandReport> {
  return rolledBack(async (tx) => {
    await loadReference(tx, { categories: CATEGORY_TREE, cities: CITIES })
    buy(tx)
    return makeDemand(tx, rules, chance())
  })
}

/** `count` people buy, spread over some shops. */
const crowd = (tx: Tx, from: readonly string[], count: number, more: Partial<Bought> = {}) => {
  for (let i = 0; i < count; i++) buys(tx, { shop: from[i % from.length] ?? '', ...more })
}

describe('what the market asks for', () => {
  test('is told of enough buyers of enough shops, beside the four weeks before', async () => {
    const { signals, bands, until } = await reported((tx) => {
      const five = shops(5)
      crowd(tx, five, 50)
      crowd(tx, five, 30, { days_ago: 40 })
    })
    expect(until).toBe(lastMonday('2026-01-02'))
    expect(signals).toMatchObject([{ province: 'punjab' }])
    near(signals[0]?.now, 50)
    near(signals[0]?.before, 30)
    expect(bands).toMatchObject([{ band: 1 }])
    near(bands[0]?.people, 50)
  })

  test('is not told with a buyer too few, nor with a shop too few; without the rule it would be', async () => {
    const few = (tx: Tx) => crowd(tx, shops(5), 19)
    const narrow = (tx: Tx) => crowd(tx, shops(4), 40)
    for (const buy of [few, narrow]) {
      const hidden = await reported(buy)
      expect(hidden).toMatchObject({ signals: [], bands: [] })
      expect(hidden.hidden_count).toBe(2)
      const careless = { ...PLAIN, least_buyers: 1, least_shops: 1 }
      expect((await reported(buy, careless)).signals).toMatchObject([{ province: 'punjab' }])
    }
  })

  test('is not told where one shop is nearly all of it, so that it could be read off', async () => {
    const buy = (tx: Tx) => {
      crowd(tx, shops(5), 25)
      crowd(tx, shops(1), 25, { paisa: 99_000_000n })
    }
    expect((await reported(buy)).signals).toEqual([])
    const careless = { ...PLAIN, dominance_percent: 100, p_percent: 0 }
    expect((await reported(buy, careless)).signals).toHaveLength(1)
  })

  test('is told of a shelf as a whole only where no province of it is', async () => {
    const cities = ['lahore', 'karachi', 'peshawar']
    const { signals } = await reported((tx) => {
      const five = shops(5)
      for (const city of cities) crowd(tx, five, 12, { city })
    })
    expect(signals).toMatchObject([{ province: 'all' }])
    near(signals[0]?.now, 12 * cities.length)
  })

  test('counts a person once a cell, and in four cells at most', async () => {
    const eve = newId()
    const { signals } = await reported((tx) => {
      const five = shops(5)
      crowd(tx, five, 25)
      for (let i = 0; i < 50; i++) buys(tx, { shop: five[i % 5] ?? '', buyer: eve })
    })
    near(signals[0]?.now, 26)
    const cities = ['lahore', 'karachi', 'peshawar', 'quetta', 'islamabad', 'muzaffarabad', 'gilgit']
    const spread = await reported((tx) => {
      const five = shops(5)
      for (const city of cities) crowd(tx, five, 25, { city })
      for (const buyer of shops(30)) {
        for (const [i, city] of cities.entries()) buys(tx, { shop: five[i % 5] ?? '', buyer, city })
      }
    })
    expect(spread.signals.length).toBe(cities.length)
    const total = spread.signals.reduce((sum, { now }) => sum + now, 0)
    expect(Math.abs(total - (25 * cities.length + 30 * 4))).toBeLessThan(15)
  })

  test('is not told where the noise may be more than half of it', () => {
    const cell: DemandCell = {
      ...{ shelf: 'shoes', part: 'punjab', is_now: true, buyers: 21, shops: 9, total: 900, largest: 100, second: 100 },
    }
    expect(tell([cell], PRIVACY, PRIVACY.rho / 12, chance())[0]?.people).toBeUndefined()
    const large = tell([{ ...cell, buyers: 2_000 }], PRIVACY, PRIVACY.rho / 12, chance())[0]?.people ?? 0
    expect(Math.abs(large - 2_000)).toBeLessThan(400)
    expect(large % PRIVACY.count_step).toBe(0)
  })

  test('is drawn once: whoever asks again, or makes it again, gets the same numbers', () =>
    rolledBack(async (tx) => {
      await loadReference(tx, { categories: CATEGORY_TREE, cities: CITIES })
      crowd(tx, shops(6), 900)
      const noisy = { ...PRIVACY, rho: 5 }
      const first = await makeDemand(tx, noisy)
      await makeDemand(tx, noisy)
      expect(await readDemand(tx)).toEqual(first)
    }))

  test('is written into the public ledger before it is told, once a week, and not told once a year is spent', () =>
    rolledBack(async (tx) => {
      await loadReference(tx, { categories: CATEGORY_TREE, cities: CITIES })
      const spent = async () => {
        const [row] = (await listPrivacyBudgets(tx)).filter(({ kind }) => kind === 'demand')
        return Number(row?.spent_rho_millionths ?? 0) / 1e6
      }
      const { rho } = await makeDemand(tx, PRIVACY)
      expect(rho).toBe(PRIVACY.rho / 4)
      expect(await spent()).toBeCloseTo(rho, 9)
      await makeDemand(tx, PRIVACY)
      expect(await spent()).toBeCloseTo(rho, 9)
      const inWeeks = (weeks: number) => altered(tx, { now: later(tx.now, weeks * 7 * DAY_MS) })
      await makeDemand(inWeeks(1), PRIVACY)
      expect((await listPrivacyBudgets(tx)).map(({ year, kind }) => [year, kind])).toEqual([
        [2026, 'demand'],
        [2025, 'demand'],
      ])
      await expect(makeDemand(inWeeks(2), { ...PRIVACY, rho: PRIVACY.rho * 53 })).rejects.toMatchObject({
        code: 'limit',
        reason: 'pulse.budget_spent',
      })
    }))

  test('knows nothing before its first Monday', () =>
    rolledBack(async (tx) => {
      expect(await readDemand(tx)).toBeUndefined()
      expect(lastMonday('2026-01-05')).toBe('2026-01-05')
      expect(lastMonday('2026-01-04')).toBe('2025-12-29')
      expect(TEST_NOW.getTime()).toBeLessThan(Date.parse('2026-01-05'))
    }))
})
