import type { Category } from '../../../domains/catalogue/catalogue.ts'
import type { SearchResults } from '../../../domains/search/search.ts'
import { foldText } from '../../../kit/text/fold.ts'
import type { FacetGroup } from '../../ui/facets.tsx'
import type { ListingCardView } from '../../ui/listing-card.tsx'
import { cityName, nameOf } from '../../web/names.ts'
import { placeName } from '../../web/places.ts'
import type { Visit } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { type Asked, choicesOf, searchHref } from './asked.ts'
import { type Applied, appliedTo, facetGroups } from './search-facets.ts'

interface Link {
  readonly words: string
  readonly href: string
}

export interface SearchView {
  asked: Asked
  title: string
  /** The way up from a category. */
  crumbs: readonly { label: string; href?: string | undefined }[]
  total: number
  cards: readonly ListingCardView[]
  /** Words that had to be left out for anything to be found, and those that were kept, when nothing else tells them. */
  dropped: readonly string[]
  kept: string
  /** What is shown instead of a word that nobody writes, and the way to the words as they were typed. */
  corrected: (Link & { asTyped: string }) | undefined
  /** What may have been meant, when the words as they were typed find nothing. */
  didYouMean: Link | undefined
  /** Where nearness is counted from, or the question for it. */
  near: { place: string | undefined; href: string; elsewhere: readonly Link[] }
  hidden: Readonly<Record<string, string | undefined>>
  groups: readonly FacetGroup[]
  applied: readonly Applied[]
  clearHref: string
  /** Where this search is kept, when it asks for anything. */
  keepHref: string | undefined
  pager: { page: number; first: string | undefined; next: string | undefined }
}

/** Puts a page of results together from what the engine found. `meant` is a spelling that would find something. */
export function searchView(
  visit: Visit,
  asked: Asked,
  found: SearchResults,
  cards: readonly ListingCardView[],
  meant?: string,
): SearchView {
  const { t, locale, market } = visit
  const path = categoryPath(market.categories, asked.category)
  const shelf = path.at(-1)
  const dropped = found.dropped ?? []
  const left = new Set(dropped.map(foldText))
  const mended = found.did_you_mean
  return {
    asked,
    title: asked.q !== '' ? asked.q : shelf ? nameOf(locale, shelf) : t('buyer.search.all'),
    crumbs: path.slice(0, -1).map((one) => ({
      label: nameOf(locale, one),
      href: searchHref(asked, { category: one.category_id }),
    })),
    total: found.total,
    cards,
    dropped,
    kept: mended ? '' : without(asked.q, left),
    corrected: mended
      ? {
          words: without(mended, left),
          href: routes.search.href({ q: mended }),
          asTyped: searchHref(asked, { exact: 'yes' }),
        }
      : undefined,
    didYouMean: meant ? { words: meant, href: searchHref(asked, { q: meant, exact: undefined }) } : undefined,
    near: nearness(visit, asked),
    hidden: { q: asked.q || undefined, exact: asked.exact ? 'yes' : undefined },
    groups: facetGroups(visit, asked, found),
    applied: appliedTo(visit, asked),
    clearHref: routes.search.href({ q: asked.q }),
    keepHref: isTelling(asked)
      ? // A kept search finds words as they are written: what was mended is kept as it was understood.
        routes.newSearch.href({ ...choicesOf(asked), q: mended ?? asked.q, near: undefined, sort: undefined })
      : undefined,
    pager: {
      page: asked.page,
      first: asked.page > 1 || asked.after ? searchHref(asked, {}) : undefined,
      next: found.next && searchHref(asked, { after: found.next, page: String(asked.page + 1) }),
    },
  }
}

/** Words without those that were left out. */
function without(words: string, left: ReadonlySet<string>): string {
  return words
    .split(/\s+/)
    .filter((word) => !left.has(foldText(word)))
    .join(' ')
}

/** A search for nothing at all would find everything that is new. */
function isTelling({ q, category, brand, colour, size, city }: Asked): boolean {
  return [q, category, brand, colour, size, city].some(Boolean)
}

/** The way to the nearest first: at once when we know where the buyer is, after one question when we do not. */
function nearness({ locale, market }: Visit, asked: Asked): SearchView['near'] {
  const sorted = routes.search.href({ ...choicesOf(asked), sort: 'near' })
  const { place } = asked
  return {
    place: place && placeName(locale, market.cities, place),
    href: place ? sorted : routes.city.href({ next: sorted }),
    elsewhere: (place?.elsewhere ?? []).map((city) => {
      const words = cityName(locale, market.cities, city)
      return { words, href: searchHref(asked, { near: `${asked.near}, ${words}` }) }
    }),
  }
}

/** A category and all above it, the widest first. */
export function categoryPath(categories: readonly Category[], id: string | null | undefined): Category[] {
  const one = categories.find(({ category_id }) => category_id === id)
  return one ? [...categoryPath(categories, one.parent_id), one] : []
}
