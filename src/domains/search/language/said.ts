import { PARTING } from './small-words.ts'
import { OWN, type Sense, sensesOf, WIDER } from './things.ts'
import type { Token } from './tokens.ts'
import type { Term } from './vocabulary.ts'

/** A meaning with the terms that say it. */
export interface Meant {
  readonly sense: Sense
  readonly term: Term
  /** When it was said in Urdu or Roman Urdu. */
  readonly own: Term
  readonly wider: readonly Term[]
  /** When it is only one of the things that may be meant. */
  readonly hinted: Term
}

/** What a word means. */
export interface Meanings {
  readonly sure: readonly Meant[]
  /** What the word may mean when other words speak of the same. */
  readonly unsure: readonly Meant[]
  /** How many words a thing may have that begins with it. */
  readonly longest: number
}

/** The terms of meanings, one object for each, so that they are told apart without reading them. */
export class MeantTerms {
  readonly #terms = new Map<string, Term>()
  readonly #meant = new Map<Sense, Meant>()

  of(sense: Sense): Meant {
    const known = this.#meant.get(sense)
    if (known) return known
    const { term, wider } = sense.thing
    const name = term.slice(1)
    const meant = {
      sense,
      term: this.#term(term),
      own: this.#term(OWN + name),
      wider: wider.map((one) => this.#term(one)),
      hinted: this.#term(WIDER + name),
    }
    this.#meant.set(sense, meant)
    return meant
  }

  get all(): Iterable<Term> {
    return this.#terms.values()
  }

  #term(text: string): Term {
    const known = this.#terms.get(text)
    if (known) return known
    const term = { text, id: -1 }
    this.#terms.set(text, term)
    return term
  }
}

/** What a text has said so far: each meaning once, however often it is said. */
export class Said {
  readonly #meant: MeantTerms
  readonly #meanings: Term[] = []
  readonly #fields: string[] = []
  readonly #unsure: Meant[] = []

  constructor(meant: MeantTerms) {
    this.#meant = meant
  }

  begin(): void {
    this.#meanings.length = 0
    this.#fields.length = 0
    this.#unsure.length = 0
  }

  add(meant: Meant, terms: Term[], isCertain = true): void {
    const { sense, term, own, wider } = meant
    if (isCertain && sense.script !== 'english') this.#hint(own, terms)
    if (this.#meanings.includes(term)) return
    this.#meanings.push(term)
    this.#fields.push(...sense.thing.fields)
    terms.push(term)
    for (const one of wider) this.#hint(one, terms)
  }

  #hint(term: Term, terms: Term[]): void {
    if (this.#meanings.includes(term)) return
    this.#meanings.push(term)
    terms.push(term)
  }

  perhaps(meant: Meant): void {
    this.#unsure.push(meant)
  }

  /** Adds what several words from here mean together, and says how many they are; 0 when nothing. */
  together(tokens: readonly Token[], from: number, longest: number, terms: Term[]): number {
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
    for (const sense of found) if (sense.isMain) this.add(this.#meant.of(sense), terms)
    return length
  }

  /** A word that may mean this or that means what the other words speak of. */
  decide(terms: Term[]): void {
    for (const meant of this.#unsure) {
      const { thing, script } = meant.sense
      if (!thing.fields.some((field) => this.#fields.includes(field))) continue
      if (script === 'english') this.add(meant, terms, false)
      else this.#hint(meant.hinted, terms)
    }
  }
}
