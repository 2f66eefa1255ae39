import type { LiveIndex } from './index/live-index.ts'
import { look } from './index/look.ts'
import type { Segment } from './index/segment.ts'
import { type Hit, Top } from './index/top.ts'
import { keysByMerit } from './rank.ts'
import { type FoundWord, rarityOf, wordsIn } from './resolve.ts'
import { ASKED } from './weights.ts'

/** A listing by where it lies. */
export interface At {
  readonly segment: Segment
  readonly doc: number
}

/** Telling words of the title, so that a look stays cheap however common the others are. */
const WORDS_MOST = 4
const SHARE = 0.35
const OTHER_SHELF = 0.3
const title = new Uint32Array(64)
const keys = new Float64Array(8192)

/** Goods with the telling words of a title, from its shelf before others, near it in price. */
export function similarTo({ segment, doc }: At, limit: number, index: LiveIndex, shelfTerm: string): Hit[] {
  const words = tellingWords(segment.titleOf(doc, title), index)
  const shelf = index.terms.find(shelfTerm)
  // Its shelf counts for every hit below; as a word it is asked for only when the title has none that tells anything.
  if (shelf >= 0 && words.length === 0) words.push({ ...wordOf(shelf, index), mass: 1 })
  const whole = words.reduce((sum, { mass }) => sum + mass, 0)
  const least = words.length > 1 ? Math.ceil(whole * SHARE) : 1
  const [price, category] = [segment.columns.price[doc] as number, segment.columns.category[doc] as number]
  const top = new Top(limit * 8 + 1)
  const collect = (options: { least: number; whole: number }) => {
    for (const other of index.segments) {
      const { columns } = other
      const settings = { ...options, coordination: ASKED.coordination, floor: () => top.floor }
      look(other, wordsIn(other, words), settings, (batch) => {
        const { docs, count } = batch
        keysByMerit(other, batch, keys)
        for (let i = 0; i < count; i++) {
          const at = docs[i] as number
          const far = Math.abs(Math.log((columns.price[at] as number) / Math.max(1, price)))
          const shelfFactor = columns.category[at] === category ? 1 : OTHER_SHELF
          keys[i] = ((keys[i] as number) * shelfFactor) / (1 + (Number.isFinite(far) ? far : 10))
        }
        top.offer(other, docs, keys, count)
      })
    }
  }
  collect({ least, whole })
  if (top.sorted().length <= limit) collect({ least: 1, whole })
  const seen = new Set<string>([segment.idOf(doc)])
  return top
    .sorted()
    .filter((hit) => {
      const id = hit.segment.idOf(hit.doc)
      return !seen.has(id) && Boolean(seen.add(id))
    })
    .slice(0, limit)
}

function wordOf(term: number, index: LiveIndex): FoundWord {
  const rarity = rarityOf(index.terms.frequency(term), index.size)
  const ways = [{ term, weight: 1, why: 'written' }] as const
  const mass = Math.round(rarity * 100)
  return {
    written: '',
    ways,
    rarity,
    is_head: false,
    is_foreign: false,
    is_unsure: false,
    called_too: [],
    heard: undefined,
    mass,
  }
}

function tellingWords(length: number, index: LiveIndex): FoundWord[] {
  const words = [...new Set(title.subarray(0, length))]
    // What nobody else writes says nothing about others.
    .filter((term) => index.terms.frequency(term) > 1)
    .map((term) => wordOf(term, index))
  return words.sort((a, b) => b.rarity - a.rarity).slice(0, WORDS_MOST)
}
