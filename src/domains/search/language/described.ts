import { Numbers } from '../index/bytes.ts'
import type { TermTaker } from '../language.ts'
import type { FieldName } from '../weights.ts'
import { formsOf } from './inflection.ts'
import { Reading } from './reading.ts'
import { type Meanings, MeantTerms, Said } from './said.ts'
import { begunBy, type Sense, sensesOf } from './things.ts'
import { Vocabulary } from './vocabulary.ts'
import { WordList, type Words } from './word-list.ts'

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
const MEANS_NOTHING = 1

type Numbering = Pick<Words, 'add'>

/** Turns what a listing says into terms: each word, and behind it what it means in any script. */
export class Describer {
  readonly #vocabulary: Vocabulary
  readonly #reading: Reading
  readonly #meant = new MeantTerms()
  readonly #said = new Said(this.#meant)
  /** Meanings that words have, and which of them a word has by its number: 0 as long as nobody asked. */
  readonly #meanings: Meanings[] = [NOTHING]
  readonly #meaningsOf = new Numbers()
  #numbering: Numbering | undefined
  /** The terms that words and what is joined have in the table, and one more; 0 as long as nobody asked. */
  #wordTerms = new Numbers()
  #joinTerms = new Numbers()
  /** For whoever wants texts. */
  readonly #texts = new WordList()

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
    this.#reading = new Reading(vocabulary)
  }

  terms(text: string, field: FieldName): string[] {
    const terms: string[] = []
    this.numbers(text, field, this.#texts, { add: (id) => terms.push(this.#texts.textOf(id)) })
    return terms
  }

  /** The same as numbers of a table: most of them are at hand, and no word is looked up. */
  numbers(text: string, field: FieldName, numbering: Numbering, taker: TermTaker): void {
    if (numbering !== this.#numbering) this.#renumber(numbering)
    const reading = this.#reading
    reading.read(text)
    reach(this.#wordTerms, this.#vocabulary.size)
    reach(this.#joinTerms, reading.joined.size)
    if (MEANT.has(field)) this.#sayMeanings(field, numbering, taker)
    else this.#sayWords(field, numbering, taker)
  }

  /** One language may serve several tables, though not in turns. */
  #renumber(numbering: Numbering): void {
    this.#numbering = numbering
    this.#wordTerms = new Numbers()
    this.#joinTerms = new Numbers()
    for (const term of this.#meant.all) term.id = -1
  }

  #sayWords(field: FieldName, numbering: Numbering, taker: TermTaker): void {
    const vocabulary = this.#vocabulary
    const { words, count } = this.#reading
    // A description's words are counted, but are no spelling to go by.
    const isSpoken = field === 'brand'
    for (let i = 0; i < count; i++) {
      const word = words[i] as number
      vocabulary.note(word, 1, isSpoken)
      if (isSpoken && vocabulary.textOf(word).length > 2) vocabulary.learnBrand(vocabulary.textOf(word))
      this.#say(i, numbering, taker)
    }
  }

  #say(i: number, numbering: Numbering, taker: TermTaker): void {
    const { words, joins } = this.#reading
    const word = words[i] as number
    if (this.#wordTerms.at(word) === 0) this.#wordTerms.set(word, numbering.add(this.#vocabulary.textOf(word)) + 1)
    taker.add(this.#wordTerms.at(word) - 1, true)
    const join = joins[i] as number
    if (join !== 0 && !this.#reading.isEmpty(i)) this.#sayJoined(join - 1, numbering, taker)
  }

  #sayJoined(join: number, numbering: Numbering, taker: TermTaker): void {
    const terms = this.#joinTerms
    if (terms.at(join) === 0) terms.set(join, numbering.add(this.#reading.joined.textOf(join)) + 1)
    taker.add(terms.at(join) - 1, false)
  }

  #sayMeanings(field: FieldName, numbering: Numbering, taker: TermTaker): void {
    const [reading, said, vocabulary] = [this.#reading, this.#said, this.#vocabulary]
    const { words, count } = reading
    reach(this.#meaningsOf, vocabulary.size)
    said.begin(numbering, taker)
    let covered = 0
    for (let i = 0; i < count; i++) {
      const word = words[i] as number
      vocabulary.note(word, 1, field === 'title')
      this.#say(i, numbering, taker)
      const means = this.#meaningsOf.at(word) || this.#lookUp(word)
      if (means === MEANS_NOTHING) continue
      const { sure, unsure, begun } = this.#meanings[means - 1] as Meanings
      const length = i < covered || !begun ? 0 : said.together(reading, vocabulary, i, begun)
      if (length > 0) covered = i + length
      if (reading.isEmpty(i)) continue
      // Of a thing of several words the last says what it is: a laptop table is a table, and no laptop.
      if (i < covered - 1) continue
      for (const meant of sure) said.add(meant)
      for (const meant of unsure) said.perhaps(meant)
    }
    said.decide()
  }

  #lookUp(number: number): number {
    const word = this.#vocabulary.textOf(number)
    const { sure, unsure } = sensesIn(word)
    const begun = begunBy(word)
    const meant = (sense: Sense) => this.#meant.of(sense)
    const isNothing = sure.length + unsure.length === 0 && !begun
    const means = isNothing
      ? MEANS_NOTHING
      : this.#meanings.push({ sure: sure.map(meant), unsure: unsure.map(meant), begun })
    this.#meaningsOf.set(number, means)
    return means
  }
}

/** Makes room for so many, none of them known yet. */
function reach(numbers: Numbers, size: number): void {
  if (numbers.length < size) numbers.extend(size - numbers.length)
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
