import { assert } from '../../kit/errors/refusal.ts'
import type { Keys } from '../../kit/keys/keys.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { System } from './actors.ts'
import { findPeopleOfKey, moveClaim, updateKey } from './store.ts'
import { phoneIndex, unsealText, unwrapKey, wrapKey } from './vault.ts'

/**
 * Moves up to `most` people from an old master key to the one the market runs with: their own key is wrapped anew and
 * their number claimed under its new index; what is sealed with their own key stays as it is. Says how many were moved:
 * call it until it says 0. The market must be closed meanwhile, for a number that is not moved yet looks unknown.
 */
export async function rewrapKeys(tx: Tx, by: System, old: Keys, most: number): Promise<number> {
  assert(by.kind === 'system', 'a chore of the market')
  assert(old.keyId !== tx.keys.keyId, 'the old master key is another one')
  const people = await findPeopleOfKey(tx, old.keyId, most)
  for (const person of people) {
    const id = person.party_id
    const key = unwrapKey(old, id, person)
    const phone = unsealText(key, id, 'phone', person.phone_sealed)
    await Promise.all([
      updateKey(tx, id, tx.keys.keyId, wrapKey(tx.keys, id, key)),
      moveClaim(tx, id, phoneIndex(old, phone), phoneIndex(tx.keys, phone)),
    ])
  }
  return people.length
}
