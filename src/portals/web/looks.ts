import { linesFor } from '../../domains/catalogue/catalogue.ts'
import { listShopsOf, personOf } from '../../domains/identity/identity.ts'
import { isProgram, type LookKind, queryKey } from '../../domains/numbers/numbers.ts'
import type { Market } from './market.ts'
import type { PageContext } from './visit.ts'

/**
 * Counts that a listing was looked at: not by programs, and not by the shop's own people. Who it was is written down
 * nowhere.
 */
export async function countLook(
  c: PageContext,
  shopId: string,
  listingId: string,
  kind: LookKind = 'looked',
): Promise<void> {
  const { market, session, now } = c.var.visit
  if (c.req.method === 'HEAD' || isProgram(c.req.header('user-agent'), c.req.header('sec-purpose'))) return
  const own = session ? await market.db.read((tx) => listShopsOf(tx, personOf(session))) : []
  if (own.some(({ party_id }) => party_id === shopId)) return
  market.looks.note(now, shopId, listingId, kind)
  const words = kind === 'looked' ? searchedBefore(c.req.header('referer')) : ''
  if (words !== '') market.looks.noteQuery(now, keysOf(market, words), 'clicked')
}

/** The digest of the words by which somebody came here, or ''. It travels with the form of the page. */
export function foundBy(c: PageContext): string {
  const words = searchedBefore(c.req.header('referer'))
  return words === '' ? '' : queryKey(c.var.visit.market.keys, words).toString('base64url')
}

/** What a form says of it, when it can be one. */
export function queryKeyIn(text: string): Buffer | undefined {
  return /^[\w-]{43}$/.test(text) ? Buffer.from(text, 'base64url') : undefined
}

/** Counts that goods which were found under some words were ordered. */
export function countOrdered(c: PageContext, keys: readonly Buffer[]): void {
  const { market, now } = c.var.visit
  for (const key of keys) market.looks.noteQuery(now, [queryKey(market.keys, ''), key], 'ordered')
}

/** Counts a search that a person made, under a digest of its words. */
export function countSearch(c: PageContext, text: string, isFound: boolean): void {
  const { market, now } = c.var.visit
  if (text === '' || isProgram(c.req.header('user-agent'), c.req.header('sec-purpose'))) return
  market.looks.noteQuery(now, keysOf(market, text), isFound ? 'searched' : 'empty')
}

const keysOf = ({ keys }: Market, text: string) => [queryKey(keys, ''), queryKey(keys, text)]

/** The words of the page of results from which somebody came. */
function searchedBefore(referer: string | undefined): string {
  if (!referer || !URL.canParse(referer)) return ''
  const { pathname, searchParams } = new URL(referer)
  return pathname === '/search' ? (searchParams.get('q') ?? '').trim() : ''
}

/** Counts that something was put into a cart. A form may say any listing, so the variant says which it is. */
export async function countCarted(c: PageContext, shopId: string, variantId: string): Promise<void> {
  const [line] = await c.var.visit.market.db.read((tx) => linesFor(tx, shopId, [variantId]))
  if (line) await countLook(c, shopId, line.listing_id, 'carted')
}
