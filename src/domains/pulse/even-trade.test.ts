// An even trade with a busy fortnight before Eid, in which every line tells everything: what a release says of it
// beside what is true.
import { beforeAll, describe, expect, test } from 'vitest'
import { randomFrom } from '../../../db/seed/random.ts'
import type { Figure } from './figures/figure.ts'
import { PRIVACY } from './privacy/parameters.ts'
import { islamicDay } from './season/islamic.ts'
import { adjustedMonths } from './season/seasons.ts'
import { HEADER, readText, releaseOf, rowOf } from './testing.ts'

const PLACES = ['Sindh,Karachi', 'Punjab,Lahore', 'KP,Peshawar', 'Punjab,Multan']
const DAY_MS = 86_400_000

/** Two years of a trade in which everything is drawn evenly, and each order has one line. */
function evenTrade(lines: number, eid: number): string {
  const random = randomFrom(11)
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? ''
  const begin = Date.parse('2024-01-01') / DAY_MS
  const rows = Array.from({ length: lines }, (_, i) => {
    let day = begin + Math.floor(random() * 730)
    // Every other line of the weeks around the festival is bought before it.
    if (day >= eid - 42 && day < eid + 28 && random() < 0.5) day = eid - 14 + Math.floor(random() * 14)
    const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
    const who = `b${Math.floor(random() * (lines / 6))},s${Math.floor(random() * 60)}`
    const price = 500 + Math.floor(random() * 900)
    const what = `${pick(['Shoes', 'Lamps', 'Books', 'Tea'])},p${Math.floor(random() * 90)},1,${price}`
    const paid = `${pick(['cod', 'card', 'jazzcash'])},${pick(['completed', 'cancelled', 'returned'])}`
    return `o${i},${date},${who},${pick(PLACES)},${what},${paid},${pick(['new', 'used'])}`
  })
  return `${HEADER},condition\n${rows.join('\n')}\n`
}

const EID = islamicDay(1445, 10, 1)
let exact: readonly Figure[] = []
let told: readonly Figure[] = []
let plain: readonly Figure[] = []

beforeAll(async () => {
  const file = await readText(evenTrade(30_000, EID))
  exact = releaseOf(file, { isExact: true }).figures
  told = releaseOf(file, { seed: 'even' }).figures
  // Little noise, but in steps of five like every release.
  plain = releaseOf(file, { seed: 'even', rules: { ...PRIVACY, rho: 5_000 } }).figures
}, 60_000)

const shown = (figures: readonly Figure[], name: string) =>
  figures.filter(({ figure, status }) => figure === name && status === 'published')

describe('the orders before Eid', () => {
  test('are told as many as they were, with an interval that holds how much more they were', () => {
    const place = { period: '2024', group: 'festival:eid-ul-fitr' }
    const [truth, row] = [rowOf(exact, 'festival_uplift', place), rowOf(plain, 'festival_uplift', place)]
    expect(row?.status).toBe('published')
    expect(Math.abs((row?.orders ?? 0) / (truth?.orders ?? 1) - 1)).toBeLessThan(0.05)
    expect(row?.lower).toBeLessThanOrEqual(truth?.value ?? 0)
    expect(row?.upper).toBeGreaterThanOrEqual(truth?.value ?? 0)
    expect(row?.lower).toBeGreaterThan(1.2)
  })
})

describe('a trade of which everything is known', () => {
  test('hides nothing large beside an unknown part that only noise made', () => {
    for (const [name, key] of [
      ['order_lines', 'payment_method'],
      ['order_lines', 'category'],
      ['order_lines', 'outcome'],
      ['order_lines', 'group'],
    ] as const) {
      const whole = (row: Figure) =>
        row.period === 'all' && row[key] !== '' && !/^(hour|weekday|shops|women_led|status)/.test(row.group)
      const single = (row: Figure) =>
        ['area', 'category', 'payment_method', 'outcome', 'group'].filter((one) => row[one as typeof key] !== '').length
      const names = (figures: readonly Figure[]) =>
        figures.filter((row) => row.figure === name && row.status !== 'suppressed' && whole(row) && single(row) === 1)
      const missing = names(exact)
        .map((row) => row[key])
        .filter((value) => !names(told).some((row) => row[key] === value))
      expect([key, missing]).toEqual([key, []])
    }
  })

  test('has years that add up to all, and is told to be known', () => {
    const years = ['2024', '2025'].map((period) => rowOf(told, 'order_lines', { period })?.value ?? 0)
    expect(years.reduce((sum, each) => sum + each, 0)).toBe(rowOf(told, 'order_lines')?.value)
    expect(shown(told, 'known_share').map(({ value }) => value)).toEqual(shown(told, 'known_share').map(() => 1))
  })

  test('has nowhere more orders than lines', () => {
    const placeOf = ({ period, area, category, payment_method, outcome, group }: Figure) =>
      [period, area, category, payment_method, outcome, group].join('|')
    const lines = new Map(shown(told, 'order_lines').map((row) => [placeOf(row), row.value ?? 0]))
    const both = shown(told, 'orders').filter((row) => lines.has(placeOf(row)))
    expect(both.length).toBeGreaterThan(50)
    expect(both.filter((row) => (row.value ?? 0) > (lines.get(placeOf(row)) ?? 0)).map(placeOf)).toEqual([])
  })
})

describe('the season', () => {
  const months = (years: number) => {
    const values = Array.from({ length: 12 * years }, (_, i) => 1_000 * (1 + ((i * 7) % 12) / 24) + 60 * ((i * 5) % 7))
    const labels = values.map((_, i) => `${2020 + Math.floor(i / 12)}-${String(1 + (i % 12)).padStart(2, '0')}`)
    return { labels, values, errors: values.map(() => 1) }
  }

  test('of two years has no error that could be told, and a release does not tell it', () => {
    const factors = adjustedMonths(months(2), 'published').filter(({ figure }) => figure === 'seasonal_factor')
    expect(factors).toHaveLength(12)
    expect(new Set(factors.map(({ group }) => group)).size).toBe(12)
    expect(factors.filter(({ status, value }) => status !== 'suppressed' || value !== undefined)).toEqual([])
    const counted = adjustedMonths(months(2), 'exact').find(({ figure }) => figure === 'seasonal_factor')
    expect(counted?.value).toBeGreaterThan(0)
    expect([counted?.lower, counted?.upper]).toEqual([undefined, undefined])
  })

  test.each(['exact', 'published'] as const)('takes nothing out of a month that never sells, %s', (status) => {
    const { labels, values, errors } = months(3)
    const isClosed = (label: string) => label.endsWith('-06')
    const sold = values.map((value, i) => (isClosed(labels[i] ?? '') ? 0 : value))
    const rows = adjustedMonths({ labels, values: sold, errors }, status)
    const adjusted = rows.filter(({ figure }) => figure === 'orders_adjusted')
    expect(adjusted.filter(({ value }) => value === undefined).map(({ period }) => period)).toEqual(
      labels.filter(isClosed),
    )
    expect(rows.filter(({ value = 0, lower = 0, upper = 0 }) => !(lower <= value && value <= upper))).toEqual([])
  })

  test('of four years is told, and a month without it is less sure than the month itself', () => {
    const rows = adjustedMonths(months(4), 'published')
    expect(rows.filter(({ status }) => status === 'suppressed')).toEqual([])
    for (const { value = 0, lower = 0, upper = 0, orders = 0, figure } of rows) {
      if (figure !== 'orders_adjusted') continue
      expect((upper - lower) / value).toBeGreaterThan((1.2 * 2 * 1.96 * Math.sqrt(orders)) / orders)
    }
  })
})
