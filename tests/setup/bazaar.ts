import { CITIES } from '../../db/seed/cities.ts'
import { loadReference, setVariants, writeListing } from '../../src/domains/catalogue/catalogue.ts'
import { CATEGORY_TREE } from '../../src/domains/catalogue/category-tree.ts'
import {
  actForShop,
  asOperator,
  checkShop,
  giveRole,
  type Operator,
  openShop,
  type Person,
  type ShopActor,
  SYSTEM,
  seedPerson,
} from '../../src/domains/identity/identity.ts'
import { type OfferDraft, setOffers } from '../../src/domains/offers/offers.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'

export interface Bazaar {
  /** Keeps an open shoe shop. */
  bilal: ShopActor
  /** Makes shawls; her open shop is in Peshawar. */
  farah: ShopActor
  /** Her shop was never checked. */
  eve: ShopActor
  dania: Operator
  ayesha: Person
}

/** The cast in an empty market: categories, cities, three shops and who runs the market. */
export async function bazaar(tx: Tx): Promise<Bazaar> {
  await loadReference(tx, { categories: CATEGORY_TREE, cities: CITIES })
  const dania = await person(tx, 'Dania', 1)
  await giveRole(tx, SYSTEM, dania.person_id, 'operator')
  const operator = await asOperator(tx, dania)
  const bilal = await shopOf(tx, await person(tx, 'Bilal', 2), 'Bilal Shoes', 'lahore')
  const farah = await shopOf(tx, await person(tx, 'Farah', 3), 'Farah Shawls', 'peshawar')
  const eve = await shopOf(tx, await person(tx, 'Eve', 4), 'Eve Bargains', 'karachi')
  for (const shop of [bilal, farah]) await checkShop(tx, operator, shop.shop_id, 'open', '')
  return { bilal, farah, eve, dania: operator, ayesha: await person(tx, 'Ayesha', 5) }
}

async function person(tx: Tx, name: string, number: number): Promise<Person> {
  const person_id = await seedPerson(tx, SYSTEM, { phone: `+92300000000${number}`, name, language: 'en' })
  return { kind: 'person', person_id }
}

async function shopOf(tx: Tx, owner: Person, name: string, city_id: string): Promise<ShopActor> {
  const shop = await openShop(tx, owner, { name, city_id, area: 'Main bazaar', about: '', language: 'en' })
  return actForShop(tx, owner, shop.party_id, 'listings')
}

/** What a listing says unless a test says otherwise. */
export const CHAPPAL = {
  category_id: 'mens-chappal',
  title: 'Peshawari chappal, hand made',
  description: 'Pure leather, double sole.',
  brand: '',
  attributes: { material: 'Leather' },
  options: [{ name: 'Size', values: ['41', '42'] }],
  condition: 'new' as const,
}

/** A draft listing with its variants 41 and 42, priced and stocked. */
export async function pricedChappal(
  tx: Tx,
  by: ShopActor,
  words: Partial<typeof CHAPPAL> = {},
  offer: Omit<OfferDraft, 'variant_id'> = { price_paisa: 245_000n, stock_count: 5 },
): Promise<{ listing_id: string; small: string; large: string }> {
  const listing_id = await writeListing(tx, by, { ...CHAPPAL, ...words })
  const [small, large] = await setVariants(tx, by, listing_id, [
    { sku: 'PC-41', option_values: ['41'] },
    { sku: 'PC-42', option_values: ['42'] },
  ])
  if (!small || !large) throw new Error('two variants were set')
  const offers = [small, large].map(({ variant_id }) => ({ variant_id, ...offer }))
  await setOffers(tx, by, listing_id, offers)
  return { listing_id, small: small.variant_id, large: large.variant_id }
}
