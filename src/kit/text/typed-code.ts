import { latinDigits } from '../money/money.ts'

/**
 * Codes that people read from a screen and type on a phone. Of each family of letters that look alike one is used
 * (0 for O, Q and D; 1 for I, J and L; 2 for Z; 5 for S; 6 for G; 8 for B), and U, V and W not at all.
 * 23 is a prime, so the last letter, a weighted sum, finds each wrong letter and each two that changed places.
 */
const LETTERS = '0123456789ACEFHKMNPRTXY'
const BASE = BigInt(LETTERS.length)
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  ...{ O: '0', Q: '0', D: '0', I: '1', J: '1', L: '1', Z: '2', S: '5', G: '6', B: '8' },
}

/** A code of the prefix, so many letters made from the number, and a check letter. */
export function typedCode(prefix: string, value: bigint, length: number): string {
  let body = ''
  for (let rest = value; body.length < length; rest /= BASE) body += LETTERS.charAt(Number(rest % BASE))
  return prefix + body + checkLetter(body)
}

/**
 * All codes with this prefix in a text, each once: whatever stands between their letters, in any case, with letters
 * mistaken for others that look like them, and with digits of three scripts. Returned as typedCode() wrote them.
 */
export function findTypedCodes(prefix: string, length: number, text: string): string[] {
  const plain = folded(latinDigits(text.normalize('NFKC')))
  const start = folded(prefix)
  const found = new Set<string>()
  for (let at = plain.indexOf(start); at >= 0; at = plain.indexOf(start, at + 1)) {
    const code = plain.slice(at + start.length, at + start.length + length + 1)
    const body = code.slice(0, length)
    if (code.length > length && isWritten(body) && checkLetter(body) === code.slice(length)) found.add(prefix + code)
  }
  return [...found]
}

function folded(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[OQDIJLZSGB]/g, (letter) => LOOKS_LIKE[letter] ?? letter)
}

function isWritten(body: string): boolean {
  return [...body].every((letter) => LETTERS.includes(letter))
}

function checkLetter(body: string): string {
  const sum = [...body].reduce((all, letter, i) => all + LETTERS.indexOf(letter) * (i + 2), 0)
  return LETTERS.charAt((LETTERS.length - (sum % LETTERS.length)) % LETTERS.length)
}
