import type { SearchQuery, SearchSort } from '../../../domains/search/search.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import { kilometresFrom, type Place, placeNamed } from '../../web/places.ts'
import type { Visit } from '../../web/visit.ts'
import { routes } from '../routes.ts'

export const PAGE_SIZE = 24
export const SORTS = ['best', 'near', 'cheap', 'dear', 'new'] as const satisfies readonly SearchSort[]
const PAGES_MOST = 50
const RUPEE = 100n

/** What a search's address says. Every part may be absent or nonsense, since people share and cut addresses. */
export interface Asked {
  readonly q: string
  readonly category: string | undefined
  /** Paisa. */
  readonly price_from: bigint | undefined
  readonly price_to: bigint | undefined
  readonly city: string | undefined
  readonly brand: string | undefined
  readonly colour: string | undefined
  readonly size: string | undefined
  readonly condition: 'new' | 'used' | undefined
  /** The least standing of a shop, 1 to 3. */
  readonly standing: number | undefined
  readonly in_stock: boolean
  /** Where the buyer is, as it was written, and the place that it is. */
  readonly near: string
  readonly place: Place | undefined
  readonly sort: SearchSort
  /** True when slips are not to be mended. */
  readonly exact: boolean
  /** Where the page before ended. */
  readonly after: string | undefined
  readonly page: number
}

/** Reads a search's address; what we do not know is left out rather than refused. `cityId` is the visitor's own. */
export function readAsked(
  query: (name: string) => string | undefined,
  { market }: Pick<Visit, 'market'>,
  cityId: string | undefined,
): Asked {
  const { categories, cities, places } = market
  const category = query('category')
  const city = query('city')
  const near = textOf(query('near'), 80)
  const standing = Number(query('standing'))
  const after = query('after')
  return {
    q: textOf(query('q'), 200),
    category: categories.some(({ category_id }) => category_id === category) ? category : undefined,
    ...pricesOf(query),
    city: places.provinces.has(city ?? '') ? city : undefined,
    brand: textOf(query('brand'), 60) || undefined,
    colour: textOf(query('colour'), 20) || undefined,
    size: textOf(query('size'), 20) || undefined,
    condition: (['new', 'used'] as const).find((one) => one === query('condition')),
    standing: [1, 2, 3].find((step) => step === standing),
    in_stock: query('stock') === 'in_stock',
    near,
    place: placeNamed(cities, near) ?? (cityId ? { city_id: cityId, area: undefined, elsewhere: [] } : undefined),
    sort: SORTS.find((sort) => sort === query('sort')) ?? 'best',
    exact: query('exact') === 'yes',
    after: after && /^[\w-]{8,400}$/.test(after) ? after : undefined,
    page: Math.min(Math.max(1, Math.trunc(Number(query('page'))) || 1), PAGES_MOST),
  }
}

function textOf(text: string | undefined, most: number): string {
  return (text ?? '').trim().slice(0, most)
}

/** A band that was just tapped counts more than figures that stood in the fields from before. It leaves its end out. */
function pricesOf(query: (name: string) => string | undefined) {
  const band = query('price')?.split('-')
  const [from, to] = band ?? [query('price_from'), query('price_to')]
  const [price_from, end] = [parseRupees(from ?? ''), parseRupees(to ?? '')]
  return { price_from, price_to: band && end !== undefined && end > RUPEE ? end - RUPEE : end }
}

/** What the engine is asked. */
export function engineQuery(asked: Asked, { market }: Pick<Visit, 'market'>): SearchQuery {
  const { category, city, brand, colour, size, condition, standing, in_stock, sort, place } = asked
  return {
    ...{ text: asked.q, category, city, brand, colour, size, condition, standing, in_stock, sort },
    ...{ price_from_paisa: asked.price_from, price_to_paisa: asked.price_to },
    near: place?.city_id,
    ...(sort === 'near' && place ? { near_km: kilometresFrom(market.cities, place.city_id) } : {}),
    strict: asked.exact,
    // Who goes on from a place needs no number; an old address may still have one.
    ...(asked.after ? { after: asked.after } : { page: asked.page }),
    limit: PAGE_SIZE,
  }
}

/** The choices of a search as its address writes them, without the page. */
export function choicesOf(asked: Asked) {
  return {
    q: asked.q,
    category: asked.category,
    price_from: rupeesText(asked.price_from),
    price_to: rupeesText(asked.price_to),
    city: asked.city,
    brand: asked.brand,
    colour: asked.colour,
    size: asked.size,
    condition: asked.condition,
    standing: asked.standing?.toString(),
    stock: asked.in_stock ? 'in_stock' : undefined,
    near: asked.near || undefined,
    sort: asked.sort === 'best' ? undefined : asked.sort,
    exact: asked.exact ? 'yes' : undefined,
  }
}

export type Choices = Partial<
  Record<keyof ReturnType<typeof choicesOf> | 'after' | 'page' | 'explain', string | undefined>
>

/** The address of the same search with something chosen otherwise, from its first page on. */
export function searchHref(asked: Asked, changes: Readonly<Choices>): string {
  return routes.search.href({ ...choicesOf(asked), ...changes })
}

export function rupeesText(paisa: bigint | undefined): string | undefined {
  return paisa === undefined ? undefined : String(paisa / RUPEE)
}
