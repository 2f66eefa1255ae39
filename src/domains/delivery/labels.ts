import { randomInt } from 'node:crypto'

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // Crockford's base 32: no I, L, O, U to mistake.
const LENGTH = 8

/** A new label code of eight letters, such as 'K7Q2M9XT'. Whether it is free, the claim table says. */
export function newLabelCode(): string {
  return Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')
}

/** The code as it is printed and read aloud: 'K7Q2-M9XT'. */
export function shownLabel(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** Reads a label code as people type it: small letters, spaces and dashes, O for 0, I or L for 1. */
export function parseLabel(text: string): string | undefined {
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return plain.length === LENGTH && [...plain].every((letter) => LETTERS.includes(letter)) ? plain : undefined
}
