/** Why a text is no Pakistani IBAN. */
export type IbanFault = 'length' | 'country' | 'form' | 'check'

/**
 * Reads a Pakistani IBAN as people write it, with spaces, hyphens and small letters: PK, two check digits, four
 * letters of the bank, sixteen letters or digits of the account; the whole has remainder 1 when divided by 97.
 */
export function readIban(text: string): { readonly iban: string } | { readonly fault: IbanFault } {
  if (text.length > 60) return { fault: 'length' }
  const iban = text.replace(/[\s-]/g, '').toUpperCase()
  if (!iban.startsWith('PK')) return { fault: 'country' }
  if (iban.length !== 24) return { fault: 'length' }
  if (!/^PK\d\d[A-Z]{4}[0-9A-Z]{16}$/.test(iban)) return { fault: 'form' }
  return remainder97(iban.slice(4) + iban.slice(0, 4)) === 1 ? { iban } : { fault: 'check' }
}

/** True for a Pakistani IBAN, with or without spaces. */
export function isIban(text: string): boolean {
  return 'iban' in readIban(text)
}

/** The IBAN of an account at a bank; the account is filled with zeros in front. Throws when it does not fit. */
export function makeIban(bank: string, account: string): string {
  const rest = bank.toUpperCase() + account.toUpperCase().padStart(16, '0')
  if (!/^[A-Z]{4}[0-9A-Z]{16}$/.test(rest)) throw new Error('broken promise: four letters of a bank and an account')
  const check = 98 - remainder97(`${rest}PK00`)
  return `PK${String(check).padStart(2, '0')}${rest}`
}

/** In groups of four, as it is printed on a cheque. */
export function spacedIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ')
}

/** The remainder by 97 of a number in which A is 10 and Z is 35. */
function remainder97(letters: string): number {
  let rest = 0
  for (const letter of letters)
    for (const digit of String(Number.parseInt(letter, 36))) rest = (rest * 10 + Number(digit)) % 97
  return rest
}
