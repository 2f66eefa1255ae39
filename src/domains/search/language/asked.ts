import type { AskedWord, Reading, Way } from '../language.ts'
import { formsOf } from './inflection.ts'
import { nearInGoods, nearInLexicon } from './near-sounds.ts'
import { CHATTER, PARTING, SMALL } from './small-words.ts'
import { isHeard, longestFrom, type Sense, sensesOf, WIDER } from './things.ts'
import { JOINED, type Token, tokensOf } from './tokens.ts'
import type { Vocabulary } from './vocabulary.ts'

const MOST_CHARACTERS = 200
const MOST_WORDS = 10
/** In so many listings a word stands by itself: what it sounds like is no matter. */
const ESTABLISHED = 3
const WEIGHT = {
  meaning: 0.9,
  /** A meaning that the word has less often. */
  weak: 0.55,
  /** What several words mean together. */
  together: 0.95,
  /** What one word of several means by itself. */
  apart: 0.6,
  /** Narrower things: sneakers for who asks for shoes. */
  narrower: 0.4,
  joined: 0.9,
  split: 0.85,
  /** The number of 5 kg without its unit. */
  number: 0.5,
  /** A word of the goods in the other script that sounds the same. */
  script: 0.85,
} as const
/** What each step of difference in sound takes from a weight. */
const FADE = 0.8

/** A word of the query with all that it may be in the lexicon. */
interface Candidate {
  readonly token: Token
  readonly words: readonly { readonly word: string; readonly cost: number }[]
}

/** Everything a query may mean. However long or odd it is, the answer is short. */
export function readingsOf(query: string, vocabulary: Vocabulary): Reading[] {
  const tokens = tokensOf(query.slice(0, MOST_CHARACTERS).toWellFormed())
    .filter((token) => !token.empty)
    .slice(0, MOST_WORDS)
  const telling = tokens.filter(({ word }) => !SMALL.has(word) && !CHATTER.has(word))
  const some = telling.length > 0 ? telling : tokens.filter(({ word }) => !SMALL.has(word))
  const rest = some.length > 0 ? some : tokens
  if (rest.length === 0) return []
  const slots = rest.map((token) => new Slot(token))
  const candidates = rest.map((token) => candidateOf(token, vocabulary))
  meanTogether(candidates, slots)
  candidates.forEach((candidate, i) => {
    meanAlone(candidate, slots[i] as Slot, vocabulary)
  })
  joinAndSplit(slots, vocabulary)
  return [{ words: slots.map((slot) => slot.asked(vocabulary)) }]
}

/** One word of the query and the ways it may be in the index. */
class Slot {
  readonly token: Token
  readonly ways = new Map<string, Way>()
  /** True when it is part of a thing of several words. */
  isPart = false

  constructor(token: Token) {
    this.token = token
    if (token.joined === undefined) this.add(token.word, 1, 'written')
    else {
      this.add(token.joined, 1, 'written')
      this.add(token.word, /^\d/.test(token.word) && !/\p{L}/u.test(token.word) ? WEIGHT.number : 1, 'written')
    }
  }

  add(term: string, weight: number, why: Way['why']): void {
    const known = this.ways.get(term)
    if (!known || known.weight < weight) this.ways.set(term, { term, weight, why })
  }

  asked(vocabulary: Vocabulary): AskedWord {
    const { word } = this.token
    const isPlain = /^\p{L}{4,}$/u.test(word)
    const ways = [...this.ways.values()].sort((a, b) => b.weight - a.weight)
    return { written: word, ways, may_slip: isPlain && !isHeard(word) && !vocabulary.isBrand(word) }
  }
}

function candidateOf(token: Token, vocabulary: Vocabulary): Candidate {
  const { word } = token
  const words = [{ word, cost: 0 }]
  if (/\d/.test(word)) return { token, words }
  const isKnown = isHeard(word)
  for (const form of formsOf(word)) if (isHeard(form) && form !== word) words.push({ word: form, cost: 0.05 })
  if (isKnown || words.length > 1)
    return { token, words: isKnown && sensesOf(word).length > 0 ? words.slice(0, 1) : words }
  if (word.charCodeAt(0) < 128 && (vocabulary.listings(word) >= ESTABLISHED || vocabulary.isBrand(word))) {
    return { token, words }
  }
  const near = nearInLexicon(word, 4)
  const stems = near.length > 0 ? [] : formsOf(word).flatMap((form) => nearInLexicon(form, 2))
  return { token, words: [...words, ...near, ...stems] }
}

function meanAlone({ token, words }: Candidate, slot: Slot, vocabulary: Vocabulary): void {
  for (const { word, cost } of words) {
    const senses = sensesOf(word)
    const hasEnglish = senses.some(({ script }) => script === 'english')
    for (const { thing, script, isMain } of senses) {
      const isWeak = !isMain || (hasEnglish && script === 'roman')
      const weight = weightOf(isWeak ? WEIGHT.weak : WEIGHT.meaning, cost) * (slot.isPart ? WEIGHT.apart : 1)
      slot.add(thing.term, weight, cost > 0.05 ? 'sound' : 'meaning')
      if (!isWeak) slot.add(thing.term.replace(/^./, WIDER), weight * WEIGHT.narrower, 'meaning')
    }
  }
  const isUrdu = token.word.charCodeAt(0) > 127
  if (isUrdu || vocabulary.listings(token.word) < ESTABLISHED) {
    for (const { word, cost } of nearInGoods(token.word, vocabulary, 4)) {
      slot.add(word, weightOf(WEIGHT.script, cost), 'script')
    }
  }
}

const weightOf = (weight: number, cost: number) => weight * Math.exp(-FADE * cost)

/** Finds things of several words, whatever each of them may be: pani ki botle. */
function meanTogether(candidates: readonly Candidate[], slots: readonly Slot[]): void {
  for (let from = 0; from < candidates.length; from++) {
    const { senses, length, cost } = togetherFrom(candidates, from)
    if (length === 0) continue
    for (let i = from; i < from + length; i++) {
      const slot = slots[i] as Slot
      for (const sense of senses) addTogether(slot, sense, cost)
      // The last word says what it is, the others which.
      slot.isPart = true
    }
    from += length - 1
  }
}

function addTogether(slot: Slot, { thing, isMain }: Sense, cost: number): void {
  const weight = weightOf(isMain ? WEIGHT.together : WEIGHT.weak, cost)
  slot.add(thing.term, weight, 'meaning')
  slot.add(thing.term.replace(/^./, WIDER), weight * WEIGHT.narrower, 'meaning')
}

function togetherFrom(candidates: readonly Candidate[], from: number) {
  let best: { senses: readonly Sense[]; length: number; cost: number } = { senses: [], length: 0, cost: 0 }
  const follow = (at: number, key: string, cost: number, most: number, count: number) => {
    for (const { word, cost: more } of candidates[at]?.words ?? []) {
      const longer = key === '' ? word : `${key} ${word}`
      const limit = key === '' ? longestFrom(word) : most
      if (limit < count + 1) continue
      if (count > 0) {
        const senses = sensesOf(longer)
        const length = at - from + 1
        if (senses.length > 0 && (length > best.length || (length === best.length && cost + more < best.cost))) {
          best = { senses, length, cost: cost + more }
        }
      }
      if (count + 1 < limit) follow(at + 1, longer, cost + more, limit, count + 1)
    }
  }
  follow(from, '', 0, 0, 0)
  return best
}

/** "hand free" is also handfree, iphone13 is also iphone 13, and what is written as one word may be two. */
function joinAndSplit(slots: Slot[], vocabulary: Vocabulary): void {
  for (let i = 0; i + 1 < slots.length; i++) {
    const [one, next] = [slots[i] as Slot, slots[i + 1] as Slot]
    const whole = one.token.word + next.token.word
    if (PARTING.has(next.token.word)) continue
    const senses = sensesOf(whole)
    for (const slot of [one, next]) {
      if (vocabulary.listings(whole) > 0) slot.add(whole, WEIGHT.joined, 'written')
      if (/\d/.test(whole)) slot.add(`${JOINED}${whole}`, WEIGHT.joined, 'written')
      for (const sense of senses) addTogether(slot, sense, 0)
    }
  }
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as Slot
    const parts = partsOf(slot.token.word, vocabulary)
    if (!parts) continue
    const [first, second] = parts
    const other = new Slot({ word: second })
    other.add(slot.token.word, 1, 'written')
    for (const [term, way] of slot.ways) other.add(term, way.weight, way.why)
    slot.add(first, WEIGHT.split, 'written')
    slots.splice(++i, 0, other)
  }
}

function partsOf(word: string, vocabulary: Vocabulary): [string, string] | undefined {
  const model = /^(\p{L}{3,})(\d+\p{L}{0,2})$/u.exec(word)
  if (model?.[1] && model[2] && vocabulary.listings(word) < ESTABLISHED) return [model[1], model[2]]
  if (!/^\p{L}{6,24}$/u.test(word) || isHeard(word) || vocabulary.listings(word) >= ESTABLISHED) return undefined
  let best: [string, string] | undefined
  let most = ESTABLISHED
  for (let i = 3; i <= word.length - 3; i++) {
    const [one, other] = [word.slice(0, i), word.slice(i)]
    const common = Math.min(vocabulary.listings(one), vocabulary.listings(other))
    if (common > most) [best, most] = [[one, other], common]
  }
  return best
}
