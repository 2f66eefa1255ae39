import { Reading } from './reading.ts'
import { WordList } from './word-list.ts'

export { JOINED } from './measures.ts'

export interface Token {
  /** Folded, without the English plural. */
  readonly word: string
  /** What it has in common with other ways to write it, with its sign: =5kg. */
  readonly joined?: string | undefined
  /** True when the word says nothing beside what it is joined to: the kg of 5 kg. */
  readonly empty?: boolean
  /** True for the x of 5 x 7, joined to both. */
  readonly isMeasure?: boolean
}

const WORDS_MOST = 300_000
let words = new WordList()
let reading = new Reading(words)

/** The words of a text, in the form in which they are compared. */
export function tokensOf(text: string): Token[] {
  if (words.size > WORDS_MOST) {
    words = new WordList()
    reading = new Reading(words)
  }
  reading.read(text)
  return Array.from({ length: reading.count }, (_, i) => reading.token(i))
}
