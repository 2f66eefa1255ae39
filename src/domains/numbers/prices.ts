import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type LiveListing, liveListingsAfter } from '../catalogue/catalogue.ts'
import { offersOfListings } from '../offers/offers.ts'
import type { PrivacyRules } from '../pulse/pulse.ts'
import { type PriceRange, replaceRanges } from './prices-store.ts'

/** The price of one listing, and which shop asks it. */
export interface Asked {
  readonly shop_id: string
  readonly paisa: bigint
}

/** Which goods are compared with each other: one shelf, new with new and used with used. */
type Shelf = Pick<LiveListing, 'category_id' | 'condition'>

const BATCH = 1_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/**
 * What like goods cost: quartiles in which each shop weighs the same, however many listings it writes. Undefined with
 * fewer shops than the rules of the Index allow, or when one shop would be half of it.
 */
export function rangeOf(asked: readonly Asked[], rules: Pick<PrivacyRules, 'least_shops'>) {
  const shops = new Map<string, number>()
  for (const { shop_id } of asked) shops.set(shop_id, (shops.get(shop_id) ?? 0) + 1)
  if (shops.size < Math.max(2, rules.least_shops)) return undefined
  const sorted = [...asked].sort((a, b) => (a.paisa < b.paisa ? -1 : a.paisa > b.paisa ? 1 : 0))
  const weight = ({ shop_id }: Asked) => 1 / (shops.get(shop_id) ?? 1)
  const quantile = (share: number) => {
    let sum = 0
    for (const one of sorted) {
      sum += weight(one)
      if (sum >= share * shops.size - 1e-9) return one.paisa
    }
    return sorted.at(-1)?.paisa ?? 0n
  }
  return {
    shop_count: shops.size,
    listing_count: asked.length,
    low_paisa: quantile(0.25),
    middle_paisa: quantile(0.5),
    high_paisa: quantile(0.75),
  }
}

/** Takes the prices of all that is on sale, each night. Parties: reads all, writes a reference table. */
export async function takePrices(db: Database, rules: PrivacyRules): Promise<number> {
  const shelves = new Map<string, { shelf: Shelf; asked: Asked[] }>()
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const from: string = after
    after = await db.read((tx) => readBatch(tx, from, shelves))
  }
  return db.tx((tx) => keepRanges(tx, shelves, rules))
}

/** Gives the last listing that was read, or undefined when there are no more. */
async function readBatch(tx: Tx, after: string, shelves: Map<string, { shelf: Shelf; asked: Asked[] }>) {
  const listings = await liveListingsAfter(tx, after, BATCH)
  const offers = new Map((await offersOfListings(tx, listings)).map((one) => [one.listing_id, one]))
  for (const { category_id, condition, listing_id, party_id } of listings) {
    const offer = offers.get(listing_id)
    if (!offer) continue
    const key = `${category_id}/${condition}`
    const known = shelves.get(key) ?? { shelf: { category_id, condition }, asked: [] }
    known.asked.push({ shop_id: party_id, paisa: offer.price_from_paisa })
    shelves.set(key, known)
  }
  return listings.length < BATCH ? undefined : listings.at(-1)?.listing_id
}

async function keepRanges(
  tx: Tx,
  shelves: ReadonlyMap<string, { shelf: Shelf; asked: Asked[] }>,
  rules: PrivacyRules,
): Promise<number> {
  const ranges = [...shelves.values()].flatMap(({ shelf, asked }): PriceRange[] => {
    const range = rangeOf(asked, rules)
    return range ? [{ ...shelf, ...range }] : []
  })
  await replaceRanges(tx, ranges)
  return ranges.length
}
