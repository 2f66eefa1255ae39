import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { sharedData } from '../../../tests/setup/shared-data.ts'
import type { Figure } from './figures/figure.ts'
import { readOrders } from './reading/read-orders.ts'
import { HEADER, readText, releaseOf, rowOf, TODAY } from './testing.ts'

type Counts = readonly (readonly string[])[]

function read(path: string): Counts {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
}

/** Order lines with exactly the counts of a table; the cells of a row are written where `cellsOf` says. */
async function rebuilt(counts: Counts, cellsOf: (row: readonly string[]) => { [name: string]: string }) {
  let text = `${HEADER}\n`
  let order = 0
  for (const row of counts) {
    const cells = cellsOf(row)
    const tail = ['category', 'product_id', 'quantity', 'unit_price_pkr', 'payment_method', 'outcome']
    const line = tail.map((name) => cells[name] ?? '').join(',')
    for (let n = Number(row.at(-1)); n > 0; n--) text += `r${order++},,,,,,${line}\n`
  }
  return releaseOf(await readText(text), { isExact: true })
}

const outcome = (word: string | undefined) => (word === 'success' ? 'completed' : 'cancelled')
const [status, payment, category] = ['agg_status', 'agg_payment_outcome', 'agg_category_outcome'].map((name) =>
  sharedData(`pulse/${name}.csv`),
)

describe.skipIf(!status)('the largest public order set of Pakistan, rebuilt line by line', () => {
  test('has every status as often as it was counted', async () => {
    const counts = read(status ?? '').filter(([word]) => word !== '\\N')
    const { figures } = await rebuilt(counts, ([word = '']) => ({ outcome: word }))
    const told = counts.map(([word]) => [word, rowOf(figures, 'order_lines', { group: `status:${word}` })?.value])
    expect(told).toEqual(counts.map(([word, count]) => [word, Number(count)]))
  }, 60_000)

  test('has every way to pay by outcome as often as it was counted', async () => {
    const counts = read(payment ?? '')
    const cells = ([method = '', word]: readonly string[]) => ({ payment_method: method, outcome: outcome(word) })
    const { figures } = await rebuilt(counts, cells)
    for (const row of counts) {
      expect([row, rowOf(figures, 'order_lines', cells(row))?.value]).toEqual([row, Number(row[2])])
    }
  }, 60_000)

  test('has every category by outcome as often as it was counted', async () => {
    const counts = read(category ?? '')
    const cells = ([name = '', word]: readonly string[]) => ({ category: name, outcome: outcome(word) })
    const { figures } = await rebuilt(counts, cells)
    for (const row of counts) {
      expect([row, rowOf(figures, 'order_lines', cells(row))?.value]).toEqual([row, Number(row[2])])
    }
  }, 60_000)
})

const sample = sharedData('pulse/pk_orders_sample_5884.csv.gz')

describe.skipIf(!sample)('the Pakistan sample as it is', () => {
  let exact: readonly Figure[]
  beforeAll(async () => {
    exact = releaseOf(await readOrders(sample ?? '', TODAY), { isExact: true }).figures
  })

  test('is read to the last line', () => {
    expect(['order_lines', 'orders', 'buyers'].map((name) => rowOf(exact, name)?.value)).toEqual([5884, 5764, 3998])
    expect(rowOf(exact, 'price_index', { period: '2021-01' })?.value).toBe(100)
  })

  test('gives the same bytes from the same seed, and others from another', async () => {
    const file = await readOrders(sample ?? '', TODAY)
    const [one, again, other] = ['7', '7', '8'].map((seed) => releaseOf(file, { seed }).files['figures.csv'])
    expect(again).toBe(one)
    expect(other).not.toBe(one)
  })
})

const olist = ['orders', 'order_items', 'order_payments'].map((name) => sharedData(`pulse/olist_${name}_dataset.csv`))

test.skipIf(!olist[0])('the Olist files are read as they are, each alone and together', async () => {
  const files = await Promise.all(olist.map((path) => readOrders(path ?? '', TODAY)))
  expect(files.map(({ shape, lines }) => [shape.name, lines.orderCount])).toEqual([
    ['olist_orders', 4071],
    ['olist_items', 4532],
    ['olist_payments', 4716],
  ])
  const release = releaseOf(files[0] ?? (await readText('')), { isExact: true })
  expect(release.facts.currency).toBe('BRL')
  expect(rowOf(release.figures, 'delivery_days_median')?.value).toBe(10)
})
