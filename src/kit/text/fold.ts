import { latinDigits } from '../money/money.ts'
import { LETTERS } from './fold-letters.ts'

// Zero-width and direction marks that phones and web pages leave in copied text; tatweel only stretches a word.
const INVISIBLE = /[\u0640\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\u00AD]/gu
const UNSEEN = /[\u0640\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\u00AD]|[\uFE00-\uFE0F]/gu
const MARKS = /[\u0300-\u036F\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED]/gu
const ARABIC = /[\u0620-\u06FF\u0750-\u077F\u08A0-\u08FF]/gu
const PLAIN = /^[\u0020-\u007E]*$/
const NO_WORD = /[^\p{L}\p{N}]+/gu

/**
 * Cleans text for keeping and showing: composed letters, no invisible marks, single spaces, and the letters that an
 * Arabic keyboard puts in Urdu words (ي ك) as Urdu writes them. Sindhi and Pashto want their own ي, so pass their tag.
 */
export function tidyText(text: string, language: 'ur' | 'other' = 'ur'): string {
  const plain = text.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim()
  if (language === 'other') return plain
  return plain
    .replace(/ي/g, 'ی')
    .replace(/ى(?!\p{L})/gu, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/ه(?=\p{L})/gu, 'ھ')
    .replace(/ه/g, 'ہ')
    .replace(/ة/g, 'ۃ')
}

/**
 * The key by which text is compared and searched: one letter for each family of look-alikes over Urdu, Sindhi, Pashto
 * and Punjabi, no vowel marks, no case, Latin digits, words with one space between them. Never shown: ھ and ہ, ں and ن
 * become one.
 */
export function foldText(text: string): string {
  return foldLetters(text).replace(NO_WORD, ' ').trim()
}

/** As foldText, but punctuation stays where it is: 12.5" is still more than two numbers. */
export function foldLetters(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  // Twice: what lower case makes of a letter may be a letter and a mark, and taking marks away may let letters join.
  return folded(folded(text))
}

function folded(text: string): string {
  return latinDigits(text.normalize('NFKC').replace(UNSEEN, '').replaceAll('ۓ', 'یے'))
    .normalize('NFD')
    .replace(MARKS, '')
    .normalize('NFC')
    .replace(ARABIC, (letter) => LETTERS.get(letter) ?? letter)
    .toLowerCase()
}
