import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** What identity tells the others. Ids only, never personal data. */
export interface IdentityEvents {
  'person.joined': { person_id: string; language: string }
  'person.signed_in': { person_id: string; session_id: string; way: 'code' | 'passkey'; is_new: boolean }
  'person.factor_changed': { person_id: string; factor: 'passkey' | 'totp' | 'all'; change: 'added' | 'removed' }
  'person.role_given': { person_id: string; role: string }
  'person.role_ended': { person_id: string; role: string }
  'person.erased': { person_id: string }
  'shop.opened': { shop_id: string; person_id: string }
  'shop.changed': { shop_id: string; person_id: string }
  'shop.rested': { shop_id: string; person_id: string }
  'shop.woken': { shop_id: string; person_id: string }
  'shop.checked': { shop_id: string; state: 'open' | 'stopped'; operator_id: string }
  /** A helper changed something for the shop: its owner is told, once a day. */
  'shop.helper_acted': { shop_id: string; person_id: string }
  'shop.member_added': { shop_id: string; person_id: string; role: string; given_by: string }
  'shop.member_ended': { shop_id: string; person_id: string; ended_by: string }
}

/** Records one of this domain's events on its party: the person's, or the shop's. */
export function tell<Name extends keyof IdentityEvents>(
  tx: Tx,
  partyId: string,
  name: Name,
  payload: IdentityEvents[Name],
): Promise<void> {
  return record(tx, partyId, name, { ...payload })
}
