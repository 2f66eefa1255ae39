// What an attacker with the whole release and an insider's knowledge can learn. Each attack succeeds on the exact
// counts,
// which shows that it is one, and fails on the release.
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { orderRows } from '../../../bench/pulse-rows.ts'
import { dimsOf } from './figures/dims.ts'
import { divisionOf } from './figures/divisions.ts'
import type { Figure } from './figures/figure.ts'
import { walkOfPeople } from './figures/walks.ts'
import { boundLines } from './privacy/bounds.ts'
import { bandsOf } from './privacy/distributions.ts'
import { PRIVACY, type PrivacyRules } from './privacy/parameters.ts'
import { bandsStep, qualitySteps, stepsOf } from './privacy/steps.ts'
import { OTHER_SHARES, QUESTIONS } from './privacy/tables.ts'
import type { OrderFile } from './reading/read-orders.ts'
import type { Release } from './release/release.ts'
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

describe('membership: somebody who knows every other row asks whether Ayesha is in it', () => {
  // Five things for nine crore each in one month, and twenty rows that are left out.
  const loud = [
    ...Array.from({ length: 5 }, (_, i) => `y${i},2024-05-0${i + 1},ayesha,s1,Punjab,Lahore,Books,p-y,1,90000000,cod,`),
    ...Array.from({ length: 20 }, (_, i) => `z${i},2024-05-09,ayesha,s1,Punjab,Lahore,Books,p-z,-${i + 1},700,cod,`),
  ]
  // So much makes a shop one that has nearly all: whether that hides a cell is decided on true numbers, and said so.
  const LENIENT = { ...PRIVACY, dominance_percent: 100, p_percent: 0 }

  const note = (found: Map<string, number>, name: string, value: unknown): Map<string, number> => {
    if (typeof value === 'number') found.set(name, value)
    else if (Array.isArray(value)) for (const each of value) note(found, `${name}/${each?.reason ?? ''}`, each)
    else if (value instanceof Object)
      for (const [key, each] of Object.entries(value)) note(found, `${name}/${key}`, each)
    return found
  }

  /** Every number that a release tells, in its facts and its figures, but how many cells it hides. */
  const numbersOf = ({ facts, figures }: Release) => {
    const { figures: _rows, method: _method, files: _digests, privacy, ...rest } = facts
    const found = note(new Map(), 'facts', { ...rest, spent: 'spent' in privacy && privacy.spent })
    for (const { value, lower, upper, orders, status, ...place } of figures) {
      const told = Number(status === 'published')
      note(found, Object.values(place).join('|'), { value, lower, upper, orders, told })
    }
    return found
  }

  /**
   * How often he is right. He makes releases with and without her himself: nearly without noise, to see how far she
   * moves each number, and as they are, to see how far noise does. Then he weighs all numbers of a release.
   */
  const rightOf = (files: readonly OrderFile[], rules: PrivacyRules, [learns, runs]: readonly [number, number]) => {
    const releases = (file: OrderFile, name: string, count: number) =>
      Array.from({ length: count }, (_, i) => numbersOf(releaseOf(file, { seed: `${name} ${i}`, rules })))
    const quiet = { ...rules, rho: 1e9, price_noise: 0, count_step: 1, value_step_pkr: 1 }
    const [without, withHer] = files.map((file) => numbersOf(releaseOf(file, { rules: quiet })))
    const own = files.map((file, isIn) => releases(file, `own ${isIn}`, learns))
    const weights = [...(withHer ?? [])].flatMap(([name, seen]) => {
      const noises = own.map((some) => momentsOf(some.flatMap((numbers) => numbers.get(name) ?? [])))
      const noise = Math.max(...noises.map(({ variance }) => variance))
      const usual = noises.reduce((all, { mean }) => all + mean / 2, 0)
      const moved = seen - (without?.get(name) ?? 0)
      // What is hidden in some releases tells by being hidden.
      const isTold = own.every((some) => some.every((numbers) => numbers.has(name)))
      return moved !== 0 && isTold ? { name, usual, moved, weight: moved ** 2 / (noise + moved ** 2 / 25) } : []
    })
    const sum = (numbers: Map<string, number>) =>
      weights.reduce((score, { name, usual, moved, weight }) => {
        const off = ((numbers.get(name) ?? usual) - usual) / moved
        return score + weight * Math.min(1, Math.max(-1, off))
      }, 0)
    const middle = own.reduce((all, some) => all + momentsOf(some.map(sum)).mean / 2, 0)
    const right = files.map(
      (file, isIn) => releases(file, `told ${isIn}`, runs).filter((one) => sum(one) > middle === isIn > 0).length,
    )
    return right.reduce((all, one) => all + one, 0) / (2 * runs)
  }

  const momentsOf = (values: readonly number[]) => {
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length
    return { mean, variance: values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length }
  }

  test('and is right where noise is small, and hardly more often than a coin from whole releases', async () => {
    // Six thousand lines of one month, each order of a person of its own.
    const base = Buffer.concat([...orderRows(6_000, 5)])
      .toString()
      .replace(/^(o\d+),20..-..(.*?),b\d+/gm, '$1,2024-05$2,$1')
    const files = [await readText(base), await readText(`${base}${loud.join('\n')}\n`)]
    expect(rightOf(files, { ...LENIENT, rho: 5_000 }, [4, 10])).toBeGreaterThan(0.9)
    // The budget lets the best of all attackers be right 56 times of 100; of 60 tries three deviations are 19.
    expect(rightOf(files, LENIENT, [15, 30])).toBeLessThan(0.56 + 0.19)
  }, 120_000)
})

test('no person moves what is told of the lines by more than its noise is made for, whatever others buy', async () => {
  const rules = {
    ...PRIVACY,
    buyer_lines_a_month: 2,
    buyer_value_a_month_pkr: 100,
    line_value_pkr: 60,
    shop_lines_a_day: 3,
  }
  const most = qualitySteps(rules)
  const line = fc.tuple(fc.nat(2), fc.nat(1), fc.integer({ min: 1, max: 2 }), fc.constantFrom(1, 40, 90, 900))
  const beyondOf = async (lines: readonly (readonly number[])[]) => {
    const rows = lines.map(([who, shop, day, price], i) => `o${i},2026-01-0${day},b${who},s${shop},,,,p,1,${price},,`)
    const file = await readText(`${[HEADER, ...rows].join('\n')}\n`)
    const named = dimsOf(file.lines)
    return boundLines(walkOfPeople(file.lines, named), file.lines, named, rules).beyond
  }
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 24 }), async (lines) => {
      const [all, rest] = [await beyondOf(lines), await beyondOf(lines.filter(([who]) => who !== 0))]
      expect(Math.abs(all.monthLines - rest.monthLines)).toBeLessThanOrEqual(most.lines_beyond_month.buyer)
      expect(Math.abs(all.monthValue - rest.monthValue)).toBeLessThanOrEqual(most.value_beyond_month.buyer)
      expect(Math.abs(all.dayLines - rest.dayLines)).toBeLessThanOrEqual(most.lines_beyond_day.buyer)
    }),
    { numRuns: 100 },
  )
})

test('bands of a median change by more than a count when others come in her place, and their noise knows', async () => {
  // Ayesha has four of the sixteen places of the day that Karim's shop has. Four others wait for them, who have bought
  // a lamp elsewhere in the same order.
  const of = (who: string, order: number, shop: string, price: number) =>
    `${who}${order},2026-01-09,${who}${order < 4 ? '' : order},${shop},,,,p,1,${price},,`
  const hers = [0, 1, 2, 3].map((order) => of('ayesha', order, 'karim', 100))
  const others = Array.from({ length: 12 }, (_, i) => of('other', 10 + i, 'karim', 9_000))
  const waiting = [20, 21, 22, 23].flatMap((i) => [of('late', i, 'lamps', 100), of('late', i, 'karim', 9_000)])
  const bands = async (rows: readonly string[]) => {
    const { lines } = await readText(`${[HEADER, ...rows].join('\n')}\n`)
    const named = dimsOf(lines)
    const walk = walkOfPeople(lines, named)
    return bandsOf(walk, boundLines(walk, lines, named, PRIVACY), named.dims).sizes
  }
  const [all, rest] = [await bands([...hers, ...others, ...waiting]), await bands([...others, ...waiting])]
  const moved = Math.hypot(...all.map((orders, band) => orders - (rest[band] ?? 0)))
  expect(moved).toBeGreaterThan(stepsOf(PRIVACY).orders.buyer)
  expect(moved).toBeLessThanOrEqual(bandsStep(PRIVACY).buyer)
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
    // The file knows neither what is used nor when anything came; all else is asked, and nothing is told uncharged.
    const { condition, ...questions } = QUESTIONS
    const { delivery, ...others } = OTHER_SHARES
    expect(names).toEqual(new Set([...Object.keys(questions), ...Object.keys(others)]))
    const rho = spent.charges.reduce((sum, charge) => sum + charge.rho, 0)
    expect(rho).toBeCloseTo(PRIVACY.rho * (1 - condition.share - delivery), 9)
  })
})

test('a release of nothing is a release that tells nothing', async () => {
  const { figures, facts } = releaseOf(await readText(`${HEADER}\n`))
  expect(figures.filter(({ status }) => status === 'published')).toEqual([])
  expect(facts.coverage.months).toBe(0)
})
