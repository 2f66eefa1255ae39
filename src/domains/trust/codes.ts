import { timingSafeEqual } from 'node:crypto'
import { Refusal } from '../../kit/errors/refusal.ts'
import { digest, type Keys } from '../../kit/keys/keys.ts'
import { latinDigits } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { OrderAt } from '../orders/orders.ts'
import { type CodeKind, countWrong, readTries } from './store.ts'

/** Five wrong codes, and a person must help: a million codes, so a guesser wins once in 200,000 orders. */
const MOST_WRONG = 5

/**
 * The six digits of an order's code. They are made from the market's key and are stored nowhere, so a stolen database
 * opens no parcel.
 */
export function codeOf(keys: Keys, kind: CodeKind, orderId: string): string {
  const number = digest(keys.sign, 'order-code', kind, orderId).readUInt32BE(0) % 1_000_000
  return number.toString().padStart(6, '0')
}

/**
 * Checks a code somebody typed, in any of our digits, with spaces or without.
 * Refuses: invalid trust.code_wrong {left} and limit trust.code_locked, both keeping the count of wrong tries.
 */
export async function checkCode(tx: Tx, at: OrderAt, kind: CodeKind, typed: string): Promise<void> {
  const tries = await readTries(tx, at.shop_id, at.order_id, kind)
  if (tries?.locked_at) throw new Refusal('limit', 'trust.code_locked')
  const given = Buffer.from(latinDigits(typed).replace(/\D/g, '').padEnd(6, 'x').slice(0, 7))
  const right = Buffer.from(codeOf(tx.keys, kind, at.order_id))
  if (given.length === right.length && timingSafeEqual(given, right)) return
  const counted = await countWrong(tx, at.shop_id, at.order_id, kind, MOST_WRONG)
  const left = Math.max(0, MOST_WRONG - (counted?.wrong_count ?? MOST_WRONG))
  if (left === 0) throw new Refusal('limit', 'trust.code_locked', {}, true)
  throw new Refusal('invalid', 'trust.code_wrong', { left }, true)
}
