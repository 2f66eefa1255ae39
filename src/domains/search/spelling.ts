import { type Found, waysOf } from './finding.ts'
import type { TermTable } from './index/terms.ts'
import type { Hit } from './index/top.ts'
import type { Way } from './language.ts'
import type { FoundWord } from './resolve.ts'
import { asTyped, mendedText } from './written.ts'

/** Words of the query that the first hit does not have, when nothing has them all; as they were typed. */
export function droppedWords(found: Found, first: Hit | undefined, typed: string): string[] {
  if (!first) return []
  const absent = found.words.filter((word) => isAbsent(found, first, word))
  return asTyped(
    typed,
    absent.map(({ written }) => written),
  )
}

const isAbsent = (found: Found, { segment, doc }: Hit, word: FoundWord) =>
  word.mass === 0 || (!found.isWhole && waysOf(segment, doc, word).length === 0)

/**
 * The query with each word that nobody writes replaced by what it was taken for, a slip mended, a sound understood.
 * `titles` are those of the page: words are told as goods spell them.
 */
export function betterSpelling(
  found: Found,
  first: Hit | undefined,
  terms: TermTable,
  { typed, titles }: { readonly typed: string; readonly titles: readonly string[] },
): string | undefined {
  if (!first) return undefined
  const words = found.words.map((word) => ({
    written: word.written,
    // What was left out was not mended: iphone 13 pro max is no maxi.
    better: isKnown(word) || isAbsent(found, first, word) ? undefined : meantIn(first, word, terms),
  }))
  return mendedText(typed, words, titles)
}

/** Ways that are no sign of a word: its slips, what sounds like it, others of its family, what all these are called. */
const NO_SIGN: ReadonlySet<Way['why']> = new Set(['slip', 'sound', 'script', 'family', 'called'])

/** True for a way that shows that people write this word: it needs no mending where such a way leads to goods. */
export const isSign = (why: Way['why']) => !NO_SIGN.has(why)

/** Known is a word that was found otherwise than mended. */
const isKnown = ({ ways }: FoundWord) => ways.some(({ why }) => isSign(why))

/** What was meant: as the first hit has it, or else the likeliest. */
function meantIn({ segment, doc }: Hit, word: FoundWord, terms: TermTable): string | undefined {
  const mended = ({ term, why }: { term: number; why: string }) => {
    if (why === 'sound' || why === 'script') return word.heard
    return why === 'slip' && !terms.isMeaning(term) ? terms.textOf(term) : undefined
  }
  const has = waysOf(segment, doc, word).sort((a, b) => b.worth - a.worth)
  for (const way of [...has, ...word.ways]) {
    const meant = mended(way)
    if (meant !== undefined) return meant
  }
  return undefined
}
