import { stepOf } from './choices.ts'
import type { SearchCard, SearchDoc } from './engine.ts'
import type { Taken } from './index/builder.ts'
import { type Bytes, Numbers } from './index/bytes.ts'
import { FieldTerms } from './index/field-terms.ts'
import { IN_STOCK, STANDING_SHIFT, USED } from './index/layout.ts'
import { readId, type Segment } from './index/segment.ts'
import type { TermTable } from './index/terms.ts'
import type { Language } from './language.ts'
import { coloursIn, type IndexNames, placeOf, sizesIn } from './names.ts'
import type { Shelves } from './shelves.ts'
import { isPlainTitle, spamFactor } from './spam.ts'
import { type FieldName, MERIT } from './weights.ts'

/** A shelf as a term: no word that people write begins like this. */
export const SHELF = '#'
const MERIT_MOST = 1.6
const MERIT_STEPS = 255

/** What each step of merit multiplies a score by. */
export const MERITS = Float64Array.from({ length: MERIT_STEPS + 1 }, (_, i) => (i * MERIT_MOST) / MERIT_STEPS)

/** Changes whenever anything of a listing changes that search shows or finds it by. */
export function printOf(doc: SearchDoc): number {
  let print = mixText(doc.in_stock ? 1 : 2, doc.title)
  print = mixText(mixText(mixText(print, doc.brand), doc.category_id), doc.condition)
  print = mixText(mixText(mixText(print, doc.photo_name ?? ''), doc.photo_colour ?? ''), doc.shop_id)
  print = mixText(mixText(mixText(print, doc.shop_handle), doc.shop_name), doc.city_id)
  print = mixText(print, doc.description ?? '')
  for (const word of doc.words) print = mixText(print, word)
  print = mixNumber(mixNumber(print, doc.sold_count ?? -1), doc.standing ?? -1)
  print = mixNumber(mixNumber(print, Number(doc.price_from_paisa)), Number(doc.price_to_paisa))
  return mixNumber(mixNumber(print, Number(doc.compare_at_paisa ?? -1n)), doc.live_at.getTime()) >>> 0
}

/** Two letters at a time: descriptions are long. */
function mixText(print: number, text: string): number {
  const { length } = text
  let mixed = Math.imul(print ^ length, 0x85ebca6b)
  let i = 0
  for (; i + 1 < length; i += 2) {
    mixed = Math.imul(mixed ^ text.charCodeAt(i) ^ (text.charCodeAt(i + 1) << 16), 0x01000193)
    mixed ^= mixed >>> 15
  }
  return i < length ? Math.imul(mixed ^ text.charCodeAt(i), 0x01000193) : mixed
}

/** For whole numbers up to 2^53. */
function mixNumber(print: number, value: number): number {
  const mixed = Math.imul(print ^ (value | 0), 0x2c1b3c6d)
  return Math.imul(mixed ^ Math.floor(value / 2 ** 32) ^ (mixed >>> 15), 0x01000193)
}

/** What listings are taken apart with. */
export interface Parting {
  readonly language: Language
  readonly shelves: Shelves
  readonly names: IndexNames
  readonly terms: TermTable
  // What many listings say alike is read once, as numbers of terms: shelves, brands, shops, colours and sizes.
  /** By the number of a category. */
  readonly shelfTerms: Map<number, FieldTerms>
  readonly brands: Map<string, Brand>
  /** By the number of a shop: its name, as its goods showed it last. */
  readonly shops: Map<number, FieldTerms>
  readonly attributes: Map<string, Attributes>
  /** The colours that a term names, by its number. */
  readonly colours: Numbers
  /** Filled again for each listing. */
  readonly title: FieldTerms
  readonly description: FieldTerms
  readonly other: FieldTerms
}

interface Brand {
  readonly number: number
  readonly terms: FieldTerms
  readonly words: readonly string[]
}

interface Attributes {
  readonly terms: FieldTerms
  readonly colours: number
  readonly sizes: number
}

/** Nothing known yet. */
export function partingWith(language: Language, shelves: Shelves, names: IndexNames, terms: TermTable): Parting {
  const known = { shelfTerms: new Map(), brands: new Map(), shops: new Map(), attributes: new Map() }
  const filled = { title: new FieldTerms(), description: new FieldTerms(), other: new FieldTerms() }
  return { language, shelves, names, terms, ...known, colours: new Numbers(), ...filled }
}

const REMEMBERED = 50_000
/** A bit above those of the colours. */
const LOOKED_UP = 1 << 31
const NONE = new FieldTerms(new Uint32Array(0))
const NO_ATTRIBUTES: Attributes = { terms: NONE, colours: 0, sizes: 0 }
const NO_WORD = /^[^\p{L}\p{N}]/u

/** Takes a listing apart into terms, columns and a card. */
export function takeApart(doc: SearchDoc, id_hash: number, print: number, parting: Parting): Taken {
  const { names } = parting
  const title = termsIn(doc.title, 'title', parting, parting.title)
  const said = attributesOf(doc.words, parting)
  const brand = brandOf(doc.brand, parting)
  const [category, city] = [names.categories.add(doc.category_id), names.cities.add(doc.city_id)]
  const shelf = shelfTerms(category, doc.category_id, parting)
  const description = doc.description ? termsIn(doc.description, 'description', parting, parting.description) : NONE
  const shop = shopOf(doc, parting)
  const price = Number(doc.price_from_paisa)
  const standing = Math.min(3, Math.max(0, Math.trunc(doc.standing ?? 0)))
  const flags = (doc.condition === 'used' ? USED : 0) | (doc.in_stock ? IN_STOCK : 0) | (standing << STANDING_SHIFT)
  return {
    listing_id: doc.listing_id,
    fields: { title, brand: brand.terms, category: shelf, attributes: said.terms, description, shop: shop.terms },
    values: {
      price,
      live: doc.live_at.getTime(),
      shop: shop.number,
      make: names.makes.add(category, brand.number),
      look: names.looks.add(said.colours || coloursAmong(title, parting), said.sizes),
      place: placeOf(city, stepOf(price), flags),
      print,
      id_hash,
      category,
      city,
      flags,
      merit: Math.round((meritOf(doc, spamIn(title, parting)) / MERIT_MOST) * MERIT_STEPS),
    },
    card: (bytes) => writeCard(doc, bytes),
  }
}

function termsIn(text: string, field: FieldName, { language, terms }: Parting, into: FieldTerms): FieldTerms {
  into.clear()
  language.numbers(text, field, terms, into)
  return into
}

/** As termsIn, to be kept. */
const keptTerms = (text: string, field: FieldName, parting: Parting): FieldTerms =>
  text === '' ? NONE : termsIn(text, field, parting, parting.other).copy()

function coloursAmong({ ids, count }: FieldTerms, { colours, terms }: Parting): number {
  if (colours.length < terms.size) colours.extend(terms.size - colours.length)
  let found = 0
  for (let i = 0; i < count; i++) {
    const term = ids[i] as number
    if (colours.at(term) === 0) colours.set(term, coloursIn([terms.textOf(term)]) | LOOKED_UP)
    found |= colours.at(term)
  }
  return (found & ~LOOKED_UP) >>> 0
}

const spamIn = (title: FieldTerms, { terms }: Parting): number =>
  isPlainTitle(title) ? 1 : spamFactor(textsOf(title, terms))

const textsOf = ({ ids, count }: FieldTerms, terms: TermTable): string[] =>
  Array.from(ids.subarray(0, count), (term) => terms.textOf(term))

/** What is known under a name, or what is read now. */
function remembered<T>(known: Map<string, T>, name: string, read: () => T): T {
  const before = known.get(name)
  if (before !== undefined) return before
  const found = read()
  if (known.size >= REMEMBERED) known.clear()
  known.set(name, found)
  return found
}

function attributesOf(words: readonly string[], parting: Parting): Attributes {
  if (words.length === 0) return NO_ATTRIBUTES
  return remembered(parting.attributes, words.join('\u0001'), () => {
    const terms = keptTerms(words.join(', '), 'attributes', parting)
    return { terms, colours: coloursAmong(terms, parting), sizes: sizesIn(words) }
  })
}

/** A brand is learned with each listing that has it: how often it is written says how sure it is. */
function brandOf(name: string, parting: Parting): Brand {
  const known = parting.brands.get(name)
  if (known) {
    for (const word of known.words) parting.language.learn(word, 1, false)
    return known
  }
  return remembered(parting.brands, name, () => {
    const terms = keptTerms(name, 'brand', parting)
    const words = textsOf(terms, parting.terms).filter((term) => !NO_WORD.test(term))
    return { number: parting.names.brands.add(name.trim()), terms, words }
  })
}

function shelfTerms(category: number, id: string, { shelfTerms: known, other, shelves, terms }: Parting): FieldTerms {
  const before = known.get(category)
  if (before) return before
  other.clear()
  for (const shelf of shelves.pathOf(id)) other.add(terms.add(`${SHELF}${shelf}`), false)
  const found = other.copy()
  known.set(category, found)
  return found
}

/** A shop; what it is called now counts for all its goods. */
function shopOf(
  { shop_id, shop_handle, shop_name }: SearchDoc,
  parting: Parting,
): { number: number; terms: FieldTerms } {
  const { shops, faces } = parting.names
  const number = shops.add(shop_id)
  const face = faces[number]
  const known = parting.shops.get(number)
  if (known && face?.name === shop_name && face.handle === shop_handle) return { number, terms: known }
  faces[number] = { shop_id, handle: shop_handle, name: shop_name }
  const terms = keptTerms(shop_name, 'shop', parting)
  parting.shops.set(number, terms)
  return { number, terms }
}

/** What goods are worth whatever is asked for: in stock, sold before, from a known shop, times `spam`. */
export function meritOf(doc: SearchDoc, spam: number): number {
  const popular = MERIT.popular * Math.min(1, Math.log10(1 + (doc.sold_count ?? 0)) / 3)
  const known = MERIT.standing * (doc.standing ?? 0)
  const worth = 1 + popular + known - (doc.photo_name === null ? MERIT.no_photo : 0)
  return Math.min(MERIT_MOST, worth * (doc.in_stock ? 1 : MERIT.sold_out) * spam)
}

function writeCard(doc: SearchDoc, bytes: Bytes): void {
  bytes.text(doc.title)
  bytes.text(doc.brand)
  bytes.text(doc.photo_name ?? '')
  bytes.text(doc.photo_colour ?? '')
  bytes.text(doc.price_to_paisa === doc.price_from_paisa ? '' : String(doc.price_to_paisa))
  bytes.text(doc.compare_at_paisa === null ? '' : String(doc.compare_at_paisa))
}

/** The card of a listing, as it was put in. */
export function cardOf(segment: Segment, doc: number, names: IndexNames): SearchCard {
  const { columns } = segment
  const reader = segment.cardOf(doc)
  const listing_id = readId(reader)
  const [title, brand, photo_name, photo_colour] = [reader.text(), reader.text(), reader.text(), reader.text()]
  const [price_to, compare_at] = [reader.text(), reader.text()]
  const price_from_paisa = BigInt(columns.price[doc] as number)
  const flags = columns.flags[doc] as number
  const shop = names.faces[columns.shop[doc] as number]
  return {
    ...{ listing_id, title, brand, price_from_paisa },
    shop_id: shop?.shop_id ?? '',
    category_id: names.categories.nameOf(columns.category[doc] as number),
    condition: (flags & USED) > 0 ? 'used' : 'new',
    price_to_paisa: price_to === '' ? price_from_paisa : BigInt(price_to),
    compare_at_paisa: compare_at === '' ? null : BigInt(compare_at),
    in_stock: (flags & IN_STOCK) > 0,
    photo_name: photo_name === '' ? null : photo_name,
    photo_colour: photo_colour === '' ? null : photo_colour,
    shop_handle: shop?.handle ?? '',
    shop_name: shop?.name ?? '',
    city_id: names.cities.nameOf(columns.city[doc] as number),
    live_at: new Date(columns.live[doc] as number),
  }
}
