import type { TermTable } from './index/terms.ts'
import { isKindTerm } from './language/things.ts'
import { rememberedSigns } from './term-signs.ts'

/** What a title is about is said at the end of its first words: a Lenovo laptop bag with lock is a bag. */

/** So far behind a thing another may stand that the first only belongs to: laptop privacy filter. */
const FARTHEST = 2
/** What stands before one of these belongs to what comes: mobile ka cover. */
const OF = new Set('ka ki ke kay kaa kee کا کی کے'.split(' '))
/** One of these ends the name of a thing, as a figure does. */
const ENDS = new Set('for without and in of to by from on or w x'.split(' '))

/** What comes after it comes along: a chair with a table is a chair. */
const WITH = 'with'

const [THING, END, BELONGS, WORD, BRINGS] = [1, 2, 3, 4, 5] as const

/** What terms are for who wants to know what a title is about. */
const signsOf = rememberedSigns(signIn)

function signIn(text: string): number {
  if (isKindTerm(text)) return THING
  if (OF.has(text)) return BELONGS
  if (text === WITH) return BRINGS
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
  const signOf = signsOf(terms)
  let [place, since] = [0, -1]
  for (let i = 0; i < length; i++) {
    const term = title[i] as number
    const bits = wordOf.get(term) ?? 0
    const sign = bits === 0 ? signOf(term) : WORD
    if (sign === BRINGS) break
    // A meaning stands behind its word and takes no place.
    if (!terms.isMeaning(term)) place++
    if (since >= 0 && place > since) {
      if (sign === BELONGS || sign === THING) since = -1
      else if (place - since > FARTHEST || sign === END) return true
    }
    if ((bits & head) !== 0) since = place
  }
  return since >= 0
}
