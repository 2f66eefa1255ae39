import { asOperator, giveRole, type Operator, SYSTEM, seedPerson } from '../../src/domains/identity/identity.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'

/** Laila runs the market with Dania: what moves money needs two people. */
export async function laila(tx: Tx): Promise<Operator> {
  const person_id = await seedPerson(tx, SYSTEM, { phone: '+923000000012', name: 'Laila', language: 'en' })
  await giveRole(tx, SYSTEM, person_id, 'operator')
  return asOperator(tx, { kind: 'person', person_id })
}
