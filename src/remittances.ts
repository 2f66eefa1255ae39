import { genericRemittance } from './adapters/courier/generic/remittance.ts'
import { leopardsRemittance } from './adapters/courier/leopards/remittance.ts'
import { postexRemittance } from './adapters/courier/postex/remittance.ts'
import { tcsRemittance } from './adapters/courier/tcs/remittance.ts'
import { ordersOfTrackings } from './domains/delivery/delivery.ts'
import { bookUnfinished, claimOverdue, type RemittanceShape } from './domains/payments/payments.ts'
import type { Database } from './kit/sql/database.ts'

const KNOWN = new Map([leopardsRemittance, postexRemittance, tcsRemittance].map((shape) => [shape.courier, shape]))

/** How a courier writes what it pays; one that is not among them fills in our own table. */
export function remittanceOf(courier: string): RemittanceShape {
  return KNOWN.get(courier) ?? genericRemittance(courier)
}

/** The round of couriers' cash: files that were broken off go on, and what is overdue is claimed in any case. */
export async function workOffCouriers(db: Database): Promise<void> {
  try {
    await bookUnfinished(db, ordersOfTrackings)
  } finally {
    await db.tx((tx) => claimOverdue(tx))
  }
}
