import { createHash, createHmac } from 'node:crypto'

/**
 * What PayFast's answer carries: plain SHA-256 of basket, key, merchant and code, with the key inside of the text. It
 * covers neither amount nor currency.
 */
export function validationHash(basket: string, securedKey: string, merchant: string, code: string): string {
  return createHash('sha256').update([basket, securedKey, merchant, code].join('|')).digest('hex')
}

/** The hash of a direct call: HMAC-SHA256 of its values in the order of the call, with nothing between them. */
export function securedHash(values: readonly string[], securedKey: string): string {
  return createHmac('sha256', securedKey).update(values.join('')).digest('hex')
}

/** What the form calls its signature. There is no secret in it: PayFast wants the field, and it proves nothing. */
export function formSignature(merchant: string, name: string, amount: string, basket: string): string {
  return createHash('md5').update([merchant, name, amount, basket].join(':')).digest('hex')
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The day in Karachi on which one of our references was made: PayFast asks for it beside the reference. Undefined when
 * the first ten letters are no time.
 */
export function orderMoment(reference: string): { readonly date: string; readonly time: string } | undefined {
  const ms = [...reference.slice(0, 10)].reduce((sum, letter) => sum * 32 + LETTERS.indexOf(letter), 0)
  const isTime = reference.length === 20 && [...reference].every((letter) => LETTERS.includes(letter)) && ms < 2 ** 48
  if (!isTime || Number.isNaN(new Date(ms + 18_000_000).getTime())) return undefined
  const [date = '', time = ''] = new Date(ms + 18_000_000).toISOString().split('T')
  return { date, time: time.slice(0, 8) }
}
