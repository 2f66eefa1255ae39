import type { AskedWord, Way } from '../language.ts'
import { formsOf } from './inflection.ts'
import { isLoan, nearInLexicon } from './near-sounds.ts'
import { SMALL } from './small-words.ts'
import { isHeard, MEANING, OWN, type Sense, sensesOf, type Thing, WIDER } from './things.ts'
import type { Token } from './tokens.ts'
import type { Vocabulary } from './vocabulary.ts'
import { ESTABLISHED, WEIGHT } from './way-weights.ts'

const NEAR_TAKEN = 8

/** A word of the lexicon that a word of the query may be. */
export interface Candidate {
  readonly word: string
  readonly cost: number
}

/** One word of the query and the ways it may be in the index. */
export class Slot {
  readonly token: Token
  readonly candidates: readonly Candidate[]
  readonly ways = new Map<string, Way>()
  /** True when it is part of a thing of several words. */
  isPart = false
  /** The last word of that thing. */
  last: Slot | undefined
  /** True for a word in Latin letters that so many listings have that it stands by itself. */
  readonly isEstablished: boolean
  /** True for one of them, and for an English word of the lexicon that any listing has: no slip, and no Roman Urdu. */
  readonly isEnglish: boolean
  /** True when a word was found that it may be a slip of. */
  isSlip = false
  /** True when it says what is wanted. */
  isHead = false
  /** True for another word of the same thing. */
  isWanted = false
  /** What it means together with others. */
  readonly together: string[] = []
  /** True when it is an English word in other letters. */
  isLoan = false
  /** What it was taken for because it sounds like it. */
  heard: string | undefined

  constructor(token: Token, vocabulary: Vocabulary) {
    this.token = token
    const listings = vocabulary.listings(token.word)
    this.isEstablished = !isUrdu(token.word) && listings >= ESTABLISHED
    this.isEnglish = this.isEstablished || (listings > 0 && isEnglish(token.word))
    this.candidates = candidatesOf(token.word, vocabulary)
    const { word, joined } = token
    if (joined !== undefined) this.add(joined, 1, 'written')
    if (token.isMeasure) return
    this.add(word, joined !== undefined && /^[\d.,/]+$/.test(word) ? WEIGHT.number : 1, 'written')
  }

  add(term: string, weight: number, why: Way['why']): void {
    const known = this.ways.get(term)
    if (!known || known.weight < weight) this.ways.set(term, { term, weight, why })
  }

  /** Notes what it was taken for by its sound. Told is rather a near word for it in Urdu or English than in Roman. */
  hear(word: string, thing?: Thing): void {
    if (this.heard !== undefined) return
    const told = isUrdu(this.token.word) ? 'urdu' : 'english'
    const isTold = (sense: Sense) => sense.thing === thing && sense.script === told
    this.heard = this.candidates.find((one) => sensesOf(one.word).some(isTold))?.word ?? word
  }

  /** Adds a meaning, the narrower things of its kind, and the wider thing. */
  mean({ thing, script }: Sense, weight: number, why: Way['why'], isLast = true): void {
    const isSame = script !== 'english' && isLoan(this.token.word, thing.english)
    if (isSame) this.isLoan = true
    this.add(thing.term, weight * (isSame ? WEIGHT.loan : 1), why)
    if (script === 'english' && this.isEstablished) {
      this.add(OWN + thing.term.slice(1), WEIGHT.meaning, why)
      return
    }
    if (thing.english !== '') this.add(thing.english, Math.min(WEIGHT.surest, weight * WEIGHT.english), why)
    this.add(WIDER + thing.term.slice(1), weight * WEIGHT.narrower, why)
    const [wider] = thing.wider
    // Of several words the last says what it is: no other stands for the wider thing.
    if (wider !== undefined && isLast) this.add(MEANING + wider.slice(1), weight * WEIGHT.wider, why)
  }

  asked(vocabulary: Vocabulary): AskedWord {
    const { word } = this.token
    const isPlain = /^\p{L}{4,}$/u.test(word)
    const ways = [...this.ways.values()].sort((a, b) => b.weight - a.weight)
    return {
      written: this.token.isMeasure ? (this.token.joined ?? word).slice(1) : word,
      ways,
      heard: this.heard,
      may_slip: isPlain && !this.isSlip && !isHeard(word) && !vocabulary.isBrand(word),
      is_head: this.isHead,
      wanted: this.isWanted ? this.together : [],
      is_loan: this.isLoan,
      share: this.isHead && !this.isEnglish ? WEIGHT.head : 1,
    }
  }
}

const isEnglish = (word: string) => sensesOf(word).some(({ script, isMain }) => script === 'english' && isMain)

export const isUrdu = (word: string) => word.charCodeAt(0) > 127

/** Words of the lexicon that this one may be: itself, another case of it, or what sounds like it. */
function candidatesOf(word: string, vocabulary: Vocabulary): Candidate[] {
  const itself = { word, cost: 0 }
  if (/\d/.test(word) || SMALL.has(word) || sensesOf(word).length > 0) return [itself]
  const form = formsOf(word).find((one) => sensesOf(one).length > 0)
  if (form !== undefined) {
    // What sounds the same is at least as likely as another case.
    const same = isUrdu(word) ? [] : nearInLexicon(word, NEAR_TAKEN).filter(({ cost }) => cost <= WEIGHT.same_sound)
    return [itself, ...same, { word: form, cost: WEIGHT.inflected }]
  }
  if (isHeard(word)) return [itself]
  if (!isUrdu(word) && (vocabulary.listings(word) >= ESTABLISHED || vocabulary.isBrand(word))) return [itself]
  const near = nearInLexicon(word, NEAR_TAKEN)
  if (near.length > 0) return [itself, ...near]
  return [itself, ...formsOf(word).flatMap((one) => nearInLexicon(one, 2))]
}
