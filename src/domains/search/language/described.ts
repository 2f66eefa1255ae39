import type { FieldName } from '../weights.ts'
import { formsOf } from './inflection.ts'
import { PARTING } from './small-words.ts'
import { longestFrom, OWN, type Sense, sensesOf, WIDER } from './things.ts'
import { type Token, tokensOf } from './tokens.ts'
import { Vocabulary } from './vocabulary.ts'

/** Fields whose words say what a thing is. A description names too much else. */
const MEANT: ReadonlySet<FieldName> = new Set(['title', 'category', 'attributes'])
/** Roman Urdu that is more often English: it means the Urdu only among other things of its kind. */
const RATHER_ENGLISH: ReadonlySet<string> = new Set(
  `tail sail pair long ban pan pen pent tab fail bat baat bal but sit rate sale free mail main tar ant kan mag mug
  bus man men hard cell beg bag mall hal sole made pin chip card top hat bun till ber gas best band hit jar pump chain
  sari pista aid sent sentry ghar number press size set pees sound mike drum bait chat loan lays beej ham more mor aura
  lal das dana dal taj raat shirt boot pack paper bali mali kali lab par pad tip tub date dates rang maroon khaki
  suit dress coat tie net plate cup glass jug box mat table stool shelf rack lock hook brush tray stand hub drone
  panel plug board safety foam foot patrol scale pouch motiya chadar chaadar chaddar`.split(/\s+/),
)
const SHORTEST_ROMAN = 4
const REMEMBERED = 200_000

interface Meanings {
  readonly sure: readonly Sense[]
  /** What the word may mean when other words speak of the same. */
  readonly unsure: readonly Sense[]
  /** How many words a thing may have that begins with it. */
  readonly longest: number
}

const NOTHING: Meanings = { sure: [], unsure: [], longest: 0 }

/** Turns what a listing says into terms: each word, and behind it what it means in any script. */
export class Describer {
  readonly #vocabulary: Vocabulary
  readonly #meanings = new Map<string, Meanings>()
  // Used again for each text.
  readonly #said = new Said()

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
  }

  terms(text: string, field: FieldName): string[] {
    const tokens = tokensOf(text)
    this.#learn(tokens, field)
    return MEANT.has(field) ? this.#withMeanings(tokens) : plainTerms(tokens)
  }

  #learn(tokens: readonly Token[], field: FieldName): void {
    // A description's words are counted, but are no spelling to go by.
    const isSpoken = field === 'title' || field === 'brand'
    for (const { word } of tokens) {
      this.#vocabulary.learn(word, 1, isSpoken)
      if (field === 'brand' && word.length > 2) this.#vocabulary.learnBrand(word)
    }
  }

  #withMeanings(tokens: readonly Token[]): string[] {
    const terms: string[] = []
    const said = this.#said
    said.begin()
    let covered = 0
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] as Token
      pushToken(terms, token)
      const { sure, unsure, longest } = this.#meant(token.word)
      const length = i < covered || longest === 0 ? 0 : said.together(tokens, i, longest, terms)
      if (length > 0) covered = i + length
      if (token.empty) continue
      // Of a thing of several words the last says what it is: a laptop table is a table, and no laptop.
      if (i < covered - 1) continue
      for (const sense of sure) said.add(sense, terms)
      for (const sense of unsure) said.perhaps(sense)
    }
    said.decide(terms)
    return terms
  }

  #meant(word: string): Meanings {
    const known = this.#meanings.get(word)
    if (known) return known
    if (this.#meanings.size > REMEMBERED) this.#meanings.clear()
    const meant = meaningsOf(word)
    this.#meanings.set(word, meant)
    return meant
  }
}

function pushToken(terms: string[], { word, joined, empty }: Token): void {
  terms.push(word)
  if (joined !== undefined && !empty) terms.push(joined)
}

function plainTerms(tokens: readonly Token[]): string[] {
  const terms: string[] = []
  for (const token of tokens) pushToken(terms, token)
  return terms
}

/** What a text has said so far: each meaning once, however often it is said. */
class Said {
  readonly #meanings: string[] = []
  readonly #fields: string[] = []
  readonly #unsure: Sense[] = []

  begin(): void {
    this.#meanings.length = 0
    this.#fields.length = 0
    this.#unsure.length = 0
  }

  add({ thing, script }: Sense, terms: string[], isCertain = true): void {
    if (isCertain && script !== 'english') this.#hint(OWN + thing.term.slice(1), terms)
    if (this.#meanings.includes(thing.term)) return
    this.#meanings.push(thing.term)
    this.#fields.push(...thing.fields)
    terms.push(thing.term)
    for (const wider of thing.wider) this.#hint(wider, terms)
  }

  #hint(term: string, terms: string[]): void {
    if (this.#meanings.includes(term)) return
    this.#meanings.push(term)
    terms.push(term)
  }

  perhaps(sense: Sense): void {
    this.#unsure.push(sense)
  }

  /** Adds what several words from here mean together, and says how many they are; 0 when nothing. */
  together(tokens: readonly Token[], from: number, longest: number, terms: string[]): number {
    let words = ''
    let count = 0
    let found: readonly Sense[] = []
    let length = 0
    for (let i = from; i < tokens.length && count < longest; i++) {
      const word = tokens[i]?.word ?? ''
      if (count > 0 && PARTING.has(word)) continue
      words = count === 0 ? word : `${words} ${word}`
      count++
      const senses = count > 1 ? sensesOf(words) : []
      if (senses.length === 0) continue
      found = senses
      length = i - from + 1
    }
    for (const sense of found) if (sense.isMain) this.add(sense, terms)
    return length
  }

  /** A word that may mean this or that means what the other words speak of. */
  decide(terms: string[]): void {
    for (const sense of this.#unsure) {
      const { thing, script } = sense
      if (!thing.fields.some((field) => this.#fields.includes(field))) continue
      if (script === 'english') this.add(sense, terms, false)
      else this.#hint(WIDER + thing.term.slice(1), terms)
    }
  }
}

function meaningsOf(word: string): Meanings {
  const isUrdu = word.charCodeAt(0) > 127
  let senses = sensesOf(word)
  if (isUrdu && senses.length === 0) senses = firstKnown(formsOf(word))
  const longest = longestFrom(word)
  if (senses.length === 0) return longest === 0 ? NOTHING : { ...NOTHING, longest }
  const isSure = ({ script, isMain }: Sense) =>
    isMain && (script !== 'roman' || (word.length >= SHORTEST_ROMAN && !RATHER_ENGLISH.has(word)))
  return { sure: senses.filter(isSure), unsure: senses.filter((sense) => !isSure(sense)), longest }
}

/** The meanings of the first of these words that has any. */
export function firstKnown(words: readonly string[]): readonly Sense[] {
  for (const word of words) {
    const senses = sensesOf(word)
    if (senses.length > 0) return senses
  }
  return []
}

const nameless = new Describer(new Vocabulary())

/** The words of a name, of a shelf for example, and what they mean. */
export const termsOfName = (name: string): string[] => nameless.terms(name, 'category')
