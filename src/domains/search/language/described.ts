import type { TermTaker } from '../language.ts'
import type { FieldName } from '../weights.ts'
import { formsOf } from './inflection.ts'
import { Refilled } from './refilled.ts'
import { type Meanings, MeantTerms, Said } from './said.ts'
import { begunBy, type Sense, sensesOf } from './things.ts'
import { openPieces, Reading, type Token } from './tokens.ts'
import { type KnownWord, type Term, Vocabulary } from './vocabulary.ts'

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
const NOTHING: Meanings = { sure: [], unsure: [], begun: undefined }

/** Gives terms their numbers. */
interface Numbering {
  add(term: string): number
}

/** Turns what a listing says into terms: each word, and behind it what it means in any script. */
export class Describer {
  readonly #vocabulary: Vocabulary
  readonly #meant = new MeantTerms()
  #numbering: Numbering | undefined
  // Used again for each text.
  readonly #reading = new Reading(openPieces((word) => this.#vocabulary.know(word)))
  readonly #said = new Said(this.#meant)
  readonly #terms = new Refilled<Term>()

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
  }

  terms(text: string, field: FieldName): string[] {
    const { all, count } = this.#read(text, field)
    return all.slice(0, count).map((term) => term.text)
  }

  /** The same as numbers of a table: most of them are at hand, and no word is looked up. */
  numbers(text: string, field: FieldName, numbering: Numbering, taker: TermTaker): void {
    if (numbering !== this.#numbering) this.#renumber(numbering)
    const { all, count } = this.#read(text, field)
    for (let i = 0; i < count; i++) {
      const term = all[i] as Term
      if (term.id < 0) term.id = numbering.add(term.text)
      taker.add(term.id, term.isWord)
    }
  }

  /** One language may serve several tables, though not in turns. */
  #renumber(numbering: Numbering): void {
    this.#numbering = numbering
    for (const term of this.#vocabulary.words) term.id = -1
    for (const term of this.#meant.all) term.id = -1
  }

  #read(text: string, field: FieldName): Refilled<Term> {
    const tokens = this.#reading.read(text)
    const terms = this.#terms
    terms.count = 0
    if (MEANT.has(field)) this.#sayMeanings(tokens, field)
    else this.#sayWords(tokens, field)
    return terms
  }

  #sayWords({ all, count }: Refilled<Token>, field: FieldName): void {
    for (let i = 0; i < count; i++) {
      const token = all[i] as Token
      this.#say(token, this.#learnt(token, field))
      if (field === 'brand' && token.word.length > 2) this.#vocabulary.learnBrand(token.word)
    }
  }

  #learnt({ known, word }: Token, field: FieldName): KnownWord {
    const learnt = known ?? this.#vocabulary.know(word)
    // A description's words are counted, but are no spelling to go by.
    this.#vocabulary.note(learnt, 1, field === 'title' || field === 'brand')
    return learnt
  }

  #say({ joined, empty }: Token, known: KnownWord): void {
    this.#terms.add(known)
    if (joined !== undefined && !empty) this.#terms.add({ text: joined, id: -1, isWord: false })
  }

  #sayMeanings(tokens: Refilled<Token>, field: FieldName): void {
    const [terms, said] = [this.#terms, this.#said]
    const { all, count } = tokens
    said.begin()
    let covered = 0
    for (let i = 0; i < count; i++) {
      const token = all[i] as Token
      const known = this.#learnt(token, field)
      this.#say(token, known)
      known.meanings ??= this.#meaningsOf(token.word)
      if (known.meanings === NOTHING) continue
      const { sure, unsure, begun } = known.meanings
      const length = i < covered || !begun ? 0 : said.together(tokens, i, begun, terms)
      if (length > 0) covered = i + length
      if (token.empty) continue
      // Of a thing of several words the last says what it is: a laptop table is a table, and no laptop.
      if (i < covered - 1) continue
      for (const meant of sure) said.add(meant, terms)
      for (const meant of unsure) said.perhaps(meant)
    }
    said.decide(terms)
  }

  #meaningsOf(word: string): Meanings {
    const { sure, unsure } = sensesIn(word)
    const begun = begunBy(word)
    if (sure.length + unsure.length === 0 && !begun) return NOTHING
    const meant = (sense: Sense) => this.#meant.of(sense)
    return { sure: sure.map(meant), unsure: unsure.map(meant), begun }
  }
}

function sensesIn(word: string): { sure: readonly Sense[]; unsure: readonly Sense[] } {
  const isUrdu = word.charCodeAt(0) > 127
  let senses = sensesOf(word)
  if (isUrdu && senses.length === 0) senses = firstKnown(formsOf(word))
  const isSure = ({ script, isMain }: Sense) =>
    isMain && (script !== 'roman' || (word.length >= SHORTEST_ROMAN && !RATHER_ENGLISH.has(word)))
  return { sure: senses.filter(isSure), unsure: senses.filter((sense) => !isSure(sense)) }
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
