import { setTimeout as wait } from 'node:timers/promises'
import { CITIES } from '../../db/seed/cities.ts'
import { consequences } from '../../src/consequences.ts'
import { loadReference, setVariants, writeListing } from '../../src/domains/catalogue/catalogue.ts'
import { CATEGORY_TREE } from '../../src/domains/catalogue/category-tree.ts'
import {
  actForShop,
  asOperator,
  asRider,
  checkShop,
  giveRole,
  type Operator,
  openShop,
  type Person,
  type Rider,
  type ShopActor,
  SYSTEM,
  saveAddress,
  seedPerson,
} from '../../src/domains/identity/identity.ts'
import { setOffers, submitListing } from '../../src/domains/offers/offers.ts'
import { makeVoucher, setPayoutDetails } from '../../src/domains/payments/payments.ts'
import { makeEngine } from '../../src/domains/search/search.ts'
import { Refusal } from '../../src/kit/errors/refusal.ts'
import { openRunner, type Runner } from '../../src/kit/events/runner.ts'
import { keysFrom } from '../../src/kit/keys/keys.ts'
import { openLog } from '../../src/kit/log/log.ts'
import { type Database, openDatabase } from '../../src/kit/sql/database.ts'
import type { NotedEvent, Tx } from '../../src/kit/sql/tx.ts'
import { Agenda } from './agenda.ts'
import { type LyingCourier, lyingCourier } from './courier.ts'
import { type Dice, diceOf } from './dice.ts'
import { type LyingRail, lyingRail } from './rail.ts'

export interface Stall {
  readonly shop: ShopActor
  /** A code that takes a tenth off the goods. */
  readonly code: string
  readonly listings: readonly { listing_id: string; variant_id: string; price_paisa: bigint }[]
}

export interface Buyer extends Person {
  readonly address_id: string
}

/** A market that lives by one seed: the real program inside, and around it people, rails and couriers by the dice. */
export interface World {
  readonly db: Database
  readonly dice: Dice
  readonly agenda: Agenda
  readonly runner: Runner
  readonly rail: LyingRail
  readonly courier: LyingCourier
  readonly dania: Operator
  readonly jamila: Operator
  readonly riders: readonly Rider[]
  readonly stalls: readonly Stall[]
  readonly buyers: readonly Buyer[]
  /** How often what was done, and how often it was refused. */
  readonly tally: Map<string, number>
  /** The time of the world, and by how much the clock of our machine is wrong. */
  readonly time: { now: number; skew_ms: number }
  close(): Promise<void>
}

export const START = Date.parse('2026-03-01T00:00:00Z')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export async function openWorld(url: string, seed: number): Promise<World> {
  const dice = diceOf(seed)
  const time = { now: START, skew_ms: 0 }
  let ticks = 0
  let runner: Runner | undefined
  const db = openDatabase(url, {
    keys: keysFrom(Buffer.alloc(32, 7)),
    // No two transactions happen in the same millisecond.
    clock: () => new Date(time.now + time.skew_ms + (ticks++ % 1_000)),
    max: 4,
    onEvents: (events: readonly NotedEvent[]) => runner?.noted(events),
  })
  const people = await db.tx((tx) => settle(tx, dice))
  const search = await makeEngine(db)
  runner = openRunner(
    db,
    consequences(search, (cityId) => cityId),
    openLog('silent'),
  )
  const opened = runner
  return {
    ...people,
    db,
    dice,
    time,
    runner: opened,
    agenda: new Agenda(),
    rail: lyingRail('jazzcash', dice),
    courier: lyingCourier('leopards', dice, () => time.now),
    tally: new Map(),
    async close() {
      await opened.stop()
      await db.close()
    },
  }
}

const SHOPS = 8
const BUYERS = 40

async function settle(tx: Tx, dice: Dice): Promise<Pick<World, 'dania' | 'jamila' | 'riders' | 'stalls' | 'buyers'>> {
  await loadReference(tx, { categories: CATEGORY_TREE, cities: CITIES })
  let phones = 0
  const person = async (name: string): Promise<Person> => {
    phones++
    const phone = `+92300${2_000_000 + phones}`
    return { kind: 'person', person_id: await seedPerson(tx, SYSTEM, { phone, name, language: 'en' }) }
  }
  const inRole = async (name: string, role: 'operator' | 'rider') => {
    const who = await person(name)
    await giveRole(tx, SYSTEM, who.person_id, role)
    return who
  }
  const dania = await asOperator(tx, await inRole('Dania', 'operator'))
  const jamila = await asOperator(tx, await inRole('Jamila', 'operator'))
  const riders = [await asRider(tx, await inRole('Ghazi', 'rider')), await asRider(tx, await inRole('Sohail', 'rider'))]
  const stalls: Stall[] = []
  for (let i = 0; i < SHOPS; i++)
    stalls.push(await openStall(tx, dice, dania, await person(`Keeper ${i}`), `TENTH${i}`))
  const buyers: Buyer[] = []
  for (let i = 0; i < BUYERS; i++) {
    const who = await person(`Buyer ${i}`)
    const home = { name: 'Ayesha', street: 'House 5', area: 'Model Town', landmark: '', city_id: 'lahore' }
    buyers.push({ ...who, address_id: await saveAddress(tx, who, home) })
  }
  return { dania, jamila, riders, stalls, buyers }
}

async function openStall(tx: Tx, dice: Dice, dania: Operator, owner: Person, code: string): Promise<Stall> {
  const opened = await openShop(tx, owner, {
    name: `Shop of ${owner.person_id.slice(-4)}`,
    city_id: 'lahore',
    area: '',
    about: '',
    language: 'en',
  })
  await checkShop(tx, dania, opened.party_id, 'open', '')
  const shop = await actForShop(tx, owner, opened.party_id, 'listings')
  const listings: { listing_id: string; variant_id: string; price_paisa: bigint }[] = []
  for (const title of ['Peshawari chappal', 'Woollen shawl', 'Clay pot']) {
    const words = { category_id: 'mens-chappal', title, description: 'Made by hand.', brand: '', condition: 'new' }
    const drafted = { ...words, condition: 'new' as const, attributes: {}, options: [] }
    const listing_id = await writeListing(tx, shop, drafted)
    const [variant] = await setVariants(tx, shop, listing_id, [{ sku: '', option_values: [] }])
    const variant_id = variant?.variant_id ?? ''
    const price_paisa = BigInt(dice.between(300, 9_000)) * 100n
    await setOffers(tx, shop, listing_id, [{ variant_id, price_paisa, stock_count: dice.between(5, 40) }])
    await submitListing(tx, shop, listing_id, { without_photo: true })
    listings.push({ listing_id, variant_id, price_paisa })
  }
  await setPayoutDetails(tx, shop, { kind: 'wallet', account: '03001234567', title: 'Keeper' })
  // The shop pays for some codes, the market for the others.
  await makeVoucher(tx, dice.often(50) ? shop : dania, {
    code,
    ...{ basis_points: 1_000, paisa: null, most_paisa: 20_000n, least_items_paisa: 0n },
    ...{ total_cap: 12, buyer_cap: 2, valid_from: tx.now, valid_to: new Date(START + 100 * DAY) },
  })
  return { shop: await actForShop(tx, owner, opened.party_id, 'orders'), code, listings }
}

/** Lets somebody do something after some time. */
export function later(world: World, after_ms: number, act: () => Promise<void>): void {
  world.agenda.add(world.time.now + Math.max(0, Math.round(after_ms)), act)
}

/**
 * Somebody does something. A refusal is an answer like another; when the answer is lost they do it once more, as people
 * do. Returns what came of it the first time.
 */
export async function attempt<T>(world: World, name: string, act: () => Promise<T>): Promise<T | undefined> {
  const value = await once(world, name, act)
  if (world.dice.often(3)) await once(world, `${name} again`, act)
  if (!(await world.runner.settled(30_000))) throw new Error(`what follows from ${name} does not end`)
  return value
}

async function once<T>(world: World, name: string, act: () => Promise<T>): Promise<T | undefined> {
  try {
    const value = await act()
    count(world, name)
    return value
  } catch (error) {
    if (!(error instanceof Refusal)) throw new Error(`${name} broke`, { cause: error })
    count(world, `${name}: ${error.reason}`)
    return undefined
  }
}

export function count(world: World, name: string): void {
  world.tally.set(name, (world.tally.get(name) ?? 0) + 1)
}

/** Lets time pass to a moment; everything that is due happens on the way. */
export async function liveUntil(world: World, end: number): Promise<void> {
  for (let due = world.agenda.next(end); due; due = world.agenda.next(end)) {
    world.time.now = Math.max(world.time.now, due.at)
    await due.act()
    // Timers of the driver must have their turn, too.
    if (world.time.now % 997 === 0) await wait(0)
  }
  world.time.now = end
}
