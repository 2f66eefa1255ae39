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

const isKnown = ({ ways }: FoundWord) => ways.some(({ why }) => why !== 'slip')

function slipIn({ segment, doc }: Hit, word: FoundWord, terms: TermTable): string | undefined {
  const has = waysOf(segment, doc, word).sort((a, b) => b.worth - a.worth)[0]
  return has && terms.textOf(has.term)
}
