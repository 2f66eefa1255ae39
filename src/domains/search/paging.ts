import { compareHits, type Hit, isBehind, type Place } from './index/top.ts'

/**
 * From where a page goes on. Among hits that were ranked a second time, `edge` is the last of those that were: what
 * stands behind it is in the order of the first stage, so that no hit is on both sides of it.
 */
export interface PagePlace extends Place {
  readonly edge?: Place | undefined
}

const placeOf = ({ segment, doc, key, live }: Hit): Place => ({ key, live, id: segment.idOf(doc) })

/** A place as text for an address. */
export function writePlace({ key, live, id, edge }: PagePlace): string {
  const parts = [key, live, id, ...(edge ? [edge.key, edge.live, edge.id] : [])]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** Reads a place; nonsense is the beginning. */
export function readPlace(text: string): PagePlace | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text.slice(0, 400), 'base64url').toString())
    if (!Array.isArray(parts)) return undefined
    const [key, live, id, edgeKey, edgeLive, edgeId] = parts as unknown[]
    if (typeof key !== 'number' || typeof live !== 'number' || typeof id !== 'string') return undefined
    const place = { key, live, id }
    if (typeof edgeKey !== 'number' || typeof edgeLive !== 'number' || typeof edgeId !== 'string') return place
    return { ...place, edge: { key: edgeKey, live: edgeLive, id: edgeId } }
  } catch {
    return undefined
  }
}

/** Whether a text can be a place in results, of whichever engine: figures and names, as they order hits. */
export function isPlace(text: string): boolean {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text.slice(0, 400), 'base64url').toString())
    const isPlain = (part: unknown) => typeof part === 'number' || typeof part === 'string'
    return Array.isArray(parts) && parts.length > 2 && parts.every(isPlain)
  } catch {
    return false
  }
}

export interface PageOfHits {
  readonly hits: readonly Hit[]
  readonly next?: string
}

/** Cuts a page out of hits in their order. */
export function cutPage(hits: readonly Hit[], first: number, limit: number, edge?: Place): PageOfHits {
  const page = hits.slice(first, first + limit)
  const last = page.at(-1)
  if (!last || hits.length <= first + limit) return { hits: page }
  return { hits: page, next: writePlace({ ...placeOf(last), edge }) }
}

/**
 * Hits of the first stage in their final order: the best of them by the second stage, then the rest as they are.
 * `after` says where the reader is, when pages are read by it.
 */
export function cutRanked(
  found: readonly Hit[],
  most: number,
  rankAgain: (hits: readonly Hit[]) => readonly Hit[],
  asked: { first: number; limit: number; after: PagePlace | undefined },
): PageOfHits {
  const { first, limit, after } = asked
  if (after && !after.edge) return cutPage(found, 0, limit)
  const edge = after?.edge ?? (found[most - 1] && placeOf(found[most - 1] as Hit))
  const isInside = (hit: Hit) => edge === undefined || !isBehind(hit, edge)
  const ranked = [...rankAgain(found.filter(isInside))].sort(compareHits)
  const rest = found.filter((hit) => !isInside(hit))
  const left = after ? ranked.filter((hit) => isBehind(hit, after)) : ranked
  const all = [...left, ...rest]
  const page = all.slice(first, first + limit)
  const last = page.at(-1)
  if (!last || all.length <= first + limit) return { hits: page }
  // Past the second stage there is no edge any more.
  const isRanked = first + limit <= left.length
  const end = edge ?? (found.length > 0 ? placeOf(found.at(-1) as Hit) : undefined)
  return { hits: page, next: writePlace({ ...placeOf(last), ...(isRanked ? { edge: end } : {}) }) }
}
