import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Budget } from './privacy/budget.ts'
import { Chance } from './privacy/chance.ts'
import { discreteGaussian, discreteLaplace, varianceFor } from './privacy/discrete.ts'
import { fitBoth, fitTo } from './privacy/fitting.ts'
import { epsilonOf, PRIVACY, type PrivacyRules } from './privacy/parameters.ts'
import { breaksPercentRule, isDominated, isSensitive } from './privacy/rules.ts'
import { hideMore } from './privacy/secondary.ts'
import { shopRhoOf } from './privacy/steps.ts'

const shopsOf = (...sold: number[]) => ({
  buyers: 100,
  shops: sold.length,
  total: sold.reduce((sum, each) => sum + each, 0),
  largest: sold[0] ?? 0,
  second: sold[1] ?? 0,
})

describe('chance', () => {
  test('is the same for one seed, another for another, and apart in each of its streams', () => {
    const draw = (chance: Chance) => Array.from({ length: 8 }, () => chance.smallBelow(1000))
    expect(draw(Chance.fromSeed('7'))).toEqual(draw(Chance.fromSeed('7')))
    expect(draw(Chance.fromSeed('8'))).not.toEqual(draw(Chance.fromSeed('7')))
    expect(draw(Chance.fromSeed('7').named('a'))).not.toEqual(draw(Chance.fromSeed('7').named('b')))
    expect(draw(Chance.fresh())).not.toEqual(draw(Chance.fresh()))
  })

  test('gives every number below a limit equally often', () => {
    const chance = Chance.fromSeed('fair')
    const counts = new Map<bigint, number>()
    for (let i = 0; i < 6000; i++) {
      const drawn = chance.below(6n)
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1)
    }
    // Chi square of five degrees: 20.5 is passed once in a thousand seeds.
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect([counts.size, chi < 20.5]).toEqual([6, true])
  })
})

describe('noise', () => {
  const moments = (draws: readonly number[]) => {
    const mean = draws.reduce((sum, each) => sum + each, 0) / draws.length
    return { mean, variance: draws.reduce((sum, each) => sum + (each - mean) ** 2, 0) / draws.length }
  }

  test('of Gauss is whole, centred, and as wide as it was asked to be', () => {
    const chance = Chance.fromSeed('gauss')
    const draws = Array.from({ length: 4000 }, () => Number(discreteGaussian(chance, 100n)))
    const { mean, variance } = moments(draws)
    expect(draws.every(Number.isInteger)).toBe(true)
    expect(Math.abs(mean)).toBeLessThan(0.6)
    expect(Math.abs(variance / 100 - 1)).toBeLessThan(0.1)
  })

  test('of Laplace falls by e for every scale', () => {
    const chance = Chance.fromSeed('laplace')
    const draws = Array.from({ length: 6000 }, () => Math.abs(Number(discreteLaplace(chance, 5n))))
    const beyond = (size: number) => draws.filter((draw) => draw >= size).length
    expect(Math.abs(beyond(10) / beyond(5) - Math.exp(-1))).toBeLessThan(0.05)
  })

  test('is never narrower than the budget asks', () => {
    expect(varianceFor(4, 0.002)).toBe(4000n)
    expect(varianceFor(1, 0.3)).toBe(2n)
  })

  /**
   * An audit: for every threshold the chance to lie beyond it with Ayesha's four lines may exceed the chance without
   * them
   * by no more than e^ε and δ. Gives the worst excess over that promise, less the error of so few runs.
   */
  const excess = (variance: bigint, rho: number) => {
    const [runs, delta] = [20_000, 0.05]
    const chance = Chance.fromSeed('audit')
    const draw = (count: number) =>
      Array.from({ length: runs }, () => count + Number(discreteGaussian(chance, variance))).sort((a, b) => a - b)
    const [without, withHer] = [draw(0), draw(4)]
    const share = (sorted: readonly number[], from: number) => sorted.filter((value) => value >= from).length / runs
    // The exact δ of a Gaussian for its ε is smaller than this conversion says: it is a bound.
    const epsilon = epsilonOf(rho, delta)
    const error = 4 * Math.sqrt(0.25 / runs)
    const levels = Array.from({ length: 41 }, (_, i) => i - 16)
    return Math.max(...levels.map((at) => share(withHer, at) - Math.exp(epsilon) * share(without, at) - delta - error))
  }

  test('keeps what its budget promises, and an audit finds noise that does not', () => {
    const rho = 0.5
    expect(excess(varianceFor(4, rho), rho)).toBeLessThanOrEqual(0)
    expect(excess(1n, rho)).toBeGreaterThan(0.2)
  })
})

describe('a cell', () => {
  test('is sensitive when the second shop knows the first within fifteen percent', () => {
    expect(breaksPercentRule(shopsOf(100, 5, 5, 5), 15)).toBe(true)
    expect(breaksPercentRule(shopsOf(100, 50, 20), 15)).toBe(false)
    expect(breaksPercentRule(shopsOf(100), 15)).toBe(true)
    expect(breaksPercentRule(shopsOf(100, 90), 15)).toBe(true)
  })

  test('is sensitive when two shops have nearly everything', () => {
    expect(isDominated(shopsOf(60, 30, 10), 85)).toBe(true)
    expect(isDominated(shopsOf(40, 30, 30), 85)).toBe(false)
  })

  test('needs enough buyers and enough shops', () => {
    const even = shopsOf(10, 10, 10, 10, 10, 10)
    expect(isSensitive(even, PRIVACY, true)).toBe(false)
    expect(isSensitive({ ...even, buyers: 19 }, PRIVACY, true)).toBe(true)
    expect(isSensitive({ ...even, shops: 4 }, PRIVACY, true)).toBe(true)
    expect(isSensitive({ ...even, shops: 0 }, PRIVACY, false)).toBe(false)
  })
})

describe('a budget', () => {
  const charge = { table: 'month', quantity: 'lines', buyer_step: 4 * Math.SQRT2, shop_step: 16, variance: 1 }

  test('is charged before anything is drawn, and is never overdrawn', () => {
    const budget = new Budget(PRIVACY)
    budget.charge({ ...charge, rho: PRIVACY.rho })
    expect(() => budget.charge({ ...charge, rho: 0.001 })).toThrow('no more than its budget')
    expect(budget.charges).toHaveLength(1)
  })

  test('of a shop’s day is charged too, and is as large as a release that asks everything', () => {
    const budget = new Budget(PRIVACY)
    const dear = { ...charge, shop_step: 40 }
    expect(() => budget.charge({ ...dear, rho: PRIVACY.rho })).toThrow('no more on a shop')
    expect(budget.charges).toEqual([])
    const spent = (rules: PrivacyRules) => shopRhoOf(rules)
    expect(spent({ ...PRIVACY, shop_lines_a_day: 2 * PRIVACY.shop_lines_a_day })).toBeCloseTo(4 * spent(PRIVACY), 9)
  })

  test('says what it cost a person’s month and a shop’s day', () => {
    const budget = new Budget(PRIVACY)
    budget.charge({ ...charge, rho: 0.01 })
    // 0.01 + 2·√(0.01·ln 10⁶)
    expect(budget.summary().buyer).toMatchObject({ rho: 0.01, epsilon: 0.7534 })
    expect(budget.summary().shop).toMatchObject({ rho: 0.08 })
  })
})

describe('numbers that are made to agree', () => {
  const noisy = fc.array(fc.integer({ min: -50, max: 200 }), { minLength: 1, maxLength: 12 })

  test('add up to their total, in whole steps, with nothing below zero', () => {
    fc.assert(
      fc.property(noisy, fc.integer({ min: 0, max: 500 }), (values, total) => {
        const fitted = fitTo(values, total)
        expect(fitted.reduce((sum, each) => sum + each, 0)).toBe(total)
        expect(fitted.every((each) => Number.isInteger(each) && each >= 0)).toBe(true)
      }),
    )
  })

  test('stay as they are when they agree already', () => {
    expect(fitTo([10, 20, 30], 60)).toEqual([10, 20, 30])
    expect(fitTo([10, 20, 30], 63)).toEqual([11, 21, 31])
    expect(fitTo([-5, 20, 30], 50)).toEqual([0, 20, 30])
  })

  test('keep the totals of rows and of columns at once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 5 }),
        (true_) => {
          const rows = true_.map((row) => row.reduce((sum, each) => sum + each, 0))
          const columns = [0, 1, 2].map((j) => true_.reduce((sum, row) => sum + (row[j] ?? 0), 0))
          const chance = Chance.fromSeed('table')
          const table = true_.flat().map((value) => value + Number(discreteGaussian(chance, 25n)))
          const fitted = fitBoth(table, rows, columns)
          const rowSums = rows.map((_, i) => fitted.slice(i * 3, i * 3 + 3).reduce((sum, each) => sum + each, 0))
          const columnSums = columns.map((_, j) => rows.reduce((sum, _r, i) => sum + (fitted[i * 3 + j] ?? 0), 0))
          expect([rowSums, columnSums]).toEqual([rows, columns])
          expect(fitted.every((each) => each >= 0)).toBe(true)
        },
      ),
    )
  })
})

describe('numbers that are made to agree below what they may be', () => {
  const cells = fc.array(fc.tuple(fc.nat(30), fc.nat(6), fc.integer({ min: -9, max: 9 })), {
    ...{ minLength: 12, maxLength: 12 },
  })

  test('are no larger than that, and keep every total', () => {
    fc.assert(
      fc.property(cells, (drawn) => {
        const [truth, most] = [drawn.map(([own]) => own), drawn.map(([own, more]) => own + more)]
        const noisy = drawn.map(([own, , noise]) => own + 3 * noise)
        const sumOf = (table: readonly number[], is: (at: number) => boolean) =>
          table.reduce((sum, each, at) => sum + (is(at) ? each : 0), 0)
        const rows = [0, 1, 2].map((i) => sumOf(truth, (at) => Math.floor(at / 4) === i))
        const columns = [0, 1, 2, 3].map((j) => sumOf(truth, (at) => at % 4 === j))
        const fitted = fitBoth(noisy, rows, columns, most)
        expect(rows.map((_, i) => sumOf(fitted, (at) => Math.floor(at / 4) === i))).toEqual(rows)
        expect(columns.map((_, j) => sumOf(fitted, (at) => at % 4 === j))).toEqual(columns)
        expect(fitted.filter((value, at) => value < 0 || value > (most[at] ?? 0))).toEqual([])
        const one = fitTo(noisy, rows[0] ?? 0, most)
        expect(one.reduce((sum, each) => sum + each, 0)).toBe(rows[0])
        expect(one.filter((value, at) => value < 0 || value > (most[at] ?? 0))).toEqual([])
      }),
    )
  })
})

describe('what is hidden', () => {
  // Cells 0 to 8 are a table of three by three; 9 to 11 its rows, 12 to 14 its columns, 15 everything.
  const families = [
    ...[0, 1, 2].map((r) => ({ total: 9 + r, parts: [0, 1, 2].map((c) => r * 3 + c) })),
    ...[0, 1, 2].map((c) => ({ total: 12 + c, parts: [0, 1, 2].map((r) => r * 3 + c) })),
    { total: 15, parts: [9, 10, 11] },
    { total: 15, parts: [12, 13, 14] },
  ]

  /** Computes what subtraction gives away, again and again. */
  const given = (hidden: Uint8Array) => {
    const left = Uint8Array.from(hidden)
    for (let changed = true; changed; ) {
      changed = false
      for (const { total, parts } of families) {
        const unknown = [total, ...parts].filter((cell) => left[cell])
        if (unknown.length !== 1) continue
        left[unknown[0] ?? 0] = 0
        changed = true
      }
    }
    return [...hidden.keys()].filter((cell) => hidden[cell] && !left[cell])
  }

  test('cannot be computed from what is told, though it can while it is hidden alone', () => {
    const alone = new Uint8Array(16)
    alone[4] = 1
    expect(given(alone)).toEqual([4])
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 9, maxLength: 9 }),
        fc.nat(8),
        (sizes, one) => {
          const hidden = new Uint8Array(16)
          hidden[one] = 1
          const whole = (cells: readonly number[]) => cells.reduce((sum, cell) => sum + (sizes[cell] ?? 0), 0)
          const size = (cell: number) => (cell < 9 ? (sizes[cell] ?? 0) : whole(families[cell - 9]?.parts ?? []))
          hideMore(hidden, families, size)
          expect(given(hidden)).toEqual([])
        },
      ),
    )
  })
})
