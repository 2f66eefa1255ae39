import type { Random } from './shapes.ts'

/** mulberry32: 32 bits of state, the same numbers for the same seed on every machine. Not for secrets. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A whole number from `from` to `to`, both included. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1))
}

export function pick<T>(random: Random, from: readonly T[]): T {
  const one = from[Math.floor(random() * from.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

/** `count` different ones, in the order in which they stand in `from`. */
export function pickSome<T>(random: Random, from: readonly T[], count: number): T[] {
  const drawn = from.map((one, at) => ({ one, at, ticket: random() }))
  drawn.sort((a, b) => a.ticket - b.ticket)
  const kept = drawn.slice(0, count)
  kept.sort((a, b) => a.at - b.at)
  return kept.map(({ one }) => one)
}

/** True in `percent` of a hundred cases. */
export function chance(random: Random, percent: number): boolean {
  return random() * 100 < percent
}
