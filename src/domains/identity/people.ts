import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import { useLimit } from '../../kit/limits/limits.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { isLocale } from '../../kit/text/locale.ts'
import type { Language, Operator, Person, ShopActor, System } from './actors.ts'
import { tell } from './events.ts'
import { readPhone } from './phone.ts'
import { LIMITS } from './rules.ts'
import {
  claimPhone,
  findAddresses,
  findCityOfAddress,
  findPhoneClaim,
  insertAccess,
  insertAddress,
  insertConsent,
  insertPerson,
  markAddressRemoved,
  updateLanguage,
  updateName,
} from './store.ts'
import {
  type AddressFacts,
  type AddressSecret,
  addressField,
  keyOf,
  newPersonRow,
  phoneIndex,
  readPerson,
  sealText,
  unsealText,
} from './vault.ts'

/** What a person types about where parcels go. `phone` is left out when it is the person's own. */
export interface NewAddress {
  readonly name: string
  readonly phone?: string | undefined
  readonly street: string
  readonly area: string
  readonly landmark: string
  readonly city_id: string
}

export interface Address extends AddressFacts {
  readonly address_id: string
}

/**
 * Says what the person is called.
 * Refuses: invalid when the name is empty or longer than 80 letters; not_found when the person was erased.
 */
export async function setName(tx: Tx, person: Person, name: string): Promise<void> {
  const text = line(name)
  if (text === '') throw new Refusal('invalid', 'identity.name_missing')
  if (text.length > 80) throw new Refusal('invalid', 'identity.name_long', { most: 80 })
  const key = await keyOf(tx, person.person_id)
  await updateName(tx, person.person_id, sealText(key, person.person_id, 'name', text))
}

/** Says in which language the market speaks to the person, on every device at once. Refuses: invalid when unknown. */
export async function setLanguage(tx: Tx, person: Person, language: string): Promise<void> {
  await updateLanguage(tx, person.person_id, readLanguage(language))
}

/**
 * Keeps an address of the person. Addresses never change, so that an order can point at one: an edit is a new address.
 * Refuses: invalid when the name, the street or the city is missing or too long, or the phone cannot be read; conflict
 * at more than 20 addresses; not_found when the person was erased.
 */
export async function saveAddress(tx: Tx, person: Person, address: NewAddress): Promise<string> {
  const [key, known, own] = await Promise.all([
    keyOf(tx, person.person_id),
    findAddresses(tx, person.person_id),
    readPerson(tx, person, 'own', person.person_id),
  ])
  if (known.length >= LIMITS.addresses)
    throw new Refusal('conflict', 'identity.addresses_full', { most: LIMITS.addresses })
  const secret: AddressSecret = {
    name: line(address.name),
    phone: line(address.phone ?? '') === '' ? own.phone : readPhone(address.phone ?? '').e164,
    street: line(address.street),
    landmark: line(address.landmark),
  }
  const area = line(address.area)
  if (secret.name === '') throw new Refusal('invalid', 'identity.name_missing')
  if (secret.street === '') throw new Refusal('invalid', 'identity.street_missing')
  if (address.city_id === '') throw new Refusal('invalid', 'identity.city_missing')
  if ([secret.name, secret.street, secret.landmark, area].some((text) => text.length > 200)) {
    throw new Refusal('invalid', 'identity.address_long', { most: 200 })
  }
  const addressId = newId()
  await insertAddress(tx, person.person_id, {
    address_id: addressId,
    city_id: address.city_id,
    area,
    sealed: sealText(key, person.person_id, addressField(addressId), JSON.stringify(secret)),
  })
  return addressId
}

/** The city of one of the person's own addresses, without opening it; undefined when it is not theirs, or no longer. */
export async function findAddressCity(tx: Tx, person: Person, addressId: string): Promise<string | undefined> {
  return (await findCityOfAddress(tx, person.person_id, addressId))?.city_id
}

/** The person's own addresses, newest first. Refuses: not_found when the person was erased. */
export async function listAddresses(tx: Tx, person: Person): Promise<Address[]> {
  const [key, rows] = await Promise.all([keyOf(tx, person.person_id), findAddresses(tx, person.person_id)])
  return rows.map((row) => {
    const secret: AddressSecret = JSON.parse(
      unsealText(key, person.person_id, addressField(row.address_id), row.sealed),
    )
    return { ...secret, address_id: row.address_id, city_id: row.city_id, area: row.area }
  })
}

/** Takes an address off the person's list. Orders that point at it still arrive. Refuses: not_found. */
export async function removeAddress(tx: Tx, person: Person, addressId: string): Promise<void> {
  if ((await markAddressRemoved(tx, person.person_id, addressId)) === 0) {
    throw new Refusal('not_found', 'identity.address_unknown')
  }
}

/**
 * Finds a person by number, for an operator who helps or an owner who adds a member. Limited for each asker, and the
 * person can see that they were looked up.
 * Refuses: invalid when the number cannot be read; forbidden to a member without the task 'shop'; limit.
 */
export async function findPersonByPhone(
  tx: Tx,
  actor: Operator | ShopActor,
  phone: string,
): Promise<string | undefined> {
  if (actor.kind === 'shop' && actor.role !== 'owner') throw new Refusal('forbidden', 'identity.task_not_given')
  const { e164 } = readPhone(phone)
  await useLimit(tx, `identity.find:${actor.person_id}`, LIMITS.look_ups)
  const personId = await findPhoneClaim(tx, phoneIndex(tx.keys, e164))
  if (!personId) return undefined
  await insertAccess(tx, [{ party_id: personId, access_id: newId() }], {
    actor_id: actor.person_id,
    actor_role: actor.kind === 'shop' ? actor.role : actor.kind,
    shop_id: actor.kind === 'shop' ? actor.shop_id : null,
    purpose: 'find',
    fields: ['phone'],
    about: '',
  })
  return personId
}

/** Makes a person without a code, for seeds and tests. The person of a known number is returned as they are. */
export async function seedPerson(
  tx: Tx,
  by: System,
  seed: { readonly phone: string; readonly name?: string | undefined; readonly language: Language },
): Promise<string> {
  assert(by.kind === 'system', 'only the market itself makes people without a code')
  const { person_id, is_new } = await personWithPhone(tx, readPhone(seed.phone).e164, seed.language, 'seed')
  if (is_new && seed.name) await setName(tx, { kind: 'person', person_id }, seed.name)
  return person_id
}

// ── inside the domain only ──

/** The person of a number, made when there is none yet. Two first sign-ins at once make one person. */
export async function personWithPhone(
  tx: Tx,
  e164: string,
  language: Language,
  source: string,
): Promise<{ person_id: string; is_new: boolean }> {
  const index = phoneIndex(tx.keys, e164)
  const known = await findPhoneClaim(tx, index)
  if (known) return { person_id: known, is_new: false }
  const personId = newId()
  if (!(await claimPhone(tx, index, personId))) {
    const other = await findPhoneClaim(tx, index)
    assert(other, 'a number that could not be claimed is claimed')
    return { person_id: other, is_new: false }
  }
  await insertPerson(tx, newPersonRow(tx.keys, personId, e164, language))
  await Promise.all([
    insertConsent(tx, personId, newId(), 'trade', source),
    insertConsent(tx, personId, newId(), 'order_messages', source),
    tell(tx, personId, 'person.joined', { person_id: personId, language }),
  ])
  return { person_id: personId, is_new: true }
}

/** A language of the market. Refuses: invalid. */
export function readLanguage(text: string): Language {
  if (!isLocale(text)) throw new Refusal('invalid', 'identity.language_unknown')
  return text
}

/** One line of text as people type it: one way of writing each letter, no control marks, no doubled spaces. */
export function line(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
}
