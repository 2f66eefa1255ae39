import { genericRemittance } from './adapters/courier/generic/remittance.ts'
import { leopardsRemittance } from './adapters/courier/leopards/remittance.ts'
import { postexRemittance } from './adapters/courier/postex/remittance.ts'
import { tcsRemittance } from './adapters/courier/tcs/remittance.ts'
import type { RemittanceShape } from './domains/payments/payments.ts'

const KNOWN = new Map([leopardsRemittance, postexRemittance, tcsRemittance].map((shape) => [shape.courier, shape]))

/** How a courier writes what it pays; one that is not among them fills in our own table. */
export function remittanceOf(courier: string): RemittanceShape {
  return KNOWN.get(courier) ?? genericRemittance(courier)
}
