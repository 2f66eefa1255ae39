import type { FieldTerms } from './index/field-terms.ts'
import { SPAM } from './weights.ts'

/** What a title is worth by the rules against stuffing: less when a word stands in it again and again. */
export function spamFactor(titleTerms: readonly string[]): number {
  if (titleTerms.length <= SPAM.long_from && new Set(titleTerms).size > titleTerms.length - SPAM.stuffed_from + 1)
    return 1
  const seen = new Map<string, number>()
  let most = 0
  let words = 0
  for (const term of titleTerms) {
    // Figures come more than once in honest titles: 12 V 12 Ah.
    if (!/^\p{L}{3}/u.test(term)) continue
    words++
    const count = (seen.get(term) ?? 0) + 1
    seen.set(term, count)
    if (count > most) most = count
  }
  return (most >= SPAM.stuffed_from ? SPAM.stuffed : 1) * (words > SPAM.long_from ? SPAM.long : 1)
}

/** True for a title, as numbers of terms, that no rule against stuffing can be about: nearly all are. */
export function isPlainTitle({ ids, count }: FieldTerms): boolean {
  if (count > SPAM.long_from) return false
  for (let i = 0; i < count; i++) {
    let same = 1
    for (let j = 0; j < i; j++) if (ids[j] === ids[i]) same++
    if (same === SPAM.stuffed_from) return false
  }
  return true
}

export interface Priced {
  readonly price: number
  readonly shop: number
  /** The same for titles that read the same. */
  readonly title: number
  /** Of how many terms the title is: many sell a khussa, few a maroon Multani khussa with zari for grooms. */
  readonly length: number
  readonly shelf: number
}

/**
 * What each of the best hits is worth by the rules that need company: a title once more from the same shop, the title
 * of another shop for much less than there, and a price far below what such goods cost here. In the order of the hits.
 */
export function companyFactors(hits: readonly Priced[]): Float64Array {
  const factors = new Float64Array(hits.length).fill(1)
  const usual = usualPrices(hits)
  const copied = copiedPrices(hits)
  const shown = new Set<number>()
  hits.forEach(({ price, shop, title, shelf }, i) => {
    const elsewhere = copied.get(title)
    const key = shop * 2 ** 32 + (title >>> 0)
    if (shown.has(key)) factors[i] = SPAM.repeated
    shown.add(key)
    const middle = usual.get(shelf)
    const isBait = middle !== undefined && price < middle * SPAM.bait_below
    const isCopy = elsewhere !== undefined && price < elsewhere * SPAM.copied_below
    if (isBait || isCopy) factors[i] = (factors[i] as number) * SPAM.bait
  })
  return factors
}

/** Of each title that several shops have the middle price, of two the higher: who copies it does so to be cheaper. */
function copiedPrices(hits: readonly Priced[]): Map<number, number> {
  const first = new Map<number, Priced>()
  const prices = new Map<number, number[]>()
  for (const hit of hits) {
    if (hit.length < SPAM.copied_from) continue
    const before = first.get(hit.title)
    if (!before) first.set(hit.title, hit)
    else if (before.shop !== hit.shop) {
      const same = prices.get(hit.title)
      if (same) same.push(hit.price)
      else prices.set(hit.title, [before.price, hit.price])
    }
  }
  return new Map([...prices].map(([title, all]) => [title, middleOf(all)]))
}

const middleOf = (prices: number[]) => prices.sort((a, b) => a - b)[prices.length >>> 1] ?? 0

/** The middle price on each shelf that has enough goods among the hits. */
function usualPrices(hits: readonly Priced[]): Map<number, number> {
  const prices = new Map<number, number[]>()
  for (const { price, shelf } of hits) {
    const same = prices.get(shelf)
    if (same) same.push(price)
    else prices.set(shelf, [price])
  }
  const usual = new Map<number, number>()
  for (const [shelf, all] of prices) {
    if (all.length < SPAM.bait_enough) continue
    usual.set(shelf, middleOf(all))
  }
  return usual
}
