/** Chance that is the same for the same seed (mulberry32). */
export interface Dice {
  /** From 0 to below 1. */
  (): number
  /** True so often in a hundred times. */
  often(percent: number): boolean
  /** A whole number from least to most. */
  between(least: number, most: number): number
  pick<T>(things: readonly T[]): T
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return Object.assign(roll, {
    often: (percent: number) => roll() * 100 < percent,
    between: (least: number, most: number) => least + Math.floor(roll() * (most - least + 1)),
    pick: <T>(things: readonly T[]): T => {
      const thing = things[Math.floor(roll() * things.length)]
      if (thing === undefined) throw new Error('there is nothing to pick from')
      return thing
    },
  })
}
