// GSM 03.38: what one septet can say, and what needs two.
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const EXTENDED = new Set('\f^{}\\[~]|€')

export interface SmsSize {
  readonly coding: 'gsm7' | 'ucs2'
  /** Septets for gsm7, UTF-16 units for ucs2. */
  readonly units: number
  readonly segments: number
}

/** What a text costs as SMS: 160 septets or 70 units in one segment, 153 or 67 in each of several. */
export function smsSize(text: string): SmsSize {
  const letters = [...text]
  const gsm7 = letters.every((letter) => BASIC.has(letter) || EXTENDED.has(letter))
  const widths = letters.map((letter) => (gsm7 ? (EXTENDED.has(letter) ? 2 : 1) : letter.length))
  const units = widths.reduce((sum, width) => sum + width, 0)
  const [single, each] = gsm7 ? [160, 153] : [70, 67]
  if (units <= single) return { coding: gsm7 ? 'gsm7' : 'ucs2', units, segments: 1 }
  // A letter of two units may not be cut, so a segment can close one short.
  let segments = 1
  let room: number = each
  for (const width of widths) {
    if (width > room) {
      segments += 1
      room = each
    }
    room -= width
  }
  return { coding: gsm7 ? 'gsm7' : 'ucs2', units, segments }
}

const PLAIN: Readonly<Record<string, string>> = {
  '\u00A0': ' ',
  '\u202F': ' ',
  '\u2009': ' ',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '•': '*',
  '·': '-',
  '×': 'x',
  '₨': 'Rs',
  '`': "'",
}

/**
 * Makes text fit the cheap alphabet: one curly quote or hard space would otherwise more than double its price.
 * Urdu letters stay, but lose the invisible direction marks that Intl adds.
 */
export function foldForSms(text: string): string {
  const clean = text.normalize('NFC').replace(/[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
  return [...clean].map((letter) => PLAIN[letter] ?? (BASIC.has(letter) ? letter : unaccented(letter))).join('')
}

function unaccented(letter: string): string {
  const bare = letter.normalize('NFD').replace(/[\u0300-\u036F]/gu, '')
  return [...bare].every((piece) => BASIC.has(piece)) ? bare : letter
}
