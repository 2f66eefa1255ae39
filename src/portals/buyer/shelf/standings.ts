import { standingOf } from '../../../domains/trust/trust.ts'
import type { Market } from '../../web/market.ts'
import type { Standing } from './shelf-view.ts'

/** A shop's record changes a few times a day; on a shelf it may be this old. */
const FRESH_MS = 5 * 60_000

interface Kept {
  readonly standing: Standing
  readonly read_at: number
}

const kept = new WeakMap<Market, Map<string, Kept>>()

/** The records of the shops on a shelf, mostly from memory, so that a page of results stays quick. */
export async function standingsOn(market: Market, shopIds: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
  const known = kept.get(market) ?? new Map<string, Kept>()
  kept.set(market, known)
  const now = Date.now()
  const wanted = [...new Set(shopIds)]
  const stale = wanted.filter((id) => now - (known.get(id)?.read_at ?? 0) > FRESH_MS)
  if (stale.length > 0) {
    const read = await market.db.read((tx) => Promise.all(stale.map((id) => standingOf(tx, id))))
    read.forEach((standing, i) => {
      const id = stale[i]
      if (id) known.set(id, { standing, read_at: now })
    })
  }
  return new Map(
    wanted.flatMap((id) => {
      const found = known.get(id)
      return found ? [[id, found.standing] as const] : []
    }),
  )
}
