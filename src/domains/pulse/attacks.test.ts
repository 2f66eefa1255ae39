// What an attacker with the whole release and an insider's knowledge can learn. Each attack succeeds on the exact
// counts,
// which shows that it is one, and fails on the release.
import { beforeAll, describe, expect, test } from 'vitest'
import { orderRows } from '../../../bench/pulse-rows.ts'
import { divisionOf } from './figures/divisions.ts'
import type { Figure } from './figures/figure.ts'
import { PRIVACY } from './privacy/parameters.ts'
import type { OrderFile } from './reading/read-orders.ts'
import { HEADER, readText, releaseOf, rowOf } from './testing.ts'

const ROWS = 3_000
const trade = () => Buffer.concat([...orderRows(ROWS, 5)]).toString()

/** Ayesha alone buys by cheque in Gwadar; Karim's shop has nearly all lamps, and Bilal knows his own. */
const hers = [
  'x1,2024-05-03T10:00:00,ayesha,farah,Balochistan,Gwadar,Medicine,p-x,1,9000,cheque,completed',
  'x2,2024-05-03T10:00:00,ayesha,farah,Punjab,Lahore,Books,p-y,1,700,cod,completed',
]
const lamps = Array.from(
  { length: 60 },
  (_, i) =>
    `l${i},2024-06-0${1 + (i % 9)}T10:00:00,lamp${i},${i < 55 ? 'karim' : `s${i}`},Punjab,Lahore,Lamps,lamp,1,` +
    '1000,cod,completed',
)

let [withHer, without]: (OrderFile | undefined)[] = []
let exact: readonly Figure[] = []
let released: readonly Figure[] = []

beforeAll(async () => {
  const base = `${trade()}${lamps.join('\n')}\n`
  withHer = await readText(`${base}${hers.join('\n')}\n`)
  without = await readText(base)
  exact = releaseOf(withHer, { isExact: true }).figures
  released = releaseOf(withHer, { seed: 'secret' }).figures
}, 60_000)

const release = (file: OrderFile | undefined, seed: string) => (file ? releaseOf(file, { seed }).figures : [])
const told = (figures: readonly Figure[], figure: string, place: Partial<Figure> = {}) =>
  rowOf(figures, figure, place)?.value ?? Number.NaN

describe('a small cell', () => {
  test('shows what Ayesha bought in the exact counts, and is not in the release', () => {
    const cell = { category: 'Medicine' }
    expect(told(exact, 'order_lines', cell)).toBe(1)
    expect(told(exact, 'value_pkr', cell)).toBe(9000)
    expect(released.filter(({ category }) => category === 'Medicine')).toEqual([])
  })

  test('is told for nobody: every published figure speaks of enough orders', () => {
    const few = released.filter(
      ({ status, orders }) => status === 'published' && (orders ?? 1e9) < PRIVACY.least_buyers,
    )
    expect(few).toEqual([])
    expect(released.some(({ status }) => status === 'published')).toBe(true)
  })
})

test('linkage: who knows that one cheque came from Gwadar learns its fate from the exact counts alone', () => {
  expect(told(exact, 'completion_rate', { area: 'Gwadar' })).toBe(1)
  expect(told(exact, 'payment_share_orders', { area: 'Gwadar', payment_method: 'cheque' })).toBe(1)
  expect(released.filter(({ area, payment_method }) => area === 'Gwadar' || payment_method === 'cheque')).toEqual([])
})

test('dominance: Bilal, who has the second most lamps, knows Karim’s sales from the exact counts alone', () => {
  const all = told(exact, 'value_pkr', { category: 'Lamps' })
  expect(Math.abs(all - 1000 - 55_000) / 55_000).toBeLessThan(0.15)
  const lampsTold = released.filter(({ category, status }) => category === 'Lamps' && status === 'published')
  expect(lampsTold).toEqual([])
})

test('differencing: two releases that differ by Ayesha tell no more about her than two that do not', () => {
  const difference = (a: readonly Figure[], b: readonly Figure[]) => told(a, 'order_lines') - told(b, 'order_lines')
  expect(difference(exact, without ? releaseOf(without, { isExact: true }).figures : [])).toBe(hers.length)
  const guesses = [1, 2, 3].map((i) => difference(release(withHer, `a${i}`), release(without, `b${i}`)))
  const spread = Math.max(...guesses) - Math.min(...guesses)
  expect(spread).toBeGreaterThan(10 * hers.length)
}, 60_000)

describe('membership: somebody who knows every other order asks whether Ayesha is in it', () => {
  const known = (figures: readonly Figure[]) =>
    ['2024', '2025'].map((period) => told(figures, 'order_lines', { period })).concat(told(figures, 'orders'))
  const score = (figures: readonly Figure[], truth: readonly number[]) =>
    known(figures).reduce((sum, value, i) => sum + value - (truth[i] ?? 0), 0)

  test('and is right every time with exact counts, and about half the time with releases', () => {
    const truth = without ? known(releaseOf(without, { isExact: true }).figures) : []
    expect(score(exact, truth)).toBeGreaterThan(0)
    const runs = 5
    let right = 0
    for (let i = 0; i < runs; i++) {
      if (score(release(withHer, `in ${i}`), truth) > 2) right++
      if (score(release(without, `out ${i}`), truth) <= 2) right++
    }
    // A coin is right every time of ten once in a thousand seeds.
    expect(right).toBeLessThan(2 * runs)
  }, 120_000)
})

describe('asking again and again', () => {
  test('gives one and the same number, because noise is drawn once', () => {
    const answers = new Set(Array.from({ length: 2 }, () => told(release(withHer, 'secret'), 'orders')))
    expect(answers.size).toBe(1)
    expect(answers.has(told(released, 'orders'))).toBe(true)
  })

  test('would give the truth away if every answer had noise of its own', () => {
    const truth = told(exact, 'order_lines')
    const fresh = Array.from({ length: 5 }, (_, i) => told(release(withHer, `fresh ${i}`), 'order_lines'))
    const mean = fresh.reduce((sum, each) => sum + each, 0) / fresh.length
    const alone = Math.sqrt(fresh.reduce((sum, each) => sum + (each - truth) ** 2, 0) / fresh.length)
    expect(Math.abs(mean - truth)).toBeLessThan(alone)
  }, 60_000)
})

describe('reconstruction: every published table, solved for the cells below it', () => {
  /** Knows month by month totals and all parts but one, and subtracts. */
  const solve = (figures: readonly Figure[], hide: (row: Figure) => boolean) => {
    const rows = figures.filter((row) => row.figure === 'order_lines' && row.period === 'all' && row.group === '')
    const parts = rows.filter((row) => row.category !== '' && row.payment_method === '' && row.outcome === '')
    const total = rows.find((row) => row.category + row.payment_method + row.outcome + row.area === '')?.value ?? 0
    const shown = parts.filter((row) => row.status !== 'suppressed' && !hide(row))
    return {
      solved: total - shown.reduce((sum, row) => sum + (row.value ?? 0), 0),
      unknown: parts.length - shown.length,
    }
  }

  test('gives a cell that was hidden alone, and in the release nothing that is one cell', () => {
    const lampsAlone = solve(exact, (row) => row.category === 'Lamps' || row.category === 'Medicine')
    expect(lampsAlone.solved).toBe(61)
    const { unknown } = solve(released, () => false)
    expect(unknown).not.toBe(1)
  })
})

describe('the figures that came later', () => {
  /** Three shops say that women lead them, and one of them has nearly all their sales; Ayesha alone buys in Gwadar. */
  const told = () => {
    const [head = '', ...rows] = trade().trimEnd().split('\n')
    const led = rows.map((row) => `${row},${/,s(0|1|2),/.test(row) ? 'yes' : /,s(3|4|5|6|7),/.test(row) ? 'no' : ''},`)
    const own = hers.map((row) => `${row},yes,500`)
    return [`${head},women_led,unit_quantity`, ...led, ...own].join('\n')
  }
  let open: readonly Figure[] = []
  let shown: readonly Figure[] = []
  let spent: { charges: readonly { table: string; rho: number }[] } = { charges: [] }

  beforeAll(async () => {
    const file = await readText(`${told()}\n`)
    open = releaseOf(file, { isExact: true }).figures
    const release = releaseOf(file, { seed: 'later' })
    shown = release.figures
    spent = { charges: (release.facts.privacy as { ledger: typeof spent.charges }).ledger }
  }, 60_000)

  test('tell of a handful of shops led by women in the exact counts, and hide them in the release', () => {
    const group = 'women_led:yes'
    expect(rowOf(open, 'order_lines', { group })?.value).toBeGreaterThan(0)
    expect(shown.filter((row) => row.group === group && row.status === 'published')).toEqual([])
    // Hidden beside another, or the other would tell it.
    expect(shown.filter((row) => row.group.startsWith('women_led:') && row.status === 'published')).toEqual([])
  })

  test('give no city away by its division: what a division has beyond its shown cities is more than one cell', () => {
    const divisions = [...new Set(open.map(({ area }) => area).filter((area) => area.endsWith(' division')))]
    expect(rowOf(open, 'order_lines', { area: 'Makran division' })?.value).toBe(1)
    expect(divisions.length).toBeGreaterThan(3)
    expect(shown.filter(({ area }) => area === 'Makran division' || area === 'Gwadar')).toEqual([])
    for (const area of divisions) {
      const cities = open.filter(
        (row) => row.figure === 'order_lines' && row.period === 'all' && divisionOf(row.area) === area,
      )
      const whole = rowOf(shown, 'order_lines', { area })
      const hidden = cities.filter((row) => rowOf(shown, 'order_lines', { area: row.area })?.status === 'suppressed')
      expect([area, whole?.status === 'published' && hidden.length === 1]).toEqual([area, false])
    }
  })

  test('show no price that one buyer paid, by the week or by the gram', () => {
    const alone = (row: Figure) => row.category === 'Medicine' || row.figure === 'pack_size_index'
    expect(open.some((row) => row.figure === 'price_index' && row.category === 'Medicine')).toBe(false)
    expect(shown.filter((row) => alone(row) && row.status === 'published')).toEqual([])
  })

  test('are paid for out of the same budget, before any noise was drawn', () => {
    const names = new Set(spent.charges.map(({ table }) => table))
    expect(names.has('womenLed')).toBe(true)
    const rho = spent.charges.reduce((sum, charge) => sum + charge.rho, 0)
    expect(rho).toBeLessThanOrEqual(PRIVACY.rho * (1 + 1e-9))
  })
})

test('a release of nothing is a release that tells nothing', async () => {
  const { figures, facts } = releaseOf(await readText(`${HEADER}\n`))
  expect(figures.filter(({ status }) => status === 'published')).toEqual([])
  expect(facts.coverage.months).toBe(0)
})
