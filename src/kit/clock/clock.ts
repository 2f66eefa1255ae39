/** Where the time comes from. Only main.ts and tests make one; everything else reads tx.now. */
export interface Clock {
  now(): Date
}

/**
 * The real clock, or one that is set: 'now' is an ISO time at which the clock stands still, or a shift such as '+3d' or
 * '-2h' by which it runs beside the real one (BHAROSA_NOW, for demos and tests).
 */
export function clockFrom(setting = ''): Clock {
  const shift = /^([+-])(\d+)([dhm])$/.exec(setting)
  if (shift) {
    const unit_ms = { d: 86_400_000, h: 3_600_000, m: 60_000 }[shift[3] ?? ''] ?? 0
    const shift_ms = Number(`${shift[1]}${shift[2]}`) * unit_ms
    return { now: () => new Date(Date.now() + shift_ms) }
  }
  if (setting === '') return { now: () => new Date() }
  const fixed = new Date(setting)
  if (Number.isNaN(fixed.getTime())) throw new Error(`BHAROSA_NOW is neither a time nor a shift: ${setting}`)
  return { now: () => new Date(fixed) }
}

/** A time some milliseconds after another. */
export function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms)
}

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
