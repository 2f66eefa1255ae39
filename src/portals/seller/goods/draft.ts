import {
  type Attribute,
  type Category,
  findOwnListing,
  type Listing,
  type ListingOption,
  type Variant,
  type VariantDraft,
  type WholeListing,
} from '../../../domains/catalogue/catalogue.ts'
import type { ShopActor } from '../../../domains/identity/identity.ts'
import { type Offer, offersOf } from '../../../domains/offers/offers.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { parseId } from '../../../kit/ids/ids.ts'
import { latinDigits } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Locale } from '../../../kit/text/locale.ts'
import type { Say } from '../../../kit/text/messages.ts'
import type { PageContext } from '../../web/visit.ts'

/** What a listing is called until its shop names it: the photo comes first. Pages say "No name yet" instead. */
export const UNNAMED = '- - -'

/** A listing as its shop sees it, with the offers of the variants it has now. */
export interface Goods extends WholeListing {
  readonly offers: readonly Offer[]
}

/** Reads the listing of the address. Refuses: not_found catalogue.unknown_listing. */
export async function goodsHere(c: PageContext, tx: Tx, by: ShopActor): Promise<Goods> {
  const listingId = listingIdOf(c)
  const [whole, offers] = await Promise.all([findOwnListing(tx, by, listingId), offersOf(tx, by.shop_id, listingId)])
  const current = new Set(whole.variants.map(({ variant_id }) => variant_id))
  return { ...whole, offers: offers.filter(({ variant_id }) => current.has(variant_id)) }
}

/** The plain id of the listing in the address. Refuses: not_found catalogue.unknown_listing. */
export function listingIdOf(c: PageContext): string {
  const id = parseId('lst', c.req.param('listing'))
  if (!id) throw new Refusal('not_found', 'catalogue.unknown_listing')
  return id
}

export function titleOf(t: Say, listing: { title: string }): string {
  return listing.title === UNNAMED ? t('seller.goods.unnamed') : listing.title
}

/** Where a draft goes on: at the first question that has no answer yet. */
export function nextQuestion(goods: Goods): 'category' | 'price' | 'stock' | 'preview' {
  if (goods.listing.title === UNNAMED) return 'category'
  if (goods.variants.length === 0 || goods.offers.length < goods.variants.length) return 'price'
  return goods.offers.every(({ on_hand_count }) => on_hand_count === 0) ? 'stock' : 'preview'
}

/** What a buyer may have to choose, one of each row at most: a colour, and one kind of size. */
const CHOSEN: readonly (readonly string[])[] = [
  ['colour', 'shade'],
  ['size', 'shoe_size', 'waist', 'age', 'bangle_size', 'bed_size', 'storage', 'weight', 'volume', 'capacity'],
]

/** The facts of a category by which its goods usually differ on one shelf. */
export function choicesOf(categories: readonly Category[], categoryId: string): Attribute[] {
  const attributes = categories.find(({ category_id }) => category_id === categoryId)?.attributes ?? []
  return CHOSEN.flatMap((keys) => attributes.find(({ key }) => keys.includes(key)) ?? [])
}

/** What the shop may say that buyers choose from: what the listing has now, then what its category usually has. */
export interface AskableOption {
  /** As the listing keeps it. */
  readonly name: string
  readonly label: string
  readonly examples: readonly string[]
  readonly values: readonly string[]
}

export function askableOptions(
  locale: Locale,
  categories: readonly Category[],
  listing: Pick<Listing, 'category_id' | 'options'>,
): AskableOption[] {
  const usual = choicesOf(categories, listing.category_id)
  const has = listing.options.map(({ name, values }) => {
    const examples = usual.find((attribute) => attribute.name.en === name)?.values ?? []
    return { name, label: optionLabel(locale, categories, name), examples, values }
  })
  const more = usual
    .filter(({ name }) => !listing.options.some((option) => option.name === name.en))
    .map(({ name, values = [] }) => ({ name: name.en, label: nameIn(locale, name), examples: values, values: [] }))
  return [...has, ...more]
}

/** 'Colour' in the reader's language; a name that the shop made up stays as it is. */
export function optionLabel(locale: Locale, categories: readonly Category[], name: string): string {
  const known = categories.flatMap(({ attributes }) => attributes).find((attribute) => attribute.name.en === name)
  return known ? nameIn(locale, known.name) : name
}

function nameIn(locale: Locale, names: Attribute['name']): string {
  return locale === 'ur' ? names.ur : locale === 'roman-ur' ? names.roman : names.en
}

/** 'Black, brown' as people separate things in three scripts. */
export function splitValues(text: string): string[] {
  const values = text.split(/[,،;؛\n]/).map((value) => latinDigits(value).trim())
  return [...new Set(values.filter((value) => value !== ''))]
}

/**
 * Every combination of the options, in their order. A variant that was there keeps its id, its code and so its stock.
 * A listing without options has one variant.
 */
export function variantsFor(options: readonly ListingOption[], known: readonly Variant[]): VariantDraft[] {
  const combinations = options.reduce<string[][]>(
    (rows, { values }) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  )
  return combinations.map((option_values) => {
    const same = known.find((variant) => variant.option_values.join('\u0000') === option_values.join('\u0000'))
    return { variant_id: same?.variant_id, sku: same?.sku ?? '', option_values }
  })
}

/** The lowest price of a listing, or undefined before it has one. */
export function lowestPrice(offers: readonly Offer[]): bigint | undefined {
  return offers.reduce<bigint | undefined>(
    (least, { price_paisa }) => (least === undefined || price_paisa < least ? price_paisa : least),
    undefined,
  )
}

/** A count as people type it, in any digits; undefined when it is none. */
export function parseCount(text: string): number | undefined {
  const digits = latinDigits(text).replace(/[,\s]/g, '')
  return /^\d{1,7}$/.test(digits) ? Number(digits) : undefined
}
