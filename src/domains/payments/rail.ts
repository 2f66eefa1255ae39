import type { Outcome } from '../../kit/errors/outcome.ts'
import type { Paisa } from '../../kit/money/money.ts'

/** What payments need from a rail: a way that money comes from a buyer. Adapters fill it; main.ts passes them in. */
export interface PaymentRail {
  /** The name in rows and settings: 'jazzcash'. */
  readonly name: string
  /** Who holds the money until it is settled with the market; the ledger names its account after it. */
  readonly holder: string
  /** What to answer a notice once it is safely kept. Until then answer 503, and the rail sends it again. */
  readonly noticeAnswer: { readonly contentType: string; readonly body: string }
  /** The form that sends the buyer's browser to the rail's own page. Calls nobody. */
  begin(intent: PaymentIntent): HostedForm
  /**
   * Reads what came in a server-to-server notice or through the buyer's browser. A claim, never a proof: inquire next.
   */
  readNotice(raw: RawNotice): Notice | { readonly unreadable: string }
  /** Asks the rail what it knows. The only source of truth about a payment. */
  inquire(reference: string): Promise<Outcome<Inquiry>>
  /** Sends money back to the payer. May be called again after 'retry': the money goes back once. */
  refund(request: RefundRequest): Promise<Outcome<Refunded>>
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
}

/** A page with this form and a button: the browser posts the fields to the rail. */
export interface HostedForm {
  readonly action: 'post'
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

export interface RawNotice {
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
  readonly amount_paisa: Paisa
  readonly currency: string
  readonly claimed: 'paid' | 'pending' | 'failed'
  /** The rail's code. A notice is the same notice when reference and code are the same. */
  readonly code: string
}

export interface Inquiry {
  /** unknown: the rail has never seen this reference; the buyer did not reach its page. */
  readonly status: 'paid' | 'pending' | 'failed' | 'refunded' | 'unknown'
  /**
   * null when the rail's answer does not repeat the amount: then it is the one in the form, which both sides signed.
   */
  readonly amount_paisa: Paisa | null
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
