import type { SearchQuery } from '../../../domains/search/search.ts'
import { suggestScript } from '../../../kit/html/scripts.ts'
import { iconOf, nameOf } from '../../web/names.ts'
import { page } from '../../web/pages.tsx'
import { operatorHere, type PageContext, type Visit } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { type Asked, engineQuery, readAsked, searchHref } from './asked.ts'
import { ExplainPage } from './explain-page.tsx'
import { noteLook } from './looked-for.ts'
import type { WayOut } from './nothing-found.tsx'
import type { Applied } from './search-facets.ts'
import { SearchPage } from './search-page.tsx'
import { searchView } from './search-view.ts'
import { cityHere, shelfOf } from './shelf-view.ts'
import { hintsFor } from './suggestions.tsx'

const EXPLAINED_MOST = 100

export async function showSearch(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { market, t, locale } = visit
  const asked = readAsked((name) => c.req.query(name), visit, cityHere(c))
  const query = engineQuery(asked, visit)
  if (c.req.query('explain') !== undefined) return showWhy(c, asked, query)
  const found = await market.search.search(query)
  const cards = await shelfOf(visit, found.hits, cityHere(c))
  // Who reads on has looked already; what had to be left out was looked for in vain.
  if (!asked.after && asked.page === 1) noteLook(c, asked.q, found.total > 0 && !found.dropped, asked.place?.city_id)
  const view = searchView(visit, asked, found, cards, await meantBy(c, asked, found.total))
  const shelves = market.categories
    .filter(({ parent_id }) => parent_id === null)
    .map((one) => ({ id: one.category_id, label: nameOf(locale, one), icon: iconOf(one.icon) }))
  const hints = await hintsFor(c, asked.q, view.applied.length > 0 || asked.category !== undefined)
  return page(
    c,
    {
      ...{ title: view.title, query: asked.q, script: suggestScript.href },
      canonical: routes.search.href({ q: asked.q, category: asked.category }),
    },
    <SearchPage
      t={t}
      view={view}
      helpPhone={market.helpPhone}
      hints={hints}
      whyHref={visit.session?.roles.includes('operator') ? searchHref(asked, { explain: '1' }) : undefined}
      ways={view.total === 0 ? await waysOut(c.var.visit, view.applied) : []}
      shelves={view.total === 0 ? shelves : []}
    />,
  )
}

/** Which choice leaves nothing: each is asked about by itself, since goods have several colours and sizes. */
async function waysOut(visit: Visit, applied: readonly Applied[]): Promise<WayOut[]> {
  const counted = await Promise.all(
    applied.map(async ({ label, removeHref, without }) => {
      const { total, dropped } = await visit.market.search.search({ ...engineQuery(without, visit), limit: 1 })
      return { label, href: removeHref, count: dropped ? 0 : total }
    }),
  )
  return counted.filter(({ count }) => count > 0)
}

/** Why the first hits stand in their order, as a table, or as JSON for whoever asks for it. For operators. */
async function showWhy(c: PageContext, asked: Asked, query: SearchQuery): Promise<Response> {
  await operatorHere(c)
  const { market, t } = c.var.visit
  const explained = await market.search.explain(query)
  if ((c.req.header('accept') ?? '').includes('application/json')) return c.json({ query: asked.q, hits: explained })
  const { hits } = await market.search.search({ ...query, limit: EXPLAINED_MOST, facets: false })
  const cards = new Map(hits.map((card) => [card.listing_id, card]))
  return page(
    c,
    { title: t('search.why'), query: asked.q },
    <ExplainPage t={t} q={asked.q} resultsHref={searchHref(asked, {})} explained={explained} cards={cards} />,
  )
}

/** A spelling that finds goods, when the words were to be taken as they are and find nothing. */
async function meantBy(c: PageContext, asked: Asked, total: number): Promise<string | undefined> {
  if (!asked.exact || total > 0) return undefined
  const { search } = c.var.visit.market
  const mended = await search.search({ text: asked.q, sort: 'best', limit: 1, facets: false })
  return mended.did_you_mean
}
