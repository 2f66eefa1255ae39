import type { SearchResults } from '../../../domains/search/search.ts'
import type { FacetGroup, FacetOption } from '../../ui/facets.tsx'
import { cityName, nameOf } from '../../web/names.ts'
import { placeName } from '../../web/places.ts'
import type { Visit } from '../../web/visit.ts'
import { type Asked, rupeesText, SORTS, searchHref } from './asked.ts'

/** More choices than these are not read by anybody, and each costs bytes. */
const SHOWN = { categories: 12, cities: 8, brands: 8, colours: 8, sizes: 10 } as const
const RUPEE = 100n

type Counted = readonly { readonly id: string; readonly count: number }[]

/** Everything that results can be narrowed and ordered by, with how many goods each choice would leave. */
export function facetGroups(visit: Visit, asked: Asked, found: SearchResults): FacetGroup[] {
  const { t, locale, market } = visit
  const { brands, cities, colours, sizes, conditions, standings, stock } = found.facets
  const near = asked.place && placeName(locale, market.cities, asked.place)
  const groups: (FacetGroup | undefined)[] = [
    {
      ...{ kind: 'one', name: 'sort', label: t('ui.sort'), isOpen: true },
      options: SORTS.map((sort) => ({ value: sort, label: t(`search.sort.${sort}`), checked: sort === asked.sort })),
    },
    shelves(visit, asked, found),
    ...prices(visit, asked, found),
    choice('size', t('search.facet.size'), asked.size, sizes.slice(0, SHOWN.sizes), sizeName(visit)),
    choice('colour', t('search.facet.colour'), asked.colour, colours.slice(0, SHOWN.colours), colourName(visit)),
    choice('brand', t('search.facet.brand'), asked.brand, brands.slice(0, SHOWN.brands), (id) => id),
    choice('condition', t('search.facet.condition'), asked.condition, conditions, (id) =>
      t(id === 'used' ? 'search.condition.used' : 'search.condition.new'),
    ),
    choice('standing', t('search.facet.standing'), asked.standing?.toString(), standings, (id) => standing(visit, id)),
    choice('stock', t('search.facet.stock'), asked.in_stock ? 'in_stock' : undefined, stock, () =>
      t('search.stock.in'),
    ),
    choice('city', t('search.facet.city'), asked.city, cities.slice(0, SHOWN.cities), (id) =>
      cityName(locale, market.cities, id),
    ),
    {
      ...{ kind: 'text', name: 'near', label: t('search.facet.near'), value: asked.near || near || '' },
      hint: t('search.near.hint'),
      isOpen: asked.sort === 'near',
    },
  ]
  return groups.filter((group) => group !== undefined)
}

/** One facet; none when nothing is chosen and there is nothing to choose between. */
function choice(
  name: string,
  label: string,
  chosen: string | undefined,
  counted: Counted,
  nameOfId: (id: string) => string,
): FacetGroup | undefined {
  // A single choice narrows nothing, except what can be had now.
  if (chosen === undefined && counted.length < (name === 'stock' || name === 'standing' ? 1 : 2)) return undefined
  const isChosen = (id: string) => id.toLowerCase() === chosen?.toLowerCase()
  const options: FacetOption[] = counted.map(({ id, count }) => ({
    ...{ value: id, label: nameOfId(id), count, checked: isChosen(id) },
  }))
  const known = chosen === undefined || options.some(({ checked }) => checked)
  const all = known ? options : [{ value: chosen, label: nameOfId(chosen), checked: true }, ...options]
  return { kind: 'one', name, label, options: all, isOpen: chosen !== undefined }
}

function shelves({ t, locale, market }: Visit, asked: Asked, { facets }: SearchResults): FacetGroup | undefined {
  const names = new Map(market.categories.map((one) => [one.category_id, nameOf(locale, one)]))
  const shown = facets.categories.slice(0, SHOWN.categories)
  const group = choice('category', t('search.facet.category'), asked.category, shown, (id) => names.get(id) ?? id)
  return group && { ...group, isOpen: true }
}

function prices(visit: Visit, asked: Asked, { facets }: SearchResults): FacetGroup[] {
  const { t } = visit
  const [from, to] = [rupeesText(asked.price_from), rupeesText(asked.price_to)]
  const isOpen = from !== undefined || to !== undefined
  const options = facets.prices.map((band) => ({
    value: `${band.from / RUPEE}-${band.to === null ? '' : band.to / RUPEE}`,
    label: bandLabel(visit, band.from, band.to),
    count: band.count,
  }))
  const own = { kind: 'price', label: t('search.facet.own_price'), fromName: 'price_from', toName: 'price_to' } as const
  return [
    ...(options.length > 0
      ? [{ kind: 'one' as const, name: 'price', label: t('search.facet.price'), options, isOpen }]
      : []),
    { ...own, from, to, isOpen },
  ]
}

export function bandLabel({ t }: Visit, from: bigint, to: bigint | null): string {
  if (to === null) return t('buyer.price.from', { price: t.rupees(from) })
  if (from === 0n) return t('buyer.price.to', { price: t.rupees(to) })
  return t('buyer.price.between', { from: t.rupees(from), to: t.rupees(to) })
}

const sizeName = (visit: Visit) => (id: string) => (id === 'free' ? visit.t('search.size.free') : id.toUpperCase())
const colourName = (visit: Visit) => (id: string) => visit.t.maybe(`search.colour.${id.toLowerCase()}`) ?? id
const standing = (visit: Visit, id: string) => visit.t.maybe(`search.standing.${id}`) ?? id

/** One choice that was made: what it is, the search without it, and the way there. */
export interface Applied {
  readonly label: string
  readonly without: Asked
  readonly removeHref: string
}

/** What is chosen now, each with the way out of it. */
export function appliedTo(visit: Visit, asked: Asked): Applied[] {
  const { t, locale, market } = visit
  const shelf = market.categories.find(({ category_id }) => category_id === asked.category)
  const made: Applied[] = []
  const add = (label: string | undefined, gone: Partial<Asked>) => {
    if (label === undefined) return
    const without = { ...asked, ...gone, after: undefined, page: 1 }
    made.push({ label, without, removeHref: searchHref(without, {}) })
  }
  const { price_from, price_to } = asked
  const band = price_from === undefined && price_to === undefined
  add(shelf && asked.q !== '' ? nameOf(locale, shelf) : undefined, { category: undefined })
  add(band ? undefined : bandLabel(visit, price_from ?? 0n, price_to ?? null), {
    price_from: undefined,
    price_to: undefined,
  })
  add(asked.size && sizeName(visit)(asked.size), { size: undefined })
  add(asked.colour && colourName(visit)(asked.colour), { colour: undefined })
  add(asked.brand, { brand: undefined })
  add(asked.condition && t(`search.condition.${asked.condition}`), { condition: undefined })
  add(asked.standing === undefined ? undefined : standing(visit, String(asked.standing)), { standing: undefined })
  add(asked.in_stock ? t('search.stock.in') : undefined, { in_stock: false })
  add(asked.city && cityName(locale, market.cities, asked.city), { city: undefined })
  return made
}
