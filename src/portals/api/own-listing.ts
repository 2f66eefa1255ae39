import { z } from 'zod'
import { findOwnListing, setVariants } from '../../domains/catalogue/catalogue.ts'
import type { ShopActor } from '../../domains/identity/identity.ts'
import { offersOf, setOffers } from '../../domains/offers/offers.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { PersonAsk } from './ask.ts'
import { idIn, moneyIn, words } from './shapes/basics.ts'
import { ownListing, type ownListingSchema } from './shapes/listing.ts'
import { forShop, shopParams } from './shop.ts'

export const listingParams = shopParams.extend({ listing: idIn('lst') })
type ListingParams = z.output<typeof listingParams>

export const stockIn = z
  .int()
  .min(0)
  .max(1_000_000)
  .describe('How many are on the shelf, those set aside for orders among them; left out, the count stays')
/** A variant as its shop writes it, with its price and what lies on the shelf. */
export const variantDraft = z
  .strictObject({
    id: idIn('var').optional().describe('Absent for a new one'),
    sku: words(400).default(''),
    options: z.array(words(400)).max(10).default([]).describe('One value for each option of the listing'),
    price: moneyIn,
    price_before: moneyIn.nullable().default(null).describe('The struck-out price before a sale'),
    stock: stockIn.optional(),
  })
  .meta({ id: 'VariantDraft' })

/** The listing as its shop sees it. Refuses: not_found catalogue.unknown_listing. */
export async function wholeListing(
  tx: Tx,
  { market }: PersonAsk,
  by: ShopActor,
  listingId: string,
): Promise<z.input<typeof ownListingSchema>> {
  const [found, offers] = await Promise.all([findOwnListing(tx, by, listingId), offersOf(tx, by.shop_id, listingId)])
  return ownListing(market.origin, found, offers)
}

/** Changes one listing of the shop in the path, and shows what it is then. */
export function change(
  ask: PersonAsk,
  { shop, listing }: ListingParams,
  act: (tx: Tx, by: ShopActor) => Promise<unknown>,
) {
  return ask.write(async (tx) => {
    const by = await forShop(tx, ask, shop, 'listings')
    await act(tx, by)
    return wholeListing(tx, ask, by, listing)
  })
}

/** Sets all variants with their prices and stock. Refuses: what setVariants and setOffers refuse. */
export async function putVariants(
  tx: Tx,
  by: ShopActor,
  listingId: string,
  drafts: readonly z.output<typeof variantDraft>[],
) {
  const variants = drafts.map((one) => ({ variant_id: one.id, sku: one.sku, option_values: one.options }))
  const rows = await setVariants(tx, by, listingId, variants)
  const offers = rows.flatMap(({ variant_id }, i) => {
    const draft = drafts[i]
    if (!draft) return []
    return [{ variant_id, price_paisa: draft.price, compare_at_paisa: draft.price_before, stock_count: draft.stock }]
  })
  await setOffers(tx, by, listingId, offers)
}
