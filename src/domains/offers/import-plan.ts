import { Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import {
  type Before,
  type BulkVariant,
  type Category,
  type CategoryGuess,
  checkedDraft,
  checkedVariants,
  doubt,
  hasForbiddenWord,
  type ImportBatch,
  type ImportOutcome,
  type KnownListing,
  type KnownVariant,
  type ListingInsert,
  type ListingState,
  nextState,
  type ProductDraft,
  WAITS_FOR_SHOP,
} from '../catalogue/catalogue.ts'
import type { BulkOffer, BulkPrice, LockedOffer } from './bulk-store.ts'

/** What a batch of a file will do, worked out before anything is written. */
export interface ImportPlan extends ImportBatch {
  new_offers: BulkOffer[]
  moved_offers: BulkOffer[]
  prices: BulkPrice[]
}

/** What stands in the market now, as far as the batch touches it. */
export interface Standing {
  now: Date
  known: ReadonlyMap<string, KnownListing>
  offers: ReadonlyMap<string, LockedOffer>
  shop_is_open: boolean
  guess: CategoryGuess
  /** A category and all above it, the nearest first. */
  pathOf: (categoryId: string) => readonly Category[]
}

/** Works out a batch of what a file says, beside what stands. Pure, but for the ids of what is new. */
export function planBatch(outcomes: readonly ImportOutcome[], standing: Standing): ImportPlan {
  const counts = { rows: 0, done: outcomes.length, created: 0, updated: 0, skipped: 0, failed: 0 }
  const plan: ImportPlan = {
    inserts: [],
    updates: [],
    variants: [],
    changes: [],
    errors: [],
    new_offers: [],
    moved_offers: [],
    prices: [],
    counts,
  }
  for (const { draft, error } of outcomes) {
    if (error) {
      const { row, column, reason, value = '', kept } = error
      plan.errors.push({ row_number: row, column_name: column, reason, value: value.slice(0, 200) })
      if (!kept) {
        counts.failed++
        counts.rows++
      }
      continue
    }
    counts.rows += draft.variants.length
    try {
      const known = standing.known.get(draft.key)
      counts[known ? planKnown(plan, draft, known, standing) : planNew(plan, draft, standing)]++
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason
      plan.errors.push({
        row_number: draft.row,
        column_name: '',
        reason: reason.reason,
        value: draft.title.slice(0, 200),
      })
      counts.failed++
    }
  }
  return plan
}

function wordsOf({ key, title, description, brand, options, condition }: ProductDraft, category_id: string) {
  const words = { category_id, title, description, brand: brand ?? '', options, condition, attributes: {} }
  return checkedDraft({ ...words, source_key: key })
}

function planNew(plan: ImportPlan, draft: ProductDraft, standing: Standing): 'created' {
  const checked = wordsOf(draft, standing.guess(draft.category_words, draft.title))
  const listing_id = newId()
  const variants = variantsOf(draft, checked.options, listing_id, [])
  const prices = draft.variants.map((one) => one.price_paisa)
  const doubted = doubt(
    [checked.title, checked.description, checked.brand],
    standing.pathOf(checked.category_id),
    prices,
  )
  const state_reason = doubted ? `catalogue.why.${doubted}` : standing.shop_is_open ? '' : WAITS_FOR_SHOP
  const insert: ListingInsert = { ...checked, listing_id, state: state_reason === '' ? 'live' : 'review', state_reason }
  plan.inserts.push(insert)
  plan.variants.push(...variants)
  for (const [i, variant] of variants.entries()) planOffer(plan, variant, draft.variants[i], undefined)
  plan.changes.push({ listing_id, row_number: draft.row, before: null, photo_urls: draft.photo_urls })
  return 'created'
}

function planKnown(
  plan: ImportPlan,
  draft: ProductDraft,
  known: KnownListing,
  standing: Standing,
): 'updated' | 'skipped' {
  const checked = wordsOf(draft, known.category_id)
  // What the file is silent about, the shop may have written by hand: it stays.
  const words = {
    title: checked.title,
    description: checked.description || known.description,
    brand: checked.brand || known.brand,
    options: [...checked.options],
    condition: checked.condition,
  }
  const variants = variantsOf(draft, words.options, known.listing_id, known.variants)
  const stay = new Set(variants.map((one) => one.variant_id))
  const removed = known.variants.filter((one) => one.removed_at === null && !stay.has(one.variant_id))
  const before: Before = { listing: listingBefore(known), variants: known.variants, offers: [] }
  const offers = variants.map((variant, i) => {
    const was = standing.offers.get(variant.variant_id)
    return { variant, said: draft.variants[i], was, same: sameOffer(draft.variants[i], was) }
  })
  const same =
    removed.length === 0 && sameWords(words, known) && sameVariants(variants, known) && offers.every((one) => one.same)
  if (same) return 'skipped'

  const back = hasForbiddenWord([words.title, words.description, words.brand])
    ? nextState(known.state, 'doubt')
    : undefined
  const state: ListingState = back ?? known.state
  const state_reason = back ? 'catalogue.why.words' : known.state_reason
  plan.updates.push({ ...words, listing_id: known.listing_id, state, state_reason })
  const gone = removed.map((one) => ({ ...one, listing_id: known.listing_id, removed_at: standing.now.toISOString() }))
  plan.variants.push(...variants, ...gone)
  for (const { variant, said, was, same: unchanged } of offers) {
    if (unchanged) continue
    const added_count = planOffer(plan, variant, said, was)
    if (!was) continue
    const compare_at_paisa = was.compare_at_paisa === null ? null : String(was.compare_at_paisa)
    before.offers.push({
      variant_id: was.variant_id,
      price_paisa: String(was.price_paisa),
      compare_at_paisa,
      added_count,
    })
  }
  plan.changes.push({ listing_id: known.listing_id, row_number: draft.row, before, photo_urls: draft.photo_urls })
  return 'updated'
}

/** The draft's variants with the ids of those that stand there: by their choice, and by SKU where the choice is new. */
function variantsOf(
  draft: ProductDraft,
  options: Parameters<typeof checkedVariants>[0],
  listing_id: string,
  known: readonly KnownVariant[],
): BulkVariant[] {
  const written = draft.variants.map(({ sku = '', option_values }) => ({ sku, option_values }))
  const free = [...known]
  return checkedVariants(options, written).map(({ sku, option_values }, position) => {
    const choice = option_values.join('\u0000')
    const byChoice = free.findIndex((one) => one.option_values.join('\u0000') === choice)
    const at = byChoice >= 0 ? byChoice : free.findIndex((one) => sku !== '' && one.sku === sku)
    const [found] = at >= 0 ? free.splice(at, 1) : []
    return { listing_id, variant_id: found?.variant_id ?? newId(), position, sku, option_values, removed_at: null }
  })
}

function planOffer(
  plan: ImportPlan,
  { variant_id, listing_id }: BulkVariant,
  said: ProductDraft['variants'][number] | undefined,
  was: LockedOffer | undefined,
): number {
  if (!said) throw new Error('broken promise: each variant of a draft has its offer')
  const price_paisa = String(said.price_paisa)
  const compare_at_paisa = comparable(said)
  // A file may say less than is set aside for orders; those pieces are there all the same.
  const added_count = Math.max(said.stock_count, was?.reserved_count ?? 0) - (was?.on_hand_count ?? 0)
  const compare = compare_at_paisa === null ? null : String(compare_at_paisa)
  const offers = was ? plan.moved_offers : plan.new_offers
  offers.push({ variant_id, listing_id, price_paisa, compare_at_paisa: compare, added_count })
  if (was?.price_paisa !== said.price_paisa) plan.prices.push({ variant_id, price_paisa })
  return added_count
}

function comparable({ price_paisa, compare_at_paisa }: ProductDraft['variants'][number]): bigint | null {
  return compare_at_paisa !== undefined && compare_at_paisa > price_paisa ? compare_at_paisa : null
}

function sameOffer(said: ProductDraft['variants'][number] | undefined, was: LockedOffer | undefined): boolean {
  if (!said || !was || said.price_paisa !== was.price_paisa || comparable(said) !== was.compare_at_paisa) return false
  return Math.max(said.stock_count, was.reserved_count) === was.on_hand_count
}

function sameWords(words: Omit<Before['listing'], 'state' | 'state_reason'>, known: KnownListing): boolean {
  const { title, description, brand, options, condition } = known
  return (
    JSON.stringify(words) === JSON.stringify({ title, description, brand, options: options.map(inOrder), condition })
  )
}

/** PostgreSQL keeps the keys of an object in its own order. */
function inOrder({ name, values }: { name: string; values: string[] }) {
  return { name, values }
}

function sameVariants(variants: readonly BulkVariant[], known: KnownListing): boolean {
  const were = new Map(known.variants.map((one) => [one.variant_id, one]))
  return variants.every(({ variant_id, position, sku, option_values }) => {
    const was = were.get(variant_id)
    if (!was || was.removed_at !== null || was.position !== position || was.sku !== sku) return false
    return was.option_values.join('\u0000') === option_values.join('\u0000')
  })
}

function listingBefore({ title, description, brand, options, condition, state, state_reason }: KnownListing) {
  return { title, description, brand, options, condition, state, state_reason }
}
