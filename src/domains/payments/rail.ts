import { createHash } from 'node:crypto'
import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Outcome } from '../../kit/errors/outcome.ts'
import type { Paisa } from '../../kit/money/money.ts'
import { typedCode } from '../../kit/text/typed-code.ts'

/** How long a number that is paid at a shop or in a bank's app can be paid. */
export const CODE_LIVES_MS = DAY_MS

/** How long a transfer may take until a statement shows it. */
export const TRANSFER_LIVES_MS = 2 * DAY_MS

/** What a buyer must type before a rail can begin: a mobile number, the last six digits of the CNIC. */
export type PayerNeed = 'mobile' | 'cnic6'

/** What payments need from a rail: a way that money comes from a buyer. Adapters fill it; main.ts passes them in. */
export interface PaymentRail {
  /** The name in rows and settings: 'jazzcash', 'easypaisa-wallet', 'raast', 'bank'. */
  readonly name: string
  /** Who holds the money until it is settled with the market; the ledger names its account after it. */
  readonly holder: string
  /** What the buyer types first. beginPayment has read and checked it when `begin` is called. */
  readonly needs: readonly PayerNeed[]
  /** A prompt or a voucher: while one is open, a second tap finds it and makes no other. A form opens anew. */
  readonly beginsOnce?: boolean
  /**
   * How long an attempt lives, for a rail whose payer must go somewhere first: a shop, a bank's app. Half an hour
   * unless it says so. The orders wait as long.
   */
  readonly pays_within_ms?: number
  /** What to answer a notice once it is safely kept. Until then answer 503, and the rail sends it again. */
  readonly noticeAnswer: NoticeAnswer
  /** For a rail whose answer repeats something of the notice. */
  readonly noticeAnswerFor?: (raw: RawNotice) => NoticeAnswer
  /**
   * Begins one payment. May call the rail (a prompt on a phone, a voucher, a session), so it is called outside of any
   * transaction, after the payment was written down. 'retry' means that nobody knows: the attempt stays open and is
   * asked about by our reference; it is never begun again.
   */
  begin(intent: PaymentIntent): Promise<Outcome<Begun>>
  /**
   * For a rail whose page comes back in the middle: the form that leads on, when this is what the browser brought.
   * Calls nobody.
   */
  readonly goOn?: (raw: RawNotice, returnUrl: string) => HostedForm | undefined
  /**
   * Reads what came in a server-to-server notice or through the buyer's browser. A claim, never a proof: inquire next.
   */
  readNotice(raw: RawNotice): Notice | { readonly unreadable: string }
  /** Asks the rail what it knows. The only source of truth about a payment. */
  inquire(reference: string): Promise<Outcome<Inquiry>>
  /** Takes an open payment off the rail, so that nobody can pay it any more. Called when its time is over. */
  readonly withdraw?: (reference: string) => Promise<Outcome<'withdrawn'>>
  /**
   * Sends money back to the payer. May be called again after 'retry': the money goes back once. 'never' when this rail
   * cannot: then it goes to a person, or to the buyer's wallet here.
   */
  refund(request: RefundRequest): Promise<Outcome<Refunded>>
}

export interface NoticeAnswer {
  readonly contentType: string
  readonly body: string
}

export interface PaymentIntent {
  /** From railReference(). */
  readonly reference: string
  readonly amount_paisa: Paisa
  /** Short words for the payer's statement; letters that a rail cannot carry are left out. */
  readonly description: string
  /** Absolute address, at most 200 letters, to which the buyer's browser comes back with a POST from another site. */
  readonly return_url: string
  readonly expires_at: Date
  readonly now: Date
  /** What the rail needs of the payer, and no more. It is passed on and not kept. */
  readonly payer: Payer
}

export interface Payer {
  /** 03 and nine more digits. */
  readonly mobile?: string
  /** The last six digits of the CNIC. */
  readonly cnic6?: string
}

/** What the buyer does next. */
export type Begun = HostedForm | { readonly action: 'wait' } | ShownPayment

/** A page with this form and a button: the browser carries the fields to the rail's own page. */
export interface HostedForm {
  readonly action: 'post' | 'get'
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

/** Something to pay by: a voucher's number, a QR code, an account with a reference to write on the transfer. */
export interface ShownPayment {
  readonly action: 'show'
  readonly code: string
  /** The text of a QR code that a bank's app reads. */
  readonly qr: string | null
  /** What stands beside it, by name: 'iban', 'title', 'bank'. */
  readonly pay_to: Readonly<Record<string, string>>
}

export interface RawNotice {
  readonly method: string
  readonly query: Readonly<Record<string, string>>
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

export interface Notice {
  /**
   * The signature is the rail's and the merchant is us. When false, believe nothing here and keep it for the operator.
   */
  readonly verified: boolean
  readonly reference: string
  /** The rail's own number for the payment; empty when it gave none. */
  readonly provider_id: string
  /** null when the notice names no amount: then only the inquiry says it. */
  readonly amount_paisa: Paisa | null
  readonly currency: string
  readonly claimed: 'paid' | 'pending' | 'failed'
  /** The rail's code. A notice is the same notice when reference and code are the same. */
  readonly code: string
}

export interface Inquiry {
  /**
   * unknown: the rail has never seen this reference; the buyer did not reach its page. refunded: by us, or by the rail
   * itself. disputed: the payer asked the rail for it back.
   */
  readonly status: 'paid' | 'pending' | 'failed' | 'refunded' | 'disputed' | 'unknown'
  /**
   * null when the rail's answer does not repeat the amount: then it is the one in the form, which both sides signed.
   */
  readonly amount_paisa: Paisa | null
  /** What has gone back of it in all, sent by us or taken by the rail; left out where the rail does not say. */
  readonly returned_paisa?: Paisa
  readonly provider_id: string
  readonly code: string
}

export interface RefundRequest {
  /** The payment's reference. */
  readonly reference: string
  /** Ours for this refund, from railReference(). */
  readonly refund_reference: string
  readonly amount_paisa: Paisa
  /**
   * What earlier refunds of this payment sent back. A rail that refunds a payment only once says never when it is not
   * 0.
   */
  readonly refunded_before_paisa: Paisa
}

export interface Refunded {
  readonly provider_id: string
}

/**
 * Rails of one provider share its merchant account, its notices and its numbers: 'jazzcash' is the family of
 * 'jazzcash-wallet'.
 */
export function railFamily(name: string): string {
  return name.replace(/-.*$/, '')
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The 20 letters by which a rail knows one of our UUIDv7 ids: its time (10 letters) and its last 50 random bits (10).
 * Rails take at most 20 letters and digits; the claim table keeps references unique.
 */
export function railReference(id: string): string {
  const hex = id.replaceAll('-', '')
  return base32(BigInt(`0x${hex.slice(0, 12)}`)) + base32(BigInt(`0x${hex.slice(12)}`) & ((1n << 50n) - 1n))
}

/** Ten letters of Crockford's base 32 for up to 50 bits. */
function base32(value: bigint): string {
  let text = ''
  for (let rest = value, i = 0; i < 10; i++, rest >>= 5n) text = LETTERS.charAt(Number(rest & 31n)) + text
  return text
}

/** How a transfer's reference begins, and how many letters follow before its check letter. */
export const BANK_CODE = { prefix: 'BH', length: 8 } as const

/**
 * What a buyer writes on a bank transfer instead of the long reference: BH and nine letters that are read and typed
 * without mistakes. Two payments could have the same one (one in 78 milliards): the amount decides then.
 */
export function bankReference(reference: string): string {
  const hash = createHash('sha256').update(reference).digest().readBigUInt64BE()
  return typedCode(BANK_CODE.prefix, hash, BANK_CODE.length)
}
