import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import { useLimit } from '../../kit/limits/limits.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type Operator, type Person, SHOP_TASKS, type ShopActor } from './actors.ts'
import { tell } from './events.ts'
import { handleCandidates, isHandle } from './handles.ts'
import { assertTask } from './members.ts'
import { line, readLanguage } from './people.ts'
import { LIMITS } from './rules.ts'
import {
  claimHandle,
  insertShop,
  moveShop,
  putMember,
  type Shop,
  type ShopOfPerson,
  type ShopState,
  selectAllWomenLed,
  selectShop,
  selectShops,
  selectShopsByState,
  selectShopsOf,
  selectWomenLed,
  shopOfHandle,
  takenHandles,
  updateShop,
  updateWomenLed,
} from './shop-store.ts'

export interface NewShop {
  readonly name: string
  /** Made from the name when it is left out. */
  readonly handle?: string | undefined
  readonly city_id: string
  readonly area: string
  readonly about: string
  readonly language: string
}

export type ShopChange = { readonly [Field in 'name' | 'about' | 'city_id' | 'area' | 'language']?: string | undefined }

/**
 * Opens a shop for the person, who owns it. It waits until an operator has checked it, and may list meanwhile.
 * Refuses: invalid when the name, the city or the handle is missing or misshapen; conflict when the handle is taken;
 * limit at five a day. Events: shop.opened. Parties: the shop's.
 */
export async function openShop(tx: Tx, person: Person, shop: NewShop): Promise<Shop> {
  const shopId = newId()
  const words = readWords(shop)
  const wished = shop.handle?.trim().toLowerCase()
  if (wished && !isHandle(wished)) throw new Refusal('invalid', 'identity.handle_shape')
  await useLimit(tx, `identity.shops:${person.person_id}`, LIMITS.shops_per_person)
  const candidates = wished ? [wished] : handleCandidates(words.name, words.area, words.city_id, shopId.slice(-6))
  const handle = await claimFree(tx, candidates, shopId)
  const opened = await insertShop(tx, { ...words, party_id: shopId, handle, opened_by: person.person_id })
  assert(opened, 'an inserted shop comes back')
  await putMember(tx, shopId, {
    person_id: person.person_id,
    role: 'owner',
    tasks: [...SHOP_TASKS],
    given_by: person.person_id,
    expires_at: null,
  })
  await tell(tx, shopId, 'shop.opened', { shop_id: shopId, person_id: person.person_id })
  return opened
}

/**
 * Changes what a shop says about itself. Its handle stays: links to it are on paper and in chats.
 * Refuses: forbidden without the task 'shop'; invalid when the name or the city is missing or something is too long.
 * Events: shop.changed.
 */
export async function changeShop(tx: Tx, by: ShopActor, change: ShopChange): Promise<Shop> {
  assertTask(by, 'shop')
  const known = await findShop(tx, by.shop_id)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const changed = await updateShop(tx, { ...readWords({ ...known, ...given }), party_id: by.shop_id })
  assert(changed, 'a shop that was just read is there')
  await tell(tx, by.shop_id, 'shop.changed', { shop_id: by.shop_id, person_id: by.person_id })
  return changed
}

/**
 * Notes whether women lead the shop; null when it would rather not say. Only the Pulse counts it, and nobody sees it.
 * Refuses: forbidden without the task 'shop'.
 */
export async function tellWhoLeads(tx: Tx, by: ShopActor, isWomenLed: boolean | null): Promise<void> {
  assertTask(by, 'shop')
  await updateWomenLed(tx, by.shop_id, isWomenLed)
}

/** What the shop said of it, for its own people. Refuses: forbidden without the task 'shop'. */
export async function whoLeads(tx: Tx, by: ShopActor): Promise<boolean | null> {
  assertTask(by, 'shop')
  return (await selectWomenLed(tx, by.shop_id))?.women_led ?? null
}

/** Of the shops that told, whether women lead them: for the Pulse, which publishes sums only. */
export async function listWomenLed(tx: Tx): Promise<ReadonlyMap<string, boolean>> {
  return new Map((await selectAllWomenLed(tx)).map(({ party_id, women_led }) => [party_id, women_led]))
}

/**
 * Closes the shutters for a while: the shop is seen, and nothing can be ordered.
 * Refuses: forbidden without the task 'shop'; conflict when it is not open. Events: shop.rested.
 */
export async function restShop(tx: Tx, by: ShopActor): Promise<Shop> {
  assertTask(by, 'shop')
  const shop = await move(tx, by.shop_id, { from: ['open'], to: 'resting', reason: '', checked: false })
  await tell(tx, by.shop_id, 'shop.rested', { shop_id: by.shop_id, person_id: by.person_id })
  return shop
}

/**
 * Opens the shutters again. Refuses: forbidden without the task 'shop'; conflict when not resting. Events: shop.woken.
 */
export async function wakeShop(tx: Tx, by: ShopActor): Promise<Shop> {
  assertTask(by, 'shop')
  const shop = await move(tx, by.shop_id, { from: ['resting'], to: 'open', reason: '', checked: false })
  await tell(tx, by.shop_id, 'shop.woken', { shop_id: by.shop_id, person_id: by.person_id })
  return shop
}

/**
 * An operator has looked at a shop: it may trade, or it is stopped, with a reason that its owner reads.
 * Refuses: not_found; conflict when it is in that state already; invalid when a shop is stopped without a reason.
 * Events: shop.checked.
 */
export async function checkShop(
  tx: Tx,
  by: Operator,
  shopId: string,
  state: 'open' | 'stopped',
  reason: string,
): Promise<Shop> {
  const why = line(reason).slice(0, 500)
  if (state === 'stopped' && why === '') throw new Refusal('invalid', 'identity.reason_missing')
  const from: readonly ShopState[] = state === 'open' ? ['waiting', 'stopped'] : ['waiting', 'open', 'resting']
  const shop = await move(tx, shopId, { from, to: state, reason: why, checked: true })
  await tell(tx, shopId, 'shop.checked', { shop_id: shopId, state, operator_id: by.person_id })
  return shop
}

/** Any shop by its id, in whatever state. Refuses: not_found. */
export async function findShop(tx: Tx, shopId: string): Promise<Shop> {
  const shop = await selectShop(tx, shopId)
  if (!shop) throw new Refusal('not_found', 'identity.shop_unknown')
  return shop
}

/** Shops by their ids; unknown ones are missing from the answer. */
export async function findShops(tx: Tx, shopIds: readonly string[]): Promise<Map<string, Shop>> {
  if (shopIds.length === 0) return new Map()
  const shops = await selectShops(tx, [...new Set(shopIds)])
  return new Map(shops.map((shop) => [shop.party_id, shop]))
}

/** Any shop by its handle, as it stands in an address. Refuses: not_found. */
export async function findShopByHandle(tx: Tx, handle: string): Promise<Shop> {
  const shopId = await shopOfHandle(tx, handle.toLowerCase())
  if (!shopId) throw new Refusal('not_found', 'identity.shop_unknown')
  return findShop(tx, shopId)
}

/** The shops that a person may act for today, with what they may do there; oldest first. */
export function listShopsOf(tx: Tx, person: Person): Promise<ShopOfPerson[]> {
  return selectShopsOf(tx, person.person_id)
}

/** Shops in the order of their opening, at most 100 at a time. `after` is the last id of the page before. */
export function listShops(
  tx: Tx,
  page: { readonly state?: ShopState | undefined; readonly limit: number; readonly after?: string | undefined },
): Promise<Shop[]> {
  return selectShopsByState(tx, page.state, page.after, Math.min(Math.max(1, page.limit), 100))
}

async function move(tx: Tx, shopId: string, step: Parameters<typeof moveShop>[2]): Promise<Shop> {
  const moved = await moveShop(tx, shopId, step)
  if (moved) return moved
  const { state } = await findShop(tx, shopId)
  throw new Refusal('conflict', `identity.shop_is_${state}`)
}

function readWords(shop: NewShop) {
  const name = line(shop.name)
  const about = shop.about.normalize('NFC').trim()
  const area = line(shop.area)
  if (name === '') throw new Refusal('invalid', 'identity.shop_name_missing')
  if (name.length > 60) throw new Refusal('invalid', 'identity.name_long', { most: 60 })
  if (about.length > 1000) throw new Refusal('invalid', 'identity.about_long', { most: 1000 })
  if (area.length > 200) throw new Refusal('invalid', 'identity.address_long', { most: 200 })
  if (shop.city_id === '') throw new Refusal('invalid', 'identity.city_missing')
  return { name, about, area, city_id: shop.city_id, language: readLanguage(shop.language) }
}

async function claimFree(tx: Tx, candidates: readonly string[], shopId: string): Promise<string> {
  const taken = await takenHandles(tx, candidates)
  for (const handle of candidates.filter((candidate) => !taken.has(candidate))) {
    if (await claimHandle(tx, handle, shopId)) return handle
  }
  throw new Refusal('conflict', 'identity.handle_taken')
}
