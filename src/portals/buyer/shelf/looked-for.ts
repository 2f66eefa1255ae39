import { peopleLookedFor } from '../../../domains/search/search.ts'
import { countSearch } from '../../web/looks.ts'
import type { Market } from '../../web/market.ts'
import type { PageContext } from '../../web/visit.ts'
import { routes } from '../routes.ts'

const SHOWN = 8
/** The list changes once a day; a page of results waits for no database. */
const FRESH_MS = 5 * 60_000

const kept = new WeakMap<Market, { readonly words: readonly string[]; readonly read_at: number }>()

export interface WordLink {
  readonly words: string
  readonly href: string
}

/** What many people look for these days, mostly from memory. */
export async function lookedForNow(market: Market): Promise<readonly string[]> {
  const known = kept.get(market)
  const now = market.now().getTime()
  if (known && now - known.read_at < FRESH_MS && now >= known.read_at) return known.words
  const words = await market.db.read((tx) => peopleLookedFor(tx, SHOWN))
  kept.set(market, { words, read_at: now })
  return words
}

export async function lookedForLinks(market: Market): Promise<WordLink[]> {
  return (await lookedForNow(market)).map((words) => ({ words, href: routes.search.href({ q: words }) }))
}

/**
 * Counts a search, without knowing whose, and by the province of the place that was named as near. A page that a
 * browser fetched ahead was not asked for by anybody.
 */
export function noteLook(c: PageContext, text: string, isFound: boolean, cityId: string | undefined): void {
  const { market, session, visitId, address } = c.var.visit
  if (text === '' || (c.req.header('sec-purpose') ?? c.req.header('purpose') ?? '').includes('prefetch')) return
  countSearch(c, text, isFound)
  const area = market.cities.find(({ city_id }) => city_id === cityId)?.province
  market.lookers.note({ text, is_found: isFound, person_id: session?.person_id, visit_id: visitId, address, area })
}
