/** What the state of a Safepay tracker means to us. */
export type StateMeaning = 'paid' | 'refunded' | 'failed' | 'not_begun' | 'pending'

const MEANINGS: Readonly<Record<string, StateMeaning>> = {
  PAID: 'paid',
  TRACKER_ENDED: 'paid',
  // What went back is known here by its refunds; the payment itself was made.
  TRACKER_PARTIAL_REFUND: 'paid',
  TRACKER_REFUNDED: 'refunded',
  TRACKER_STARTED: 'not_begun',
  TRACKER_CANCELLED: 'failed',
  TRACKER_EXPIRED: 'failed',
  TRACKER_VOIDED: 'failed',
  TRACKER_REVERSED: 'failed',
  FAILED: 'failed',
  CANCELLED: 'failed',
}

/** The meaning of a state; one that nobody has met yet is pending, so that it is asked about again. */
export function meaningOf(state: string): StateMeaning {
  return Object.hasOwn(MEANINGS, state) ? (MEANINGS[state] ?? 'pending') : 'pending'
}
