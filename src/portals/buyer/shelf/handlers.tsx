import { setCookie } from 'hono/cookie'
import { findListing } from '../../../domains/catalogue/catalogue.ts'
import { findShop, findShopByHandle, listShops, type Shop } from '../../../domains/identity/identity.ts'
import { offersOf, priceHistory } from '../../../domains/offers/offers.ts'
import { standingOf } from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { suggestScript } from '../../../kit/html/scripts.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { parseId } from '../../../kit/ids/ids.ts'
import { countLook, foundBy } from '../../web/looks.ts'
import { cityName, iconOf, nameOf } from '../../web/names.ts'
import { ownPath, page } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { type CityFormView, CityPage } from './city-form.tsx'
import { HelpPage, PrivacyPage } from './help-page.tsx'
import { HomePage } from './home-page.tsx'
import { ListingPage, type ListingPageProps } from './listing-page.tsx'
import { type ListingFacts, listingView } from './listing-view.ts'
import { lookedForLinks } from './looked-for.ts'
import { CITY_COOKIE, cardView, cityHere, type Standing, shelfOf, shopCardView, standingView } from './shelf-view.ts'
import { ShopPage } from './shop-page.tsx'

const FRESH_SHOWN = 8
const SHOPS_SHOWN = 4
const SHOPS_LOOKED_AT = 60
const GOODS_A_PAGE = 24
const YEAR_S = 365 * 86_400

export async function showHome(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { market, t, locale } = visit
  const cityId = cityHere(c)
  const found = await market.search.search({ text: '', sort: 'new', limit: FRESH_SHOWN })
  const counts = new Map(found.facets.categories.map(({ id, count }) => [id, count]))
  const [shops, fresh] = await Promise.all([openShops(c, cityId), shelfOf(visit, found.hits, cityId)])
  const view = {
    t,
    market: market.name,
    categories: market.categories
      .filter(({ category_id }) => counts.has(category_id))
      .map((one) => ({
        id: one.category_id,
        label: nameOf(locale, one),
        icon: iconOf(one.icon),
        count: counts.get(one.category_id) ?? 0,
      })),
    fresh,
    lookedFor: await lookedForLinks(market),
    shops: await Promise.all(shops.map(({ shop, standing }) => shopCardView(visit, shop, standing))),
    city: cityForm(c, cityId),
  }
  const options = { title: t('buyer.home.title'), description: t('buyer.home.description') }
  const canonical = routes.home.href()
  return page(c, { ...options, canonical, script: suggestScript.href }, <HomePage view={view} />)
}

/** A few open shops, those of the visitor's own city first, then those with the most kept orders. */
async function openShops(c: PageContext, cityId: string | undefined): Promise<{ shop: Shop; standing: Standing }[]> {
  const { market } = c.var.visit
  return market.db.read(async (tx) => {
    const shops = await listShops(tx, { state: 'open', limit: SHOPS_LOOKED_AT })
    const near = shops.filter(({ city_id }) => city_id === cityId)
    const chosen = [...near, ...shops.filter((shop) => !near.includes(shop))].slice(0, SHOPS_SHOWN)
    return Promise.all(chosen.map(async (shop) => ({ shop, standing: await standingOf(tx, shop.party_id) })))
  })
}

function cityForm(c: PageContext, cityId: string | undefined, next?: string): CityFormView {
  const { visit } = c.var
  const url = new URL(c.req.url)
  return {
    t: visit.t,
    cities: visit.market.cities,
    cityId,
    next: next ?? `${url.pathname}${url.search}`,
    hidden: formFields(c),
  }
}

export function showListing(c: PageContext): Promise<Response> {
  return listingPage(c, c.req.param('listing'), undefined)
}

/** The page of a listing, also for a form that came back. Refuses: not_found when the public may not see it. */
export async function listingPage(
  c: PageContext,
  shownId: string | undefined,
  kept: ListingPageProps['kept'],
): Promise<Response> {
  const { visit } = c.var
  const facts = await readListing(c, parseId('lst', shownId))
  if (!kept) await countLook(c, facts.shop.party_id, facts.whole.listing.listing_id)
  const cityId = cityHere(c)
  const view = await listingView(visit, facts, cityId)
  const canonical = routes.listing.href({ listing: view.id })
  const hidden = { ...formFields(c), found: kept ? kept.found : foundBy(c) }
  const props = { t: visit.t, view, city: cityForm(c, cityId, canonical), hidden, kept }
  const description = `${visit.t.rupees(view.pricePaisa)}, ${facts.shop.name}`
  const status = kept ? 422 : 200
  const options = { title: view.title, description, canonical, script: suggestScript.href, status } as const
  return page(c, options, <ListingPage {...props} />)
}

async function readListing(c: PageContext, listingId: string | undefined): Promise<ListingFacts> {
  if (!listingId) throw new Refusal('not_found', 'buyer.listing.gone')
  return c.var.visit.market.db.read(async (tx) => {
    const whole = await findListing(tx, listingId)
    if (!whole) throw new Refusal('not_found', 'buyer.listing.gone')
    const shopId = whole.listing.party_id
    const [offers, prices, shop, standing] = await Promise.all([
      offersOf(tx, shopId, listingId),
      priceHistory(tx, shopId, listingId),
      findShop(tx, shopId),
      standingOf(tx, shopId),
    ])
    // A shop that was stopped is not shown to the public, nor are its goods; nor is one that nobody has checked yet.
    if (shop.state === 'stopped' || shop.state === 'waiting') throw new Refusal('not_found', 'buyer.listing.gone')
    return { whole, offers, prices, shop, standing }
  })
}

export async function showShop(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { market, t, locale } = visit
  const query = (c.req.query('q') ?? '').trim().slice(0, 200)
  const number = Math.min(Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1), 50)
  const { shop, standing } = await market.db.read(async (tx) => {
    const found = await findShopByHandle(tx, c.req.param('shop') ?? '')
    if (found.state === 'stopped' || found.state === 'waiting') throw new Refusal('not_found', 'identity.shop_unknown')
    return { shop: found, standing: await standingOf(tx, found.party_id) }
  })
  const found = await market.search.search({
    text: query,
    shop: shop.party_id,
    sort: 'best',
    page: number,
    limit: GOODS_A_PAGE,
  })
  const at = (to: number) =>
    routes.shop.href({ shop: shop.handle }, { q: query, page: to > 1 ? String(to) : undefined })
  const view = {
    handle: shop.handle,
    name: shop.name,
    about: shop.about,
    place: [shop.area, cityName(locale, market.cities, shop.city_id)].filter(Boolean).join(', '),
    isOpen: shop.state === 'open',
    standing: standingView(standing, shop.opened_at),
    query,
    total: found.total,
    cards: found.hits.map((card) => cardView(visit, card, cityHere(c))),
    pager: {
      page: number,
      previous: number > 1 ? at(number - 1) : undefined,
      next: number * GOODS_A_PAGE < found.total ? at(number + 1) : undefined,
    },
  }
  const canonical = routes.shop.href({ shop: shop.handle })
  const options = { title: shop.name, description: shop.about, canonical, script: suggestScript.href }
  return page(c, options, <ShopPage t={t} view={view} />)
}

export function showCities(c: PageContext): Response {
  const next = ownPath(c.req.query('next'))
  return page(c, { title: c.var.visit.t('buyer.city.title') }, <CityPage view={cityForm(c, cityHere(c), next)} />)
}

/** Keeps the city with the visitor and goes back to the page where it was asked. */
export async function chooseCity(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  rememberCity(c, form.text('city'))
  return c.redirect(ownPath(form.text('next')), 303)
}

/** Notes where a visitor lives, for prices to the door. A city that is none of ours is left alone. */
export function rememberCity(c: PageContext, cityId: string): void {
  const { market } = c.var.visit
  if (!market.places.provinces.has(cityId)) return
  setCookie(c, CITY_COOKIE, cityId, { path: '/', maxAge: YEAR_S, sameSite: 'Lax', secure: market.isHttps })
}

export function showHelp(c: PageContext): Response {
  const { t, market } = c.var.visit
  const options = { title: t('buyer.help.title'), canonical: routes.help.href() }
  return page(c, options, <HelpPage t={t} helpPhone={market.helpPhone} />)
}

export function showPrivacy(c: PageContext): Response {
  const { t } = c.var.visit
  return page(c, { title: t('buyer.privacy.title'), canonical: routes.privacy.href() }, <PrivacyPage t={t} />)
}
