import type { Log } from '../../kit/log/log.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { listCategories, liveListings, liveListingsOfShop } from '../catalogue/catalogue.ts'
import { docsOf, type Reader } from './docs.ts'
import type { SearchEngine } from './engine.ts'
import type { Language } from './language.ts'
import { loadRules } from './operators.ts'
import { OwnEngine } from './own-engine.ts'
import { type Shelves, shelvesFrom } from './shelves.ts'
import { type StartedIndex, startIndex as start } from './start.ts'

export { type Choice, type Facets, priceBands, STEP_COUNT, shelfChoices } from './choices.ts'
export type {
  Answer,
  Explained,
  SearchCard,
  SearchDoc,
  SearchEngine,
  SearchQuery,
  SearchResults,
  SearchSort,
} from './engine.ts'
export { type Follower, openFollower } from './follower.ts'
export { type Describing, describing } from './goods.ts'
export { makeLanguage } from './language/shop-language.ts'
export { WEIGHT } from './language/way-weights.ts'
export type { AskedWord, Language, Way } from './language.ts'
export {
  forgetLooks,
  hiddenWords,
  hideWord,
  Lookers,
  lookedForInVain,
  peopleLookedFor,
  showWord,
  type WantedTerm,
  wantedTerms,
} from './looked-for.ts'
export type { TermRow } from './looked-store.ts'
export { countedWords } from './looked-words.ts'
export { matchFresh, type News, takeNews } from './matching.ts'
export {
  draftRule,
  dropProbe,
  endRule,
  listProbes,
  listRules,
  previewRule,
  type RuleDraft,
  type RuleEffect,
  type RulePreview,
  type RuleRow,
  saveProbe,
  startRule,
  type TitledRule,
} from './operators.ts'
export type { OwnEngine } from './own-engine.ts'
export { isPlace } from './paging.ts'
export type { Parts as ScoreParts } from './rank.ts'
export { forgetOldSales, noteRecord, noteSale } from './records.ts'
export {
  dropByCode,
  dropSaved,
  findsFor,
  forgetOldFinds,
  forgetSavedOf,
  listSaved,
  noteFresh,
  SAVED_MOST,
  type SavedQuery,
  type SavedSearch,
  savedByCode,
  saveSearch,
} from './saved.ts'
export { type Shelves, shelvesFrom } from './shelves.ts'
export { isSign } from './spelling.ts'
export { loadIndex, type StartedIndex } from './start.ts'
export { hearStop } from './stop-word.ts'
export { ASKED, FIELDS, type FieldName, SATURATION, SECOND_STAGE } from './weights.ts'
export { asTyped, type Mended, mendedText } from './written.ts'

const BATCH = 1000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** An empty engine over a tree of categories, which understands the market's three languages unless told otherwise. */
export function openEngine(shelves: Shelves, language?: Language): OwnEngine {
  return new OwnEngine(shelves, language)
}

/** An empty engine over the market's own tree of categories. Fill it with loadIndex. */
export async function makeEngine(db: Reader): Promise<OwnEngine> {
  const engine = openEngine(shelvesFrom(await db.read(listCategories)))
  await db.read((tx) => loadRules(tx, engine.rules))
  return engine
}

/** Brings the operators' rules in memory up to date after one of them changed. For consequences. */
export async function refreshRules(tx: Tx, engine: SearchEngine): Promise<void> {
  if (engine.rules) await loadRules(tx, engine.rules)
}

/** Starts the index of a market from the snapshot in `folder`, or from the market: see start.ts. */
export async function startIndex(db: Reader, engine: OwnEngine, folder: string, log?: Log): Promise<StartedIndex> {
  await db.read((tx) => loadRules(tx, engine.rules))
  return start(db, engine, folder, { refresh: (tx, ids) => refreshListings(tx, engine, ids), log })
}

/** Brings one listing up to date: shown when it is on sale in an open shop, taken out when not. For consequences. */
export async function refreshListing(tx: Tx, engine: SearchEngine, listingId: string): Promise<void> {
  await refreshListings(tx, engine, [listingId])
}

/** As refreshListing, for many at once. */
export function refreshListings(tx: Tx, engine: SearchEngine, listingIds: readonly string[]): Promise<void> {
  return inTurn(engine, async () => {
    const docs = await docsOf(tx, await liveListings(tx, listingIds))
    const shown = new Set(docs.map((doc) => doc.listing_id))
    for (const id of listingIds) if (!shown.has(id)) engine.remove(id)
    for (const doc of docs) engine.put(doc)
  })
}

const turns = new WeakMap<SearchEngine, Promise<void>>()

/** One reading after the other, or what was read before a change could be put in after it. */
function inTurn(engine: SearchEngine, body: () => Promise<void>): Promise<void> {
  const turn = (turns.get(engine) ?? Promise.resolve()).then(body)
  turns.set(
    engine,
    turn.catch(() => {}),
  )
  return turn
}

/** Brings all listings of a shop up to date, after its name, city or state changed or after an import. */
export function refreshShop(tx: Tx, engine: SearchEngine, shopId: string): Promise<void> {
  return inTurn(engine, () => readShop(tx, engine, shopId))
}

async function readShop(tx: Tx, engine: SearchEngine, shopId: string): Promise<void> {
  const gone = new Set(await engine.idsOfShop(shopId))
  for (let after = FIRST_ID; ; ) {
    const listings = await liveListingsOfShop(tx, shopId, after, BATCH)
    for (const doc of await docsOf(tx, listings)) {
      engine.put(doc)
      gone.delete(doc.listing_id)
    }
    const last = listings.at(-1)
    if (!last) break
    after = last.listing_id
  }
  for (const id of gone) engine.remove(id)
}
