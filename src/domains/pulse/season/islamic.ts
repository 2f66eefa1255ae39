// The Islamic calendar as it is computed (the tabular calendar of 30 years with 11 leap years). In Pakistan a month
// begins when the moon is sighted: usually on the computed day or one day later, seldom one day earlier.

/** How far the sighted day may lie from the computed one. */
export const SIGHTING_DAYS = 1

/** Days since 1970-01-01 of the first day of the year 1: Friday 16 July 622 of the Julian calendar. */
const EPOCH = -492_148

/** Days since 1970-01-01 of a day of the tabular calendar. */
export function islamicDay(year: number, month: number, day: number): number {
  return EPOCH + (year - 1) * 354 + Math.floor((3 + 11 * year) / 30) + Math.ceil(29.5 * (month - 1)) + day - 1
}

/** The Islamic year in which a day lies. */
export function islamicYearOf(days: number): number {
  return Math.floor((30 * (days - EPOCH) + 10_646) / 10_631)
}

export interface Festival {
  readonly name: 'ramzan' | 'eid-ul-fitr' | 'eid-ul-azha' | '11.11' | 'independence-day'
  /** First and last day, days since 1970-01-01. */
  readonly first: number
  readonly last: number
  /** Days by which it may have been earlier or later. */
  readonly uncertain_days: number
}

/** Every festival that touches a span of days, in the order of time. */
export function festivalsBetween(first: number, last: number): Festival[] {
  const festivals: Festival[] = []
  for (let year = islamicYearOf(first) - 1; year <= islamicYearOf(last) + 1; year++) {
    const moon = (name: Festival['name'], from: number, to: number) =>
      festivals.push({ name, first: from, last: to, uncertain_days: SIGHTING_DAYS })
    moon('ramzan', islamicDay(year, 9, 1), islamicDay(year, 10, 1) - 1)
    moon('eid-ul-fitr', islamicDay(year, 10, 1), islamicDay(year, 10, 3))
    moon('eid-ul-azha', islamicDay(year, 12, 10), islamicDay(year, 12, 12))
  }
  const [from, to] = [new Date(first * 86_400_000).getUTCFullYear(), new Date(last * 86_400_000).getUTCFullYear()]
  for (let year = from; year <= to; year++) {
    const sun = (name: Festival['name'], month: number, day: number) => {
      const at = Date.UTC(year, month - 1, day) / 86_400_000
      festivals.push({ name, first: at, last: at, uncertain_days: 0 })
    }
    sun('independence-day', 8, 14)
    sun('11.11', 11, 11)
  }
  return festivals.filter((one) => one.last >= first && one.first <= last).sort((a, b) => a.first - b.first)
}
