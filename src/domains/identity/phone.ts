import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile'
import { Refusal } from '../../kit/errors/refusal.ts'

/** What is read from a phone number as somebody typed it. */
export interface Phone {
  /** '+923001234567' */
  readonly e164: string
  /** Country calling code: '92'. */
  readonly country_code: string
}

/**
 * Reads a mobile number as people write it: 0300-1234567, +92 300 1234567, 0092…, in Latin, Urdu or Arabic digits.
 * A number without a country is taken for Pakistani. Numbers that cannot get a text message are not accepted.
 * Refuses: invalid when it is no mobile number.
 */
export function readPhone(typed: string): Phone {
  const text = typed.normalize('NFKC').trim()
  const number =
    text.length > 40 ? undefined : parsePhoneNumberFromString(text, { defaultCountry: 'PK', extract: false })
  if (!number?.isValid()) throw new Refusal('invalid', 'identity.phone_unreadable')
  return { e164: number.number, country_code: number.countryCallingCode }
}

/** What may be shown of a number where the whole is not needed: '+92 3•• •••4567' is enough to recognise one's own. */
export function maskPhone(e164: string): string {
  return `${e164.slice(0, 4)}${'•'.repeat(Math.max(0, e164.length - 8))}${e164.slice(-4)}`
}
