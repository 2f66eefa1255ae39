import { Refilled } from './refilled.ts'
import { PARTING } from './small-words.ts'
import { type Begun, OWN, type Sense, WIDER } from './things.ts'
import type { Token } from './tokens.ts'
import type { Term } from './vocabulary.ts'

/** A term of a meaning, with the number of the text in which it was said last. */
interface MeantTerm extends Term {
  saidIn: number
}

/** A meaning with the terms that say it. */
export interface Meant {
  readonly sense: Sense
  readonly term: MeantTerm
  /** When it was said in Urdu or Roman Urdu. */
  readonly own: MeantTerm
  readonly wider: readonly MeantTerm[]
  /** When it is only one of the things that may be meant. */
  readonly hinted: MeantTerm
}

/** What a word means. */
export interface Meanings {
  readonly sure: readonly Meant[]
  /** What the word may mean when other words speak of the same. */
  readonly unsure: readonly Meant[]
  /** How things go on that begin with it. */
  readonly begun: Begun | undefined
}

/** The terms of meanings, one object for each, so that they are told apart without reading them. */
export class MeantTerms {
  readonly #terms = new Map<string, MeantTerm>()
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

  #term(text: string): MeantTerm {
    const known = this.#terms.get(text)
    if (known) return known
    const term = { text, id: -1, isWord: false, saidIn: 0 }
    this.#terms.set(text, term)
    return term
  }
}

/** What a text has said so far: each meaning once, however often it is said. */
export class Said {
  readonly #meant: MeantTerms
  readonly #sure = new Refilled<Meant>()
  readonly #unsure = new Refilled<Meant>()
  #text = 0

  constructor(meant: MeantTerms) {
    this.#meant = meant
  }

  begin(): void {
    this.#text++
    this.#sure.count = 0
    this.#unsure.count = 0
  }

  add(meant: Meant, terms: Refilled<Term>, isCertain = true): void {
    const { sense, term, own, wider } = meant
    if (isCertain && sense.script !== 'english') this.#hint(own, terms)
    if (term.saidIn === this.#text) return
    this.#hint(term, terms)
    this.#sure.add(meant)
    for (const one of wider) this.#hint(one, terms)
  }

  #hint(term: MeantTerm, terms: Refilled<Term>): void {
    if (term.saidIn === this.#text) return
    term.saidIn = this.#text
    terms.add(term)
  }

  perhaps(meant: Meant): void {
    this.#unsure.add(meant)
  }

  /** Adds what several words from here mean together, and says how many they are; 0 when nothing. */
  together({ all, count }: Refilled<Token>, from: number, begun: Begun, terms: Refilled<Term>): number {
    let at: Begun | undefined = begun
    let found: readonly Sense[] = []
    let length = 0
    for (let i = from + 1; i < count && at.next.size > 0; i++) {
      const { word } = all[i] as Token
      if (PARTING.has(word)) continue
      at = at.next.get(word)
      if (!at) break
      if (at.senses.length === 0) continue
      found = at.senses
      length = i - from + 1
    }
    for (const sense of found) if (sense.isMain) this.add(this.#meant.of(sense), terms)
    return length
  }

  /** A word that may mean this or that means what the other words speak of. */
  decide(terms: Refilled<Term>): void {
    const { all, count } = this.#unsure
    for (let i = 0; i < count; i++) {
      const meant = all[i] as Meant
      const { thing, script } = meant.sense
      if (!this.#speaksOf(thing.fields)) continue
      if (script === 'english') this.add(meant, terms, false)
      else this.#hint(meant.hinted, terms)
    }
  }

  #speaksOf(fields: readonly string[]): boolean {
    const { all, count } = this.#sure
    for (let i = 0; i < count; i++) {
      const { thing } = (all[i] as Meant).sense
      if (thing.fields.some((field) => fields.includes(field))) return true
    }
    return false
  }
}
