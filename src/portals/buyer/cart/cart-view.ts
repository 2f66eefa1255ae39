import type { CartLine, CartView } from '../../../domains/cart/cart.ts'
import { findShops } from '../../../domains/identity/identity.ts'
import { standingOf } from '../../../domains/trust/trust.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { StandingView } from '../../ui/trust-strip.tsx'
import { cityName } from '../../web/names.ts'
import { photoView } from '../../web/photo-view.ts'
import type { Visit } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { standingView, wayTo } from '../shelf/shelf-view.ts'
import type { CartLineView, CartPageView } from './cart-page.tsx'

const MOST_AT_ONCE = 99

/** The records of the shops in a cart, by shop. */
export async function standingsOf(tx: Tx, cart: CartView | undefined): Promise<Map<string, StandingView>> {
  const ids = (cart?.shops ?? []).map(({ shop_id }) => shop_id)
  const [shops, ...standings] = await Promise.all([findShops(tx, ids), ...ids.map((id) => standingOf(tx, id))])
  return new Map(
    ids.flatMap((id, i) => {
      const shop = shops.get(id)
      const standing = standings[i]
      return shop && standing ? [[id, standingView(standing, shop.opened_at)] as const] : []
    }),
  )
}

/** The cart as its page shows it. */
export function cartPageView(
  visit: Visit,
  cart: CartView | undefined,
  standings: ReadonlyMap<string, StandingView>,
  cityId: string | undefined,
  refused?: string,
): CartPageView {
  const shops = (cart?.shops ?? []).map((shop) => ({
    href: routes.shop.href({ shop: shop.handle }),
    name: shop.name,
    standing: standings.get(shop.shop_id) ?? { trades: 0, sinceYear: visit.now.getUTCFullYear() },
    lines: shop.lines.map((line) => lineView(visit, line)),
  }))
  return {
    shops,
    bill: bill(visit, cart, cityId),
    priceRose: cart?.price_rose ?? false,
    canBePlaced: cart?.can_be_placed ?? false,
    standing: shops.map(({ standing }) => standing).sort((a, b) => a.trades - b.trades)[0],
    refused,
  }
}

function lineView({ t }: Visit, line: CartLine): CartLineView {
  const changed = line.price_paisa - line.price_seen_paisa
  return {
    variant: shown('var', line.variant_id),
    goods: {
      href: routes.listing.href({ listing: shown('lst', line.listing_id) }),
      title: line.title || t('buyer.cart.unnamed'),
      photo: photoView({ name: line.photo_name, colour: line.photo_colour }, { widths: [160] }),
      facts: line.choices === '' ? [] : [line.choices],
      pricePaisa: line.price_paisa,
    },
    count: line.quantity,
    most: Math.min(MOST_AT_ONCE, Math.max(1, line.left_count)),
    news:
      changed > 0n
        ? t('buyer.cart.line_rose', { before: t.rupees(line.price_seen_paisa) })
        : changed < 0n
          ? t('buyer.cart.line_fell', { before: t.rupees(line.price_seen_paisa) })
          : undefined,
    trouble:
      line.trouble === 'gone'
        ? t('buyer.cart.line_gone')
        : line.trouble === 'few_left'
          ? t('buyer.cart.line_few', { count: line.left_count })
          : undefined,
  }
}

function bill(visit: Visit, cart: CartView | undefined, cityId: string | undefined): CartPageView['bill'] {
  const { t, locale, market } = visit
  const goods = { label: t('buyer.bill.goods'), paisa: cart?.items_paisa ?? 0n }
  const fees = (cart?.shops ?? []).map((shop) => wayTo(visit, shop.city_id, cityId)?.fee_paisa)
  if (!cityId || fees.some((fee) => fee === undefined)) {
    return { lines: [goods], total: goods.paisa, isToDoor: false }
  }
  const fee = fees.reduce<bigint>((sum, one) => sum + (one ?? 0n), 0n)
  const delivery = {
    label: t('buyer.bill.delivery_to', { city: cityName(locale, market.cities, cityId) }),
    paisa: fee,
    hint: fees.length > 1 ? t('buyer.bill.parcels', { count: fees.length }) : undefined,
  }
  return { lines: [goods, delivery], total: goods.paisa + fee, isToDoor: true }
}
