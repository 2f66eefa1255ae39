import { listingOf } from './goods/listing.ts'
import { recipe } from './goods/recipes.ts'
import { orderPlan, stockedFor } from './orders.ts'
import { buyersOf, castOf, ridersOf } from './people.ts'
import { randomFrom } from './random.ts'
import type { Random, SeedListing, SeedMarket, SeedShop } from './shapes.ts'
import { SHOP_PLANS, shopsOf } from './shops.ts'

/** How much a demo market holds. */
export interface MarketSize {
  readonly listings: number
  readonly buyers: number
  readonly orders: number
}

const FULL: MarketSize = { listings: 2000, buyers: 60, orders: 300 }

/** Shares the listings out among the shops, so that they add up exactly. */
function sharedOut(total: number): number[] {
  const shares = SHOP_PLANS.reduce((sum, plan) => sum + plan.goods, 0)
  let before = 0
  return SHOP_PLANS.map((plan) => {
    const from = Math.round((before * total) / shares)
    before += plan.goods
    return Math.round((before * total) / shares) - from
  })
}

function listingsOf(random: Random, shops: readonly SeedShop[], total: number): SeedListing[] {
  const counts = sharedOut(total)
  const soFar = { titles: new Set<string>(), painted: new Map<string, string[]>() }
  return shops.flatMap((shop, at) => {
    const sells = SHOP_PLANS[at]?.sells.split(' ').map(recipe) ?? []
    return Array.from({ length: counts[at] ?? 0 }, (_, place) => {
      const one = sells[place % sells.length]
      if (one === undefined) throw new Error(`${shop.handle} sells nothing`)
      return listingOf(random, shop, one, place + 1, soFar)
    })
  })
}

/** The demo market of one seed: pure, and the same on every machine. */
export function seedMarket(seed = 1, size: MarketSize = FULL): SeedMarket {
  const random = randomFrom(seed)
  const cast = castOf(random)
  const { shops, owners } = shopsOf(random, cast)
  const buyers = buyersOf(random, size.buyers)
  const riders = ridersOf(random)
  const listings = listingsOf(random, shops, size.listings)
  const people = [...cast, ...riders, ...owners, ...buyers]
  const orders = orderPlan(random, { people, shops, listings }, size.orders)
  return { people, shops, listings: stockedFor(listings, orders), orders }
}
