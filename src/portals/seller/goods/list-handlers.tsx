import { countListings, type ListingRow, listListings } from '../../../domains/catalogue/catalogue.ts'
import { type Offer, offersOf } from '../../../domains/offers/offers.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { photoView } from '../../web/photo-view.ts'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { handleOf, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { rupeesTyped } from './amounts.ts'
import { lowestPrice, titleOf } from './draft.ts'
import { GOODS_TABS, GoodsListPage, type GoodsRow } from './list-page.tsx'

const ROWS = 20

/** So few left of goods on sale is worth a word. */
export const LOW_STOCK = 2

/** The shop's goods in one state, twenty at a time. */
export async function getGoods(c: PageContext): Promise<Response> {
  const { t } = c.var.visit
  const query = c.req.query('q')?.trim() ?? ''
  const asked = GOODS_TABS.find((one) => one === c.req.query('tab'))
  const after = parseId('lst', c.req.query('after'))
  const { here, view } = await readHere(c, 'listings', async (tx, { by }) => {
    const counts = await countListings(tx, by)
    const tab = asked ?? GOODS_TABS.find((one) => counts[one]) ?? 'live'
    const found = await listListings(tx, by, { state: tab, query, after, limit: ROWS })
    const offers = await Promise.all(found.listings.map(({ listing_id }) => offersOf(tx, by.shop_id, listing_id)))
    return { ...found, counts, tab, offers }
  })
  const { counts, tab, listings, offers, next } = view
  const shop = { shop: handleOf(c) }
  const body = (
    <GoodsListPage
      t={t}
      tab={tab}
      tabs={GOODS_TABS.filter((one) => one === 'live' || one === tab || counts[one]).map((one) => ({
        tab: one,
        href: routes.goods.href(shop, { tab: one }),
        count: counts[one] ?? 0,
      }))}
      query={query}
      rows={listings.map((listing, index) => rowOf(t, shop.shop, listing, offers[index] ?? []))}
      links={{
        add: routes.newListing.href(shop),
        imports: routes.imports.href(shop),
        search: routes.goods.href(shop),
      }}
      next={next && routes.goods.href(shop, { tab, q: query, after: shown('lst', next) })}
      saved={c.req.query('done') === 'saved'}
      hidden={formFields(c)}
    />
  )
  return shopPage(c, here, { title: t('seller.goods.title'), at: 'goods' }, body)
}

function rowOf(t: Say, shop: string, listing: ListingRow, offers: readonly Offer[]): GoodsRow {
  const names = { shop, listing: shown('lst', listing.listing_id) }
  const [only, second] = offers
  const left = offers.reduce((sum, { left_count }) => sum + left_count, 0)
  const pricePaisa = lowestPrice(offers)
  const isDraft = listing.state === 'draft'
  return {
    href: isDraft ? routes.preview.href(names) : routes.listing.href(names),
    title: titleOf(t, listing),
    photo: photoView({ name: listing.photo_name, colour: listing.photo_colour }, { widths: [160] }),
    why: whyWords(t, listing),
    pricePaisa,
    hasSpan: offers.some(({ price_paisa }) => price_paisa !== pricePaisa),
    left,
    isLow: listing.state === 'live' && left <= LOW_STOCK,
    quick:
      only && !second && listing.variant_count === 1 && !isDraft
        ? {
            action: routes.shelf.href(names),
            variantId: only.variant_id,
            price: rupeesTyped(only.price_paisa),
            stock: String(only.on_hand_count),
          }
        : undefined,
  }
}

/** Why goods are not on sale: our own reasons in the reader's words, an operator's as they were written. */
export function whyWords(t: Say, listing: Pick<ListingRow, 'state' | 'state_reason'>): string | undefined {
  if (listing.state === 'review') return t.maybe(listing.state_reason)
  return listing.state === 'blocked' ? listing.state_reason : undefined
}
