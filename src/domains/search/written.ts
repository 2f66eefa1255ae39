import { foldText, tidyText } from '../../kit/text/fold.ts'
import lexicon from './language/lexicon.json' with { type: 'json' }
import { tokensOf } from './language/tokens.ts'

// The index knows words folded: one letter for ھ and ہ, for ں and ن, no plural s. Nobody spells like that, so what a
// person is told of words goes through here.

const RUN = /[\p{L}\p{M}\p{N}\u200C\u200D]+/gu
const PLAIN = /^[\u0020-\u007E]*$/
const URDU = 3

/** The words of a text as they are written in it. */
export const runsOf = (text: string): string[] => text.match(RUN) ?? []

let spellings: ReadonlyMap<string, string> | undefined

/** Urdu words of the lexicon by their folded form. Made when it is first asked for. */
function urduSpellings(): ReadonlyMap<string, string> {
  if (spellings) return spellings
  const made = new Map<string, string>()
  for (const line of lexicon) {
    for (const word of runsOf(line[URDU] ?? '')) {
      const folded = foldText(word)
      if (!made.has(folded)) made.set(folded, word)
    }
  }
  spellings = made
  return made
}

/** A folded word as people spell it: as one of the texts has it, else as the lexicon has it. */
export function spelled(folded: string, texts: readonly string[]): string {
  if (PLAIN.test(folded)) return folded
  for (const text of texts) {
    const run = runsOf(tidyText(text)).find((one) => foldText(one) === folded)
    if (run !== undefined) return run
  }
  return urduSpellings().get(folded) ?? folded
}

/** Folded words as people spell them, where nobody says how they were typed. */
export const spelledText = (folded: string): string =>
  folded
    .split(' ')
    .map((word) => spelled(word, []))
    .join(' ')

/** The forms under which the engine knows what was typed as one word. */
const formsOf = (run: string): string[] => [foldText(run), ...tokensOf(run).map(({ word }) => word)]

/** Words of a query, as the engine knows them, as they were typed. */
export function asTyped(typed: string, words: readonly string[]): string[] {
  const runs = runsOf(typed).map((run) => ({ run, forms: formsOf(run) }))
  return words.map((word) => runs.find(({ forms }) => forms.includes(word))?.run ?? spelled(word, []))
}

/** One word of a query, and what it was taken for, both as the engine knows them. */
export interface Mended {
  readonly written: string
  readonly better: string | undefined
}

/**
 * A query with what was mended in place of what was typed, all else as it was typed: its small words and its own
 * letters stay. `texts` are titles that were found. Undefined when nothing was mended.
 */
export function mendedText(typed: string, words: readonly Mended[], texts: readonly string[]): string | undefined {
  const left = words.filter(({ better }) => better !== undefined)
  if (left.length === 0) return undefined
  const text = tidyText(typed).replace(RUN, (run) => {
    const forms = formsOf(run)
    const at = left.findIndex(({ written }) => forms.includes(written))
    if (at < 0) return run
    const [one] = left.splice(at, 1)
    return spelled(one?.better ?? run, texts)
  })
  if (left.length === 0) return text
  // What was typed as one word may have been read as two, or two as one.
  return words.map(({ written, better }) => spelled(better ?? written, texts)).join(' ')
}
