// Whether the error that stands beside a figure is as large as it says.
import { describe, expect, test } from 'vitest'
import { dice, orderRows } from '../../../bench/pulse-rows.ts'
import { lowerOfTold } from './figures/bootstrap.ts'
import { EVERYWHERE, type Figure } from './figures/figure.ts'
import { publishedFigure } from './figures/published.ts'
import { PRIVACY } from './privacy/parameters.ts'
import { HEADER, readText, releaseOf, rowOf } from './testing.ts'

const isIn = (truth: number, { lower = Number.NaN, upper = Number.NaN }: Figure) => lower <= truth && truth <= upper

describe('an interval', () => {
  test('of exact counts holds the habit that the orders were drawn from in nineteen of twenty trades', async () => {
    // Seven of ten people like cash, and everybody follows a liking nine times of ten. One buys up to six times.
    const habit = 0.7 * 0.9 + 0.3 * 0.1
    const trade = (seed: number) => {
      const next = dice(seed * 104_729)
      const rows = Array.from({ length: 200 }, (_, buyer) => {
        const likesCash = next() < 0.7
        return Array.from({ length: 1 + Math.floor(next() * 6) }, (_, i) => {
          const method = next() < 0.9 === likesCash ? 'cod' : 'card'
          return `o${buyer}-${i},2026-01-09,b${buyer},s,Sindh,Karachi,Shoes,p,1,100,${method},completed`
        })
      })
      return `${[HEADER, ...rows.flat()].join('\n')}\n`
    }
    const trades = 60
    let held = 0
    for (let seed = 1; seed <= trades; seed++) {
      const { figures } = releaseOf(await readText(trade(seed)), { isExact: true })
      const row = rowOf(figures, 'payment_share_orders', { payment_method: 'cod' })
      if (row && isIn(habit, row)) held++
    }
    expect(held).toBeGreaterThanOrEqual(0.88 * trades)
    // An interval that holds everything would say nothing.
    expect(held).toBeLessThan(trades)
  }, 60_000)

  test('of a release holds the true number of its file in nineteen of twenty figures, table by table', async () => {
    const file = await readText(Buffer.concat([...orderRows(40_000, 3)]))
    const exact = new Map(releaseOf(file, { isExact: true }).figures.map((row) => [placeOf(row), row.value]))
    const held = new Map<string, { held: number; of: number }>()
    for (const seed of ['1', '2', '3', '4']) {
      for (const row of releaseOf(file, { seed }).figures) {
        const truth = exact.get(placeOf(row))
        if (row.status !== 'published' || truth === undefined) continue
        const table = tableOf(row)
        const count = held.get(table) ?? { held: 0, of: 0 }
        held.set(table, { held: count.held + Number(isIn(truth, row)), of: count.of + 1 })
      }
    }
    const counts = [...held.values()]
    const sum = (of: (count: { held: number; of: number }) => number) => counts.reduce((all, one) => all + of(one), 0)
    expect(sum((count) => count.of)).toBeGreaterThan(500)
    expect(sum((count) => count.held) / sum((count) => count.of)).toBeGreaterThanOrEqual(0.95)
    // Of few rows one more or less is chance.
    expect([...held].filter(([, count]) => count.of >= 40 && count.held < 0.9 * count.of)).toEqual([])
  }, 60_000)

  test('of a number that is told only where it is large holds it among those that are told, which had luck', () => {
    const next = dice(17)
    const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next())
    for (const truth of [2, 4, 5, 8]) {
      const drawn = Array.from({ length: 100_000 }, () => truth + normal()).filter((value) => value >= 4.9)
      const holds = (lower: (value: number) => number) =>
        drawn.filter((value) => lower(value) <= truth).length / drawn.length
      expect(holds((value) => lowerOfTold(value, 1, 4.9))).toBeGreaterThan(0.96)
      if (truth < 5) expect(holds((value) => value - 1.96)).toBeLessThan(0.95)
      if (truth === 8) expect(holds((value) => lowerOfTold(value, 1, 4.9))).toBeLessThan(0.99)
    }
  })

  test('of a share is wider where there is more noise on what it is a share of, and further up than down', () => {
    const share = (noise: number) => {
      const [value, variance] = [Float64Array.of(500, 500), Float64Array.of(100, noise)]
      const told = {
        value: { lines: value, orders: value, value },
        variance: { lines: variance, orders: variance, value: variance },
      }
      const sum = (...cells: number[]) => ({ of: 'orders', cells }) as const
      const place = { figure: 'payment_share_orders', place: EVERYWHERE, cell: 0, scale: 1 }
      const spec = { ...place, top: sum(0), bottom: sum(0, 1) }
      const row = publishedFigure(spec, told, new Uint8Array(2), PRIVACY, 0)
      return { down: 0.5 - (row?.lower ?? Number.NaN), up: (row?.upper ?? Number.NaN) - 0.5 }
    }
    const [quiet, loud] = [share(100), share(40_000)]
    expect(loud.down).toBeGreaterThan(2 * quiet.down)
    expect(loud.up).toBeGreaterThan(1.3 * loud.down)
  })

  test.each([
    ['few', 5],
    ['many', 15],
  ])('of a median holds it, whether orders lie in %s bands, and the median lies on neither side', async (_, bands) => {
    const rows = Array.from({ length: 14_000 }, (_, i) => {
      const price = Math.round(400 * 1.25 ** ((i % bands) + 0.3))
      const [day, door] = [i % 20, (i % 20) + 2 + (i % bands)].map((day) => new Date(Date.UTC(2026, 0, 1 + day)))
      const [ordered, delivered] = [day, door].map((date) => date?.toISOString().slice(0, 10))
      return `o${i},${ordered},b${i},s${i % 997},Sindh,Karachi,Shoes,p,1,${price},cod,completed,${delivered}`
    })
    const file = await readText(`${HEADER},delivered_at\n${rows.join('\n')}\n`)
    const exact = releaseOf(file, { isExact: true }).figures
    const seeds = Array.from({ length: 40 }, (_, seed) => releaseOf(file, { seed: String(seed) }).figures)
    for (const name of ['median_order_pkr', 'delivery_days_median']) {
      const truth = rowOf(exact, name)?.value ?? Number.NaN
      const told = seeds.flatMap((figures) => rowOf(figures, name) ?? [])
      expect(told.filter((row) => isIn(truth, row)).length).toBeGreaterThanOrEqual(0.88 * seeds.length)
      for (const side of [-1, 1]) {
        expect(told.filter(({ value = truth }) => side * (value - truth) > 0).length).toBeLessThan(0.75 * seeds.length)
      }
    }
  })
})

const tableOf = ({ figure, period, area, category, payment_method, outcome, group }: Figure) =>
  [
    figure,
    period.replace(/\d+/g, '#'),
    ...[area, category, payment_method, outcome, group].map((part) => part !== ''),
  ].join(' ')

const placeOf = ({ figure, period, area, category, payment_method, outcome, group }: Figure) =>
  [figure, period, area, category, payment_method, outcome, group].join('|')
