/** The six ways the system says no. Each portal maps them once: HTTP status, API problem, SMS text. */
export const REFUSAL_CODES = ['invalid', 'not_found', 'forbidden', 'conflict', 'limit', 'unavailable'] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** An expected no, safe to show. Anything else that is thrown is a bug, and is shown as "something went wrong". */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly code: RefusalCode
  readonly reason: string
  readonly values: Readonly<Record<string, string | number>>
  /** True when what was written before the refusal must stay: a counted wrong code, a used-up limit. */
  readonly keeps: boolean

  /** reason is a message key such as 'orders.not_waiting_for_inspection'; the words live in the locale files. */
  constructor(
    code: RefusalCode,
    reason: string,
    values: Readonly<Record<string, string | number>> = {},
    keeps = false,
  ) {
    super(`${code}: ${reason}`)
    this.code = code
    this.reason = reason
    this.values = values
    this.keeps = keeps
  }
}

/** Stops when a promise of the program is broken. What it throws is a bug, never a refusal. */
export function assert(condition: unknown, promise: string): asserts condition {
  if (!condition) throw new Error(`broken promise: ${promise}`)
}
