import { CITIES } from '../../db/seed/cities.ts'
import { addLine, beginCheckout, findCheckout, newCart, readCartLines } from '../../src/domains/cart/cart.ts'
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
  seedPerson,
} from '../../src/domains/identity/identity.ts'
import { setOffers, submitListing } from '../../src/domains/offers/offers.ts'
import { type OrderAt, type OrderRow, placeOrder } from '../../src/domains/orders/orders.ts'
import { MARKET_PARTY } from '../../src/kit/ids/ids.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { CHAPPAL } from '../setup/bazaar.ts'
import { homeOf, wayFee } from '../setup/trade.ts'
import type { Ring } from './ring.ts'

/** Who works for the market in every scene. */
export interface Cast {
  readonly dania: Operator
  readonly jamila: Operator
  readonly ghazi: Rider
  /** Another buyer, who wants what Ayesha wants. */
  readonly zara: Buyer
}

/** A small market of its own: one shop with one thing to sell, a buyer with a cart, perhaps an order. */
export interface Scene extends Cast {
  readonly shop: ShopActor
  readonly listing_id: string
  readonly variant_id: string
  readonly ayesha: Buyer
  /** The carts of this scene: each is a party of its own. */
  readonly carts: string[]
  /** The order of Ayesha, from the stage 'placed' on. */
  order: OrderRow | undefined
  /** What the stages and the commands need to know of each other. */
  readonly notes: Map<string, string>
}

export interface Buyer extends Person {
  readonly address_id: string
}

export async function loadCast(tx: Tx): Promise<Cast> {
  await loadReference(tx, { categories: CATEGORY_TREE, cities: CITIES })
  const operator = await person(tx, 'Dania')
  const second = await person(tx, 'Jamila')
  const rider = await person(tx, 'Ghazi')
  const zara = await person(tx, 'Zara')
  await giveRole(tx, SYSTEM, operator.person_id, 'operator')
  await giveRole(tx, SYSTEM, second.person_id, 'operator')
  await giveRole(tx, SYSTEM, rider.person_id, 'rider')
  return {
    dania: await asOperator(tx, operator),
    jamila: await asOperator(tx, second),
    ghazi: await asRider(tx, rider),
    zara: { ...zara, address_id: await homeOf(tx, zara) },
  }
}

let people = 0

async function person(tx: Tx, name: string): Promise<Person> {
  people++
  const phone = `+92300${1_000_000 + people}`
  return { kind: 'person', person_id: await seedPerson(tx, SYSTEM, { phone, name, language: 'en' }) }
}

/** Opens a shop with so many pieces on its shelf, and makes a buyer. */
export async function newScene(tx: Tx, cast: Cast, stock_count: number): Promise<Scene> {
  const [owner, ayesha] = await Promise.all([person(tx, 'Bilal'), person(tx, 'Ayesha')])
  const opened = await openShop(tx, owner, {
    name: `Bilal Shoes ${people}`,
    city_id: 'lahore',
    area: '',
    about: '',
    language: 'en',
  })
  await checkShop(tx, cast.dania, opened.party_id, 'open', '')
  const shop = await actForShop(tx, owner, opened.party_id, 'listings')
  const words = { ...CHAPPAL, options: [] }
  const listing_id = await writeListing(tx, shop, words)
  const [variant] = await setVariants(tx, shop, listing_id, [{ sku: '', option_values: [] }])
  const variant_id = variant?.variant_id ?? ''
  await setOffers(tx, shop, listing_id, [{ variant_id, price_paisa: 245_000n, stock_count }])
  await submitListing(tx, shop, listing_id, { without_photo: true })
  return {
    ...cast,
    shop: await actForShop(tx, owner, opened.party_id, 'orders'),
    listing_id,
    variant_id,
    ayesha: { ...ayesha, address_id: await homeOf(tx, ayesha) },
    carts: [],
    order: undefined,
    notes: new Map(),
  }
}

/** Who can be touched by what happens in a scene. */
export function partiesOf(scene: Scene): string[] {
  const people = [scene.ayesha.person_id, scene.zara.person_id, scene.ghazi.person_id]
  return [scene.shop.shop_id, scene.shop.person_id, ...people, ...scene.carts, MARKET_PARTY]
}

/** Where the order of a scene is. */
export function atOrder({ order }: Scene): OrderAt {
  if (!order) throw new Error('this stage has an order')
  return { shop_id: order.party_id, order_id: order.order_id }
}

/** A buyer puts the thing into a cart and says where it goes and how it is paid. */
export async function beginCart(
  tx: Tx,
  scene: Scene,
  buyer: Buyer,
  method: 'cod' | 'prepaid',
  voucher_code: string | null = null,
): Promise<string> {
  const cart = await newCart(tx, buyer)
  const { shop_id } = scene.shop
  scene.carts.push(cart.party_id)
  await addLine(tx, cart.party_id, { shop_id, variant_id: scene.variant_id, quantity: 1 })
  const { address_id } = buyer
  const wish = { address_id, city_id: 'lahore', method, language: 'en', voucher_code } as const
  const begun = await beginCheckout(tx, buyer, cart.party_id, wish)
  return begun.checkout_id
}

export async function placeCartOf(tx: Tx, scene: Scene, buyer: Buyer, checkoutId: string): Promise<OrderRow> {
  const checkout = await findCheckout(tx, buyer, checkoutId)
  const cart = checkout && (await readCartLines(tx, checkout.cart_id))
  if (!checkout || !cart) throw new Error('a checkout was begun')
  return placeOrder(tx, buyer, scene.shop.shop_id, { checkout, lines: cart.lines, wayFee })
}

/** Makes some scenes at once and brings each of them to its stage; their statements travel together. */
export async function makeScenes(
  ring: Ring,
  cast: Cast,
  count: number,
  stage: { stock_count: number; reach: (tx: Tx, scene: Scene) => Promise<void> },
): Promise<Scene[]> {
  return ring.db.tx((tx) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const scene = await newScene(tx, cast, stage.stock_count)
        await stage.reach(tx, scene)
        return scene
      }),
    ),
  )
}
