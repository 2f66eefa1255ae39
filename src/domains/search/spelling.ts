import { type Found, waysOf } from './finding.ts'
import type { TermTable } from './index/terms.ts'
import type { Hit } from './index/top.ts'
import type { FoundWord } from './resolve.ts'

/** Words of the query that the first hit does not have, when nothing has them all. */
export function droppedWords(found: Found, first: Hit | undefined): string[] {
  if (!first) return []
  const absent = found.words.filter(
    (word) => word.mass === 0 || (!found.isWhole && waysOf(first.segment, first.doc, word).length === 0),
  )
  return absent.map(({ written }) => written)
}

/** The query with each word that nobody writes replaced by what the first hit has in its place. */
export function betterSpelling(found: Found, first: Hit | undefined, terms: TermTable): string | undefined {
  if (!first) return undefined
  let changed = false
  const words = found.words.map((word) => {
    const better = isKnown(word) ? undefined : slipIn(first, word, terms)
    changed ||= better !== undefined
    return better ?? word.written
  })
  return changed ? words.join(' ') : undefined
}

/** Ways that are no sign of a word: its slips, the same in another script, others of its family. */
const NO_SIGN: ReadonlySet<string> = new Set(['slip', 'script', 'family'])

/** Known is a word that was found otherwise than as a slip. */
function isKnown({ ways }: FoundWord): boolean {
  return !ways.some(({ why }) => why === 'slip') || ways.some(({ why }) => !NO_SIGN.has(why))
}

/** What was meant, as a word that stands somewhere: as the first hit has it, or the likeliest. */
function slipIn({ segment, doc }: Hit, word: FoundWord, terms: TermTable): string | undefined {
  const isPlain = ({ term, why }: { term: number; why: string }) => why === 'slip' && !terms.isMeaning(term)
  const has = waysOf(segment, doc, word)
    .filter(isPlain)
    .sort((a, b) => b.worth - a.worth)[0]
  const likeliest = has ?? word.ways.filter(isPlain).sort((a, b) => b.weight - a.weight)[0]
  return likeliest && terms.textOf(likeliest.term)
}
