import type { SavedQuery } from '../../../domains/search/search.ts'
import { nameOf } from '../../web/names.ts'
import type { Visit } from '../../web/visit.ts'
import { type Asked, type Choices, choicesOf, readAsked, searchHref } from '../shelf/asked.ts'
import { appliedTo } from '../shelf/search-facets.ts'

/** A search that can be kept, in words and as an address. */
export interface KeptSearchView {
  /** "khussa", or the kind when no word was asked for. */
  readonly title: string
  /** What it is narrowed by. */
  readonly choices: readonly string[]
  readonly href: string
  readonly fields: Readonly<Record<string, string | undefined>>
}

export function keptView(visit: Visit, asked: Asked): KeptSearchView {
  const shelf = visit.market.categories.find(({ category_id }) => category_id === asked.category)
  const choices = appliedTo(visit, asked).map(({ label }) => label)
  const { near: _near, sort: _sort, exact: _exact, ...fields } = choicesOf(asked)
  return {
    title: asked.q || (shelf ? nameOf(visit.locale, shelf) : visit.t('buyer.search.all')),
    choices,
    href: searchHref(asked, { sort: 'new', near: undefined, exact: undefined }),
    fields,
  }
}

/** A kept search as its page asks it. */
export function askedAgain(visit: Visit, query: SavedQuery): Asked {
  const rupees = (paisa: bigint | undefined) => (paisa === undefined ? undefined : String(paisa / 100n))
  const { text, category, city, brand, colour, size, condition, standing, in_stock } = query
  const choices: Choices = {
    ...{ q: text, category, city, brand, colour, size, condition, standing: standing?.toString() },
    ...{ price_from: rupees(query.price_from_paisa), price_to: rupees(query.price_to_paisa) },
    stock: in_stock ? 'in_stock' : undefined,
  }
  const fields: Readonly<Record<string, string | undefined>> = choices
  return readAsked((name) => fields[name], visit, undefined)
}

/** What of a search is kept: not where its page was, nor its order. */
export function queryToKeep(asked: Asked): SavedQuery {
  const { q, category, city, brand, colour, size, condition, standing, in_stock, price_from, price_to } = asked
  return {
    ...{ text: q, category, city, brand, colour, size, condition, standing, in_stock },
    ...{ price_from_paisa: price_from, price_to_paisa: price_to },
  }
}
