import { likenessOf } from './alike.ts'
import { MERITS, SHELF } from './cards.ts'
import type { SearchQuery } from './engine.ts'
import { isAbout } from './head.ts'
import { CODES, MERIT_SHIFT } from './index/layout.ts'
import type { Batch } from './index/look.ts'
import type { Segment } from './index/segment.ts'
import type { TermTable } from './index/terms.ts'
import type { Hit } from './index/top.ts'
import type { IndexNames } from './names.ts'
import { ownerIn } from './owners.ts'
import type { FoundWord } from './resolve.ts'
import { companyFactors } from './spam.ts'
import { SECOND_STAGE } from './weights.ts'

/** What the second stage makes of a hit: each part is added to 1, and `company`, `owner` and 1 + `called` multiply. */
export interface Parts {
  readonly phrase: number
  readonly exactness: number
  readonly about: number
  readonly named: number
  readonly owner: number
  readonly alike: number
  readonly fresh: number
  readonly near: number
  readonly called: number
  readonly shelf: number
  readonly company: number
}

const MONTH_MS = 30 * 86_400_000
const TITLE_MOST = 64
const title = new Uint32Array(TITLE_MOST)

/** What ranking needs to know besides the hits. */
export interface RankContext {
  readonly words: readonly FoundWord[]
  readonly terms: TermTable
  readonly names: IndexNames
  readonly query: SearchQuery
  /** When the newest listing came: what age is counted from, so that an answer does not depend on a clock. */
  readonly newest: number
  /** How many listings there are. */
  readonly listings: number
  /** True when the hits have all the words. */
  readonly isWhole: boolean
}

/** Looks at the best hits again, at what is too dear for all: the order of words, company, place and age. */
export function rank(hits: readonly Hit[], context: RankContext): { hit: Hit; parts: Parts }[] {
  const wordOf = wordsByTerm(context.words)
  const shelves = shelfShares(hits)
  const city = context.query.near === undefined ? -1 : context.names.cities.find(context.query.near)
  const called = calledShelves(context)
  const calledToo = calledTooShelves(context)
  const hasOwner = ownerIn(context.words, context.terms)
  const likens = !context.isWhole && context.words.length > 1
  const titles: Uint32Array[] = []
  const seen = hits.map(({ segment, doc }) => {
    const { columns } = segment
    const length = segment.titleOf(doc, title)
    const order = orderOf(length, wordOf, context)
    const text = titlePrint(length)
    if (likens) titles.push(title.slice(0, length))
    const shelf = columns.category[doc] as number
    return {
      order,
      owner: hasOwner(title, length) ? SECOND_STAGE.owner : 1,
      priced: { price: columns.price[doc] as number, shop: columns.shop[doc] as number, title: text, length, shelf },
      fresh: 2 ** (((columns.live[doc] as number) - context.newest) / MONTH_MS),
      near: columns.city[doc] === city ? 1 : 0,
      called: calledToo.has(shelf) && !order.has ? 0 : (called.get(shelf) ?? 0),
      shelf: shelves.get(shelf) ?? 0,
    }
  })
  const company = companyFactors(seen.map(({ priced }) => priced))
  const partsOf = (i: number, like: number): Parts => {
    const { order, owner, fresh, near, called, shelf } = seen[i] ?? NO_HIT
    return {
      phrase: SECOND_STAGE.phrase * order.phrase,
      exactness: SECOND_STAGE.exactness * order.exactness,
      about: SECOND_STAGE.about * order.about,
      named: SECOND_STAGE.named * order.named,
      owner,
      alike: SECOND_STAGE.alike * like,
      fresh: SECOND_STAGE.fresh * fresh,
      near: SECOND_STAGE.near * near,
      called,
      shelf: SECOND_STAGE.shelf * shelf,
      company: company[i] ?? 1,
    }
  }
  const first = Float64Array.from(likens ? hits : [], ({ key }, i) => key * factorOf(partsOf(i, 0)))
  const like = likens ? likenessOf(titles, first, wordOf, context.terms, context.listings) : undefined
  return hits.map((hit, i) => {
    const parts = partsOf(i, like?.[i] ?? 0)
    return { hit: { ...hit, key: hit.key * factorOf(parts) }, parts }
  })
}

function titlePrint(length: number): number {
  let print = length
  for (let i = 0; i < length; i++) print = Math.imul(print ^ (title[i] as number), 0x01000193)
  return print
}

export function factorOf({
  company,
  phrase,
  exactness,
  about,
  named,
  owner,
  alike,
  fresh,
  near,
  called,
  shelf,
}: Parts): number {
  return company * owner * (1 + called) * (1 + phrase + exactness + about + named + alike + fresh + near + shelf)
}

/** Terms of the query → a bit for each word that they stand for. */
function wordsByTerm(words: readonly FoundWord[]): Map<number, number> {
  const bits = new Map<number, number>()
  words.forEach(({ ways }, i) => {
    for (const { term } of ways) bits.set(term, (bits.get(term) ?? 0) | (1 << i))
  })
  return bits
}

const NO_ORDER = { phrase: 0, exactness: 0, about: 0, named: 0, has: false }
const NO_HIT = { order: NO_ORDER, owner: 1, fresh: 0, near: 0, called: 0, shelf: 0 }

/** What it brings to stand on shelves that are called as what is wanted, by their numbers. */
function calledShelves({ words, terms, names }: RankContext): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  for (const { ways, is_unsure } of words) {
    for (const { term, why } of ways) {
      if (why === 'called')
        found.set(names.categories.find(terms.textOf(term).slice(SHELF.length)), calledWorth(is_unsure))
    }
  }
  return found
}

/** Those of them that are called other things too: only what says the word is it, tea among Beverages and tea. */
const calledTooShelves = ({ words, names }: RankContext): ReadonlySet<number> =>
  new Set(words.flatMap(({ called_too }) => called_too.map((shelf) => names.categories.find(shelf))))

const calledWorth = (isUnsure: boolean) => (isUnsure ? SECOND_STAGE.called_foreign : SECOND_STAGE.called)

/** How a title has the words: next to each other and in order, alone, as what it is about, from 0 to 1; and at all. */
function orderOf(length: number, wordOf: ReadonlyMap<number, number>, { words, terms }: RankContext) {
  let [places, matched, pairs] = [0, 0, 0]
  let [before, here, all] = [0, 0, 0]
  for (let i = 0; i < length; i++) {
    const term = title[i] as number
    // A meaning stands after its word, on the same place.
    if (!terms.isMeaning(term)) {
      if (here !== 0) matched++
      before = here
      here = 0
      places++
    }
    const bits = wordOf.get(term) ?? 0
    if (bits === 0) continue
    if ((bits & (before << 1)) !== 0 && (here & bits) === 0) pairs++
    here |= bits
    all |= bits
  }
  if (here !== 0) matched++
  const wanted = Math.max(1, words.length - 1)
  const head = words.findIndex(({ is_head }) => is_head)
  const wantedBit = 1 << (head < 0 ? words.length - 1 : head)
  const has = (all & wantedBit) !== 0
  return {
    phrase: words.length < 2 ? 0 : Math.min(1, pairs / wanted),
    exactness: places === 0 ? 0 : matched / places,
    about: isAbout(title, length, wordOf, wantedBit, terms) ? 1 : 0,
    named: words[head]?.is_unsure && has ? 1 : 0,
    has,
  }
}

/** Of the best hits, which share of the score stands on each shelf. */
function shelfShares(hits: readonly Hit[]): Map<number, number> {
  const sums = new Map<number, number>()
  let whole = 0
  for (const { segment, doc, key } of hits) {
    const shelf = segment.columns.category[doc] as number
    const worth = key * key
    sums.set(shelf, (sums.get(shelf) ?? 0) + worth)
    whole += worth
  }
  if (whole === 0) return new Map()
  return new Map([...sums].map(([shelf, sum]) => [shelf, sum / whole]))
}

/** Multiplies scores by merit, into keys. */
export function keysByMerit({ columns }: Segment, { docs, scores, count }: Batch, keys: Float64Array): void {
  const { codes } = columns
  for (let i = 0; i < count; i++) {
    const merit = (codes[(docs[i] as number) * CODES + 2] as number) >>> MERIT_SHIFT
    keys[i] = (scores[i] as number) * (MERITS[merit] as number)
  }
}
