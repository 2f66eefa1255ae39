import { giveRole, SYSTEM, seedPerson } from '../domains/identity/identity.ts'
import { Refusal } from '../kit/errors/refusal.ts'
import type { Database } from '../kit/sql/database.ts'
import { speak } from '../kit/text/messages.ts'
import type { Answer } from './bharosa.ts'
import { withData } from './with-data.ts'

/**
 * Makes the person of a number an operator: a new market has nobody yet who could. Whoever may run this on the machine
 * has the database and the key in any case. The person signs in by phone like everybody else.
 */
export async function operator(words: readonly string[]): Promise<Answer> {
  const [phone] = words
  if (!phone) throw new Error('say the number: operator +923001234567')
  return withData(async ({ db }) => {
    const person_id = await makeOperator(db, phone)
    return { facts: { person_id }, words: `${phone} is an operator now, and signs in at /operate.`, ok: true }
  }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    throw new Error(speak('en').maybe(error.reason, error.values) ?? error.reason)
  })
}

/** Gives the role, making the person when the number is new; done again it changes nothing. Returns the person's id. */
export function makeOperator(db: Database, phone: string): Promise<string> {
  return db.tx(async (tx) => {
    const person_id = await seedPerson(tx, SYSTEM, { phone, language: 'en' })
    await giveRole(tx, SYSTEM, person_id, 'operator')
    return person_id
  })
}
