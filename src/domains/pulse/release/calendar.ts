/**
 * When the release of a month is made public: on this day of the month after it, at this hour in Pakistan. Until then
 * nobody reads it, so nobody reads it first.
 */
export const RELEASE_DAY = { day: 5, hour: 10 } as const

const HERE_MS = 5 * 3_600_000

/** The first moment from `now` on at which a release becomes public. */
export function nextReleaseAt(now: Date): Date {
  const here = new Date(now.getTime() + HERE_MS)
  const at = (month: number) =>
    new Date(Date.UTC(here.getUTCFullYear(), month, RELEASE_DAY.day, RELEASE_DAY.hour) - HERE_MS)
  const own = at(here.getUTCMonth())
  return own >= now ? own : at(here.getUTCMonth() + 1)
}

/** When the release that is made now becomes public: on the day of this month, or at once when that is over. */
export function publicFrom(now: Date): Date {
  const next = nextReleaseAt(now)
  const isThisMonth =
    new Date(next.getTime() + HERE_MS).getUTCMonth() === new Date(now.getTime() + HERE_MS).getUTCMonth()
  return isThisMonth ? next : now
}
