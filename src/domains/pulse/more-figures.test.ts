import { describe, expect, test } from 'vitest'
import { divisionOf } from './figures/divisions.ts'
import { tornqvist } from './prices/indices.ts'
import { HEADER, readText, releaseOf, rowOf } from './testing.ts'

const exactOf = async (rows: readonly string[], header = HEADER) =>
  releaseOf(await readText(`${[header, ...rows].join('\n')}\n`), { isExact: true }).figures

describe('places', () => {
  test('lie in their division, however they are written, and what nobody knows lies in none', () => {
    expect(['Kasur', 'mirpur  khas', 'Dera-Ghazi-Khan'].map(divisionOf)).toEqual([
      'Lahore division',
      'Mirpur Khas division',
      'Dera Ghazi Khan division',
    ])
    expect(divisionOf('Atlantis')).toBe('')
  })

  test('a division is the sum of its cities', async () => {
    const cities = ['Lahore', 'Kasur', 'Kasur', 'Multan', 'Atlantis']
    const figures = await exactOf(
      cities.map((city, i) => `o${i},2026-01-09,b${i},s,Punjab,${city},Shoes,p,1,100,cod,completed`),
    )
    const orders = (area: string) => rowOf(figures, 'orders', { area })?.value
    expect(['Lahore division', 'Multan division', 'Punjab'].map(orders)).toEqual([3, 1, 5])
    expect(figures.some(({ area }) => area.startsWith('Atlantis division'))).toBe(false)
    const share = { area: 'Lahore division', payment_method: 'cod' }
    expect(rowOf(figures, 'payment_share_orders', share)?.value).toBe(1)
  })

  const outsideOf = async (cityOf: (i: number) => string, seeds: readonly string[]) => {
    const rows = Array.from(
      { length: 3_000 },
      (_, i) => `o${i},2026-01-09,b${i},s${i % 300},Punjab,${cityOf(i)},Shoes,p,1,100,cod,completed`,
    )
    const file = await readText(`${[HEADER, ...rows].join('\n')}\n`)
    const areas = seeds.flatMap((seed) => releaseOf(file, { seed }).figures.map(({ area }) => area))
    return [...new Set(areas)].filter((area) => area.startsWith('outside ')).sort()
  }

  test('outside of the largest city is outside of Karachi, or of the one that most buyers are told of', async () => {
    const outside = (cities: readonly string[]) => outsideOf((i) => cities[i % cities.length] ?? '', ['1'])
    expect(await outside(['Lahore', 'Lahore', 'Karachi'])).toEqual(['outside Karachi'])
    expect(await outside(['Lahore', 'Lahore', 'Multan'])).toEqual(['outside Lahore'])
    // No more than one buyer stands between these two: the noise chooses.
    const seeds = Array.from({ length: 10 }, (_, i) => String(i))
    const even = await outsideOf((i) => (i < 1_501 ? 'Lahore' : 'Multan'), seeds)
    expect(even).toEqual(['outside Lahore', 'outside Multan'])
  })

  test('are outside of no city where each has too few buyers to be named', async () => {
    expect(await outsideOf((i) => `Village ${i}`, ['1'])).toEqual([])
  })
})

test('what is refused at the door is told apart from what is sent back later', async () => {
  const outcomes = ['refused', 'returned', 'returned', 'completed']
  const figures = await exactOf(outcomes.map((word, i) => `o${i},2026-01-09,b${i},s,,,Shoes,p,1,100,cod,${word}`))
  const share = (outcome: string) => rowOf(figures, 'outcome_share_orders', { outcome })?.value
  expect(['refused', 'returned', 'completed'].map(share)).toEqual([0.25, 0.5, 0.25])
})

test('shops led by women are counted where they say so, and nobody is put among them or among the others', async () => {
  const led = [
    ['farah', 'yes'],
    ['farah', ''],
    ['bilal', 'no'],
    ['karim', ''],
  ]
  const figures = await exactOf(
    led.map(([shop, word], i) => `o${i},2026-01-09,b${i},${shop},,,Shawls,p,1,100,cod,completed,${word}`),
    `${HEADER},women_led`,
  )
  const orders = (group: string) => rowOf(figures, 'orders', { group })?.value
  expect([orders('women_led:yes'), orders('women_led:no')]).toEqual([2, 1])
  expect(rowOf(figures, 'known_share', { group: 'of:women_led' })?.value).toBe(0.75)
})

test('every table says how much of the trade it can speak for', async () => {
  const figures = await exactOf([
    'o1,2026-01-09,b1,s,Punjab,Lahore,Shoes,p,1,100,cod,completed',
    'o2,2026-01-09,b2,s,,,Shoes,p,1,100,,completed',
  ])
  const known = (group: string) => rowOf(figures, 'known_share', { group })?.value
  expect(['of:category', 'of:province', 'of:payment_method'].map(known)).toEqual([1, 0.5, 0.5])
})

test('who came back and who is new are all buyers of a month', async () => {
  const rows = ['2026-01-09,ayesha', '2026-02-09,ayesha', '2026-02-10,hina', '2026-02-11,imran', '2026-02-12,ayesha']
  const figures = await exactOf(rows.map((row, i) => `o${i},${row},s,,,Shoes,p,1,100,cod,completed`))
  const at = (name: string) => rowOf(figures, name, { period: '2026-02' })?.value ?? Number.NaN
  expect(at('returning_buyer_share')).toBeCloseTo(1 / 3, 5)
  expect(at('returning_buyer_share') + at('new_buyer_share')).toBeCloseTo(1, 5)
})

describe('prices', () => {
  /** One line a product and day: date, product, price, units, what a unit holds. */
  const linesOf = (rows: readonly (readonly [string, string, number, number, number?])[]) =>
    rows.map(
      ([date, product, price, units, content], i) =>
        `o${i},${date},b${i},s,,,Food,${product},${units},${price},cod,completed,${content ?? ''}`,
    )
  const sold = async (rows: Parameters<typeof linesOf>[0]) => exactOf(linesOf(rows), `${HEADER},unit_quantity`)

  test('are compared week by week with the same formula', async () => {
    const figures = await sold([
      ['2026-01-05', 'rice', 10, 5],
      ['2026-01-06', 'oil', 4, 20],
      ['2026-01-12', 'rice', 12, 4],
      ['2026-01-13', 'oil', 5, 18],
    ])
    const wanted = tornqvist([
      { spent0: 50, spent1: 48, price0: 10, price1: 12 },
      { spent0: 80, spent1: 90, price0: 4, price1: 5 },
    ])
    expect(rowOf(figures, 'price_index', { period: '2026-W02' })?.value).toBe(100)
    expect(rowOf(figures, 'price_index', { period: '2026-W03' })?.value).toBeCloseTo(100 * wanted, 4)
    expect(rowOf(figures, 'price_index', { period: '2026-W03', category: 'Food' })?.value).toBeCloseTo(100 * wanted, 4)
  })

  test('that stay while packs shrink are told as shrinkflation', async () => {
    const figures = await sold([
      ['2026-01-05', 'biscuits', 100, 5, 200],
      ['2026-02-05', 'biscuits', 100, 5, 180],
      ['2026-01-05', 'shoes', 900, 1],
      ['2026-02-05', 'shoes', 900, 1],
    ])
    const at = (name: string) => rowOf(figures, name, { period: '2026-02' })?.value ?? Number.NaN
    expect([at('price_index'), at('pack_size_index')]).toEqual([100, 90])
    expect(at('price_index_per_content')).toBeCloseTo(100 / 0.9, 4)
  })

  test('of packs are the price of their content times its size, whatever goods come and go', async () => {
    const figures = await sold([
      ['2026-01-05', 'rice', 500, 3, 5000],
      ['2026-01-05', 'oil', 900, 2, 1000],
      ['2026-02-05', 'rice', 520, 4, 4500],
      ['2026-02-05', 'oil', 880, 1, 1000],
      ['2026-03-05', 'rice', 550, 2, 4500],
      ['2026-03-05', 'oil', 990, 3, 900],
      ['2026-03-05', 'tea', 300, 9, 190],
    ])
    for (const period of ['2026-02', '2026-03']) {
      const at = (name: string) => (rowOf(figures, name, { period })?.value ?? Number.NaN) / 100
      expect(at('price_index_per_content') * at('pack_size_index')).toBeCloseTo(at('price_index'), 6)
    }
  })

  test('tell nothing of packs when no line says what is in one', async () => {
    const rows = ['o1,2026-01-05,b1,s,,,Food,rice,1,100,cod,', 'o2,2026-02-05,b2,s,,,Food,rice,1,110,cod,']
    const figures = await exactOf(rows)
    expect(figures.filter(({ figure }) => /content|pack/.test(figure))).toEqual([])
  })

  test('drift by their own percent for each formula that is chained', async () => {
    // A sale in February: people stock up at half the price and buy little after it.
    const sale = [10, 60, 2, 10]
    const price = [100, 50, 100, 100]
    const figures = await sold(
      [0, 1, 2, 3].flatMap((m) => [
        [`2026-0${m + 1}-05`, 'oil', price[m] ?? 0, sale[m] ?? 0] as const,
        [`2026-0${m + 1}-05`, 'rice', 50, 10] as const,
      ]),
    )
    const last = (name: string, group = '') => rowOf(figures, name, { period: '2026-04', group })?.value ?? Number.NaN
    expect(last('price_index')).toBeCloseTo(100, 4)
    for (const group of ['', 'formula:fisher', 'formula:jevons']) {
      const drift = 100 * (last('price_index_chained', group) / last('price_index') - 1)
      expect(last('price_index_drift', group)).toBeCloseTo(drift, 1)
    }
    expect(last('price_index_drift')).toBeLessThan(-10)
    expect(last('price_index_drift', 'formula:jevons')).toBeCloseTo(0, 6)
  })
})
