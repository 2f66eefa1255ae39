// Numbers and days straight from the bytes of a cell. NaN and −1 say that a cell could not be read.

export const NO_DAY = -0x8000_0000

const [ZERO, NINE, DOT, DASH, COMMA] = [48, 57, 46, 45, 44]

/** A number as people and programs write it: 1200, 1,200.50, Rs 450, ۱۲۰۰. NaN when it is none. */
export function numberIn(bytes: Uint8Array, start: number, end: number): number {
  let whole = 0
  let scale = 0
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0
    if (byte >= ZERO && byte <= NINE) {
      whole = whole * 10 + (byte - ZERO)
      if (scale > 0) scale *= 10
    } else if (byte === DOT && scale === 0 && i > start) scale = 1
    else return slowNumber(bytes, start, end)
  }
  if (whole > 9e15) return slowNumber(bytes, start, end)
  return scale > 1 ? whole / scale : whole
}

function slowNumber(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 60) return Number.NaN
  const text = new TextDecoder()
    .decode(bytes.subarray(start, end))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/^\s*(rs\.?|pkr|₨)\s*/i, '')
    .trim()
  const plain = /^-?\d{1,3}(,\d{2,3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain) ? Number(plain) : Number.NaN
}

/**
 * A day as 2017-03-05, with or without an hour behind it, counted from 1970-01-01. NO_DAY when there is no such day.
 *
 */
export function dayIn(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  if (length < 10 || bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return NO_DAY
  const year = digits(bytes, start, 4)
  const month = digits(bytes, start + 5, 2)
  const day = digits(bytes, start + 8, 2)
  if (length > 10 && bytes[start + 10] !== 0x54 && bytes[start + 10] !== 0x20) return NO_DAY
  return daysFrom(year, month, day)
}

/** A day as American programs write it, 7/28/2016: only in files that are known for it. */
export function slashDayIn(bytes: Uint8Array, start: number, end: number): number {
  const text = end - start > 30 ? '' : new TextDecoder().decode(bytes.subarray(start, end))
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s.*)?$/.exec(text) ?? []
  return daysFrom(Number(year), Number(month), Number(day))
}

/** The hour behind a day, 0 to 23; −1 when there is none. */
export function hourIn(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 13) return -1
  const hour = digits(bytes, start + 11, 2)
  return hour >= 0 && hour <= 23 ? hour : -1
}

function digits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0
  for (let i = start; i < start + count; i++) {
    const digit = (bytes[i] ?? 0) - ZERO
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days since 1970-01-01 of a day of the Gregorian calendar; NO_DAY when the calendar has no such day. */
export function daysFrom(year: number, month: number, day: number): number {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return NO_DAY
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (day > (MONTH_DAYS[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0)) return NO_DAY
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Year, month and day of a count of days since 1970-01-01. */
export function dateOf(days: number): { year: number; month: number; day: number } {
  const date = new Date(days * 86_400_000)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** True for a cell that says nothing: empty, or one of the words programs write for that. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (length === 0) return true
  if (length > 7 || (bytes[start] ?? 0) >= 0x80) return false
  if (length === 1) return bytes[start] === DASH || bytes[start] === 0x20 || bytes[start] === COMMA
  const first = bytes[start] ?? 0
  // Only words that begin with \ # N n U u or a space are looked at as text.
  if (first !== 0x5c && first !== 0x23 && (first | 0x20) !== 0x6e && (first | 0x20) !== 0x75 && first !== 0x20)
    return false
  const text = new TextDecoder().decode(bytes.subarray(start, end)).trim().toLowerCase()
  return ['', '\\n', '#n/a', 'n/a', 'na', 'nan', 'null', 'none', 'nil', 'unknown'].includes(text)
}
