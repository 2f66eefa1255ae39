import { farness, skeletonsOf, soundOf } from './sound.ts'
import { heardLike } from './things.ts'
import type { SpokenWord, Vocabulary } from './vocabulary.ts'

export interface NearWord {
  readonly word: string
  /** 0 the same sound, 1 a consonant apart. */
  readonly cost: number
}

/** How far two words of so many consonants may be from each other and still be one. */
const MOST_BY_LENGTH = [0.1, 0.25, 0.35, 0.6, 0.85, 1.05]
/** Words that are much farther than the nearest are other words. */
const BEHIND_BEST = { least: 0.055, share: 0.6 } as const
/** In a thing of several words the other words decide, so that more may be tried. */
const BEHIND_IN_COMPANY = 0.3
const COMPARED_MOST = 300
/** Of two words that sound alike the one that is written more often is rather meant: so much for each doubling. */
const OFTEN = 0.02

/** Words of the lexicon that sound like this one, nearest first, with some that only company could bring in. */
export function nearInLexicon(word: string, most: number): NearWord[] {
  return nearest(word, most, { like: heardLike, behind: BEHIND_IN_COMPANY })
}

/** True for a word that is near enough by itself when the nearest is so far. */
export const isNearAlone = (cost: number, best: number) => cost <= best + behindOf(best)

/** What an English word and its spelling in another script may differ by: the vowels. */
const LOAN = 0.55

/** True for an English word that is written by ear: سویٹر is sweater. */
export const isLoan = (word: string, english: string, parts = 1) =>
  english !== '' && farness(soundOf(word), soundOf(english), LOAN * parts) < LOAN * parts

const behindOf = (best: number) => BEHIND_BEST.least + best * BEHIND_BEST.share

/** Words of the goods themselves that sound like this one and are written in the other script, nearest first. */
export function nearInGoods(word: string, vocabulary: Vocabulary, most: number): NearWord[] {
  const isUrdu = word.charCodeAt(0) > 127
  return nearest(word, most, {
    like: (skeleton) => vocabulary.heardLike(skeleton),
    wanted: (other) => other.charCodeAt(0) > 127 !== isUrdu,
    easier: (other) => OFTEN * Math.log2(vocabulary.listings(other) + 1),
  })
}

interface Heard {
  like(skeleton: string): readonly SpokenWord[]
  wanted?(other: string): boolean
  /** What is taken from the cost of a word that is likely by itself. */
  easier?(other: string): number
  /** How far behind the nearest a word may be; by itself little. */
  readonly behind?: number
}

function nearest(word: string, most: number, { like, wanted, easier, behind }: Heard): NearWord[] {
  const sound = soundOf(word)
  if (sound === '') return []
  const skeletons = skeletonsOf(sound)
  const consonants = Math.max(...skeletons.map(({ length }) => length))
  if (consonants < 1) return []
  const limit = MOST_BY_LENGTH[Math.min(consonants, MOST_BY_LENGTH.length - 1)] ?? 0
  const found = new Map<string, number>()
  let compared = 0
  for (const skeleton of skeletons) {
    for (const other of like(skeleton)) {
      if (wanted && !wanted(other.word)) continue
      if (compared++ > COMPARED_MOST) break
      const far = farness(sound, other.sound, limit + 0.001)
      if (far > limit) continue
      const cost = Math.max(0, far - (easier?.(other.word) ?? 0))
      found.set(other.word, Math.min(cost, found.get(other.word) ?? cost))
    }
  }
  const best = Math.min(...found.values())
  const last = Math.min(limit, best + Math.max(behind ?? 0, behindOf(best)))
  return [...found]
    .flatMap(([text, cost]) => (cost <= last ? { word: text, cost } : []))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, most)
}
