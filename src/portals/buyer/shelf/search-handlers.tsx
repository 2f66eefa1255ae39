import { iconOf, nameOf } from '../../web/names.ts'
import { page } from '../../web/pages.tsx'
import { operatorHere, type PageContext } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { type Asked, engineQuery, readAsked } from './asked.ts'
import { noteLook } from './looked-for.ts'
import { SearchPage } from './search-page.tsx'
import { searchView } from './search-view.ts'
import { cityHere, shelfOf } from './shelf-view.ts'
import { hintsFor } from './suggestions.tsx'

export async function showSearch(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { market, t, locale } = visit
  const asked = readAsked((name) => c.req.query(name), visit, cityHere(c))
  const query = engineQuery(asked, visit)
  if (c.req.query('explain') !== undefined) {
    await operatorHere(c)
    return c.json({ query: asked.q, hits: await market.search.explain(query) })
  }
  const found = await market.search.search(query)
  const cards = await shelfOf(visit, found.hits, cityHere(c))
  // Who reads on has looked already; what had to be left out was looked for in vain.
  if (!asked.after && asked.page === 1) noteLook(c, asked.q, found.total > 0 && !found.dropped)
  const view = searchView(visit, asked, found, cards, await meantBy(c, asked, found.total))
  const shelves = market.categories
    .filter(({ parent_id }) => parent_id === null)
    .map((one) => ({ id: one.category_id, label: nameOf(locale, one), icon: iconOf(one.icon) }))
  const hints = await hintsFor(c, asked.q, view.applied.length > 0 || asked.category !== undefined)
  return page(
    c,
    { title: view.title, query: asked.q, canonical: routes.search.href({ q: asked.q, category: asked.category }) },
    <SearchPage
      t={t}
      view={view}
      helpPhone={market.helpPhone}
      hints={hints}
      shelves={view.total === 0 ? shelves : []}
    />,
  )
}

/** A spelling that finds goods, when the words were to be taken as they are and find nothing. */
async function meantBy(c: PageContext, asked: Asked, total: number): Promise<string | undefined> {
  if (!asked.exact || total > 0) return undefined
  const { search } = c.var.visit.market
  const mended = await search.search({ text: asked.q, sort: 'best', limit: 1, facets: false })
  return mended.did_you_mean
}
