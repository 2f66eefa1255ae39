/** A piece of a line that is drawn in one go, in one direction. */
export interface Run {
  readonly text: string
  readonly isArabic: boolean
}

const MARKS = /[\u200B-\u200F\u202A-\u202E\u2066-\u2069]/gu
/** Digits of Urdu are written from left to right, like ours. */
const DIGIT = '\u0660-\u0669\u06F0-\u06F9'
const URDU = `(?![${DIGIT}])[\\p{Script=Arabic}]`
const LATIN = `(?:[${DIGIT}]|(?!\\p{Script=Arabic})[\\p{L}\\p{N}])`
/** From the first letter of a kind to the last one before a letter of the other kind; a sign stays with its number. */
const URDU_RUN = new RegExp(`${URDU}(?:(?:(?!${LATIN})[^])*${URDU})?`, 'gu')
const LATIN_RUN = new RegExp(`[-+(#]?${LATIN}(?:(?:(?!${URDU})[^])*${LATIN})?[%)]?`, 'gu')

/**
 * Cuts a line into runs of Urdu letters and runs of everything else, in the order in which they are read. What stands
 * between two kinds belongs to the direction of the line. Invisible marks of direction are left out: the order says it.
 * This is the part of the bidirectional algorithm (UAX 9) that our own sentences need: one level, no nesting.
 */
export function runsOf(line: string, direction: 'ltr' | 'rtl'): Run[] {
  const isRtl = direction === 'rtl'
  const text = line.replace(MARKS, '')
  const runs: Run[] = []
  let from = 0
  for (const { 0: other, index } of text.matchAll(isRtl ? LATIN_RUN : URDU_RUN)) {
    if (index > from) runs.push({ text: text.slice(from, index), isArabic: isRtl })
    runs.push({ text: other, isArabic: !isRtl })
    from = index + other.length
  }
  if (from < text.length) runs.push({ text: text.slice(from), isArabic: isRtl })
  return runs
}
