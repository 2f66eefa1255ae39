import { describe, expect, test } from 'vitest'
import { CITIES } from '../../../db/seed/cities.ts'
import { pick, randomFrom } from '../../../db/seed/random.ts'
import { rolledBack, TEST_NOW } from '../../../tests/setup/database.ts'
import { DAY_MS, later } from '../../kit/clock/clock.ts'
import { newId } from '../../kit/ids/ids.ts'
import { altered, type Tx } from '../../kit/sql/tx.ts'
import { loadReference } from '../catalogue/catalogue.ts'
import { CATEGORY_TREE } from '../catalogue/category-tree.ts'
import { Chance, listPrivacyBudgets, PRIVACY, type PrivacyRules, varianceFor } from '../pulse/pulse.ts'
import { costOf, type DemandReport, lastMonday, makeDemand, readDemand, tell } from './demand.ts'
import { cellsByProvince, type DemandCell } from './demand-store.ts'
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
  order?: string
  city?: string
  paisa?: bigint
}

function buys(
  tx: Tx,
  { shop, buyer = newId(), category = SHOES, days_ago = 10, order = newId(), city = 'lahore', paisa = 90_000n }: Bought,
) {
  sendEvent(tx, {
    ...{ party_id: shop, event_id: newId(), order_id: order, buyer_id: buyer, kind: 'ordered', method: 'cod' },
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

  test('counts a person once a cell, and in two cells at most', async () => {
    const eve = newId()
    const { signals } = await reported((tx) => {
      const five = shops(5)
      crowd(tx, five, 25)
      for (let i = 0; i < 50; i++) buys(tx, { shop: five[i % 5] ?? '', buyer: eve })
    })
    near(signals[0]?.now, 26)
    const cities = ['lahore', 'karachi', 'peshawar', 'quetta', 'islamabad', 'muzaffarabad', 'gilgit']
    const spread = await reported((tx) => {
      const many = shops(70)
      for (const city of cities) crowd(tx, many, 25, { city })
      for (const [j, buyer] of shops(30).entries()) {
        for (const [i, city] of cities.entries()) buys(tx, { shop: many[(j + i) % 70] ?? '', buyer, city })
      }
    })
    expect(spread.signals.length).toBe(cities.length)
    const total = spread.signals.reduce((sum, { now }) => sum + now, 0)
    expect(Math.abs(total - (25 * cities.length + 30 * 2))).toBeLessThan(15)
  })

  test('counts so many buyers of a shop’s day at most as its charge says, and no more of them', async () => {
    const most = PLAIN.shop_lines_a_day
    const day = (count: number, rules: PrivacyRules) =>
      reported((tx) => {
        const [first = '', ...others] = shops(6)
        crowd(tx, others, 60)
        crowd(tx, [first], count, { paisa: 30_000n })
      }, rules)
    near((await day(most + 30, PLAIN)).signals[0]?.now, 60 + most)
    // Without the bound a single day of one shop would show whole, whatever was charged for it.
    near((await day(most + 30, { ...PLAIN, shop_lines_a_day: 1_000 })).signals[0]?.now, 60 + most + 30)
    // The noise is as wide as the charge says for as many as count of a shop's day.
    const { rho, shop_rho } = costOf(PRIVACY)
    expect(most ** 2 / (2 * (shop_rho / 3))).toBeCloseTo(Number(varianceFor(Math.sqrt(12), rho / 3)), 0)
  })

  test('changes by one person no more than the noise is made for, also where shops’ days are full', async () => {
    const random = randomFrom(7)
    const [buyers, sellers, cities] = [shops(12), shops(2), ['lahore', 'karachi', 'quetta']]
    const orders = Array.from({ length: 160 }, () => ({
      ...{ buyer: pick(random, buyers), shop: pick(random, sellers), city: pick(random, cities), order: newId() },
      days_ago: random() < 0.5 ? 3 : 40,
    }))
    const names = {
      categories: [{ category_id: SHOES, shelf: 'shoes' }],
      cities: cities.map((city_id) => ({ city_id, province: city_id })),
    }
    /** Buyers of each cell without one of them, of at most three of a shop's day. */
    const without = (one: string, most_of_shop = 3) =>
      rolledBack(async (tx) => {
        for (const order of orders) if (order.buyer !== one) buys(tx, order)
        const ago = (days: number) => later(tx.now, -days * DAY_MS)
        const span = { from: ago(56), middle: ago(28), to: tx.now, most_cells: 2, most_of_shop }
        const cells = await cellsByProvince(tx, span, names)
        return new Map(cells.map(({ part, is_now, buyers: count }) => [`${part} ${is_now}`, count]))
      })
    const all = await without('')
    const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((total, each) => total + each, 0)
    expect(sum(all)).toBeLessThan(sum(await without('', 1_000)))
    for (const buyer of buyers) {
      const less = await without(buyer)
      const steps = [...all].map(([cell, count]) => (count - (less.get(cell) ?? 0)) ** 2)
      expect(steps.reduce((total, each) => total + each, 0)).toBeLessThanOrEqual(12)
    }
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
      crowd(tx, shops(60), 900)
      const noisy = { ...PRIVACY, rho: 5 }
      const first = await makeDemand(tx, noisy)
      await makeDemand(tx, noisy)
      expect(await readDemand(tx)).toEqual(first)
    }))

  test('is written into the public ledger before it is told, once a week, and not told once a year is spent', () =>
    rolledBack(async (tx) => {
      await loadReference(tx, { categories: CATEGORY_TREE, cities: CITIES })
      const spent = async (what: 'spent_rho_millionths' | 'spent_shop_rho_millionths' = 'spent_rho_millionths') => {
        const [row] = (await listPrivacyBudgets(tx)).filter(({ kind }) => kind === 'demand')
        return Number(row?.[what] ?? 0) / 1e6
      }
      const { rho, shop_rho } = await makeDemand(tx, PRIVACY)
      expect(rho).toBe(PRIVACY.rho / 4)
      expect(await spent()).toBeCloseTo(rho, 9)
      expect(await spent('spent_shop_rho_millionths')).toBeCloseTo(shop_rho, 5)
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
