// What the price indices of a release tell about one shop and about one person. Each attack succeeds without the rule
// that is against it.
import { beforeAll, describe, expect, test } from 'vitest'
import { orderRows } from '../../../bench/pulse-rows.ts'
import type { Figure } from './figures/figure.ts'
import { noiseFor, withNoise } from './prices/noise.ts'
import { Chance } from './privacy/chance.ts'
import { PRIVACY, type PrivacyRules } from './privacy/parameters.ts'
import type { OrderFile } from './reading/read-orders.ts'
import { HEADER, readText, releaseOf, rowOf } from './testing.ts'

/** So large a budget that noise on counts hides nothing: what else hides an index is seen. */
const RULES: PrivacyRules = { ...PRIVACY, rho: 1e6, price_noise: 0 }

const released = async (rows: readonly string[], rules: PrivacyRules) =>
  releaseOf(await readText(`${[HEADER, ...rows].join('\n')}\n`), { rules, seed: 'prices' }).figures

/** Thirty people buy a thing of a shop in a month. */
const sold = (month: string, shop: string, what: string, price: number, units = 1) =>
  Array.from(
    { length: 30 },
    (_, i) =>
      `${shop}-${what}-${month}-${i},2025-${month}-${10 + (i % 18)},b${shop}${what}${i},${shop},Punjab,Lahore,Sweets,` +
      `${what},${units},${price},cod,completed`,
  )

describe('Karim, who sells four of five sorts of sweets that are there every month', () => {
  const months = ['01', '02', '03']
  /** Mixed goods of eight shops, never the same, make the whole category look shared. */
  const mixed = months.flatMap((month) =>
    Array.from({ length: 8 }, (_, s) => sold(month, `s${s}`, `once-${month}-${s}`, 700)).flat(),
  )
  const karims = months.flatMap((month) => [1, 2, 3, 4].flatMap((one) => sold(month, 'karim', `k${one}`, 100)))
  /** Bilal's price goes up by a half, as anybody sees on his page; what he sells is his own business. */
  const bilals = [...sold('01', 'bilal', 'barfi', 100, 2), ...sold('02', 'bilal', 'barfi', 150, 2)]
  const rows = [...mixed, ...karims, ...bilals, ...sold('03', 'bilal', 'barfi', 150, 2)]
  const february = (figures: readonly Figure[], figure = 'price_index_chained') =>
    rowOf(figures, figure, { period: '2025-02', category: 'Sweets' })

  /** Without the rules about hands, so that what is left is what the index is weighed by. */
  const careless = { ...RULES, dominance_percent: 100, p_percent: 0, least_shops: 1 }
  /** Karim's prices stand still, so the index is Bilal's rise to the power of his weight in it. */
  const weightIn = (index: Figure | undefined) => Math.log((index?.value ?? Number.NaN) / 100) / Math.log(1.5)

  test('reads what Bilal sold out of an exact index, and out of no release', async () => {
    const exact = releaseOf(await readText(`${[HEADER, ...rows].join('\n')}\n`), { isExact: true }).figures
    const truth = (2 / 6 + 3 / 7) / 2
    expect(Math.abs(weightIn(february(exact)) / truth - 1)).toBeLessThan(0.05)
    // Bilal sells ten times as much, or as little as he did: an index of evenly weighed goods is the same.
    const busy = rows.map((row) => (row.startsWith('bilal') ? row.replace(/,(\d),(1\d0),cod/, ',20,$2,cod') : row))
    expect(busy).not.toEqual(rows)
    for (const figure of ['price_index', 'price_index_chained']) {
      const [told, other] = [await released(rows, careless), await released(busy, careless)]
      expect(february(told, figure)?.value).toBe(february(other, figure)?.value)
      expect(weightIn(february(told, figure))).toBeCloseTo(1 / 5, 2)
    }
  })

  test('has nearly all goods of an index, and no release tells it', async () => {
    for (const figure of ['price_index', 'price_index_chained']) {
      expect(february(await released(rows, careless), figure)?.status).toBe('published')
      const told = february(await released(rows, RULES), figure)
      expect([figure, told?.status, told?.value]).toEqual([figure, 'suppressed', undefined])
    }
  })

  test('is one of many where every shop has goods that stay: the index is told', async () => {
    const many = months.flatMap((month) =>
      Array.from({ length: 8 }, (_, s) => sold(month, `s${s}`, `m${s}`, 700)).flat(),
    )
    expect(february(await released([...many, ...rows], RULES))?.status).toBe('published')
  })
})

test('a month in which one product alone is matched is not told, though the months around it are', async () => {
  const all = ['01', '02', '04'].flatMap((month) =>
    Array.from({ length: 8 }, (_, s) => sold(month, `s${s}`, `m${s}`, 700)).flat(),
  )
  const march = Array.from({ length: 8 }, (_, s) => sold('03', `s${s}`, s === 0 ? 'm0' : `once-${s}`, 700)).flat()
  const told = async (rules: PrivacyRules) => {
    const figures = await released([...all, ...march], rules)
    return ['02', '03', '04'].map((month) => rowOf(figures, 'price_index', { period: `2025-${month}` })?.status)
  }
  expect(await told({ ...RULES, price_products: 1, least_shops: 1, dominance_percent: 100, p_percent: 0 })).toEqual([
    'published',
    'published',
    'published',
  ])
  expect(await told(RULES)).toEqual(['published', 'suppressed', 'published'])
})

describe('somebody who knows every other order', () => {
  /** Series of the price indices of a release, without noise. */
  const seriesOf = (figures: readonly Figure[]) => {
    const told = figures.filter(
      ({ figure, status, period }) =>
        /^price_index(_chained)?$/.test(figure) && status === 'published' && !/W/.test(period),
    )
    const groups = Map.groupBy(told, ({ figure, category, group }) => `${figure} ${category} ${group}`)
    return [...groups].map(([name, rows]) => ({
      series: /chained/.test(name) ? ('links' as const) : ('levels' as const),
      points: rows.map(({ value = 0, lower = 0, upper = 0 }, period) => ({
        period,
        value,
        lower,
        upper,
        deviation: 0,
      })),
    }))
  }
  const bargain = (row: string, i: number) => {
    const cells = row.split(',')
    return [
      `hers${i}`,
      cells[1],
      'ayesha',
      ...cells.slice(3, 9),
      Math.round(0.75 * Number(cells[9])),
      ...cells.slice(10),
    ]
      .map(String)
      .join(',')
  }
  type AllSeries = ReturnType<typeof seriesOf>
  let [withHer, without]: AllSeries[] = []
  let file: OrderFile

  beforeAll(async () => {
    const [head = '', ...rows] = Buffer.concat([...orderRows(40_000, 5)])
      .toString()
      .trimEnd()
      .split('\n')
    // Ayesha buys four things in July, each at three quarters of its price.
    const hers = rows.filter((row) => row.includes('2024-07')).slice(0, 4)
    const own = hers.map((row, i) => bargain(row, i))
    file = await readText(`${[head, ...rows].join('\n')}\n`)
    const series = async (text: readonly string[]) =>
      seriesOf(
        releaseOf(await readText(`${[head, ...text].join('\n')}\n`), { rules: { ...PRIVACY, price_noise: 0 } }).figures,
      )
    withHer = await series([...rows, ...own])
    without = await series(rows)
  }, 60_000)

  /** How often the attacker tells with whom a release was made, who knows both without their noise. */
  const guessed = (part: number) => {
    const runs = 200
    let right = 0
    for (let run = 0; run < runs; run++) {
      const truth = run % 2 === 0 ? withHer : without
      const far = [0, 0]
      for (const [s, { points, series }] of (truth ?? []).entries()) {
        const noises = noiseFor(points, part, Chance.fromSeed(`${part} ${run} ${s}`), series)
        for (const [i, { value }] of withNoise(points, noises).entries()) {
          const worlds = [withHer, without].map((world) => world?.[s]?.points[i]?.value ?? value)
          worlds.forEach((known, w) => {
            far[w] = (far[w] ?? 0) + ((value - known) / Math.max(0.1, noises[i]?.deviation ?? 0)) ** 2
          })
        }
      }
      const says = (far[0] ?? 0) < (far[1] ?? 0) ? withHer : without
      if (says === truth) right++
    }
    return right / runs
  }

  test('meets another noise in each release, and the same one in the same', () => {
    const told = (seed: string) => seriesOf(releaseOf(file, { seed }).figures)
    expect(told('one')).toEqual(told('one'))
    expect(told('two')).not.toEqual(told('one'))
  })

  test('always knows whether Ayesha bought in July from indices without noise, and hardly from a release', () => {
    expect(withHer?.length).toBe(without?.length)
    expect(guessed(0)).toBe(1)
    expect(guessed(PRIVACY.price_noise)).toBeLessThan(0.65)
  })
})
