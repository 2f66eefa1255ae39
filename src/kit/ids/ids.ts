import { v7 } from 'uuid'

/** A new sortable id (UUIDv7, RFC 9562). Inside the program an id is this plain text. */
export function newId(): string {
  return v7()
}

/** What an id looks like outside: a prefix that says what it names, and 26 letters that survive a phone call. */
export type Prefix =
  | 'ord'
  | 'lst'
  | 'var'
  | 'shp'
  | 'per'
  | 'pcl'
  | 'pay'
  | 'imp'
  | 'crt'
  | 'chk'
  | 'msg'
  | 'pho'
  | 'adr'
  | 'bat'
  | 'rfd'
  | 'rem'
  | 'brk'
  | 'clm'
  | 'fil'
  | 'lin'
  | 'ent'
  | 'sea'
  | 'hok'
  | 'snd'
  | 'chg'

const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford's base 32: no i, l, o, u to mistake.

/** 'ord_01k…' from a plain id. */
export function shown(prefix: Prefix, id: string): string {
  let rest = BigInt(`0x${id.replaceAll('-', '')}`)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = LETTERS.charAt(Number(rest & 31n)) + text
    rest >>= 5n
  }
  return `${prefix}_${text}`
}

/** The plain id behind 'ord_01k…', or undefined when the text is not one of that kind. */
export function parseId(prefix: Prefix, text: string | undefined): string | undefined {
  if (!text?.startsWith(`${prefix}_`)) return undefined
  const letters = text.slice(prefix.length + 1).toLowerCase()
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(letters)) return undefined
  let value = 0n
  for (const letter of letters) value = (value << 5n) | BigInt(LETTERS.indexOf(letter))
  const hex = value.toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The market's own party: its fees, batches and settings live there. */
export const MARKET_PARTY = '00000000-0000-7000-8000-000000000001'
