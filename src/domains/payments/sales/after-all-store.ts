import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

/** Who has the cash of a sale that was never collected. */
export const NOBODY = 'nobody'

/** An order that was undone goes on: its money is held as it was. */
export function setHeldAgain(tx: Tx, partyId: string, orderId: string) {
  return tx.count(sql`
    update holds
    set state = 'funded', ended_at = null
    where party_id = ${partyId} and order_id = ${orderId} and state = 'refunded'`)
}

/** Cash that a courier was said to have, and never took: whatever it pays for it later is a question. */
export function setNeverCollected(tx: Tx, partyId: string, orderId: string, courier: string) {
  return tx.count(sql`
    update holds
    set holder = ${NOBODY}, taken_by = null
    where party_id = ${partyId} and order_id = ${orderId} and state = 'released' and holder = ${courier}`)
}

/** Nothing was earned: the cash never came, so that none of it can be in a payout. */
export function takeBackEarning(tx: Tx, partyId: string, orderId: string) {
  return tx.count(sql`
    update earnings
    set amount_paisa = 0, holder = ${NOBODY}
    where party_id = ${partyId} and order_id = ${orderId} and payout_id is null and at_hand_at is null`)
}
