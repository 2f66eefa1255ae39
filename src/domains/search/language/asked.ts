import type { Reading, Way } from '../language.ts'
import { isNearAlone, nearInGoods } from './near-sounds.ts'
import { isOneSlip, slipsOf } from './slips.ts'
import { type Candidate, isUrdu, Slot } from './slot.ts'
import { CHATTER, SMALL } from './small-words.ts'
import { isHeard, isKind, isOnlyKind, type Sense, sensesOf } from './things.ts'
import { addTogether, meanTogether } from './together.ts'
import { JOINED, type Token, tokensOf } from './tokens.ts'
import type { Vocabulary } from './vocabulary.ts'
import { ESTABLISHED, faded, WEIGHT } from './way-weights.ts'

const MOST_CHARACTERS = 200
const MOST_WORDS = 10
const MOST_TOKENS = 24
const SLIPS_TAKEN = 3
const SURE_LENGTH = 5
const OWN_SPELLING = 100

/** Everything a query may mean. However long or odd it is, the answer is short. */
export function readingsOf(query: string, vocabulary: Vocabulary): Reading[] {
  const tokens = tellingTokens(tokensOf(query.slice(0, MOST_CHARACTERS).toWellFormed()))
  const all = tokens.map((token) => new Slot(token, vocabulary))
  meanTogether(all, vocabulary)
  const slots = tellingOf(all).slice(0, MOST_WORDS)
  markHead(all)
  for (const slot of slots) meanAlone(slot, vocabulary)
  joinWithNext(slots, vocabulary)
  const parted = slots.flatMap((slot) => splitSlot(slot, vocabulary))
  return parted.length === 0 ? [] : [{ words: parted.map((slot) => slot.asked(vocabulary)) }]
}

/** Without units that are joined to their number, and numbers that are joined to a measure. */
function tellingTokens(tokens: readonly Token[]): Token[] {
  const isSide = (i: number) => /^\d/.test(tokens[i]?.word ?? '')
  const joined = new Set(
    tokens.flatMap(({ isMeasure }, i) => (isMeasure ? [isSide(i - 1) ? i - 1 : i - 2, i + 1] : [])),
  )
  return tokens.filter(({ empty }, i) => !empty && !joined.has(i)).slice(0, MOST_TOKENS)
}

const isTalk = (word: string) => SMALL.has(word) || CHATTER.has(word)

/** Without the small words and the talk round the thing, unless there is nothing else. */
function tellingOf(slots: readonly Slot[]): Slot[] {
  const told = ({ token: { word }, isPart }: Slot) => isPart || !isTalk(word)
  const telling = slots.filter(told)
  if (telling.length > 0) return telling
  const loud = slots.filter(({ token }) => !SMALL.has(token.word))
  return loud.length > 0 ? loud : [...slots]
}

/** What stands before the first of these is what is wanted; what follows says for what or whom. */
const FURTHER: ReadonlySet<string> = new Set(['for', 'with', 'in', 'on', 'without', 'from'])

/** Marks the word that says what is wanted: the last thing that is no quality, or the last word of letters. */
function markHead(slots: readonly Slot[]): void {
  const at = slots.findIndex(({ token }, i) => i > 0 && FURTHER.has(token.word))
  const named = slots.slice(0, at < 0 ? slots.length : at).filter(({ token: { word } }) => !isTalk(word))
  const head =
    named.findLast((slot) => slot.isPart || (isThing(slot) && kindsOf(slot).every(isOnlyKind))) ??
    named.findLast(isThing) ??
    named.findLast(({ token: { word } }) => /^\p{L}{3,}$/u.test(word))
  if (!head) return
  head.isHead = true
  for (const slot of slots) slot.isWanted = slot !== head && head.last !== undefined && slot.last === head.last
}

const isThing = (slot: Slot) => kindsOf(slot).length > 0

/** The words of the lexicon that say what goods are, of those that a word may be. */
const kindsOf = ({ candidates }: Slot): string[] =>
  candidates.flatMap(({ word, cost }) => (cost <= WEIGHT.inflected && isKind(word) ? [word] : []))

/** Roman Urdu has no one spelling, English has: what is nearly an English word is a slip, and is said to be one. */
function whyOf(slot: Slot, { thing }: Sense, { cost }: Candidate): Way['why'] {
  const { word } = slot.token
  if (cost === 0 || sensesOf(word).length > 0) return 'meaning'
  if (isOneSlip(word, thing.english)) return 'slip'
  return cost <= WEIGHT.inflected ? 'meaning' : 'sound'
}

/** The candidates that are near enough without the words beside them. */
function alone(candidates: readonly Candidate[]): readonly Candidate[] {
  const telling = candidates.filter(({ word }) => sensesOf(word).length > 0)
  const best = Math.min(...telling.map(({ cost }) => cost))
  return telling.filter(({ cost }) => isNearAlone(cost, best))
}

/** What else an English word means: far behind the word where many goods write it, behind it where any does. */
function meantBeside({ isEstablished, isEnglish }: Slot): number {
  if (isEstablished) return WEIGHT.same
  return isEnglish ? WEIGHT.same_few : WEIGHT.meaning
}

function meanAlone(slot: Slot, vocabulary: Vocabulary): void {
  const { word } = slot.token
  for (const candidate of alone(slot.candidates)) {
    const senses = sensesOf(candidate.word)
    const isEnglish = senses.some(({ script }) => script === 'english')
    if (isEnglish) takeFor(slot, candidate, vocabulary)
    for (const sense of senses) {
      const isWeak = !sense.isMain || (isEnglish && sense.script === 'roman')
      const known = isEnglish ? meantBeside(slot) : WEIGHT.meaning
      const weight = faded(isWeak ? WEIGHT.weak : known, candidate.cost) * (slot.isPart ? WEIGHT.apart : 1)
      const why = whyOf(slot, sense, candidate)
      slot.mean(sense, weight, why)
      if (why === 'sound') slot.hear(candidate.word, sense.thing)
    }
  }
  for (const other of vocabulary.family(word)) {
    if (vocabulary.listings(other) >= ESTABLISHED) slot.add(other, WEIGHT.family, 'family')
  }
  if (slot.isEstablished || /\d/.test(word)) return
  const isKnown = slot.isPart || slot.candidates.some(({ word: one, cost }) => cost < 0.1 && sensesOf(one).length > 0)
  for (const near of nearInGoods(word, vocabulary, 4)) {
    if (!isKnown) {
      slot.add(near.word, faded(WEIGHT.script, near.cost), 'script')
      slot.hear(near.word)
    } else if (near.cost < WEIGHT.certain && isOwnSpelling(near.word, vocabulary)) {
      slot.add(near.word, WEIGHT.spelled, 'script')
    }
  }
  if (!isKnown || soundsOtherwise(slot)) meanBySlip(slot, vocabulary)
}

/** A misspelled English word is that word before it is what that means: a cabinett is a cabinet, then a cupboard. */
function takeFor(slot: Slot, { word, cost }: Candidate, vocabulary: Vocabulary): void {
  const { word: written } = slot.token
  if (word === written || isUrdu(word) || isUrdu(written) || vocabulary.listings(word) === 0) return
  slot.add(word, faded(WEIGHT.surest, cost), isOneSlip(written, word) ? 'slip' : 'sound')
}

/** True for a word that sounds like others, and like none of them quite: fece may be a face, or a fence. */
const soundsOtherwise = ({ candidates }: Slot) =>
  candidates.every(({ word, cost }) => cost > WEIGHT.same_sound || sensesOf(word).length === 0)

/** A seller's own spelling of a word: rare, long enough to be sure, and no word of the lexicon. */
function isOwnSpelling(word: string, vocabulary: Vocabulary): boolean {
  return word.length >= SURE_LENGTH && !isHeard(word) && vocabulary.listings(word) < OWN_SPELLING
}

function meanBySlip(slot: Slot, vocabulary: Vocabulary): void {
  if (vocabulary.isBrand(slot.token.word)) return
  const isKnown = (word: string) => vocabulary.listings(word) >= ESTABLISHED || sensesOf(word).length > 0
  const slips = slipsOf(slot.token.word, isKnown, SLIPS_TAKEN)
  // However odd a slip is, when no other is likelier it was meant.
  const raised = Math.max(1, WEIGHT.likeliest / (slips[0]?.weight ?? 1))
  for (const { word, weight: usual } of slips) {
    const weight = usual * raised
    slot.isSlip = true
    if (vocabulary.listings(word) > 0) slot.add(word, weight, 'slip')
    for (const sense of sensesOf(word)) if (sense.isMain) slot.mean(sense, weight * WEIGHT.meaning, 'slip')
  }
}

/** "hand free" is also handfree, and iphone 13 is also iphone13. */
function joinWithNext(slots: readonly Slot[], vocabulary: Vocabulary): void {
  for (let i = 0; i + 1 < slots.length; i++) {
    const [one, next] = [slots[i] as Slot, slots[i + 1] as Slot]
    const whole = one.token.word + next.token.word
    const senses = sensesOf(whole)
    for (const slot of [one, next]) {
      if (vocabulary.listings(whole) > 0) slot.add(whole, WEIGHT.joined, 'joined')
      if (/\d/.test(whole)) slot.add(`${JOINED}${whole}`, WEIGHT.joined, 'joined')
      for (const sense of senses) addTogether(slot, sense, 0, 'meaning')
    }
  }
}

/** What is written as one word may be two: laptopbag, iphone13. Each then may also be the whole. */
function splitSlot(slot: Slot, vocabulary: Vocabulary): Slot[] {
  const parts = slot.isSlip ? undefined : partsOf(slot.token.word, vocabulary)
  if (!parts) return [slot]
  return parts.map((part) => {
    const one = new Slot({ word: part }, vocabulary)
    meanAlone(one, vocabulary)
    for (const way of one.ways.values()) one.ways.set(way.term, { ...way, weight: way.weight * WEIGHT.split })
    for (const { term, weight, why } of slot.ways.values()) one.add(term, weight, why)
    return one
  })
}

function partsOf(word: string, vocabulary: Vocabulary): string[] | undefined {
  const listings = vocabulary.listings(word)
  const model = /^(\p{L}{3,})(\d+\p{L}{0,2})$/u.exec(word)
  if (model?.[1] && model[2] && listings < ESTABLISHED) return [model[1], model[2]]
  if (!/^\p{L}{6,24}$/u.test(word) || isHeard(word) || listings >= ESTABLISHED) return undefined
  let best: string[] | undefined
  let most: number = ESTABLISHED
  for (let i = 3; i <= word.length - 3; i++) {
    const [one, other] = [word.slice(0, i), word.slice(i)]
    const common = Math.min(vocabulary.listings(one), vocabulary.listings(other))
    if (common > most) [best, most] = [[one, other], common]
  }
  return best
}
