import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { festivalsBetween, islamicDay, islamicYearOf, SIGHTING_DAYS } from './season/islamic.ts'
import { ratioToMovingAverage } from './season/ratio.ts'
import { festivalFigures } from './season/seasons.ts'
import { ratioOf, SHOCKS, shockFigures, unusualWeeks } from './season/shocks.ts'

const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000

/** Passengers of airlines by month, 1949 to 1960 (Box, Jenkins and Reinsel, Time Series Analysis, series G). */
const PASSENGERS = `
  112 118 132 129 121 135 148 148 136 119 104 118 115 126 141 135 125 149 170 170 158 133 114 140
  145 150 178 163 172 178 199 199 184 162 146 166 171 180 193 181 183 218 230 242 209 191 172 194
  196 196 236 235 229 243 264 272 237 211 180 201 204 188 235 227 234 264 302 293 259 229 203 229
  242 233 267 269 270 315 364 347 312 274 237 278 284 277 317 313 318 374 413 405 355 306 271 306
  315 301 356 348 355 422 465 467 404 347 305 336 340 318 362 348 363 435 491 505 404 359 310 337
  360 342 406 396 420 472 548 559 463 407 362 405 417 391 419 461 472 535 622 606 508 461 390 432`
  .trim()
  .split(/\s+/)
  .map(Number)

/** What R's decompose(AirPassengers, 'multiplicative')$figure prints, as many textbooks show it. */
const PRINTED = [
  ...[0.9102304, 0.8836253, 1.0073663, 0.975906, 0.981378, 1.1127758],
  ...[1.2265555, 1.219911, 1.0604919, 0.9217572, 0.8011781, 0.8988244],
]

describe('a season', () => {
  test('of the airline passengers is what the textbooks print', () => {
    const taken = ratioToMovingAverage(PASSENGERS, 12)
    expect(Array.from(taken?.factors ?? [])).toHaveLength(12)
    taken?.factors.forEach((factor, month) => {
      expect(factor).toBeCloseTo(PRINTED[month] ?? 0, 6)
    })
    // The first number of the trend: half of January 1949 and 1950, and all between.
    expect(taken?.trend[6]).toBeCloseTo((112 / 2 + 1408 + 115 / 2) / 12, 10)
  })

  const python = programs('python3', ['-c', 'import statsmodels'])
  test.skipIf(!python)('is the same as statsmodels takes out, month by month', () => {
    const script = `
import json, sys
from statsmodels.tsa.seasonal import seasonal_decompose
series = json.load(sys.stdin)
print(json.dumps(list(seasonal_decompose(series, model='multiplicative', period=12).seasonal[:12])))`
    const series = PASSENGERS.slice(0, 60)
    const answer = execFileSync('python3', ['-c', script], { input: JSON.stringify(series) }).toString()
    const ours = Array.from(ratioToMovingAverage(series, 12)?.factors ?? [])
    const theirs: number[] = JSON.parse(answer)
    ours.forEach((factor, month) => {
      expect(factor).toBeCloseTo(theirs[month] ?? 0, 8)
    })
  })
})

/** Whether a program of this machine answers. Without it the comparison is skipped aloud. */
function programs(name: string, words: readonly string[]): boolean {
  try {
    execFileSync(name, words, { stdio: 'ignore' })
    return true
  } catch {
    console.warn(`skipped: ${[name, ...words].join(' ')} does not run here`)
    return false
  }
}

describe('the Islamic calendar', () => {
  const civil = new Intl.DateTimeFormat('en-u-ca-islamic-civil-nu-latn', {
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' },
  })

  test('is the computed one of the Unicode project on every day of sixty years', () => {
    const wrong: string[] = []
    for (let day = dayOf('1990-01-01'); day < dayOf('2050-01-01'); day++) {
      const [month = 0, date = 0, year = 0] = (civil.format(new Date(day * 86_400_000)).match(/\d+/g) ?? []).map(Number)
      if (islamicDay(year, month, date) !== day || islamicYearOf(day) !== year) wrong.push(`${year}-${month}-${date}`)
    }
    expect(wrong).toEqual([])
  })

  // Days on which Pakistan kept both Eids, as its moon committee said.
  const KEPT = {
    'eid-ul-fitr': '2018-06-16 2019-06-05 2020-05-24 2021-05-13 2022-05-03 2023-04-22 2024-04-10 2025-03-31',
    'eid-ul-azha': '2018-08-22 2019-08-12 2020-08-01 2021-07-21 2022-07-10 2023-06-29 2024-06-17 2025-06-07',
  }

  test.each(Object.entries(KEPT))('foretells %s to the day of sighting and its uncertainty', (name, days) => {
    const computed = festivalsBetween(dayOf('2018-01-01'), dayOf('2025-12-31')).filter((one) => one.name === name)
    const kept = days.split(' ').map(dayOf)
    const off = kept.map((day) => Math.min(...computed.map(({ first }) => Math.abs(first - day))))
    expect(off.every((days) => days <= SIGHTING_DAYS)).toBe(true)
    expect(computed).toHaveLength(kept.length)
  })

  test('has 11.11 and Independence Day on their days, and no doubt about them', () => {
    const year = festivalsBetween(dayOf('2026-01-01'), dayOf('2026-12-31'))
    const fixed = year.filter(({ uncertain_days }) => uncertain_days === 0)
    expect(fixed.map(({ name, first }) => [name, first])).toEqual([
      ['independence-day', dayOf('2026-08-14')],
      ['11.11', dayOf('2026-11-11')],
    ])
  })
})

/** A hundred orders a day, but for some days. */
function daysWith(first: string, last: string, change: (day: number) => number) {
  const from = dayOf(first)
  const values = Array.from({ length: dayOf(last) - from + 1 }, (_, i) => 100 * change(from + i))
  return { series: { labels: values.map(String), values, errors: values.map((value) => Math.sqrt(value)) }, from }
}

describe('what moves trade from outside', () => {
  test('people who buy for Eid show in the fortnight before it, and the moon widens the interval', () => {
    const eid = islamicDay(1445, 10, 1)
    const { series, from } = daysWith('2024-02-01', '2024-06-10', (day) => (day >= eid - 14 && day < eid ? 2 : 1))
    const uplift = festivalFigures(series, from, 'exact').find(({ group }) => group === 'festival:eid-ul-fitr')
    expect(uplift?.value).toBeCloseTo(2, 1)
    // A day less at the beginning is 13 of 14 doubled days: 27/14 of the usual.
    expect(uplift?.lower).toBeLessThan(27 / 14)
  })

  test('a lockdown is told with its size, and not when the weeks before it are missing', () => {
    const [lockdown] = SHOCKS
    const inside = (day: number) => day >= dayOf(lockdown.first) && day <= dayOf(lockdown.last)
    const { series, from } = daysWith('2020-01-01', '2020-06-30', (day) => (inside(day) ? 0.4 : 1))
    const [effect] = shockFigures(series, from, 'exact')
    expect(effect).toMatchObject({ figure: 'shock_effect', group: `shock:${lockdown.name}`, value: 0.4 })
    const late = daysWith('2020-03-20', '2020-06-30', () => 1)
    expect(shockFigures(late.series, late.from, 'exact')).toEqual([])
  })

  test('a week that nobody foretold is found, and a trade without one has none', () => {
    const wave = (day: number) => 1 + 0.1 * Math.sin(day)
    const storm = dayOf('2024-07-01')
    const { series, from } = daysWith('2024-01-01', '2024-12-29', (day) =>
      day >= storm && day < storm + 7 ? 0.3 : wave(day),
    )
    expect(unusualWeeks(series, from, 'exact').map(({ period }) => period)).toEqual(['2024-W27'])
    const calm = daysWith('2024-01-01', '2024-12-29', wave)
    expect(unusualWeeks(calm.series, calm.from, 'exact')).toEqual([])
    // Of days that may each be off by more than they are, nothing can be said of a week.
    const unsure = { ...series, errors: series.values.map((value) => 4 * value) }
    expect(unusualWeeks(unsure, from, 'exact')).toEqual([])
  })

  test('is as unsure as what it is compared with: a quotient reaches further up than down', () => {
    const [known, unknown] = [2, 25].map((error) => ratioOf({ value: 100, error: 2 }, 1, { value: 100, error }, 1))
    const reach = ({ value = 0, lower = 0, upper = 0 } = {}) => ({ down: value - lower, up: upper - value })
    expect(reach(unknown).down).toBeGreaterThan(4 * reach(known).down)
    expect(reach(unknown).up).toBeGreaterThan(1.5 * reach(unknown).down)
  })
})
