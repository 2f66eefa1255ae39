import type { TermTaker } from '../language.ts'
import type { Reading } from './reading.ts'
import { PARTING } from './small-words.ts'
import { type Begun, OWN, type Sense, WIDER } from './things.ts'
import type { Words } from './word-list.ts'

/** A term of a meaning. */
interface Term {
  readonly text: string
  /** Its number in the index that it was put into last; -1 as long as nobody asked. */
  id: number
  /** The number of the text in which it was said last. */
  saidIn: number
}

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
  /** How things go on that begin with it. */
  readonly begun: Begun | undefined
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
    const term = { text, id: -1, saidIn: 0 }
    this.#terms.set(text, term)
    return term
  }
}

/** What a text has said so far: each meaning once, however often it is said. */
export class Said {
  readonly #meant: MeantTerms
  #numbering: Pick<Words, 'add'> | undefined
  #taker: TermTaker | undefined
  #text = 0
  // Lists that are filled again: emptying an array gives its memory away.
  readonly #sure: Meant[] = []
  #sureCount = 0
  readonly #unsure: Meant[] = []
  #unsureCount = 0

  constructor(meant: MeantTerms) {
    this.#meant = meant
  }

  begin(numbering: Pick<Words, 'add'>, taker: TermTaker): void {
    this.#numbering = numbering
    this.#taker = taker
    this.#text++
    this.#sureCount = 0
    this.#unsureCount = 0
  }

  add(meant: Meant, isCertain = true): void {
    const { sense, term, own, wider } = meant
    if (isCertain && sense.script !== 'english') this.#say(own)
    if (term.saidIn === this.#text) return
    this.#say(term)
    this.#sure[this.#sureCount++] = meant
    for (const one of wider) this.#say(one)
  }

  #say(term: Term): void {
    if (term.saidIn === this.#text) return
    term.saidIn = this.#text
    if (term.id < 0) term.id = this.#numbering?.add(term.text) ?? -1
    this.#taker?.add(term.id, false)
  }

  perhaps(meant: Meant): void {
    this.#unsure[this.#unsureCount++] = meant
  }

  /** Adds what several words from here mean together, and says how many they are; 0 when nothing. */
  together({ words, count }: Reading, list: Words, from: number, begun: Begun): number {
    let at: Begun | undefined = begun
    let found: readonly Sense[] = []
    let length = 0
    for (let i = from + 1; i < count && at.next.size > 0; i++) {
      const word = list.textOf(words[i] as number)
      if (PARTING.has(word)) continue
      at = at.next.get(word)
      if (!at) break
      if (at.senses.length === 0) continue
      found = at.senses
      length = i - from + 1
    }
    for (const sense of found) if (sense.isMain) this.add(this.#meant.of(sense))
    return length
  }

  /** A word that may mean this or that means what the other words speak of. */
  decide(): void {
    for (let i = 0; i < this.#unsureCount; i++) {
      const meant = this.#unsure[i] as Meant
      const { thing, script } = meant.sense
      if (!this.#speaksOf(thing.fields)) continue
      if (script === 'english') this.add(meant, false)
      else this.#say(meant.hinted)
    }
  }

  #speaksOf(fields: readonly string[]): boolean {
    for (let i = 0; i < this.#sureCount; i++) {
      const { thing } = (this.#sure[i] as Meant).sense
      if (thing.fields.some((field) => fields.includes(field))) return true
    }
    return false
  }
}
