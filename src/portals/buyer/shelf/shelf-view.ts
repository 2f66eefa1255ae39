import { getCookie } from 'hono/cookie'
import { quoteDelivery } from '../../../domains/delivery/delivery.ts'
import type { Shop } from '../../../domains/identity/identity.ts'
import type { SearchCard } from '../../../domains/search/search.ts'
import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { ListingCardView, ShopCardView } from '../../ui/listing-card.tsx'
import type { StandingView } from '../../ui/trust-strip.tsx'
import { cityName } from '../../web/names.ts'
import { photoView } from '../../web/photo-view.ts'
import type { PageContext, Visit } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { standingsOn } from './standings.ts'

export const CITY_COOKIE = 'city'

/** Fewer ended orders than this say nothing about a share. */
const ENOUGH_TO_SHARE = 10

/** The city that the visitor has chosen to see prices to the door, when it is one of ours. */
export function cityHere(c: PageContext): string | undefined {
  const city = getCookie(c, CITY_COOKIE)
  return c.var.visit.market.places.provinces.has(city ?? '') ? city : undefined
}

/** What the way to the visitor costs and by which day goods come, when the city is known. */
export function wayTo(visit: Visit, fromCityId: string, toCityId: string | undefined) {
  const { places } = visit.market
  if (!toCityId || !places.provinces.has(fromCityId)) return undefined
  const { fee_paisa, most_days } = quoteDelivery(places, fromCityId, toCityId)
  return { fee_paisa, arrives: visit.t.byDay(later(visit.now, most_days * DAY_MS), visit.now) }
}

/** Found listings as cards on a shelf, each with its shop's record. */
export async function shelfOf(
  visit: Visit,
  hits: readonly SearchCard[],
  cityId: string | undefined,
): Promise<ListingCardView[]> {
  const shopIds = hits.map(({ shop_id }) => shop_id)
  const standings = await standingsOn(visit.market, shopIds)
  return hits.map((card) => cardView(visit, card, cityId, standings.get(card.shop_id)))
}

/** A found listing as a card on the shelf. */
export function cardView(
  visit: Visit,
  card: SearchCard,
  cityId: string | undefined,
  standing?: Standing,
): ListingCardView {
  const way = wayTo(visit, card.city_id, cityId)
  return {
    href: routes.listing.href({ listing: shown('lst', card.listing_id) }),
    title: card.title,
    photo: photoView({ name: card.photo_name, colour: card.photo_colour }),
    pricePaisa: card.price_from_paisa,
    from: card.price_to_paisa > card.price_from_paisa,
    wasPaisa: card.compare_at_paisa ?? undefined,
    toDoorPaisa: way && card.price_from_paisa + way.fee_paisa,
    arrives: way?.arrives,
    shopName: card.shop_name,
    standing: standing && { trades: standing.kept_count },
    used: card.condition === 'used',
    soldOut: !card.in_stock,
  }
}

export interface Standing {
  readonly kept_count: number
  readonly sent_back_count: number
}

/** A shop's record in the form in which every page shows it. */
export function standingView(standing: Standing, openedAt: Date): StandingView {
  const ended = standing.kept_count + standing.sent_back_count
  return {
    trades: standing.kept_count,
    returnsShare: ended >= ENOUGH_TO_SHARE ? standing.sent_back_count / ended : undefined,
    sinceYear: openedAt.getUTCFullYear(),
  }
}

/** A shop as a card, with the photo of its newest goods. */
export async function shopCardView(visit: Visit, shop: Shop, standing: Standing): Promise<ShopCardView> {
  const { market, locale } = visit
  const [some] = await market.search.someOfShop(shop.party_id, 1)
  return {
    href: routes.shop.href({ shop: shop.handle }),
    name: shop.name,
    city: cityName(locale, market.cities, shop.city_id),
    sells: shop.about.split(/[.\n۔]/)[0]?.slice(0, 80) || undefined,
    photo: some && photoView({ name: some.photo_name, colour: some.photo_colour }, { widths: [160] }),
    standing: standingView(standing, shop.opened_at),
  }
}
