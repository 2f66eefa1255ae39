import { latinDigits } from '../money/money.ts'

// Zero-width and direction marks that phones and web pages leave in copied text; tatweel only stretches a word.
const INVISIBLE = /[\u0640\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\u00AD]/gu
const ARABIC_MARKS = /[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED]/gu

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
 * The key by which text is compared and searched: one letter for each family of look-alikes over all languages, no
 * vowel marks, no case, Latin digits. Never shown: ھ and ہ, ں and ن become one.
 */
export function foldText(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/\u200C|\u200D/gu, '')
  return latinDigits(plain)
    .normalize('NFD')
    .replace(/[\u0300-\u036F]/gu, '')
    .replace(/[يىېۍ]\u0654?/gu, 'ی')
    .normalize('NFC')
    .replace(ARABIC_MARKS, '')
    .replace(/[يىیېۍئ]/gu, 'ی')
    .replace(/[كڪک]/gu, 'ک')
    .replace(/[هہھۃةۀە]/gu, 'ہ')
    .replace(/[أإآٱ]/gu, 'ا')
    .replace(/[ںڻڼ]/gu, 'ن')
    .replace(/ؤ/gu, 'و')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
