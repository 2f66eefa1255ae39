import { DAY_MS } from '../../../kit/clock/clock.ts'

/** Pakistan keeps one time all year, five hours before UTC. */
const KARACHI_MS = 5 * 3_600_000

/** Banks take a file for the same day until three in the afternoon. */
const CUT_OFF_HOUR = 15

/** The day in Karachi: '2026-01-02'. */
export function dayIn(at: Date): string {
  return new Date(at.getTime() + KARACHI_MS).toISOString().slice(0, 10)
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

export function nextDay(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/**
 * The day on which a bank moves the money of a file it gets now: today until the cut-off, else the next day; never a
 * Saturday, a Sunday or a bank holiday.
 */
export function valueDate(at: Date, holidays: ReadonlySet<string>): string {
  const isLate = new Date(at.getTime() + KARACHI_MS).getUTCHours() >= CUT_OFF_HOUR
  let day = nextDay(dayIn(at), isLate ? 1 : 0)
  while (weekdayOf(day) >= 6 || holidays.has(day)) day = nextDay(day)
  return day
}

/** The newest day up to now that is this day of the week. */
export function lastWeekday(at: Date, weekday: number): string {
  const today = dayIn(at)
  return nextDay(today, -((weekdayOf(today) - weekday + 7) % 7))
}
