import { farness, skeletonsOf, soundOf } from './sound.ts'
import { type HeardWord, heardLike } from './things.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface NearWord {
  readonly word: string
  /** 0 the same sound, 1 a consonant apart. */
  readonly cost: number
}

/** How far two words of so many consonants may be from each other and still be one. */
const MOST_BY_LENGTH = [0.1, 0.22, 0.45, 0.65, 0.85, 1.05]
/** Near words that are this much farther than the nearest are other words. */
const BEHIND_BEST = 0.3
const COMPARED_MOST = 400

/** Words of the lexicon that sound like this one, nearest first. */
export function nearInLexicon(word: string, most: number): NearWord[] {
  return nearest(word, most, (skeleton) => heardLike(skeleton))
}

/** Words of the goods themselves that sound like this one and are written in the other script, nearest first. */
export function nearInGoods(word: string, vocabulary: Vocabulary, most: number): NearWord[] {
  const isUrdu = word.charCodeAt(0) > 127
  return nearest(
    word,
    most,
    (skeleton) => vocabulary.heardLike(skeleton),
    (other) => other.charCodeAt(0) > 127 !== isUrdu,
  )
}

function nearest(
  word: string,
  most: number,
  like: (skeleton: string) => readonly (HeardWord | string)[],
  wanted: (other: string) => boolean = () => true,
): NearWord[] {
  const sound = soundOf(word)
  const skeletons = skeletonsOf(sound)
  const consonants = Math.max(...skeletons.map(({ length }) => length))
  if (sound === '' || consonants < 1) return []
  let limit = MOST_BY_LENGTH[Math.min(consonants, MOST_BY_LENGTH.length - 1)] ?? 0
  const found = new Map<string, number>()
  let compared = 0
  for (const skeleton of skeletons) {
    for (const other of like(skeleton)) {
      const text = typeof other === 'string' ? other : other.word
      if (compared++ > COMPARED_MOST) break
      if (!wanted(text)) continue
      const cost = farness(sound, typeof other === 'string' ? soundOf(text) : other.sound, limit + 0.001)
      if (cost > limit || cost >= (found.get(text) ?? Number.POSITIVE_INFINITY)) continue
      found.set(text, cost)
      limit = Math.min(limit, cost + BEHIND_BEST)
    }
  }
  return [...found]
    .filter(([, cost]) => cost <= limit)
    .map(([text, cost]) => ({ word: text, cost }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, most)
}
