import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Language, ShopRole, ShopTask } from './actors.ts'

export type ShopState = 'waiting' | 'open' | 'resting' | 'stopped'

/** What a seller trades as. party_id is the shop's id and its party. */
export interface Shop {
  readonly party_id: string
  readonly handle: string
  readonly name: string
  readonly about: string
  readonly city_id: string
  readonly area: string
  readonly language: Language
  readonly state: ShopState
  readonly state_reason: string
  readonly opened_by: string
  readonly opened_at: Date
  readonly checked_at: Date | null
}

const SHOP = sql`s.party_id, s.handle, s.name, s.about, s.city_id, s.area, s.language, s.state, s.state_reason,
  s.opened_by, s.opened_at, s.checked_at`

export async function claimHandle(tx: Tx, handle: string, shopId: string): Promise<boolean> {
  const claimed = await tx.count(sql`
    insert into handle_claims (handle, shop_id, claimed_at) values (${handle}, ${shopId}, ${tx.now})
    on conflict (handle) do nothing`)
  return claimed === 1
}

/** Those of the handles that are taken, to spare tries. Only the claim itself decides. */
export async function takenHandles(tx: Tx, handles: readonly string[]): Promise<Set<string>> {
  const rows = await tx.all<{ handle: string }>(sql`select handle from handle_claims where handle = any(${handles})`)
  return new Set(rows.map((row) => row.handle))
}

export async function insertShop(
  tx: Tx,
  shop: Pick<Shop, 'party_id' | 'handle' | 'name' | 'about' | 'city_id' | 'area' | 'language' | 'opened_by'>,
): Promise<Shop | undefined> {
  return tx.one<Shop>(sql`
    insert into shops as s (party_id, handle, name, about, city_id, area, language, opened_by, opened_at)
    values (${shop.party_id}, ${shop.handle}, ${shop.name}, ${shop.about}, ${shop.city_id}, ${shop.area},
      ${shop.language}, ${shop.opened_by}, ${tx.now})
    returning ${SHOP}`)
}

export function selectShop(tx: Tx, shopId: string) {
  return tx.one<Shop>(sql`select ${SHOP} from shops s where s.party_id = ${shopId}`)
}

export function selectShops(tx: Tx, shopIds: readonly string[]) {
  return tx.all<Shop>(sql`select ${SHOP} from shops s where s.party_id = any(${shopIds})`)
}

export async function shopOfHandle(tx: Tx, handle: string): Promise<string | undefined> {
  const row = await tx.one<{ shop_id: string }>(sql`select shop_id from handle_claims where handle = ${handle}`)
  return row?.shop_id
}

export function selectShopsByState(tx: Tx, state: ShopState | undefined, after: string | undefined, limit: number) {
  return tx.all<Shop>(sql`
    select ${SHOP} from shops s
    where (${state ?? null}::text is null or s.state = ${state ?? null}::text)
      and (${after ?? null}::uuid is null or s.party_id > ${after ?? null}::uuid)
    order by s.party_id limit ${limit}`)
}

export async function updateShop(
  tx: Tx,
  shop: Pick<Shop, 'party_id' | 'name' | 'about' | 'city_id' | 'area' | 'language'>,
): Promise<Shop | undefined> {
  return tx.one<Shop>(sql`
    update shops as s
    set name = ${shop.name}, about = ${shop.about}, city_id = ${shop.city_id}, area = ${shop.area},
        language = ${shop.language}
    where s.party_id = ${shop.party_id}
    returning ${SHOP}`)
}

export function updateWomenLed(tx: Tx, shopId: string, isWomenLed: boolean | null): Promise<number> {
  return tx.count(sql`update shops set women_led = ${isWomenLed} where party_id = ${shopId}`)
}

export function selectWomenLed(tx: Tx, shopId: string) {
  return tx.one<{ women_led: boolean | null }>(sql`select women_led from shops where party_id = ${shopId}`)
}

export function selectAllWomenLed(tx: Tx) {
  return tx.all<{ party_id: string; women_led: boolean }>(sql`
    select party_id, women_led
    from shops where women_led is not null -- every party: the Pulse counts all that told`)
}

/** Moves a shop from one of the states it may come from; touches nothing when it stands elsewhere. */
export function moveShop(
  tx: Tx,
  shopId: string,
  move: { from: readonly ShopState[]; to: ShopState; reason: string; checked: boolean },
) {
  return tx.one<Shop>(sql`
    update shops as s
    set state = ${move.to}, state_reason = ${move.reason},
        checked_at = case when ${move.checked}::boolean then ${tx.now}::timestamptz else s.checked_at end
    where s.party_id = ${shopId} and s.state = any(${move.from})
    returning ${SHOP}`)
}

// ── members ──

export interface Member {
  readonly person_id: string
  readonly role: ShopRole
  readonly tasks: readonly ShopTask[]
  readonly given_by: string
  readonly given_at: Date
  readonly expires_at: Date | null
}

/** The member as of now: nobody whose time has ended. Read anew by each act, so that taking back works at once. */
export function selectMember(tx: Tx, shopId: string, personId: string) {
  return tx.one<Member>(sql`
    select person_id, role, tasks, given_by, given_at, expires_at from shop_members
    where party_id = ${shopId} and person_id = ${personId} and ended_at is null
      and (expires_at is null or expires_at > ${tx.now})`)
}

export function selectMembers(tx: Tx, shopId: string) {
  return tx.all<Member>(sql`
    select person_id, role, tasks, given_by, given_at, expires_at from shop_members
    where party_id = ${shopId} and ended_at is null and (expires_at is null or expires_at > ${tx.now})
    order by given_at, person_id`)
}

/** False when the person is an owner: nobody is made less by being added again. */
export async function putMember(
  tx: Tx,
  shopId: string,
  member: Pick<Member, 'person_id' | 'role' | 'tasks' | 'given_by' | 'expires_at'>,
): Promise<boolean> {
  const put = await tx.count(sql`
    insert into shop_members as m (party_id, person_id, role, tasks, given_by, given_at, expires_at)
    values (${shopId}, ${member.person_id}, ${member.role}, ${member.tasks}, ${member.given_by}, ${tx.now},
      ${member.expires_at})
    on conflict (party_id, person_id) do update
    set role = excluded.role, tasks = excluded.tasks, given_by = excluded.given_by, given_at = excluded.given_at,
        expires_at = excluded.expires_at, ended_at = null
    where m.role <> 'owner' or m.ended_at is not null`)
  return put === 1
}

/** Ends a delegation. An owner's membership is not one. */
export function stopMember(tx: Tx, shopId: string, personId: string): Promise<number> {
  return tx.count(sql`
    update shop_members set ended_at = ${tx.now}
    where party_id = ${shopId} and person_id = ${personId} and role <> 'owner' and ended_at is null`)
}

export function stopMemberships(tx: Tx, personId: string): Promise<number> {
  return tx.count(sql`
    update shop_members set ended_at = ${tx.now}
    where person_id = ${personId} and ended_at is null -- every party: a person who leaves leaves all shops`)
}

export interface ShopOfPerson extends Shop {
  readonly role: ShopRole
  readonly tasks: readonly ShopTask[]
  readonly expires_at: Date | null
}

export function selectShopsOf(tx: Tx, personId: string) {
  return tx.all<ShopOfPerson>(sql`
    select ${SHOP}, m.role, m.tasks, m.expires_at
    from shop_members m join shops s on s.party_id = m.party_id
    where m.person_id = ${personId} and m.ended_at is null and (m.expires_at is null or m.expires_at > ${tx.now})
    order by s.opened_at, s.party_id limit 100`)
}
