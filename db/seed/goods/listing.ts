import { CATEGORY_TREE, type Category } from '../../../src/domains/catalogue/category-tree.ts'
import { between, chance, pick, pickSome } from '../random.ts'
import type { Random, SeedListing, SeedOption, SeedPrice, SeedShop, SeedVariant } from '../shapes.ts'
import { filled, type Recipe, type Word, wordsOf } from './recipe.ts'

const CLOSINGS = [
  'Open the parcel at the door, look, then pay.',
  'Questions? Send a message, we answer the same day.',
  'Parcel khol kar dekhein, pasand aaye to paisay dein.',
  'Rate munasib hai, bargaining thori si chalti hai.',
  'Photo hamari apni hai, maal wohi milega.',
  'Packed with care, sent within one working day.',
  'پہلے دیکھیں، پھر پیسے دیں۔',
  'سوال ہو تو پیغام بھیجیں، اسی دن جواب ملے گا۔',
  'Wholesale par alag rate, pooch lein.',
  'If it is not as written here, we pay the way back.',
]

/** What the market has so far: titles, so that no two read the same, and the colours each picture is painted in. */
export interface SoFar {
  readonly titles: Set<string>
  readonly painted: Map<string, string[]>
}

function drawn(random: Random, recipe: Recipe): Map<string, Word> {
  return new Map(Object.entries(recipe.slots).map(([slot, words]) => [slot, pick(random, wordsOf(words))]))
}

/** The first letter of every title is a capital; the shopkeeper's phone does that. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function titled(random: Random, recipe: Recipe, titles: Set<string>): { title: string; draws: Map<string, Word> } {
  let title = ''
  let draws = drawn(random, recipe)
  for (let tries = 0; tries < 60; tries++) {
    title = capital(filled(pick(random, recipe.titles), draws))
    const read = title.toLowerCase()
    if (!titles.has(read)) {
      titles.add(read)
      break
    }
    draws = drawn(random, recipe)
  }
  return { title, draws }
}

function described(random: Random, recipe: Recipe, draws: ReadonlyMap<string, Word>, closing: boolean): string {
  const facts = pickSome(random, recipe.facts, between(random, 2, 3)).map((fact) => capital(filled(fact, draws)))
  return (closing || facts.length < 3 ? [...facts, pick(random, CLOSINGS)] : facts).join(' ')
}

/** Prices as shopkeepers write them: tens below five hundred, fifties below five thousand, then hundreds. */
export function roundedRupees(rupees: number): number {
  const step = rupees < 500 ? 10 : rupees < 5000 ? 50 : rupees < 50_000 ? 100 : 500
  return Math.max(step, Math.round(rupees / step) * step)
}

function basePrice(random: Random, recipe: Recipe, draws: ReadonlyMap<string, Word>): number {
  const [low, high] = recipe.price
  const spread = low * (high / low) ** (random() * 0.6 + 0.1)
  const words = [...draws.values()]
  const given = words.find((word) => word.price !== null)?.price
  const factor = words.reduce((product, word) => product * word.factor, 1)
  return (given === undefined || given === null ? spread : given * (0.95 + random() * 0.12)) * factor
}

interface Choices {
  readonly options: SeedOption[]
  /** Factors by `key=value`. */
  readonly factors: ReadonlyMap<string, number>
  /** What had one value only is a fact of the listing. */
  readonly single: Readonly<Record<string, string>>
}

/** Some colours led by the one in the picture, and a run of sizes without holes. */
function choicesOf(random: Random, recipe: Recipe, lead: string, category: Category): Choices {
  const options: SeedOption[] = []
  const factors = new Map<string, number>()
  const single: Record<string, string> = {}
  for (const [key, written] of Object.entries(recipe.options ?? {})) {
    const words = wordsOf(written)
    for (const word of words) factors.set(`${key}=${word.text}`, word.factor)
    const values = words.map((word) => word.text)
    const kept = key === 'colour' ? colours(random, values, lead) : runOf(random, values)
    const name = category.attributes.find((one) => one.key === key)?.name.en ?? capital(key)
    if (kept.length === 1) single[key] = kept[0] ?? ''
    else options.push({ key, name, values: kept })
  }
  return { options, factors, single }
}

function colours(random: Random, values: readonly string[], lead: string): string[] {
  const others = values.filter((value) => value !== lead)
  return [lead, ...pickSome(random, others, between(random, 0, Math.min(2, others.length)))]
}

function runOf(random: Random, values: readonly string[]): string[] {
  const length = between(random, Math.min(3, values.length), Math.min(5, values.length))
  const start = between(random, 0, values.length - length)
  return values.slice(start, start + length)
}

function choicesCrossed(options: readonly SeedOption[]): Record<string, string>[] {
  return options.reduce<Record<string, string>[]>(
    (rows, { key, values }) => rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value }))),
    [{}],
  )
}

function skuOf(key: string, choice: Readonly<Record<string, string>>): string {
  const letters = Object.values(choice).map((value) => value.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 6))
  return [key, ...letters].join('-').toUpperCase()
}

interface Prices {
  readonly base: number
  /** What part of the price before the sale is left; 1 when there is none. */
  readonly sale: number
}

function variantsOf(random: Random, key: string, choices: Choices, prices: Prices): SeedVariant[] {
  const variants = choicesCrossed(choices.options).map((choice): SeedVariant => {
    const factor = Object.entries(choice).reduce((f, [k, v]) => f * (choices.factors.get(`${k}=${v}`) ?? 1), 1)
    const before = roundedRupees(prices.base * factor)
    const now = Math.min(before, roundedRupees(prices.base * factor * prices.sale))
    return {
      sku: skuOf(key, choice),
      choice,
      price_paisa: BigInt(now) * 100n,
      compare_at_paisa: now < before ? BigInt(before) * 100n : null,
      stock: chance(random, 7) ? 0 : between(random, 2, 28),
    }
  })
  const [first, ...rest] = variants
  if (first === undefined) throw new Error(`${key} has no variant`)
  return [first.stock === 0 ? { ...first, stock: 4 } : first, ...rest]
}

/** A shop that says "before" has really asked that before, except one that invents it. */
function historyOf(random: Random, first: SeedVariant, listedDays: number, honest: boolean): SeedPrice[] {
  const today = { days_ago: between(random, 1, Math.min(20, listedDays - 1)), price_paisa: first.price_paisa }
  if (first.compare_at_paisa !== null) {
    return honest ? [{ days_ago: listedDays, price_paisa: first.compare_at_paisa }, today] : []
  }
  if (listedDays < 60 || !chance(random, 35)) return []
  const rows: SeedPrice[] = []
  let rupees = Number(first.price_paisa / 100n) * (0.82 + random() * 0.1)
  for (let day = listedDays; day > today.days_ago + 25; day -= between(random, 30, 70)) {
    rows.push({ days_ago: day, price_paisa: BigInt(roundedRupees(rupees)) * 100n })
    rupees *= 1.02 + random() * 0.05
  }
  const changes = [...rows, today]
  return changes.filter((row, at) => row.price_paisa !== changes[at - 1]?.price_paisa)
}

function attributesOf(recipe: Recipe, draws: ReadonlyMap<string, Word>, single: Choices['single'], keys: string[]) {
  const slots = [...draws].map(([key, word]) => [key, word.text] as const)
  const all = { ...Object.fromEntries(slots), ...single, ...recipe.attributes }
  return Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)))
}

// Pictures that fill a shelf come in two colours, all others in one: a few hundred to paint, not a thousand.
const OFTEN = (
  'shawl shawl-embroidered shawl-paisley peshawari-chappal khussa khussa-embroidered oxford-shoe sneaker runner-shoe ' +
  'lawn-suit fabric-stack fancy-suit kurti kameez dupatta mens-kurta fabric-roll waistcoat tshirt dress-shirt jeans ' +
  'bedsheet blanket carpet wallet backpack handbag frock bangles smartphone'
).split(' ')

/** The colour in the picture: one it is painted in already, or a new one while it has few. */
function leadFor(recipe: Recipe, picture: string, at: number, soFar: SoFar): string {
  const painted = soFar.painted.get(picture) ?? []
  if (recipe.options?.colour === undefined && painted[0] !== undefined) return painted[0]
  const values = wordsOf(recipe.options?.colour ?? 'Natural').map((word) => word.text)
  const known = painted.filter((colour) => values.includes(colour))
  const most = OFTEN.includes(picture) ? 2 : 1
  const lead = known.length < most ? values.find((value) => !known.includes(value)) : known[at % known.length]
  if (lead !== undefined && !painted.includes(lead)) soFar.painted.set(picture, [...painted, lead])
  return lead ?? known[0] ?? 'Natural'
}

function categoryOf(id: string): Category {
  const found = CATEGORY_TREE.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no category is called ${id}`)
  return found
}

function stateOf(random: Random, shop: SeedShop): SeedListing['state'] {
  if (!shop.checked) return chance(random, 60) ? 'review' : 'live'
  const draw = random() * 100
  return draw < 95 ? 'live' : draw < 97 ? 'paused' : draw < 98.5 ? 'review' : 'draft'
}

/** One listing of a shop, the `at`th of its own, made from one recipe. */
export function listingOf(random: Random, shop: SeedShop, recipe: Recipe, at: number, soFar: SoFar): SeedListing {
  const key = `${shop.handle}-${String(at).padStart(3, '0')}`
  const category = categoryOf(recipe.category)
  const { title, draws } = titled(random, recipe, soFar.titles)
  const view = between(random, 0, recipe.pictures.length - 1)
  const shown = [...draws.values()].find((word) => word.picture !== null)?.picture ?? recipe.pictures[view] ?? ''
  const lead = leadFor(recipe, shown, at, soFar)
  const choices = choicesOf(random, recipe, lead, category)
  const sale = shop.checked ? (chance(random, 22) ? 0.7 + random() * 0.2 : 1) : 0.3
  const base = basePrice(random, recipe, draws) * (0.94 + random() * 0.12)
  const variants = variantsOf(random, key, choices, { base: shop.checked ? base : base * 2.4, sale })
  const listed = between(random, 3, shop.joined_days_ago)
  const [first] = variants
  return {
    key,
    shop: shop.handle,
    category: recipe.category,
    title,
    description: described(random, recipe, draws, chance(random, 65)),
    brand: draws.get('brand')?.text ?? null,
    attributes: attributesOf(
      recipe,
      draws,
      choices.single,
      category.attributes.map((one) => one.key),
    ),
    options: choices.options,
    variants,
    price_history: first === undefined ? [] : historyOf(random, first, listed, shop.checked),
    condition: 'new',
    state: stateOf(random, shop),
    pictures: [{ key: shown, colour: lead }],
    weight_g: recipe.weight_g,
    listed_days_ago: listed,
  }
}
