import type { TermTable } from './index/terms.ts'
import { isKindTerm } from './language/things.ts'

/** What a title is about is said at the end of its first words: a Lenovo laptop bag with lock is a bag. */

/** So far behind a thing another may stand that the first only belongs to: laptop privacy filter. */
const FARTHEST = 2
/** What stands before one of these belongs to what comes: mobile ka cover. */
const OF = new Set('ka ki ke kay kaa kee کا کی کے'.split(' '))
/** One of these ends the name of a thing, as a figure does. */
const ENDS = new Set('for with without and in of to by from on or w x'.split(' '))

const [UNKNOWN, THING, END, BELONGS, WORD] = [0, 1, 2, 3, 4] as const
const known = new WeakMap<TermTable, { signs: Uint8Array }>()

/** What a term is for who wants to know what a title is about; remembered, since titles share their terms. */
function signOf(term: number, terms: TermTable): number {
  const table = known.get(terms) ?? { signs: new Uint8Array(1024) }
  known.set(terms, table)
  if (term >= table.signs.length) {
    const more = new Uint8Array(terms.size * 2)
    more.set(table.signs)
    table.signs = more
  }
  if (table.signs[term] === UNKNOWN) {
    const text = terms.textOf(term)
    table.signs[term] = signIn(text)
  }
  return table.signs[term] as number
}

function signIn(text: string): number {
  if (isKindTerm(text)) return THING
  if (OF.has(text)) return BELONGS
  return /^\d/.test(text) || ENDS.has(text) ? END : WORD
}

/**
 * True when a title has the wanted word and does not go on to another thing: it is a laptop, and no laptop case.
 * `wordOf` has a bit for each word of the query that a term stands for, `head` is the bit of the wanted one.
 */
export function isAbout(
  title: Uint32Array,
  length: number,
  wordOf: ReadonlyMap<number, number>,
  head: number,
  terms: TermTable,
): boolean {
  let [place, since] = [0, -1]
  for (let i = 0; i < length; i++) {
    const term = title[i] as number
    const bits = wordOf.get(term) ?? 0
    // A meaning stands behind its word and takes no place.
    if (!terms.isMeaning(term)) place++
    if (since >= 0 && place > since) {
      const sign = signOf(term, terms)
      if (sign === BELONGS || (bits === 0 && sign === THING)) since = -1
      else if (place - since > FARTHEST || sign === END) return true
    }
    if ((bits & head) !== 0) since = place
  }
  return since >= 0
}
