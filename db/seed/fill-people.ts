import {
  actForShop,
  addMember,
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
  tellWhoLeads,
} from '../../src/domains/identity/identity.ts'
import { setPayoutDetails } from '../../src/domains/payments/payments.ts'
import { DAY_MS, HOUR_MS, later } from '../../src/kit/clock/clock.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import type { Replay } from './fill-clock.ts'
import type { Dates } from './fill-dates.ts'
import { isWoman } from './people.ts'
import type { SeedMarket, SeedPerson, SeedShop } from './shapes.ts'

/** A person of the seed who has joined. */
export interface Joined {
  readonly seed: SeedPerson
  readonly person: Person
  readonly address_id: string
}

/** A shop of the seed that was opened. */
export interface Opened {
  readonly seed: SeedShop
  readonly shop_id: string
  readonly owner: ShopActor
  /** Who sells there, by the key of the person. */
  readonly hands: ReadonlyMap<string, ShopActor>
}

/** Everybody in the market, by their keys and handles in the seed. */
export interface Crowd {
  readonly people: ReadonlyMap<string, Joined>
  readonly shops: ReadonlyMap<string, Opened>
  readonly riders: ReadonlyMap<string, Rider>
  readonly dania: Operator
  /** Confirms what Dania wants where money needs two people. */
  readonly laila: Operator
}

/** Bilal's account is at no bank: the check digits are right, the rest is made up. */
const BILAL_ACCOUNT = { kind: 'bank', account: 'PK48BHRS0000001987000001', title: 'Bilal Shoes' } as const

/** Lets everybody join on their day, opens the shops and lets Dania check them. */
export async function gather(replay: Replay, market: SeedMarket, dates: Dates): Promise<Crowd> {
  const joined = await Promise.all(
    dates.inOrderOfJoining(market.people).map((seed) => replay.at(dates.joined(seed.key), (tx) => join(tx, seed))),
  )
  const people = new Map(joined.map((one) => [one.seed.key, one]))
  const known = (key: string) => lookUp(people, key)
  const { dania, laila, riders } = await replay.at(dates.marketOpened, async (tx) => {
    for (const key of ['dania', 'laila']) await giveRole(tx, SYSTEM, known(key).person.person_id, 'operator')
    const riding = joined.filter(({ seed }) => seed.role === 'rider')
    for (const { person } of riding) await giveRole(tx, SYSTEM, person.person_id, 'rider')
    const made = await Promise.all(riding.map(({ person }) => asRider(tx, person)))
    return {
      dania: await asOperator(tx, known('dania').person),
      laila: await asOperator(tx, known('laila').person),
      riders: new Map(riding.map(({ seed }, i) => [seed.key, lookUp(made, i)])),
    }
  })
  const opened = await Promise.all(
    market.shops.map(async (seed) => {
      const shop = await replay.at(dates.shopOpened(seed.handle), (tx) => open(tx, seed, known, replay.now))
      if (seed.checked) await check(replay, dates, shop, dania)
      return shop
    }),
  )
  return { people, riders, dania, laila, shops: new Map(opened.map((one) => [one.seed.handle, one])) }
}

async function join(tx: Tx, seed: SeedPerson): Promise<Joined> {
  const { phone, name, language, address } = seed
  const person_id = await seedPerson(tx, SYSTEM, { phone, name, language })
  const person: Person = { kind: 'person', person_id }
  const { city: city_id, area, line: street, landmark } = address
  const address_id = await saveAddress(tx, person, { name, street, area, landmark, city_id })
  return { seed, person, address_id }
}

async function open(tx: Tx, seed: SeedShop, known: (key: string) => Joined, now: Date): Promise<Opened> {
  const owner = known(seed.owner)
  const { handle, name, about, city: city_id, area } = seed
  const words = { handle, name, about, city_id, area, language: owner.seed.language }
  const { party_id: shop_id } = await openShop(tx, owner.person, words)
  const by = await actForShop(tx, owner.person, shop_id, 'shop')
  // One in four would rather not say.
  if (handle.length % 4 > 0) await tellWhoLeads(tx, by, isWoman(owner.seed))
  const hands = new Map([[seed.owner, by]])
  for (const key of seed.helpers) {
    const { person } = known(key)
    const { person_id } = person
    const expires_at = later(now, 60 * DAY_MS)
    await addMember(tx, by, { person_id, role: 'helper', tasks: ['listings', 'orders'], expires_at })
    hands.set(key, await actForShop(tx, person, shop_id, 'orders'))
  }
  return { seed, shop_id, owner: by, hands }
}

/** Dania looks on the day after. A shop that may sell says where it wants its money; one in seven forgets to. */
async function check(replay: Replay, dates: Dates, shop: Opened, dania: Operator): Promise<void> {
  const opened = dates.shopOpened(shop.seed.handle)
  await replay.at(later(opened, 20 * HOUR_MS), (tx) => checkShop(tx, dania, shop.shop_id, 'open', ''))
  const number = shop.seed.handle.length
  if (shop.seed.owner !== 'bilal' && number % 7 === 0) return
  const wallet = `0300${String(number * 7919 + shop.seed.opened).padStart(7, '0')}`
  const details = { kind: 'wallet', account: wallet, title: shop.seed.handle.replaceAll('-', ' ') } as const
  await replay.at(later(opened, 22 * HOUR_MS), (tx) =>
    setPayoutDetails(tx, shop.owner, shop.seed.owner === 'bilal' ? BILAL_ACCOUNT : details),
  )
}

/** What must be there because the seed names it. */
export function lookUp<K, V>(map: { get(key: K): V | undefined } | readonly V[], key: K): V {
  const found = 'get' in map ? map.get(key) : map[Number(key)]
  if (found === undefined) throw new Error(`broken promise: the seed has ${String(key)}`)
  return found
}
