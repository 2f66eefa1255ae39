import { foldText, tidyText } from '../../kit/text/fold.ts'

const LETTERS_LEAST = 2
const LETTERS_MOST = 40
const WORDS_MOST = 5
/** A telephone number has seven digits or more, a CNIC thirteen; sizes, models and prices have fewer. */
const DIGITS_MOST = 6
const ADDRESS = /@|https?:|www\.|\.(com|pk|net|org)\b|\b(gmail|yahoo|hotmail|outlook)\b/i

/**
 * Words that are shown to nobody as what others look for, in the three languages, folded. Operators add their own in
 * the office: search_hidden_words.
 */
const NEVER_SHOWN = new Set(
  (
    'porn porno xxx sex sexy sexi nude naked escort viagra condom abortion cocaine heroin charas hashish afeem ' +
    'sharab whisky vodka beer gun pistol pistal kalashnikov bullets bomb randi gashti gandu chutiya harami kutti ' +
    'fuck shit bitch'
  )
    .split(' ')
    .concat(['سیکس', 'ننگی', 'شراب', 'چرس', 'افیم', 'ہیروین', 'پستول', 'رنڈی', 'حرامی', 'اسقاط'].map(foldText)),
)

/** A search as it is counted and shown: tidy, in small letters, without signs. The same words, the same text. */
export function countedWords(text: string): string {
  return tidyText(text.slice(0, 200).toWellFormed())
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/** True when words may be shown to others at all: nothing that names, numbers or insults anybody. `text` as typed. */
export function isTellable(text: string): boolean {
  const words = foldText(text.slice(0, 200).toWellFormed())
  const parts = words.split(' ')
  if (words.length < LETTERS_LEAST || words.length > LETTERS_MOST || parts.length > WORDS_MOST) return false
  if (ADDRESS.test(text) || words.replace(/\P{N}/gu, '').length > DIGITS_MOST) return false
  return !parts.some((part) => NEVER_SHOWN.has(part))
}

/** True when an operator hid a word that stands in these. Both folded. */
export function isHidden(words: string, hidden: readonly string[]): boolean {
  const folded = ` ${foldText(words)} `
  return hidden.some((word) => folded.includes(` ${word} `))
}
