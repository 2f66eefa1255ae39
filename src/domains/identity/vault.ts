import { Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import { digest, type Keys } from '../../kit/keys/keys.ts'
import { newKey, seal, unseal } from '../../kit/keys/seal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Actor, Language, ShopTask } from './actors.ts'
import { findAddress, findAreas, findKey, findPeople, insertAccess, type PersonRow } from './store.ts'

/**
 * Why somebody looks at a person's data, and which kinds of actor may have that reason. Whether this rider carries this
 * parcel, or this shop has this order, is for the domain that asks to know: it finds the row by its owner first.
 */
const MAY_LOOK = {
  own: ['person'],
  sign_in: ['person', 'system'],
  message: ['system'],
  pack: ['shop', 'system'],
  deliver: ['rider', 'shop', 'operator', 'system'],
  payout: ['shop', 'operator', 'system'],
  team: ['shop'],
  support: ['operator'],
  check: ['operator'],
  claim: ['operator', 'shop'],
  papers: ['shop', 'operator', 'system'],
} as const satisfies Record<string, readonly Actor['kind'][]>

export type Purpose = keyof typeof MAY_LOOK

/** The task that a member of a shop must have been given for a purpose; where none is named, it is 'orders'. */
const TASK: Partial<Record<Purpose, ShopTask>> = { team: 'shop', payout: 'money', papers: 'money' }
export const PURPOSES = Object.keys(MAY_LOOK) as Purpose[]

export interface PersonFacts {
  readonly name: string | null
  /** E.164. */
  readonly phone: string
  readonly language: Language
}

export interface AddressFacts {
  readonly name: string
  /** E.164. */
  readonly phone: string
  readonly street: string
  readonly area: string
  readonly city_id: string
  readonly landmark: string
}

/**
 * Reads who a person is. Writes one row of the access log, unless the person reads their own data.
 * `about` says what the look was about, such as an order's id, and is shown to the person.
 * Refuses: forbidden when the actor may not have this purpose; not_found when nobody is there (or no longer).
 */
export async function readPerson(
  tx: Tx,
  actor: Actor,
  purpose: Purpose,
  personId: string,
  about = '',
): Promise<PersonFacts> {
  const facts = (await readPeople(tx, actor, purpose, [personId], about)).get(personId)
  if (!facts) throw new Refusal('not_found', 'identity.person_unknown')
  return facts
}

/**
 * Reads several people at once, by id. Erased and unknown people are missing from the answer.
 * Refuses: forbidden when the actor may not have this purpose.
 */
export async function readPeople(
  tx: Tx,
  actor: Actor,
  purpose: Purpose,
  personIds: readonly string[],
  about = '',
): Promise<Map<string, PersonFacts>> {
  const ids = [...new Set(personIds)]
  for (const id of ids) assertMayLook(actor, purpose, id)
  if (ids.length === 0) return new Map()
  const rows = await findPeople(tx, ids)
  const found = rows.map((row) => row.party_id)
  await logLook(tx, actor, purpose, found, ['name', 'phone', 'language'], about)
  return new Map(rows.map((row) => [row.party_id, openPerson(tx.keys, row)]))
}

/**
 * Reads one address of a person, also one that has left the person's list: a parcel on its way still has to arrive.
 * Refuses: forbidden when the actor may not have this purpose; not_found when the person has no such address.
 */
export async function readAddress(
  tx: Tx,
  actor: Actor,
  purpose: Purpose,
  personId: string,
  addressId: string,
  about = '',
): Promise<AddressFacts> {
  assertMayLook(actor, purpose, personId)
  const [key, row] = await Promise.all([findKey(tx, personId), findAddress(tx, personId, addressId)])
  if (!key || !row) throw new Refusal('not_found', 'identity.address_unknown')
  await logLook(tx, actor, purpose, [personId], ['name', 'phone', 'address'], about)
  const facts: AddressSecret = JSON.parse(
    unsealText(unwrapKey(tx.keys, personId, key), personId, addressField(addressId), row.sealed),
  )
  return { ...facts, area: row.area, city_id: row.city_id }
}

/**
 * The areas of some addresses, by address_id. An area is not sealed and names nobody: it is enough to plan a way by,
 * and no look at a person.
 */
export async function areasOf(
  tx: Tx,
  addresses: readonly { readonly person_id: string; readonly address_id: string }[],
): Promise<Map<string, string>> {
  if (addresses.length === 0) return new Map()
  const rows = await findAreas(
    tx,
    addresses.map((one) => one.person_id),
    addresses.map((one) => one.address_id),
  )
  return new Map(rows.map(({ address_id, area }) => [address_id, area]))
}

/** The part of an address that is sealed. City and area stay readable: fees and figures need them. */
export type AddressSecret = Pick<AddressFacts, 'name' | 'phone' | 'street' | 'landmark'>

/**
 * Seals a text with the person's own key, for a column of another domain. `field` names the place ('payments.account'):
 * the text opens only there and only for this person, and nobody can open it once the person is erased.
 * Refuses: not_found when the person is unknown or erased.
 */
export async function sealFor(tx: Tx, personId: string, text: string, field: string): Promise<Buffer> {
  return sealText(await keyOf(tx, personId), personId, field, text)
}

/**
 * Opens what sealFor sealed, and logs the look as readPerson does.
 * Refuses: forbidden when the actor may not have this purpose; not_found when the person is unknown or erased.
 */
export async function openFor(
  tx: Tx,
  actor: Actor,
  purpose: Purpose,
  personId: string,
  sealed: Buffer,
  field: string,
): Promise<string> {
  assertMayLook(actor, purpose, personId)
  const key = await keyOf(tx, personId)
  await logLook(tx, actor, purpose, [personId], [field], '')
  return unsealText(key, personId, field, sealed)
}

// ── inside the domain only ──

/** The row of a new person, sealed with a key made for nobody else. */
export function newPersonRow(keys: Keys, personId: string, phone: string, language: Language): PersonRow {
  const key = newKey()
  return {
    party_id: personId,
    phone_sealed: sealText(key, personId, 'phone', phone),
    name_sealed: null,
    language,
    key_id: keys.keyId,
    wrapped_key: wrapKey(keys, personId, key),
  }
}

/** The person's own key, wrapped with the market's. */
export function wrapKey(keys: Keys, personId: string, key: Buffer): Buffer {
  return seal(keys.wrap, `person_key|${keys.keyId}|${personId}`, key)
}

/** The person's own key again. A key that another master key wrapped is a fault of the installation, and says so. */
export function unwrapKey(keys: Keys, personId: string, row: Pick<PersonRow, 'key_id' | 'wrapped_key'>): Buffer {
  if (row.key_id !== keys.keyId) throw new Error(`the key of a person was wrapped with master key ${row.key_id}`)
  return unseal(keys.wrap, `person_key|${row.key_id}|${personId}`, row.wrapped_key)
}

/** Seals a text of a person for one field. */
export function sealText(key: Buffer, personId: string, field: string, text: string): Buffer {
  return seal(key, `${personId}|${field}`, Buffer.from(text))
}

/** Opens a text of a person from one field; throws when it was tampered with or moved. */
export function unsealText(key: Buffer, personId: string, field: string, sealed: Buffer): string {
  return unseal(key, `${personId}|${field}`, sealed).toString()
}

/** The key of a person who is there. Refuses: not_found. */
export async function keyOf(tx: Tx, personId: string): Promise<Buffer> {
  const row = await findKey(tx, personId)
  if (!row) throw new Refusal('not_found', 'identity.person_unknown')
  return unwrapKey(tx.keys, personId, row)
}

/** The blind index under which a number is claimed: only who holds the market's key can make it. */
export function phoneIndex(keys: Keys, e164: string): Buffer {
  return digest(keys.index, 'phone', e164)
}

/** The name of an address in the binding of its seal. */
export function addressField(addressId: string): string {
  return `address:${addressId}`
}

/** Deny by default: only the purposes of the table above, and nobody's own data but one's own. */
function assertMayLook(actor: Actor, purpose: Purpose, personId: string): void {
  const kinds: readonly Actor['kind'][] = MAY_LOOK[purpose]
  const allowed = kinds.includes(actor.kind) && (actor.kind !== 'person' || actor.person_id === personId)
  if (!allowed || (actor.kind === 'shop' && !actor.tasks.includes(TASK[purpose] ?? 'orders'))) {
    throw new Refusal('forbidden', 'identity.purpose_not_yours')
  }
}

/** A person's look at their own data discloses nothing to anybody and happens on every page: it is not logged. */
async function logLook(
  tx: Tx,
  actor: Actor,
  purpose: Purpose,
  personIds: readonly string[],
  fields: string[],
  about: string,
): Promise<void> {
  if (actor.kind === 'person') return
  const rows = personIds.map((party_id) => ({ party_id, access_id: newId() }))
  await insertAccess(tx, rows, {
    actor_id: actor.kind === 'system' ? null : actor.person_id,
    actor_role: actor.kind === 'shop' ? actor.role : actor.kind,
    shop_id: actor.kind === 'shop' ? actor.shop_id : null,
    purpose,
    fields,
    about,
  })
}

function openPerson(keys: Keys, row: PersonRow): PersonFacts {
  const key = unwrapKey(keys, row.party_id, row)
  return {
    name: row.name_sealed && unsealText(key, row.party_id, 'name', row.name_sealed),
    phone: unsealText(key, row.party_id, 'phone', row.phone_sealed),
    language: row.language,
  }
}
