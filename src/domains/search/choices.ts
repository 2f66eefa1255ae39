import type { Tally } from './index/tally.ts'
import type { Shelves } from './shelves.ts'

export interface Choice {
  readonly id: string
  readonly count: number
}

/** A band of price in paisa, from (included) to (not included); the last one has no end. */
export interface PriceBand {
  readonly from: bigint
  readonly to: bigint | null
  readonly count: number
}

/** What a buyer can narrow the results by, each counted as if it alone were not chosen yet. */
export interface Facets {
  readonly facets: {
    readonly categories: readonly Choice[]
    readonly prices: readonly PriceBand[]
    readonly cities: readonly Choice[]
    readonly brands: readonly Choice[]
    readonly colours: readonly Choice[]
    readonly sizes: readonly Choice[]
    /** 'new' and 'used'. */
    readonly conditions: readonly Choice[]
    /** '1' to '3': from shops of this standing and better. */
    readonly standings: readonly Choice[]
    /** 'in_stock': what can be ordered now. */
    readonly stock: readonly Choice[]
  }
}

// Rupees where a band may begin: figures that people think in.
const STEPS = [0, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000]
export const STEP_COUNT = STEPS.length
const BANDS_MOST = 5
const SHOWN_MOST = 50
/** Of numbers that may have no name some more are looked at. */
const LOOKED_AT = SHOWN_MOST * 2

const byCount = (a: Choice, b: Choice) => b.count - a.count || (a.id < b.id ? -1 : 1)

/** The most counted of a tally by their names; what has no name is left out. */
export function mostOf({ counts, numbers }: Tally, nameOf: (number: number) => string): Choice[] {
  const named = mostCounted(counts, numbers).map((number) => ({ id: nameOf(number), count: counts[number] as number }))
  return named
    .filter(({ id }) => id !== '')
    .sort(byCount)
    .slice(0, SHOWN_MOST)
}

/** The numbers that count most. There can be many thousands, so that they are not all sorted. */
function mostCounted(counts: Int32Array, seen: Int32Array): readonly number[] {
  const before = (a: number, b: number) => (counts[b] as number) - (counts[a] as number) || a - b
  if (seen.length <= LOOKED_AT) return [...seen]
  let most: number[] = []
  let least = 0
  for (const number of seen) {
    if ((counts[number] as number) < least) continue
    most.push(number)
    if (most.length < LOOKED_AT * 4) continue
    most = most.sort(before).slice(0, LOOKED_AT)
    least = counts[most.at(-1) as number] as number
  }
  return most.sort(before).slice(0, LOOKED_AT)
}

/** Counts of shelves, gathered one level below the chosen one. */
export function shelfChoices(shelves: Shelves, chosen: string | undefined, counts: readonly Choice[]): Choice[] {
  const shelfOf = shelvesBelow(shelves, shelves.choiceAt(chosen))
  const sums = new Map<string, number>()
  for (const { id, count } of counts) {
    const shelf = shelfOf(id)
    if (shelf !== undefined) sums.set(shelf, (sums.get(shelf) ?? 0) + count)
  }
  return [...sums].map(([id, count]) => ({ id, count })).sort(byCount)
}

const below = new WeakMap<Shelves, Map<string, Map<string, string | undefined>>>()

/** On which of the shelves right below a choice a category stands. Remembered: it is asked with every query. */
function shelvesBelow(shelves: Shelves, choice: string): (id: string) => string | undefined {
  const choices = below.get(shelves) ?? new Map<string, Map<string, string | undefined>>()
  below.set(shelves, choices)
  const known = choices.get(choice) ?? new Map<string, string | undefined>()
  choices.set(choice, known)
  return (id) => {
    if (!known.has(id)) {
      known.set(
        id,
        shelves.pathOf(id).find((one) => shelves.parentOf(one) === choice),
      )
    }
    return known.get(id)
  }
}

/** The step in which a price in paisa lies. */
export function stepOf(price: number): number {
  let step = STEPS.length - 1
  while (step > 0 && price < (STEPS[step] ?? 0) * 100) step--
  return step
}

/** At most five bands of about as many goods each, from counts by step; none when all goods would be in one. */
export function priceBands(counts: readonly number[]): PriceBand[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const share = total / BANDS_MOST
  const made: PriceBand[] = []
  let begun = 0
  let count = 0
  counts.forEach((more, step) => {
    if (count === 0 && more > 0) begun = step
    count += more
    const next = STEPS[step + 1]
    if (count === 0 || (next !== undefined && count < share)) return
    made.push({ from: BigInt(STEPS[begun] ?? 0) * 100n, to: next === undefined ? null : BigInt(next) * 100n, count })
    count = 0
  })
  const last = made.at(-1)
  if (!last) return []
  made[made.length - 1] = { ...last, to: null, count: last.count + count }
  return made.length > 1 ? made : []
}
