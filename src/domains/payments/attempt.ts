import { HOUR_MS, later, MINUTE_MS } from '../../kit/clock/clock.ts'

/**
 * Where one attempt to pay can stand. created: written down, the rail not called yet. begun: the buyer has the form,
 * the prompt or the code. unknown: the rail was called and nobody knows what came of it.
 */
export const PAYMENT_STATES = [
  'created',
  'begun',
  'pending',
  'unknown',
  'paid',
  'part_refunded',
  'refunded',
  'failed',
  'expired',
  'disputed',
  'reversed',
] as const
export type PaymentState = (typeof PAYMENT_STATES)[number]

/**
 * What may follow what, for every rail. Money that comes late is money: failed and expired may still become paid (what
 * it was for then decides whether it goes back). Nothing leads from paid back to unpaid.
 */
const NEXT: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  created: ['begun', 'pending', 'unknown', 'paid', 'failed', 'expired'],
  begun: ['pending', 'unknown', 'paid', 'failed', 'expired'],
  pending: ['paid', 'failed', 'expired'],
  unknown: ['begun', 'pending', 'paid', 'failed', 'expired'],
  failed: ['paid'],
  expired: ['paid', 'failed'],
  paid: ['part_refunded', 'refunded', 'disputed', 'reversed'],
  part_refunded: ['refunded', 'disputed', 'reversed'],
  disputed: ['paid', 'part_refunded', 'refunded', 'reversed'],
  refunded: [],
  reversed: [],
}

/** True when an attempt may go from one state to the other. */
export function mayBecome(from: PaymentState, to: PaymentState): boolean {
  return NEXT[from].includes(to)
}

/** Money of these has come, whatever became of it later. */
export const CAME: readonly PaymentState[] = ['paid', 'part_refunded', 'refunded', 'disputed', 'reversed']

/** Nobody knows yet how these end. */
export const OPEN: readonly PaymentState[] = ['created', 'begun', 'pending', 'unknown']

const ASK_AFTER_MS = [1, 5, 15, 60, 6 * 60, 24 * 60].map((minutes) => minutes * MINUTE_MS)
/** A last look shortly before the goods go back on the shelf, so that a lost notice does not cost the sale. */
const BEFORE_END_MS = 2 * MINUTE_MS

/**
 * When the rail is asked next about an attempt: 1, 5 and 15 minutes, 1, 6 and 24 hours after it was begun, and just
 * before its time is over. Null when all of that has passed.
 */
export function nextAsk(attempt: { begun_at: Date; expires_at: Date }, now: Date): Date | null {
  const times = [
    ...ASK_AFTER_MS.map((ms) => later(attempt.begun_at, ms)),
    later(attempt.expires_at, -BEFORE_END_MS),
    // What lives for days (a transfer, a voucher) is asked about once more when its time is over.
    later(attempt.expires_at, HOUR_MS),
  ]
  return times.filter((at) => at > now).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null
}
