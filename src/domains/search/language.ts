import type { FieldName } from './weights.ts'

/** One term of the index that a written word may stand for. */
export interface Way {
  readonly term: string
  /** 1 for the word itself, less for what it may mean. */
  readonly weight: number
  readonly why:
    | 'written'
    | 'joined'
    | 'family'
    | 'meaning'
    | 'sound'
    | 'script'
    | 'slip'
    | 'beginning'
    | 'shelf'
    | 'called'
}

/** One word that a query asks for. */
export interface AskedWord {
  /** As it was written, folded: for "did you mean" and for saying what was left out. */
  readonly written: string
  readonly ways: readonly Way[]
  /** True when it may be a slip of the finger: the engine then looks for words written nearly like it. */
  readonly may_slip: boolean
  /** The word that it was taken for because it sounds like it: what the reader is told. */
  readonly heard?: string | undefined
  /** True for the word that says what is wanted: the shoes of "black shoes for men". */
  readonly is_head: boolean
  /** For the other words of the same thing, as لیپ of لیپ ٹاپ: what they mean together. */
  readonly wanted?: readonly string[]
  /** True for an English word in other letters, چارجر: it means nothing else. */
  readonly is_loan?: boolean
  /** How much of the query's weight it is beside others that are as rare. */
  readonly share: number
}

/** One way to read a query. The engine takes the first reading that finds something. */
export interface Reading {
  readonly words: readonly AskedWord[]
}

/** Takes the numbers of terms, in order. What is no word takes no place in its text. */
export interface TermTaker {
  add(id: number, isWord: boolean): void
}

/**
 * What turns text into terms of the index, and a query into what it may mean. A term that begins with a sign (§shoe) is
 * a meaning: it stands after the word that has it, takes no place in the text and does not lengthen it.
 */
export interface Language {
  /** Another version makes the index anew. */
  readonly version: string
  words(text: string, field: FieldName): readonly string[]
  /** The same as the numbers that these words have or get in a table, told one after the other: no list is made. */
  numbers(text: string, field: FieldName, terms: { add(term: string): number }, taker: TermTaker): void
  readings(query: string): readonly Reading[]
  /** Tells of a word of the goods, and in how many listings it stands: an index that was kept was never read anew. */
  learn(word: string, listings: number, isBrand: boolean): void
}
