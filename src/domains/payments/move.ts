import { assert } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { mayBecome, type PaymentState } from './attempt.ts'
import { moveAttempt, type PaymentRow } from './store.ts'

/** Moves a locked attempt to another state. What is not said stays as it is. */
export async function moveTo(
  tx: Tx,
  payment: PaymentRow,
  to: PaymentState,
  facts: Partial<Pick<PaymentRow, 'provider_id' | 'trouble' | 'code' | 'ask_at'>>,
): Promise<void> {
  assert(mayBecome(payment.state, to), `a payment that is ${payment.state} may become ${to}`)
  const { provider_id, trouble, code, ask_at } = payment
  const moved = await moveAttempt(tx, payment, to, { provider_id, trouble, code, ask_at, ...facts })
  assert(moved === 1, 'a locked payment stands where it was read')
}
