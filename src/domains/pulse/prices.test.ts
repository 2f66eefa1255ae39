import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  chained,
  fisher,
  geks,
  jevons,
  laspeyres,
  type Matched,
  paasche,
  spliced,
  tornqvist,
} from './prices/indices.ts'
import { ratioToMovingAverage } from './season/ratio.ts'
import { HEADER, readText, releaseOf, rowOf } from './testing.ts'

/** Goods as textbooks print them: price and quantity then, price and quantity now. */
const goods = (rows: readonly (readonly [number, number, number, number])[]): Matched[] =>
  rows.map(([p0, q0, p1, q1]) => ({ spent0: p0 * q0, spent1: p1 * q1, price0: p0, price1: p1 }))

// Then: 10 × 5 and 4 × 20. Now: 12 × 4 and 5 × 18.
const BASKET = goods([
  [10, 5, 12, 4],
  [4, 20, 5, 18],
])

describe('an index of two periods', () => {
  test('is what one computes by hand', () => {
    expect(laspeyres(BASKET)).toBeCloseTo(160 / 130, 12)
    expect(paasche(BASKET)).toBeCloseTo(138 / 112, 12)
    expect(fisher(BASKET)).toBeCloseTo(Math.sqrt((160 / 130) * (138 / 112)), 12)
    const weights = [(50 / 130 + 48 / 138) / 2, (80 / 130 + 90 / 138) / 2]
    expect(tornqvist(BASKET)).toBeCloseTo(1.2 ** (weights[0] ?? 0) * 1.25 ** (weights[1] ?? 0), 12)
    expect(jevons(BASKET)).toBeCloseTo(Math.sqrt(1.2 * 1.25), 12)
  })

  const good = fc.tuple(...[1, 2, 3, 4].map(() => fc.integer({ min: 1, max: 1000 })))
  const basket = fc.array(good, { minLength: 1, maxLength: 8 })

  test('moves with prices that all move together, and turns over when the periods do', () => {
    fc.assert(
      fc.property(basket, fc.integer({ min: 1, max: 9 }), (rows, times) => {
        const four = rows.map(([a = 1, b = 1, c = 1, d = 1]) => [a, b, c, d] as const)
        const turned = goods(four.map(([p0, q0, p1, q1]) => [p1, q1, p0, q0]))
        for (const index of [fisher, tornqvist, jevons]) {
          expect(index(goods(four.map(([p0, q0, , q1]) => [p0, q0, p0 * times, q1])))).toBeCloseTo(times, 8)
          expect(index(goods(four)) * index(turned)).toBeCloseTo(1, 8)
        }
      }),
    )
  })
})

describe('GEKS', () => {
  /** Logarithms of Törnqvist between months of prices and quantities. */
  const pairsOf = (months: readonly (readonly (readonly [price: number, units: number])[])[]) => ({
    months: months.length,
    log: (from: number, to: number) => {
      const [then, now] = [months[from] ?? [], months[to] ?? []]
      return Math.log(tornqvist(goods(then.map(([p, q], i) => [p, q, now[i]?.[0] ?? 1, now[i]?.[1] ?? 1]))))
    },
  })
  // A sale in the second month: people stock up at half the price, and buy little after it.
  const SALE = [
    [
      [100, 10],
      [50, 10],
    ],
    [
      [50, 60],
      [50, 10],
    ],
    [
      [100, 2],
      [50, 10],
    ],
    [
      [100, 10],
      [50, 10],
    ],
  ] as const

  test('is back at 100 when prices are, where the chained index has drifted', () => {
    const pairs = pairsOf(SALE)
    expect(100 * Math.exp(chained(pairs)[3] ?? 0)).toBeLessThan(90)
    expect(100 * Math.exp(spliced(pairs)[3] ?? 0)).toBeCloseTo(100, 6)
  })

  test('is transitive in its window, and equals the plain mean of all ways', () => {
    const pairs = pairsOf(SALE)
    const logs = geks(pairs, 0, 4)
    const ways = [0, 1, 2, 3].map((k) => pairs.log(0, k) + pairs.log(k, 1))
    expect(logs[1]).toBeCloseTo(ways.reduce((sum, way) => sum + way, 0) / 4, 12)
    const from = (base: number) => [0, 1, 2, 3].map((k) => pairs.log(base, k) + pairs.log(k, 2))
    const direct = from(1).reduce((sum, way) => sum + way, 0) / 4
    expect((logs[2] ?? 0) - (logs[1] ?? 0)).toBeCloseTo(direct, 12)
  })

  test('is joined beyond its window by the mean of all joins, and changes nothing published', () => {
    const months = Array.from({ length: 8 }, (_, t) => [
      [100 * 1.02 ** t, 10] as const,
      [50 * 1.02 ** t, 5 + t] as const,
    ])
    const [whole, short] = [spliced(pairsOf(months), 4), spliced(pairsOf(months.slice(0, 6)), 4)]
    expect(Array.from(whole.subarray(0, 6))).toEqual(Array.from(short))
    whole.forEach((log, t) => {
      expect(log).toBeCloseTo(t * Math.log(1.02), 10)
    })
  })
})

test('the index of a file is the textbook’s, with goods that come and go', async () => {
  const lines = [
    ['2026-01', 'khussa', 10, 5],
    ['2026-01', 'shawl', 4, 20],
    ['2026-02', 'khussa', 12, 4],
    ['2026-02', 'shawl', 5, 18],
    ['2026-02', 'lamp', 900, 1],
  ] as const
  const rows = lines.map(
    ([month, what, price, units], i) => `o${i},${month}-09,b${i},s,,,Home,${what},${units},${price},cod,`,
  )
  const { figures } = releaseOf(await readText(`${[HEADER, ...rows].join('\n')}\n`), { isExact: true })
  const value = 100 * tornqvist(BASKET)
  expect(rowOf(figures, 'price_index', { period: '2026-01' })?.value).toBe(100)
  expect(rowOf(figures, 'price_index', { period: '2026-02' })?.value).toBeCloseTo(value, 4)
  expect(rowOf(figures, 'price_index_chained', { period: '2026-02', group: 'formula:fisher' })?.value).toBeCloseTo(
    100 * fisher(BASKET),
    4,
  )
})

test('a month that nothing joins to the one before has no chained index, and the chain goes on behind it', () => {
  const links = [Number.NaN, Math.log(1.1), Number.NaN, Math.log(1.2)]
  const series = chained({ months: 4, log: (from, to) => (to === from + 1 ? (links[to] ?? 0) : 0) })
  expect(Array.from(series, (log) => Math.round(100 * Math.exp(log)))).toEqual([100, 110, Number.NaN, 132])
})

test('a season that repeats itself is found whole, and the rest is the trend', () => {
  // Hyndman and Athanasopoulos, Forecasting: a classical multiplicative decomposition gives back trend × season
  // exactly.
  const season = [0.7, 0.9, 1, 1.4]
  const series = Array.from({ length: 16 }, (_, i) => 100 * (season[i % 4] ?? 1))
  const taken = ratioToMovingAverage(series, 4)
  expect(Array.from(taken?.factors ?? []).map((factor) => factor.toFixed(6))).toEqual(season.map((f) => f.toFixed(6)))
  for (const value of taken?.adjusted ?? []) expect(value).toBeCloseTo(100, 8)
  expect(ratioToMovingAverage(series.slice(0, 7), 4)).toBeUndefined()
})
