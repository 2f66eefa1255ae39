import type { Category } from '../../../domains/catalogue/catalogue.ts'
import type { SearchQuery, SearchResults, SearchSort } from '../../../domains/search/search.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import type { FacetGroup } from '../../ui/facets.tsx'
import type { ListingCardView } from '../../ui/listing-card.tsx'
import { cityName, nameOf } from '../../web/names.ts'
import type { Visit } from '../../web/visit.ts'
import { routes } from '../routes.ts'

export const PAGE_SIZE = 24
const CITIES_SHOWN = 8
const CATEGORIES_SHOWN = 12
const SORTS = ['best', 'cheap', 'dear', 'new'] as const satisfies readonly SearchSort[]
const RUPEE = 100n

/** What a search's address says. Every part may be absent or nonsense, since people share and cut addresses. */
export interface Asked {
  readonly q: string
  readonly category: string | undefined
  /** Paisa. */
  readonly price_from: bigint | undefined
  readonly price_to: bigint | undefined
  readonly city: string | undefined
  readonly sort: SearchSort
  readonly page: number
}

export interface SearchView {
  asked: Asked
  title: string
  /** The way up from a category. */
  crumbs: readonly { label: string; href?: string | undefined }[]
  total: number
  cards: readonly ListingCardView[]
  /** Words that had to be left out for anything to be found, and those that were kept. */
  dropped: readonly string[]
  kept: string
  didYouMean: { words: string; href: string } | undefined
  hidden: Readonly<Record<string, string | undefined>>
  groups: readonly FacetGroup[]
  applied: readonly { label: string; removeHref: string }[]
  clearHref: string
  pager: { page: number; previous: string | undefined; next: string | undefined }
}

/** Reads a search's address; what we do not know is left out rather than refused. */
export function readAsked(query: (name: string) => string | undefined, visit: Visit): Asked {
  const { categories, places } = visit.market
  const category = query('category')
  const city = query('city')
  // A band that was just tapped counts more than figures that stood in the fields from before.
  const [from, to] = query('price')?.split('-') ?? [query('price_from'), query('price_to')]
  return {
    q: (query('q') ?? '').trim().slice(0, 200),
    category: categories.some(({ category_id }) => category_id === category) ? category : undefined,
    price_from: parseRupees(from ?? ''),
    price_to: parseRupees(to ?? ''),
    city: places.provinces.has(city ?? '') ? city : undefined,
    sort: SORTS.find((sort) => sort === query('sort')) ?? 'best',
    page: Math.min(Math.max(1, Math.trunc(Number(query('page'))) || 1), 50),
  }
}

/** What the engine is asked. */
export function engineQuery(asked: Asked): SearchQuery {
  return {
    text: asked.q,
    category: asked.category,
    price_from_paisa: asked.price_from,
    price_to_paisa: asked.price_to,
    city: asked.city,
    sort: asked.sort,
    page: asked.page,
    limit: PAGE_SIZE,
  }
}

/** Puts a page of results together from what the engine found. */
export function searchView(
  visit: Visit,
  asked: Asked,
  found: SearchResults,
  cards: readonly ListingCardView[],
): SearchView {
  const { t } = visit
  const path = categoryPath(visit.market.categories, asked.category)
  const last = Math.ceil(found.total / PAGE_SIZE)
  const shelf = path.at(-1)
  return {
    asked,
    title: asked.q !== '' ? asked.q : shelf ? nameOf(visit.locale, shelf) : t('buyer.search.all'),
    crumbs: path.slice(0, -1).map((one) => ({
      label: nameOf(visit.locale, one),
      href: searchHref(asked, { category: one.category_id, page: undefined }),
    })),
    total: found.total,
    cards,
    dropped: found.dropped ?? [],
    kept: asked.q
      .split(/\s+/)
      .filter((word) => !(found.dropped ?? []).includes(word.toLowerCase()))
      .join(' '),
    didYouMean: found.did_you_mean
      ? { words: found.did_you_mean, href: routes.search.href({ q: found.did_you_mean }) }
      : undefined,
    hidden: { q: asked.q || undefined },
    groups: facetGroups(visit, asked, found),
    applied: applied(visit, asked, path),
    clearHref: routes.search.href({ q: asked.q }),
    pager: {
      page: asked.page,
      previous: asked.page > 1 ? searchHref(asked, { page: String(asked.page - 1) }) : undefined,
      next: asked.page < Math.min(last, 50) ? searchHref(asked, { page: String(asked.page + 1) }) : undefined,
    },
  }
}

/** A category and all above it, the widest first. */
export function categoryPath(categories: readonly Category[], id: string | null | undefined): Category[] {
  const one = categories.find(({ category_id }) => category_id === id)
  return one ? [...categoryPath(categories, one.parent_id), one] : []
}

type Changes = Readonly<
  Partial<Record<'category' | 'price_from' | 'price_to' | 'city' | 'sort' | 'page', string | undefined>>
>

function searchHref(asked: Asked, changes: Changes): string {
  return routes.search.href({
    q: asked.q,
    category: asked.category,
    price_from: rupeesText(asked.price_from),
    price_to: rupeesText(asked.price_to),
    city: asked.city,
    sort: asked.sort === 'best' ? undefined : asked.sort,
    page: asked.page > 1 ? String(asked.page) : undefined,
    ...changes,
  })
}

function rupeesText(paisa: bigint | undefined): string | undefined {
  return paisa === undefined ? undefined : String(paisa / RUPEE)
}

function facetGroups(visit: Visit, asked: Asked, found: SearchResults): FacetGroup[] {
  const { t, locale, market } = visit
  const names = new Map(market.categories.map((one) => [one.category_id, nameOf(locale, one)]))
  const { categories, prices, cities } = found.facets
  const sorts = SORTS.map((sort) => ({
    value: sort,
    label: t(`buyer.sort.${sort}`),
    checked: sort === asked.sort,
  }))
  const shelves = categories.slice(0, CATEGORIES_SHOWN).map(({ id, count }) => ({
    value: id,
    label: names.get(id) ?? id,
    count,
    checked: id === asked.category,
  }))
  const bands = prices.map(({ from, to, count }) => ({
    value: `${from / RUPEE}-${to === null ? '' : to / RUPEE}`,
    label: bandLabel(visit, from, to),
    count,
  }))
  const places = cities.slice(0, CITIES_SHOWN).map(({ id, count }) => ({
    value: id,
    label: cityName(locale, market.cities, id),
    count,
    checked: id === asked.city,
  }))
  const chosen = asked.category && !shelves.some(({ checked }) => checked)
  const groups: (FacetGroup | false)[] = [
    { kind: 'one', name: 'sort', label: t('ui.sort'), options: sorts },
    // The chosen shelf stays chosen although only the shelves below it are shown.
    (shelves.length > 1 || asked.category !== undefined) && {
      kind: 'one',
      name: 'category',
      label: t('buyer.facet.category'),
      options: chosen
        ? [{ value: asked.category ?? '', label: names.get(asked.category ?? '') ?? '', checked: true }, ...shelves]
        : shelves,
    },
    bands.length > 0 && { kind: 'one', name: 'price', label: t('buyer.facet.price'), options: bands },
    {
      kind: 'price',
      label: t('buyer.facet.own_price'),
      fromName: 'price_from',
      toName: 'price_to',
      from: rupeesText(asked.price_from),
      to: rupeesText(asked.price_to),
    },
    (places.length > 1 || asked.city !== undefined) && {
      kind: 'one',
      name: 'city',
      label: t('buyer.facet.city'),
      options: places,
    },
  ]
  return groups.filter((group) => group !== false)
}

function bandLabel({ t }: Visit, from: bigint, to: bigint | null): string {
  if (to === null) return t('buyer.price.from', { price: t.rupees(from) })
  if (from === 0n) return t('buyer.price.to', { price: t.rupees(to) })
  return t('buyer.price.between', { from: t.rupees(from), to: t.rupees(to) })
}

function applied(visit: Visit, asked: Asked, path: readonly Category[]): { label: string; removeHref: string }[] {
  const { locale, market } = visit
  const first = { page: undefined }
  const shelf = path.at(-1)
  const { price_from, price_to } = asked
  return [
    shelf && asked.q !== ''
      ? { label: nameOf(locale, shelf), removeHref: searchHref(asked, { ...first, category: undefined }) }
      : undefined,
    price_from !== undefined || price_to !== undefined
      ? {
          label: bandLabel(visit, price_from ?? 0n, price_to ?? null),
          removeHref: searchHref(asked, { ...first, price_from: undefined, price_to: undefined }),
        }
      : undefined,
    asked.city
      ? {
          label: cityName(locale, market.cities, asked.city),
          removeHref: searchHref(asked, { ...first, city: undefined }),
        }
      : undefined,
  ].filter((chip) => chip !== undefined)
}
