import { readIban } from '../../../kit/iban/iban.ts'
import { latinDigits } from '../../../kit/money/money.ts'

/** Who is asked to pay: by the name under which Raast knows an account, or by the account itself. */
export type Payer =
  | { readonly kind: 'MOBILE'; readonly value: string }
  | { readonly kind: 'CNIC'; readonly value: string }
  | { readonly kind: 'IBAN'; readonly value: string }

/**
 * Reads what a person types as a Raast id: a mobile number (03 and nine digits, or with 92 in front), a CNIC
 * (13 digits, the first 1 to 8), or an IBAN. Returns words for a person when it is none of them.
 */
export function readPayer(text: string): Payer | { readonly fault: string } {
  const plain = latinDigits(text).replace(/[\s().-]/g, '')
  if (plain.length > 40) return { fault: 'too long' }
  if (/^[a-z]/i.test(plain)) {
    const read = readIban(plain)
    return 'iban' in read ? { kind: 'IBAN', value: read.iban } : { fault: `the IBAN is wrong: its ${read.fault}` }
  }
  const mobile = plain.replace(/^(\+92|0092|92)(?=3\d{9}$)/, '0')
  if (/^03\d{9}$/.test(mobile)) return { kind: 'MOBILE', value: mobile }
  if (/^[1-8]\d{12}$/.test(plain)) return { kind: 'CNIC', value: plain }
  return { fault: 'neither a mobile number, nor a CNIC, nor an IBAN' }
}
