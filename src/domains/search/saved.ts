import { createHash, randomBytes } from 'node:crypto'
import { DAY_MS } from '../../kit/clock/clock.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { foldText, tidyText } from '../../kit/text/fold.ts'
import { giveConsent, type Person } from '../identity/identity.ts'
import type { SearchQuery } from './engine.ts'
import {
  countSaved,
  deleteAllSaved,
  deleteFinds,
  deleteSaved,
  findByCode,
  findSavedByHash,
  insertFresh,
  insertSaved,
  type KeptSearch,
  listFinds,
  listSavedRows,
  type SavedRow,
} from './saved-store.ts'

/** What of a search can be saved: its words and what it is narrowed by. */
export type SavedQuery = Pick<
  SearchQuery,
  | ('text' | 'category' | 'city' | 'brand' | 'colour' | 'size' | 'condition' | 'standing' | 'in_stock')
  | ('price_from_paisa' | 'price_to_paisa')
>

/** A search that a person wants to hear of again. */
export interface SavedSearch {
  readonly person_id: string
  readonly search_id: string
  readonly query: SavedQuery
  /** Opens what was found without signing in: it stands in the message. */
  readonly code: string
  readonly made_at: Date
  readonly told_at: Date | null
}

export const SAVED_MOST = 20
const LETTERS_MOST = 200
const FINDS_MOST = 100
const KEPT_MS = 60 * DAY_MS
const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Saves a search: the person hears of new goods by SMS, once a day at most. That is what they agree to by it (consent
 * 'offers'). Saved again, it is the same one. Gives its id.
 * Refuses: invalid search.save_empty when it asks for nothing; limit search.too_many_saved.
 */
export async function saveSearch(tx: Tx, by: Person, query: SavedQuery): Promise<string> {
  const asked = kept(query)
  const wanted = Object.keys(asked).filter((name) => name !== 'in_stock')
  if (wanted.length === 0) throw new Refusal('invalid', 'search.save_empty')
  const asked_hash = hashOf(asked)
  const [known, counted] = await Promise.all([
    findSavedByHash(tx, by.person_id, asked_hash),
    countSaved(tx, by.person_id),
  ])
  await giveConsent(tx, by, 'offers', 'saved-search')
  if (known) return known.search_id
  if ((counted?.count ?? 0) >= SAVED_MOST) throw new Refusal('limit', 'search.too_many_saved', { most: SAVED_MOST })
  const search_id = newId()
  const made = await insertSaved(tx, { party_id: by.person_id, search_id, asked, asked_hash, code: newCode() })
  return made ? search_id : ((await findSavedByHash(tx, by.person_id, asked_hash))?.search_id ?? search_id)
}

/** A person's saved searches, the newest first. */
export async function listSaved(tx: Tx, by: Person): Promise<SavedSearch[]> {
  return (await listSavedRows(tx, by.person_id)).map(savedOf)
}

/** Ends a saved search. Refuses: not_found search.unknown_saved. */
export async function dropSaved(tx: Tx, by: Person, searchId: string): Promise<void> {
  if ((await deleteSaved(tx, by.person_id, searchId)) === 0) throw new Refusal('not_found', 'search.unknown_saved')
}

/** The saved search that a message's link names. Refuses: not_found search.unknown_saved. */
export async function savedByCode(tx: Tx, code: string): Promise<SavedSearch> {
  const row = /^[0-9A-Z]{12}$/.test(code) ? await findByCode(tx, code) : undefined
  if (!row) throw new Refusal('not_found', 'search.unknown_saved')
  return savedOf(row)
}

/** Ids of goods that came for a saved search, the newest first. Some may be gone again. */
export async function findsFor(tx: Tx, { person_id, search_id }: SavedSearch): Promise<string[]> {
  return (await listFinds(tx, person_id, search_id, FINDS_MOST)).map(({ listing_id }) => listing_id)
}

/** Whoever has the message may end its search, without signing in. Refuses: not_found search.unknown_saved. */
export async function dropByCode(tx: Tx, code: string): Promise<void> {
  const { person_id, search_id } = await savedByCode(tx, code)
  await deleteSaved(tx, person_id, search_id)
}

/** Forgets all searches of a person who left. For consequences. */
export async function forgetSavedOf(tx: Tx, personId: string): Promise<void> {
  await deleteAllSaved(tx, personId)
}

/** Notes goods that went on sale, to be held against the saved searches. For consequences. */
export function noteFresh(tx: Tx, shopId: string, listingIds: readonly string[]): void {
  if (listingIds.length > 0) insertFresh(tx, shopId, listingIds)
}

/** Forgets what was found long ago. */
export function forgetOldFinds(tx: Tx): Promise<number> {
  return deleteFinds(tx, new Date(tx.now.getTime() - KEPT_MS))
}

export function savedOf({ party_id, search_id, asked, code, made_at, told_at }: SavedRow): SavedSearch {
  return { person_id: party_id, search_id, query: queryOf(asked), code, made_at, told_at }
}

function kept(query: SavedQuery): KeptSearch {
  const { text, in_stock, ...choices } = query
  const words = tidyText(text.slice(0, LETTERS_MOST).toWellFormed())
  const all = Object.entries({ ...choices, text: words || undefined, in_stock: in_stock || undefined })
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
}

function queryOf(asked: KeptSearch): SavedQuery {
  const { text = '', in_stock, standing, condition, price_from_paisa, price_to_paisa, ...choices } = asked
  return {
    ...choices,
    text,
    in_stock: in_stock === 'true',
    ...(standing ? { standing: Number(standing) } : {}),
    ...(condition === 'new' || condition === 'used' ? { condition } : {}),
    ...(price_from_paisa ? { price_from_paisa: BigInt(price_from_paisa) } : {}),
    ...(price_to_paisa ? { price_to_paisa: BigInt(price_to_paisa) } : {}),
  }
}

/** The same words in another spelling of letters are the same search. */
function hashOf({ text = '', ...choices }: KeptSearch): Buffer {
  const parts = Object.entries({ ...choices, text: foldText(text) }).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}

/** Sixty bits: nobody finds one by trying. */
function newCode(): string {
  return [...randomBytes(12)].map((byte) => CODE_LETTERS.charAt(byte & 31)).join('')
}
