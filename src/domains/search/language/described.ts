import type { FieldName } from '../weights.ts'
import { formsOf } from './inflection.ts'
import { PARTING } from './small-words.ts'
import { longestFrom, type Sense, sensesOf } from './things.ts'
import { type Token, tokensOf } from './tokens.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Fields whose words say what a thing is. A description names too much else. */
const MEANT: ReadonlySet<FieldName> = new Set(['title', 'category', 'attributes'])
/** Roman Urdu that is more often English: in a title it means the English. */
const RATHER_ENGLISH: ReadonlySet<string> = new Set(
  `tail sail pair long ban pan pen pent tab fail bat baat bal but sit rate sale free mail main tar ant kan mag mug
  bus man men hard cell beg bag mall hal sole made pin chip card top hat bun till ber gas best band hit jar pump chain
  sari pista aid sent sentry ghar number press size set pees sound mike drum bait chat loan lays beej ham more mor aura
  lal das dana dal taj raat shirt boot pack paper bali mali kali lab par pad tip tub date dates rang maroon khaki
  suit dress coat tie net plate cup glass jug box mat table stool shelf rack lock hook brush tray stand hub drone`.split(
    /\s+/,
  ),
)
const SHORTEST_ROMAN = 4
const REMEMBERED = 200_000

/** Turns what a listing says into terms: each word, and behind it what it means in any script. */
export class Describer {
  readonly #vocabulary: Vocabulary
  readonly #meanings = new Map<string, readonly string[]>()

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
  }

  terms(text: string, field: FieldName): string[] {
    const tokens = tokensOf(text)
    const terms: string[] = []
    const isMeant = MEANT.has(field)
    const isLearned = field === 'title' || field === 'brand'
    let covered = 0
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] as Token
      const { word, joined } = token
      terms.push(word)
      if (isLearned) this.#vocabulary.learn(word)
      if (field === 'brand' && word.length > 2) this.#vocabulary.learnBrand(word)
      if (joined !== undefined && !token.empty) terms.push(joined)
      if (!isMeant) continue
      const together = i < covered ? 0 : thingOfSeveral(tokens, i, terms)
      if (together > 0) covered = i + together
      // Of a thing of several words the last says what it is: a laptop table is a table, and no laptop.
      if (i >= covered || (covered > 1 && i === covered - 1)) for (const term of this.#meant(word)) terms.push(term)
    }
    return terms
  }

  #meant(word: string): readonly string[] {
    const known = this.#meanings.get(word)
    if (known) return known
    if (this.#meanings.size > REMEMBERED) this.#meanings.clear()
    const meant = meaningsOf(word)
    this.#meanings.set(word, meant)
    return meant
  }
}

/** Adds what several words from here mean together, and says how many they are; 0 when nothing. */
function thingOfSeveral(tokens: readonly Token[], from: number, terms: string[]): number {
  const longest = longestFrom(tokens[from]?.word ?? '')
  if (longest === 0) return 0
  const words: string[] = []
  let found: readonly Sense[] = []
  let length = 0
  for (let i = from; i < tokens.length && words.length < longest; i++) {
    const word = tokens[i]?.word ?? ''
    if (PARTING.has(word)) continue
    words.push(word)
    const senses = words.length > 1 ? sensesOf(words.join(' ')) : []
    if (senses.length === 0) continue
    found = senses
    length = i - from + 1
  }
  for (const { thing, isMain } of found) if (isMain) terms.push(thing.term, ...thing.wider)
  return length
}

function meaningsOf(word: string): string[] {
  const terms = new Set<string>()
  const isUrdu = word.charCodeAt(0) > 127
  let senses = sensesOf(word)
  if (isUrdu && senses.length === 0) senses = firstKnown(formsOf(word))
  for (const { thing, script, isMain } of senses) {
    if (!isMain) continue
    if (script === 'roman' && (word.length < SHORTEST_ROMAN || RATHER_ENGLISH.has(word))) continue
    terms.add(thing.term)
    for (const wider of thing.wider) terms.add(wider)
  }
  return [...terms]
}

function firstKnown(words: readonly string[]): readonly Sense[] {
  for (const word of words) {
    const senses = sensesOf(word)
    if (senses.length > 0) return senses
  }
  return []
}
