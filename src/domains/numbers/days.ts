import { DAY_MS, HOUR_MS } from '../../kit/clock/clock.ts'

/** Pakistan keeps UTC+5 all year. */
const HERE_MS = 5 * HOUR_MS

/** The day of a moment on the calendar in Pakistan: 2026-03-09. */
export function localDay(at: Date): string {
  return new Date(at.getTime() + HERE_MS).toISOString().slice(0, 10)
}

/** The hour of a moment on the clock in Pakistan, 0 to 23. */
export function localHour(at: Date): number {
  return new Date(at.getTime() + HERE_MS).getUTCHours()
}

/** The day some days after another: dayAfter('2026-02-27', 2) is 2026-03-01. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** Midnight in Pakistan at the beginning of a day. */
export function beginOf(day: string): Date {
  return new Date(Date.parse(day) - HERE_MS)
}
