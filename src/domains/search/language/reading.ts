import { BY, isNumber, JOINED, LONGEST, spelledNumber, UNITS, wordsOf } from './measures.ts'
import { PieceTable, type PieceTaker } from './pieces.ts'
import type { Token } from './tokens.ts'
import { WordList, type Words } from './word-list.ts'

const PIECES_MOST = 300_000
const FIRST_ROOM = 256

// What a piece holds, in the two lowest bits of what is known of it.
const [DIGITS, LETTERS, HOLDS] = [1, 2, 3] as const
// What a word of a text is beside itself.
const [EMPTY, MEASURE] = [1, 2] as const

const UNIT_NAMES = [...new Set(UNITS.values())]
const INCHES = UNIT_NAMES.indexOf('in')
/** Two numbers a part; of more parts none can be a word. */
const CHAINED_MOST = LONGEST * 2

/** A piece that is more than a word: a unit, a number with its unit, a measure. */
interface Special {
  readonly words: readonly { readonly word: number; readonly join: number; readonly kind: number }[]
  /** The number of the unit that it is behind a number, or -1. */
  readonly unit: number
  /** True when it may stand between two sides. */
  readonly isBy: boolean
  readonly holds: number
}

/**
 * Reads texts as words in the form in which they are compared. A word is a number of `words`, and what it has in common
 * with other ways to write it a number of `joins`: every listing is read here, and objects would cost more than
 * reading.
 */
export class Reading implements PieceTaker {
  /** What was read last: so many words. */
  count = 0
  words = new Int32Array(FIRST_ROOM)
  /** What each is joined to, and one more; 0 for nothing. */
  joins = new Int32Array(FIRST_ROOM)
  kinds = new Uint8Array(FIRST_ROOM)
  readonly joined = new WordList()
  readonly #list: Words
  readonly #special: Special[] = []
  readonly #pieces = new PieceTable((raw) => this.#know(raw))
  readonly #models = new PieceTable((raw) => (raw.length > LONGEST ? 0 : this.joined.add(JOINED + raw) + 1))
  /** By number and unit. */
  readonly #withUnit = new Map<number, number>()
  /** Where words lie that only - and / part: from, to, and so on. */
  readonly #chain = new Int32Array(CHAINED_MOST)
  #chained = 0
  #holds = 0
  /** Where the last piece ended. */
  #end = -1
  #hasBy = false

  constructor(words: Words) {
    this.#list = words
  }

  read(text: string): void {
    if (this.#pieces.size + this.#models.size > PIECES_MOST) {
      this.#pieces.clear()
      this.#models.clear()
      this.#special.length = 0
    }
    this.count = 0
    this.#chained = 0
    this.#end = -1
    this.#hasBy = false
    this.#pieces.read(text, this)
    if (this.#hasBy) this.#joinMeasures()
  }

  /** A word that was read, for whoever reads little. */
  token(i: number): Token {
    const join = this.joins[i] as number
    const kind = this.kinds[i] as number
    return {
      word: this.#textAt(i),
      joined: join === 0 ? undefined : this.joined.textOf(join - 1),
      empty: (kind & EMPTY) > 0,
      isMeasure: (kind & MEASURE) > 0,
    }
  }

  /** True when the word says nothing beside what it is joined to: the kg of 5 kg. */
  isEmpty(i: number): boolean {
    return ((this.kinds[i] as number) & EMPTY) > 0
  }

  /** What is known of a piece: the number of its word, or, below zero, of what it is more. */
  #know(raw: string): number {
    const tokens = wordsOf(raw)
    const unit = isNumber(raw) ? undefined : UNITS.get(raw)
    const isBy = tokens.some(({ word }) => BY.has(word))
    const holds = (/\d/.test(raw) ? DIGITS : 0) | (/\p{L}/u.test(raw) ? LETTERS : 0)
    const words = tokens.map(({ word, joined, empty }) => ({
      word: this.#list.add(word),
      join: joined === undefined ? 0 : this.joined.add(joined) + 1,
      kind: empty ? EMPTY : 0,
    }))
    const [only] = words
    if (only && words.length === 1 && unit === undefined && !isBy) return only.word * (HOLDS + 1) + holds
    return -this.#special.push({ words, unit: unit === undefined ? -1 : UNIT_NAMES.indexOf(unit), isBy, holds })
  }

  word(known: number, from: number, end: number, isBehindPart: boolean): void {
    this.#end = end
    const isGlued = isBehindPart && this.#chained > 0
    if (!isGlued) {
      this.#chained = 0
      this.#holds = 0
    }
    if (this.#chained < CHAINED_MOST) {
      this.#chain[this.#chained] = from
      this.#chain[this.#chained + 1] = end
    }
    this.#chained += 2
    if (known >= 0) {
      this.#holds |= known & HOLDS
      this.#add(known >>> 2, 0, 0)
    } else this.#addSpecial(this.#special[-known - 1] as Special)
    if (isGlued && this.#holds === HOLDS) this.#joinModel()
  }

  part(end: number): void {
    this.#end = end
  }

  /** 4*8 is 4x8. */
  by(end: number): void {
    this.#end = end
    this.#hasBy = true
    if (this.count > 0 && isNumber(this.#textAt(this.count - 1))) this.#add(this.#list.add('x'), 0, 0)
  }

  inches(from: number, end: number): void {
    // Only right behind a piece.
    if (from === this.#end) this.#joinUnit(INCHES)
    this.#end = end
  }

  #textAt(i: number): string {
    return this.#list.textOf(this.words[i] as number)
  }

  #add(word: number, join: number, kind: number): void {
    const at = this.count++
    if (at === this.words.length) this.#grow()
    this.words[at] = word
    this.joins[at] = join
    this.kinds[at] = kind
  }

  #grow(): void {
    const [words, joins, kinds] = [this.words, this.joins, this.kinds]
    const room = words.length * 2
    this.words = new Int32Array(room)
    this.joins = new Int32Array(room)
    this.kinds = new Uint8Array(room)
    this.words.set(words)
    this.joins.set(joins)
    this.kinds.set(kinds)
  }

  #addSpecial({ words, unit, isBy, holds }: Special): void {
    this.#holds |= holds
    if (isBy) this.#hasBy = true
    const join = unit < 0 ? 0 : this.#joinUnit(unit)
    const [first] = words
    if (join > 0 && first) this.#add(first.word, join, EMPTY)
    else for (const { word, join, kind } of words) this.#add(word, join, kind)
  }

  /** Joins a unit to the number before it. 0 when there is none. */
  #joinUnit(unit: number): number {
    const last = this.count - 1
    if (last < 0 || this.joins[last] !== 0) return 0
    const word = this.words[last] as number
    const text = this.#list.textOf(word)
    const name = UNIT_NAMES[unit] as string
    let join = 0
    if (isNumber(text)) {
      const key = word * UNIT_NAMES.length + unit
      join = this.#withUnit.get(key) ?? this.joined.add(`${JOINED}${text}${name}`) + 1
      this.#withUnit.set(key, join)
    } else {
      const number = spelledNumber(text, name)
      if (number !== undefined) join = this.joined.add(`${JOINED}${number}${name}`) + 1
    }
    this.joins[last] = join
    return join
  }

  /** The parts of a model, dv7-1211ea, are also one. */
  #joinModel(): void {
    const last = this.count - 1
    if (this.joins[last] === 0 && this.#chained <= CHAINED_MOST) {
      this.joins[last] = this.#models.knownOfAll(this.#chain, this.#chained)
    }
  }

  #joinMeasures(): void {
    const between = Array.from(BY, (word) => this.#list.add(word))
    for (let i = 1; i + 1 < this.count; i++) if (between.includes(this.words[i] as number)) this.#joinMeasure(i)
  }

  /** 5x7, 5 x 7 and 5 ft. x 7 ft. are one: what is asked for is hardly ever the unit. */
  #joinMeasure(by: number): void {
    const one = this.isEmpty(by - 1) ? by - 2 : by - 1
    if (one < 0) return
    const [side, other] = [this.#textAt(one), this.#textAt(by + 1)]
    if (!isNumber(side) || !isNumber(other)) return
    this.words[by] = this.#list.add('x')
    this.joins[by] = this.joined.add(`${JOINED}${side}x${other}`) + 1
    this.kinds[by] = MEASURE
  }
}
