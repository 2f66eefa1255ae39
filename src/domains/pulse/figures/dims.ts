import { dateOf, daysFrom, NO_DAY } from '../reading/cells.ts'
import type { OrderLines } from '../reading/lines.ts'
import { OTHER_CITIES } from '../reading/rare.ts'
import { OUTCOMES } from '../reading/shapes.ts'
import { divisionOf } from './divisions.ts'

/** What a line is known by; each is a number from 0 (unknown) up. */
export const BASES = [
  'day',
  'hour',
  'place',
  'category',
  'method',
  'outcome',
  'status',
  'condition',
  'size',
  'womenLed',
] as const
export type Base = (typeof BASES)[number]

export type DimName =
  | 'year'
  | 'month'
  | 'week'
  | 'weekday'
  | 'day'
  | 'hour'
  | 'province'
  | 'division'
  | 'city'
  | 'metro'
  | 'place'
  | 'category'
  | 'method'
  | 'outcome'
  | 'status'
  | 'condition'
  | 'size'
  | 'womenLed'

/** One way to part the lines: by month, by city, by category. Label 0 is the unknown. */
export interface Dim {
  readonly name: DimName
  readonly base: Base
  readonly labels: readonly string[]
  /** The number in this dimension of each number of the base. */
  readonly of: Int32Array
}

export type Dims = Readonly<Record<DimName, Dim>>

/** Lines a month on average up to which a shop is small, and middle; above it is large. */
export const SHOP_SIZES = { small: 30, middle: 300 } as const

const WEEKDAYS = ['unknown', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Every dimension of a set of lines, and the base numbers that a line has. */
export function dimsOf(lines: OrderLines, metro = largestCity(lines)): { dims: Dims; firstDay: number } {
  let [first, last] = [Number.MAX_SAFE_INTEGER, NO_DAY]
  for (const day of lines.day) {
    if (day === NO_DAY) continue
    if (day < first) first = day
    if (day > last) last = day
  }
  const days = last === NO_DAY ? 0 : last - first + 1
  const { places } = lines.words
  const plain = (name: DimName & Base, labels: readonly string[]): Dim => ({
    name,
    base: name,
    labels,
    of: Int32Array.from(labels, (_, i) => i),
  })
  const byDay = (name: DimName, labelOf: (day: number) => string) => calendar(name, first, days, labelOf)
  const byPlace = (name: DimName, labelOf: (place: { province: string; city: string }) => string) =>
    folded(name, 'place', places.map(labelOf))
  const provinces = new Set(places.map(({ province }) => province))
  return {
    firstDay: first,
    dims: {
      day: byDay('day', (day) => String(day)),
      month: byDay('month', monthOf),
      year: byDay('year', (day) => String(dateOf(day).year)),
      week: byDay('week', weekOf),
      weekday: {
        name: 'weekday',
        base: 'day',
        labels: WEEKDAYS,
        of: Int32Array.from({ length: days + 1 }, (_, i) => (i === 0 ? 0 : ((first + i - 1 + 3) % 7) + 1)),
      },
      hour: plain('hour', ['unknown', ...Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))]),
      province: byPlace('province', ({ province }) => province),
      division: byPlace('division', ({ city }) => divisionOf(city)),
      city: byPlace('city', ({ city }) => (provinces.has(city) && city !== '' ? `${city} (city)` : city)),
      metro: byPlace('metro', ({ city }) =>
        city === '' || metro === '' ? '' : city === metro ? metro : `outside ${metro}`,
      ),
      place: byPlace('place', ({ province, city }) => (province + city === '' ? '' : `${province}/${city}`)),
      category: plain('category', lines.words.category.labels),
      method: plain('method', lines.words.method.labels),
      outcome: plain('outcome', OUTCOMES),
      status: plain('status', lines.words.status.labels),
      condition: plain('condition', lines.words.condition.labels),
      size: plain('size', ['unknown', 'small', 'middle', 'large']),
      womenLed: plain('womenLed', lines.womenLedShop.some((mark) => mark > 0) ? ['unknown', 'yes', 'no'] : ['unknown']),
    },
  }
}

/** Labels of days, in the order of time; 0 is the unknown day. */
function calendar(name: DimName, first: number, days: number, labelOf: (day: number) => string): Dim {
  const labels = ['unknown']
  const of = new Int32Array(days + 1)
  for (let i = 0; i < days; i++) {
    const label = labelOf(first + i)
    if (labels.at(-1) !== label || labels.length === 1) labels.push(label)
    of[i + 1] = labels.length - 1
  }
  return { name, base: 'day', labels, of }
}

function folded(name: DimName, base: Base, words: readonly string[]): Dim {
  const labels = ['unknown', ...[...new Set(words)].filter((word) => word !== '').sort()]
  const at = new Map(labels.map((label, i) => [label, i]))
  return { name, base, labels, of: Int32Array.from(words, (word) => (word === '' ? 0 : (at.get(word) ?? 0))) }
}

/** 2017-03 of a day. */
export function monthOf(days: number): string {
  const { year, month } = dateOf(days)
  return `${year}-${String(month).padStart(2, '0')}`
}

/** The ISO week of a day, 2017-W12: weeks begin on Monday, and belong to the year of their Thursday. */
export function weekOf(days: number): string {
  const thursday = days - ((days + 3) % 7) + 3
  const { year } = dateOf(thursday)
  const week = Math.floor((thursday - daysFrom(year, 1, 1)) / 7) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** The largest city of the country: how people pay outside of it is what is asked first. */
const CAPITAL_OF_TRADE = 'Karachi'
/** A share of the lines with which it stands for itself. */
const ENOUGH = 0.05

/** The city with the most lines, or that one; '' when no line names one. */
function largestCity(lines: OrderLines): string {
  const counts = new Float64Array(lines.words.places.length)
  for (const place of lines.place) counts[place] = (counts[place] ?? 0) + 1
  return metroOf(lines.words.places, counts, lines.count)
}

/** The city that stands for itself: that one, or where too little comes from it the one with the most; '' for none. */
export function metroOf(places: readonly { city: string }[], counts: ArrayLike<number>, total: number): string {
  const byCity = new Map<string, number>()
  places.forEach(({ city }, i) => {
    const count = counts[i] ?? 0
    if (city !== '' && city !== OTHER_CITIES && count > 0) byCity.set(city, (byCity.get(city) ?? 0) + count)
  })
  const capital = byCity.get(CAPITAL_OF_TRADE)
  if (capital !== undefined && capital >= ENOUGH * total) return CAPITAL_OF_TRADE
  return [...byCity].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? ''
}

/** The size of each shop, by all its lines. */
export function shopSizes(lines: OrderLines, dims: Dims): Uint8Array {
  const counts = new Uint32Array(lines.shopCount)
  for (const shop of lines.shop) if (shop >= 0) counts[shop] = (counts[shop] ?? 0) + 1
  const months = monthsOf(dims)
  return Uint8Array.from(counts, (count) => sizeOf(count, months))
}

const DAYS_OF_A_MONTH = 30.44
/** From the first day to the last, in months; one at least. */
export const monthsOf = ({ day }: Dims): number => Math.max(1, (day.labels.length - 1) / DAYS_OF_A_MONTH)

/** The number of a shop’s size, small, middle or large, that sold so many lines in so many months. */
export function sizeOf(lines: number, months: number): number {
  const aMonth = lines / months
  return aMonth <= SHOP_SIZES.small ? 1 : aMonth <= SHOP_SIZES.middle ? 2 : 3
}
