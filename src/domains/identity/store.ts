import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Language, MarketRole } from './actors.ts'
import type { ConsentPurpose } from './privacy.ts'

/** A person with the wrapped key that opens the sealed columns. A person without a key has been erased. */
export interface PersonRow {
  party_id: string
  phone_sealed: Buffer
  name_sealed: Buffer | null
  language: Language
  key_id: string
  wrapped_key: Buffer
}

export async function insertPerson(tx: Tx, row: PersonRow): Promise<void> {
  await Promise.all([
    tx.count(sql`
      insert into people (party_id, phone_sealed, name_sealed, language, joined_at)
      values (${row.party_id}, ${row.phone_sealed}, ${row.name_sealed}, ${row.language}, ${tx.now})`),
    tx.count(sql`
      insert into person_keys (party_id, key_id, wrapped_key, made_at)
      values (${row.party_id}, ${row.key_id}, ${row.wrapped_key}, ${tx.now})`),
  ])
}

export function findPeople(tx: Tx, personIds: readonly string[]) {
  return tx.all<PersonRow>(sql`
    select p.party_id, p.phone_sealed, p.name_sealed, p.language, k.key_id, k.wrapped_key
    from people p join person_keys k on k.party_id = p.party_id
    where p.party_id = any(${personIds})`)
}

export function findPeopleOfKey(tx: Tx, keyId: string, most: number) {
  return tx.all<PersonRow>(sql`
    select p.party_id, p.phone_sealed, p.name_sealed, p.language, k.key_id, k.wrapped_key
    from people p join person_keys k on k.party_id = p.party_id
    where k.key_id = ${keyId} order by p.party_id limit ${most}`)
}

export async function updateKey(tx: Tx, personId: string, keyId: string, wrapped: Buffer): Promise<void> {
  await tx.count(sql`
    update person_keys set key_id = ${keyId}, wrapped_key = ${wrapped} where party_id = ${personId}`)
}

/** The claim's key is its own place: a moved claim is a new row. */
export async function moveClaim(tx: Tx, personId: string, from: Buffer, to: Buffer): Promise<void> {
  await Promise.all([
    tx.count(sql`delete from phone_claims where phone_index = ${from} and person_id = ${personId}`),
    tx.count(sql`
      insert into phone_claims (phone_index, person_id, claimed_at) values (${to}, ${personId}, ${tx.now})`),
  ])
}

export function findKey(tx: Tx, personId: string) {
  return tx.one<Pick<PersonRow, 'key_id' | 'wrapped_key'>>(sql`
    select key_id, wrapped_key from person_keys where party_id = ${personId}`)
}

export function findLanguage(tx: Tx, personId: string) {
  return tx.one<{ language: Language }>(sql`
    select language from people where party_id = ${personId} and closed_at is null`)
}

export async function updateName(tx: Tx, personId: string, sealed: Buffer): Promise<void> {
  await tx.count(sql`update people set name_sealed = ${sealed} where party_id = ${personId}`)
}

export async function updateLanguage(tx: Tx, personId: string, language: Language): Promise<void> {
  await Promise.all([
    tx.count(sql`update people set language = ${language} where party_id = ${personId}`),
    tx.count(sql`update sessions set language = ${language} where person_id = ${personId} and ended_at is null`),
  ])
}

/** One number, one person. False when the number is somebody's already. */
export async function claimPhone(tx: Tx, phoneIndex: Buffer, personId: string): Promise<boolean> {
  const claimed = await tx.count(sql`
    insert into phone_claims (phone_index, person_id, claimed_at)
    values (${phoneIndex}, ${personId}, ${tx.now})
    on conflict (phone_index) do nothing`)
  return claimed === 1
}

export async function findPhoneClaim(tx: Tx, phoneIndex: Buffer): Promise<string | undefined> {
  const row = await tx.one<{ person_id: string }>(sql`
    select person_id from phone_claims where phone_index = ${phoneIndex}`)
  return row?.person_id
}

/** What is left of an erased person: the id, and sealed bytes whose key is gone. */
export async function shredPerson(tx: Tx, personId: string, phoneIndex: Buffer): Promise<void> {
  await Promise.all([
    tx.count(sql`delete from phone_claims where phone_index = ${phoneIndex} and person_id = ${personId}`),
    tx.count(sql`update people set name_sealed = null, closed_at = ${tx.now} where party_id = ${personId}`),
    tx.count(sql`update addresses set removed_at = ${tx.now}, area = ''
      where party_id = ${personId} and removed_at is null`),
    tx.count(sql`delete from passkeys where party_id = ${personId}`),
    tx.count(sql`delete from totp_secrets where party_id = ${personId}`),
    tx.count(sql`update person_roles set ended_at = ${tx.now} where party_id = ${personId} and ended_at is null`),
    tx.count(sql`update consents set withdrawn_at = ${tx.now} where party_id = ${personId} and withdrawn_at is null`),
    tx.count(sql`update sessions set ended_at = ${tx.now}, device = '' where person_id = ${personId}`),
    tx.count(sql`delete from person_keys where party_id = ${personId}`),
  ])
}

// ── addresses ──

export function findCityOfAddress(tx: Tx, personId: string, addressId: string) {
  return tx.one<{ city_id: string }>(sql`
    select city_id from addresses
    where party_id = ${personId} and address_id = ${addressId} and removed_at is null`)
}

export interface AddressRow {
  address_id: string
  city_id: string
  area: string
  sealed: Buffer
}

export async function insertAddress(tx: Tx, personId: string, row: AddressRow): Promise<void> {
  await tx.count(sql`
    insert into addresses (party_id, address_id, city_id, area, sealed, added_at)
    values (${personId}, ${row.address_id}, ${row.city_id}, ${row.area}, ${row.sealed}, ${tx.now})`)
}

/** Also finds an address that its person removed from the list: an order on its way still has to arrive. */
export function findAddress(tx: Tx, personId: string, addressId: string) {
  return tx.one<AddressRow>(sql`
    select address_id, city_id, area, sealed from addresses
    where party_id = ${personId} and address_id = ${addressId}`)
}

export function findAreas(tx: Tx, personIds: readonly string[], addressIds: readonly string[]) {
  return tx.all<Pick<AddressRow, 'address_id' | 'area'>>(sql`
    select a.address_id, a.area
    from unnest(${personIds}::uuid[], ${addressIds}::uuid[]) as wanted (person_id, address_id)
    join addresses a on a.party_id = wanted.person_id and a.address_id = wanted.address_id`)
}

export function findAddresses(tx: Tx, personId: string) {
  return tx.all<AddressRow>(sql`
    select address_id, city_id, area, sealed from addresses
    where party_id = ${personId} and removed_at is null
    order by address_id desc limit 50`)
}

export function markAddressRemoved(tx: Tx, personId: string, addressId: string): Promise<number> {
  return tx.count(sql`
    update addresses set removed_at = ${tx.now}
    where party_id = ${personId} and address_id = ${addressId} and removed_at is null`)
}

// ── the log of looks ──

export interface AccessRow {
  access_id: string
  actor_id: string | null
  actor_role: string
  shop_id: string | null
  purpose: string
  fields: string[]
  about: string
  looked_at: Date
}

/** One look at several people: a row for each, on their own party. */
export async function insertAccess(
  tx: Tx,
  rows: readonly { readonly party_id: string; readonly access_id: string }[],
  look: Omit<AccessRow, 'access_id' | 'looked_at'>,
): Promise<void> {
  if (rows.length === 0) return
  const people = rows.map((row) => row.party_id)
  const ids = rows.map((row) => row.access_id)
  await tx.count(sql`
    insert into access_log (party_id, access_id, actor_id, actor_role, shop_id, purpose, fields, about, looked_at)
    select person, look, ${look.actor_id}::uuid, ${look.actor_role}::text, ${look.shop_id}::uuid, ${look.purpose}::text,
      ${look.fields}::text[], ${look.about}::text, ${tx.now}::timestamptz
    from unnest(${people}::uuid[], ${ids}::uuid[]) as t (person, look)`)
}

export function findAccess(tx: Tx, personId: string, before: string | undefined, limit: number) {
  return tx.all<AccessRow>(sql`
    select access_id, actor_id, actor_role, shop_id, purpose, fields, about, looked_at from access_log
    where party_id = ${personId} and (${before ?? null}::uuid is null or access_id < ${before ?? null}::uuid)
    order by access_id desc limit ${limit}`)
}

// ── consents ──

export interface ConsentRow {
  purpose: ConsentPurpose
  given_at: Date
  source: string
}

export async function insertConsent(
  tx: Tx,
  personId: string,
  consentId: string,
  purpose: ConsentPurpose,
  source: string,
): Promise<void> {
  await tx.count(sql`
    insert into consents (party_id, consent_id, purpose, given_at, source)
    values (${personId}, ${consentId}, ${purpose}, ${tx.now}, ${source})
    on conflict (party_id, purpose) where withdrawn_at is null do nothing`)
}

export function endConsent(tx: Tx, personId: string, purpose: ConsentPurpose): Promise<number> {
  return tx.count(sql`
    update consents set withdrawn_at = ${tx.now}
    where party_id = ${personId} and purpose = ${purpose} and withdrawn_at is null`)
}

export function findConsents(tx: Tx, personId: string) {
  return tx.all<ConsentRow>(sql`
    select purpose, given_at, source from consents
    where party_id = ${personId} and withdrawn_at is null order by purpose`)
}

// ── roles ──

export async function roleInForce(tx: Tx, personId: string, role: MarketRole): Promise<boolean> {
  const row = await tx.one<{ role: string }>(sql`
    select role from person_roles where party_id = ${personId} and role = ${role} and ended_at is null`)
  return row !== undefined
}

/** True when the person did not have the role already. */
export async function putRole(tx: Tx, personId: string, role: MarketRole, givenBy: string): Promise<boolean> {
  const given = await tx.count(sql`
    insert into person_roles as r (party_id, role, given_at, given_by)
    values (${personId}, ${role}, ${tx.now}, ${givenBy})
    on conflict (party_id, role) do update
    set given_at = excluded.given_at, given_by = excluded.given_by, ended_at = null
    where r.ended_at is not null`)
  return given === 1
}

export function stopRole(tx: Tx, personId: string, role: MarketRole): Promise<number> {
  return tx.count(sql`
    update person_roles set ended_at = ${tx.now}
    where party_id = ${personId} and role = ${role} and ended_at is null`)
}

export function findRoles(tx: Tx, personId: string) {
  return tx.all<{ role: MarketRole }>(sql`
    select role from person_roles where party_id = ${personId} and ended_at is null order by role`)
}

export function findPeopleWithRole(tx: Tx, role: MarketRole, after: string | undefined, limit: number) {
  return tx.all<{ person_id: string; given_at: Date }>(sql`
    select party_id as person_id, given_at from person_roles
    where role = ${role} and ended_at is null and (${after ?? null}::uuid is null or party_id > ${after ?? null}::uuid)
    order by party_id limit ${limit}`)
}

/** The open sessions carry a copy of the roles, so that the hot path reads one row. */
export async function copyRolesToSessions(tx: Tx, personId: string, roles: readonly MarketRole[]): Promise<void> {
  await tx.count(sql`update sessions set roles = ${roles} where person_id = ${personId} and ended_at is null`)
}
