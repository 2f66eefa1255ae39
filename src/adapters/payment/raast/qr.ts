import { readIban } from '../../../kit/iban/iban.ts'
import { MOST_PAISA } from '../../../kit/money/money.ts'
import { crc16, type EmvField, MOST_BYTES, readFields, textOf, writeFields } from './emv.ts'

/** Who is paid by a QR. */
export interface QrPayee {
  /** Names the code itself: 32 hex digits, or the bank's number for it. Empty in codes of the older switch. */
  readonly code_id: string
  /** The bank, in eight letters such as SCBLPKKA. Empty in codes of the older switch. */
  readonly bank: string
  readonly iban: string
  /** What kind of shop, four digits. */
  readonly category: string
  readonly name: string
  readonly city: string
}

/** What a Raast QR says. Without an amount the payer types one. */
export interface RaastQr {
  readonly is_dynamic: boolean
  readonly payee: QrPayee
  readonly amount_paisa: bigint | null
  /** Ours on the payer's statement: bill number, or reference label. */
  readonly reference: string
  readonly terminal: string
  readonly purpose: string
}

const CURRENCY = '586'
const COUNTRY = 'PK'
const SCHEME = '28'
/** The form of an older switch: its own id and the IBAN. */
const OLD_SCHEME = '27'
const OLD_ID = 'A000000736'

/** The text of a Raast QR: static without an amount, dynamic with one. Names are cut where the scheme ends them. */
export function writeQr(qr: Omit<RaastQr, 'is_dynamic'>): string {
  const { payee, amount_paisa } = qr
  if (!('iban' in readIban(payee.iban))) throw new Error('broken promise: a payee has an IBAN')
  if (amount_paisa !== null && (amount_paisa <= 0n || amount_paisa > MOST_PAISA)) {
    throw new Error('broken promise: an amount that can be paid')
  }
  const account = writeFields([
    { tag: '00', value: payee.code_id },
    { tag: '01', value: payee.bank },
    { tag: '02', value: payee.iban },
  ])
  const more = writeFields([
    { tag: '01', value: cut(qr.reference, 25) },
    { tag: '07', value: cut(qr.terminal, 25) },
    { tag: '08', value: cut(qr.purpose, 25) },
  ])
  const text = writeFields([
    { tag: '00', value: '01' },
    { tag: '01', value: amount_paisa === null ? '11' : '12' },
    { tag: SCHEME, value: account },
    { tag: '52', value: payee.category },
    { tag: '53', value: CURRENCY },
    { tag: '54', value: amount_paisa === null ? '' : rupees(amount_paisa) },
    { tag: '58', value: COUNTRY },
    { tag: '59', value: cut(payee.name, 25) },
    { tag: '60', value: cut(payee.city, 15) },
    { tag: '62', value: more },
  ])
  return `${text}6304${crc16(`${text}6304`)}`
}

/** Reads a Raast QR of any of the forms in use. Refuses, in words for a person, what could send money astray. */
export function readQr(text: string): RaastQr | { readonly fault: string } {
  if (Buffer.byteLength(text) > MOST_BYTES) return { fault: `more than ${MOST_BYTES} bytes` }
  const fields = readFields(text)
  if ('fault' in fields) return fields
  if (fields[0]?.tag !== '00' || fields[0].value !== '01') return { fault: 'does not begin as a merchant QR' }
  if (fields.at(-1)?.tag !== '63') return { fault: 'does not end with its check' }
  if (fields.at(-1)?.value !== crc16(text.slice(0, -4))) return { fault: 'the check does not fit: it was changed' }
  const method = textOf(fields, '01')
  if (method !== '11' && method !== '12') return { fault: 'neither static nor dynamic' }
  if (textOf(fields, '53') !== CURRENCY) return { fault: 'not in Pakistani rupees' }
  if (textOf(fields, '58') !== COUNTRY) return { fault: 'not from Pakistan' }
  const account = readAccount(fields)
  if ('fault' in account) return account
  const written = textOf(fields, '54')
  const amount_paisa = written === undefined ? null : readRupees(written)
  if (amount_paisa === undefined) return { fault: 'the amount is no amount' }
  if (method === '12' && amount_paisa === null) return { fault: 'dynamic, but without an amount' }
  const more = readFields(textOf(fields, '62') ?? '')
  if ('fault' in more) return { fault: `tag 62: ${more.fault}` }
  return {
    is_dynamic: method === '12',
    payee: {
      ...account,
      category: textOf(fields, '52') ?? '',
      name: textOf(fields, '59') ?? '',
      city: textOf(fields, '60') ?? '',
    },
    amount_paisa,
    reference: textOf(more, '01') ?? textOf(more, '05') ?? '',
    terminal: textOf(more, '07') ?? '',
    purpose: textOf(more, '08') ?? '',
  }
}

type Account = Pick<QrPayee, 'code_id' | 'bank' | 'iban'>

/** Where the money goes. Two accounts in one code could pay the wrong one, so such a code is refused. */
function readAccount(fields: readonly EmvField[]): Account | { readonly fault: string } {
  const template = textOf(fields, SCHEME)
  const old = textOf(fields, OLD_SCHEME)
  if (template !== undefined && old !== undefined) return { fault: 'names two accounts' }
  const inner = readFields(template ?? old ?? '')
  if ('fault' in inner) return { fault: `the account: ${inner.fault}` }
  if (template === undefined && textOf(inner, '00') !== OLD_ID) return { fault: 'names no Raast account' }
  const written = textOf(inner, template === undefined ? '01' : '02') ?? ''
  const iban = readIban(written)
  if ('fault' in iban) return { fault: 'the account number is wrong' }
  const bank = template === undefined ? '' : (textOf(inner, '01') ?? '')
  if (template !== undefined && !/^[0-9A-Z]{6,11}$/.test(bank)) return { fault: 'names no bank' }
  return { code_id: template === undefined ? '' : (textOf(inner, '00') ?? ''), bank, iban: iban.iban }
}

function rupees(amount: bigint): string {
  return `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`
}

/** Rupees with up to two digits behind the point: "50", "50.0", "50.05". */
function readRupees(text: string): bigint | undefined {
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text)
  const amount = match ? BigInt(match[1] ?? '') * 100n + BigInt((match[2] ?? '').padEnd(2, '0')) : 0n
  return amount > 0n && amount <= MOST_PAISA ? amount : undefined
}

/** At most so many bytes, never half a letter; letters that break lines or displays are left out. */
function cut(text: string, most: number): string {
  let kept = ''
  for (const letter of text.replace(/\p{C}/gu, ' ').trim()) {
    if (Buffer.byteLength(kept + letter) > most) break
    kept += letter
  }
  return kept.trim()
}
