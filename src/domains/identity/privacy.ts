import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Person } from './actors.ts'
import { slotOf } from './codes.ts'
import { tell } from './events.ts'
import { selectShops, selectShopsOf, stopMemberships } from './shop-store.ts'
import { dropCode } from './sign-in-store.ts'
import {
  type ConsentRow,
  endConsent,
  findAccess,
  findConsents,
  findPhoneClaim,
  insertConsent,
  shredPerson,
} from './store.ts'
import { phoneIndex, readPerson } from './vault.ts'

/**
 * What a person may agree to. 'trade' (names and addresses for their own orders) and 'order_messages' are given by
 * signing in; 'offers', 'index' (counted in public figures) and 'helper' are asked for one by one.
 */
export const CONSENT_PURPOSES = ['trade', 'order_messages', 'offers', 'index', 'helper'] as const
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number]

/** One look at a person's data, as facts for words in any language. */
export interface Look {
  readonly access_id: string
  readonly looked_at: Date
  /** 'system' is the market itself; owner, staff and helper looked for a shop. */
  readonly by: 'system' | 'operator' | 'rider' | 'owner' | 'staff' | 'helper'
  readonly shop_id: string | null
  readonly shop_name: string | null
  readonly purpose: string
  readonly fields: readonly string[]
  readonly about: string
}

/** The person agrees to a purpose. `source` says where: 'me-page', 'sms'. Agreeing twice changes nothing. */
export async function giveConsent(tx: Tx, person: Person, purpose: ConsentPurpose, source: string): Promise<void> {
  await insertConsent(tx, person.person_id, newId(), purpose, source)
}

/**
 * The person no longer agrees to a purpose.
 * Refuses: conflict for 'trade', without which there is no account: to withdraw it is to leave (erasePerson).
 */
export async function withdrawConsent(tx: Tx, person: Person, purpose: ConsentPurpose): Promise<void> {
  if (purpose === 'trade') throw new Refusal('conflict', 'identity.trade_consent')
  await endConsent(tx, person.person_id, purpose)
}

/**
 * A text from a phone takes a consent back for whoever has that number. A sender can be forged, so this only ever takes
 * back, and says to nobody whether the number is known. Refuses: nothing.
 */
export async function takeBackByPhone(tx: Tx, phone: string, purpose: Exclude<ConsentPurpose, 'trade'>): Promise<void> {
  const personId = await findPhoneClaim(tx, phoneIndex(tx.keys, phone))
  if (personId) await endConsent(tx, personId, purpose)
}

/** What the person agrees to today. */
export function consentsOf(tx: Tx, person: Person): Promise<ConsentRow[]> {
  return findConsents(tx, person.person_id)
}

/** Whether a person agrees to a purpose today. */
export async function hasConsent(tx: Tx, personId: string, purpose: ConsentPurpose): Promise<boolean> {
  return (await findConsents(tx, personId)).some((consent) => consent.purpose === purpose)
}

/**
 * Who looked at the person's data and why, newest first, at most 50. `before` is the last access_id of the page
 * before.
 */
export async function listAccess(tx: Tx, person: Person, before?: string): Promise<Look[]> {
  const rows = await findAccess(tx, person.person_id, before, 50)
  const shopIds = [...new Set(rows.flatMap((row) => row.shop_id ?? []))]
  const shops = new Map((await selectShops(tx, shopIds)).map((shop) => [shop.party_id, shop.name]))
  return rows.map((row) => ({
    access_id: row.access_id,
    looked_at: row.looked_at,
    by: looker(row.actor_role),
    shop_id: row.shop_id,
    shop_name: row.shop_id && (shops.get(row.shop_id) ?? null),
    purpose: row.purpose,
    fields: row.fields,
    about: row.about,
  }))
}

/**
 * Erases a person by destroying their key: what was sealed with it, here and in every backup made before the key, opens
 * for nobody. Ids stay, so that the books still add up. The number is free again.
 * Refuses: conflict when the person owns a shop that is not stopped; not_found when they were erased before. Whether
 * orders are still open is for the caller to know, who asks orders and ledger first.
 * Events: person.erased.
 */
export async function erasePerson(tx: Tx, person: Person): Promise<void> {
  const personId = person.person_id
  const [own, shops] = await Promise.all([readPerson(tx, person, 'own', personId), selectShopsOf(tx, personId)])
  if (shops.some((shop) => shop.role === 'owner' && shop.state !== 'stopped')) {
    throw new Refusal('conflict', 'identity.shop_first')
  }
  await Promise.all([
    shredPerson(tx, personId, phoneIndex(tx.keys, own.phone)),
    stopMemberships(tx, personId),
    dropCode(tx, slotOf(tx.keys, 'sign_in', own.phone)),
    dropCode(tx, slotOf(tx.keys, 'prove', own.phone)),
  ])
  await tell(tx, personId, 'person.erased', { person_id: personId })
}

function looker(role: string): Look['by'] {
  const known = (['system', 'operator', 'rider', 'owner', 'staff', 'helper'] as const).find((each) => each === role)
  assert(known, 'the access log knows each kind of actor')
  return known
}
