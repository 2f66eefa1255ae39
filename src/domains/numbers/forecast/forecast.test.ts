import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ends, forecast, LEAST_TRIES, lastsDays } from './forecast.ts'
import { learn, METHODS } from './methods.ts'
import { ahead, type State, smooth, squaredErrors, startOf } from './smoothing.ts'

const rounded = (values: readonly number[], digits = 2) => values.map((value) => Number(value.toFixed(digits)))

describe('smoothing comes to the published figures', () => {
  test('single smoothing of the NIST handbook, 6.4.3.1', () => {
    const values = [71, 70, 69, 68, 64, 65, 72, 78, 75, 75, 75, 70]
    const start: State = { level: 71, trend: 0, season: [] }
    const how = { alpha: 0.1 }
    const told: number[] = []
    let state = start
    for (const value of values.slice(1)) {
      told.push(ahead(state, 1))
      state = smooth([value], state, how)
    }
    expect(rounded(told)).toEqual([71, 70.9, 70.71, 70.44, 69.8, 69.32, 69.58, 70.43, 70.88, 71.29, 71.67])
    // The handbook sums what it has rounded: a mean of 19.0.
    expect(squaredErrors(values.slice(1), start, how) / told.length).toBeCloseTo(19, 1)
  })

  test('double smoothing of the NIST handbook, 6.4.3.4', () => {
    const values = [6.4, 5.6, 7.8, 8.8, 11, 11.6, 16.7, 15.3, 21.6, 22.4]
    const start: State = { level: 6.4, trend: 0.8, season: [] }
    const state = smooth(values.slice(1), start, { alpha: 0.3623, beta: 1 })
    expect(
      rounded(
        [1, 2, 3, 4, 5].map((steps) => ahead(state, steps)),
        1,
      ),
    ).toEqual([25.8, 28.7, 31.7, 34.6, 37.6])
  })

  test('simple smoothing of Saudi oil, Forecasting: Principles and Practice (1st ed.), 7.1', () => {
    const oil = [446.6565, 454.4733, 455.663, 423.6322, 456.2713, 440.5881, 425.3325, 485.1494, 506.0482, 526.792]
    const values = [...oil, 514.2689, 494.211]
    const start: State = { level: 446.6565, trend: 0, season: [] }
    expect(ahead(smooth(values, start, { alpha: 0.2 }), 1)).toBeCloseTo(484.8025, 2)
    expect(ahead(smooth(values, start, { alpha: 0.6 }), 1)).toBeCloseTo(501.8375, 2)
  })

  test('Holt’s trend of air passengers in Australia, the same book, 7.2', () => {
    const air = [17.5534, 21.8601, 23.8866, 26.9293, 26.8885, 28.8314, 30.0751, 30.9535, 30.1857, 31.5797, 32.577569]
    const values = [...air, 33.477398, 39.021581, 41.386432, 41.596552]
    const start: State = { level: 17.5534, trend: 21.8601 - 17.5534, season: [] }
    const state = smooth(values, start, { alpha: 0.8, beta: 0.2 })
    expect(rounded([1, 2, 3, 4, 5].map((steps) => ahead(state, steps)))).toEqual([43.76, 45.59, 47.43, 49.27, 51.1])
  })

  test('Holt-Winters of visitor nights in Australia, the same book (2nd ed.), 7.3', () => {
    const nights = [
      ...[42.20566, 24.64917, 32.66734, 37.25735, 45.24246, 29.35048, 36.34421, 41.78208, 49.2766, 31.2754, 37.85063],
      ...[38.83704, 51.2369, 31.83855, 41.32342, 42.799, 55.70836, 33.40714, 42.31664, 45.15712, 59.57608, 34.83733],
      ...[44.84168, 46.97125, 60.01903, 38.37118, 46.97586, 50.7338, 61.64687, 39.29957, 52.67121, 54.33232, 66.83436],
      ...[40.87119, 51.82854, 57.49191, 65.25147, 43.06121, 54.76076, 59.83447, 73.25703, 47.69662, 61.09777, 66.05576],
    ]
    const start: State = { level: 32.2597, trend: 0.7014, season: [9.6962, -9.3132, -1.6935, 1.3106] }
    const state = smooth(nights, start, { alpha: 0.3063, beta: 0.0001, gamma: 0.4263 })
    const told = [1, 2, 3, 4, 5, 6, 7, 8].map((steps) => ahead(state, steps))
    const published = [76.1, 51.6, 63.97, 68.37, 78.9, 54.41, 66.77, 71.18]
    for (const [i, value] of published.entries()) expect(told[i]).toBeCloseTo(value, 2)
  })
})

/** Days of a shop that sells more at the end of the week, from a seed: no throw of dice in a test. */
function days(count: number, of: (day: number) => number, noise = 0, seed = 1): number[] {
  let at = seed
  const random = () => {
    at = (at * 1_103_515_245 + 12_345) % 2_147_483_648
    return at / 2_147_483_648 - 0.5
  }
  return Array.from({ length: count }, (_, day) => Math.max(0, Math.round(of(day) + noise * random())))
}

describe('a forecast', () => {
  test('is not made while the past is too short', () => {
    expect(
      forecast(
        days(28 + LEAST_TRIES + 12, () => 3),
        14,
      ),
    ).toBeUndefined()
    expect(
      forecast(
        days(28 + LEAST_TRIES + 13, () => 3),
        14,
      ),
    ).toBeDefined()
  })

  test('takes the method that was least wrong on days that were past, and says how wrong each was', () => {
    const weekly = days(112, (day) => (day % 7 === 5 ? 20 : 4))
    const told = forecast(weekly, 3)
    expect(['seasonal', 'winters']).toContain(told?.method)
    expect(told?.tried.map(({ method }) => method).toSorted()).toEqual([...METHODS].toSorted())
    const errors = told?.tried.map(({ error }) => error) ?? []
    expect(errors).toEqual(errors.toSorted((a, b) => a - b))
    expect(told?.tried[0]?.method).toBe(told?.method)
  })

  test('takes the plain mean where nothing swings', () => {
    expect(
      forecast(
        days(112, () => 3, 4),
        7,
      )?.method,
    ).toMatch(/mean|smooth/)
  })

  test('says nothing of yesterday’s one sale: a thing that sells now and then goes on as it did', () => {
    const seldom = days(112, (day) => (day % 9 === 0 || day === 111 ? 3 : 0))
    const told = forecast(seldom, 14)
    expect(told?.method).not.toBe('naive')
    expect(told?.value).toBeLessThan(10)
  })

  test('follows a trend with the week where there is one', () => {
    const told = forecast(
      days(112, (day) => 5 + day / 2 + (day % 7 === 5 ? 10 : 0), 1),
      7,
    )
    expect(told?.method).toBe('winters')
  })

  test('learns only from what was before: what comes after a day changes nothing that is said on it', () => {
    const past = days(60, (day) => 5 + (day % 7), 3)
    for (const method of METHODS) {
      const learnt = learn(method, past.slice(0, 40))
      expect(learnt(past.slice(0, 50), 7)).toEqual(learnt([...past.slice(0, 50)], 7))
      expect(learn(method, [...past.slice(0, 40)])(past.slice(0, 50), 7)).toEqual(learnt(past.slice(0, 50), 7))
    }
  })

  test('never comes without an interval, which holds it and is never below nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30), { minLength: 60, maxLength: 150 }),
        fc.integer({ min: 1, max: 14 }),
        (sold, ahead) => {
          const told = forecast(sold, ahead)
          expect(told === undefined).toBe(sold.length - ahead - 28 + 1 < LEAST_TRIES)
          if (!told) return
          expect(told.lower).toBeGreaterThanOrEqual(0)
          expect(told.value).toBeGreaterThanOrEqual(told.lower)
          expect(told.upper).toBeGreaterThanOrEqual(told.value)
          expect(told.upper).toBeLessThan(Number.POSITIVE_INFINITY)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('lets at least eight of ten of its tries lie within the interval', () => {
    const misses = days(40, (day) => (day * 37) % 41, 0).map((miss) => miss - 20)
    const { below, above } = ends(misses)
    expect(misses.filter((miss) => miss >= below && miss <= above).length).toBeGreaterThanOrEqual(0.8 * misses.length)
    expect(below).toBeGreaterThan(Math.min(...misses))
  })

  test('says how many days a stock lasts, at the least and at the most', () => {
    const told = { method: 'mean', value: 7, lower: 0, upper: 14, days: 7, tries: 30, tried: [] } as const
    expect(lastsDays(14, told)).toEqual({ days: 14, least: 7, most: Number.POSITIVE_INFINITY })
  })
})

describe('the beginning of smoothing', () => {
  test('finds level, trend and season of a series that has nothing else', () => {
    const season = [3, -1, -2]
    const values = Array.from({ length: 6 }, (_, i) => 10 + 2 * (i + 1) + (season[i % 3] ?? 0))
    const start = startOf(values, 3, true)
    expect(start.level).toBeCloseTo(10, 9)
    expect(start.trend).toBeCloseTo(2, 9)
    expect(rounded(start.season, 9)).toEqual(season)
    expect(squaredErrors(values, start, { alpha: 0.3, beta: 0.1, gamma: 0.2 })).toBeCloseTo(0, 9)
  })
})
