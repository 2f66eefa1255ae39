import {
  approveListing,
  blockListing,
  findListingForReview,
  type Listing,
  listInReview,
  WAITS_FOR_SHOP,
} from '../../../domains/catalogue/catalogue.ts'
import { findShop, findShops } from '../../../domains/identity/identity.ts'
import { offersOf, offersOfListings } from '../../../domains/offers/offers.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { nameOf } from '../../web/names.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { photoView } from '../../web/photo-view.ts'
import { formFields, type PageContext, type Visit } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator } from '../here.ts'
import { routes } from '../routes.ts'
import { GoodsPage, ListingPage } from './goods-pages.tsx'

export async function showGoods(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const view = await readAsOperator(c, async (tx, by) => {
    const rows = await listInReview(tx, by, 100)
    const [shops, offers] = await Promise.all([
      findShops(
        tx,
        rows.map(({ party_id }) => party_id),
      ),
      offersOfListings(tx, rows),
    ])
    const prices = new Map(offers.map((offer) => [offer.listing_id, offer.price_from_paisa]))
    return rows.map((row) => ({
      id: shown('lst', row.listing_id),
      title: row.title,
      shop: { id: shown('shp', row.party_id), name: shops.get(row.party_id)?.name ?? '' },
      category: categoryName(visit, row.category_id),
      why: whyWords(visit, row),
      waitsForShop: row.state_reason === WAITS_FOR_SHOP,
      since: visit.t.relative(row.changed_at, visit.now),
      price_paisa: prices.get(row.listing_id),
      photo: photoView({ name: row.photo_name, colour: row.photo_colour }, { widths: [160] }),
    }))
  })
  return officePage(
    c,
    { title: visit.t('operator.goods.title'), at: 'goods' },
    <GoodsPage
      t={visit.t}
      own={view.filter(({ waitsForShop }) => !waitsForShop)}
      waiting={view.filter(({ waitsForShop }) => waitsForShop)}
    />,
  )
}

function whyWords({ t }: Visit, { state_reason }: Pick<Listing, 'state_reason'>): string {
  return t.maybe(`operator.goods.why.${state_reason.split('.').at(-1)}`) ?? state_reason
}

function categoryName(visit: Visit, categoryId: string): string {
  const category = visit.market.categories.find(({ category_id }) => category_id === categoryId)
  return category ? nameOf(visit.locale, category) : categoryId
}

function listingIdOf(c: PageContext): string {
  const id = parseId('lst', c.req.param('listing'))
  if (!id) throw new Refusal('not_found', 'catalogue.unknown_listing')
  return id
}

export function showListing(c: PageContext): Promise<Response> {
  return listingPage(c)
}

/** Content, or off the market with a reason that the shop reads. */
export async function check(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const reason = form.text('reason')
  return answerForm(
    async () => {
      await changeAsOperator(c, (tx, by) =>
        form.text('verdict') === 'block'
          ? blockListing(tx, by, listingIdOf(c), reason)
          : approveListing(tx, by, listingIdOf(c)),
      )
      return c.redirect(routes.goods.href(), 303)
    },
    (refusal) => listingPage(c, { refusal, reason }),
  )
}

async function listingPage(c: PageContext, again?: { refusal: Refusal; reason: string }): Promise<Response> {
  const { visit } = c.var
  const view = await readAsOperator(c, async (tx, by) => {
    const whole = await findListingForReview(tx, by, listingIdOf(c))
    if (!whole) throw new Refusal('not_found', 'catalogue.unknown_listing')
    const { listing, variants, photos } = whole
    const [shop, offers] = await Promise.all([
      findShop(tx, listing.party_id),
      offersOf(tx, listing.party_id, listing.listing_id),
    ])
    const offerOf = new Map(offers.map((offer) => [offer.variant_id, offer]))
    return {
      id: shown('lst', listing.listing_id),
      title: listing.title,
      description: listing.description,
      state: listing.state,
      why: whyWords(visit, listing),
      shop: { id: shown('shp', shop.party_id), name: shop.name },
      category: categoryName(visit, listing.category_id),
      brand: listing.brand,
      attributes: Object.entries(listing.attributes),
      variants: variants.map((variant) => ({
        id: variant.variant_id,
        name: variant.option_values.join(', '),
        price_paisa: offerOf.get(variant.variant_id)?.price_paisa,
        stock: offerOf.get(variant.variant_id)?.left_count,
      })),
      photos: photos.flatMap(
        ({ name, colour, alt }) => photoView({ name, colour }, { alt: alt || listing.title }) ?? [],
      ),
    }
  })
  const isBeside = again?.refusal.reason === 'catalogue.reason_missing'
  return officePage(
    c,
    { title: view.title, at: 'goods', refusal: again?.refusal, isBeside },
    <ListingPage
      t={visit.t}
      listing={view}
      hidden={formFields(c)}
      reason={again?.reason ?? ''}
      error={again && isBeside ? refusalWords(visit.t, again.refusal) : undefined}
    />,
  )
}
