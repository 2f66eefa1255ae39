import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Attribute, Names } from './category-attributes.ts'
import { selectCategories, selectCities, upsertCategories, upsertCities } from './reference-store.ts'
import type { Category, City } from './store.ts'

/** Where goods go that no shelf of the tree fits. */
export const OTHER_CATEGORY = 'other'

/** A category as the tree's file writes it. */
export interface SeedCategory {
  readonly id: string
  readonly parent: string | null
  readonly name: Names
  readonly icon: string
  readonly position: number
  readonly attributes: readonly Attribute[]
}

/** A city as the seed's file writes it. */
export interface SeedCity {
  readonly id: string
  readonly name: Names
  readonly province: string
  readonly lat: number
  readonly lng: number
  readonly population: number
  readonly areas: readonly Names[]
}

/** The whole tree, siblings in their order. It changes with a new version of the program only: keep it. */
export function listCategories(tx: Tx): Promise<Category[]> {
  return selectCategories(tx)
}

/** Every city, the biggest first. It changes with a new version of the program only: keep it. */
export function listCities(tx: Tx): Promise<City[]> {
  return selectCities(tx)
}

/** Writes the tree and the cities as a version of the program brings them; what is there is brought up to date. */
export async function loadReference(
  tx: Tx,
  reference: { categories: readonly SeedCategory[]; cities: readonly SeedCity[] },
): Promise<void> {
  const tree = reference.categories.some(({ id }) => id === OTHER_CATEGORY)
    ? reference.categories
    : [...reference.categories, OTHER]
  await Promise.all([upsertCategories(tx, tree.map(categoryRow)), upsertCities(tx, reference.cities.map(cityRow))])
}

const OTHER: SeedCategory = {
  id: OTHER_CATEGORY,
  parent: null,
  name: { en: 'Everything else', ur: 'باقی سامان', roman: 'Baqi saman' },
  icon: 'box',
  position: 99,
  attributes: [],
}

function categoryRow({ id, parent, name, icon, position, attributes }: SeedCategory): Category {
  const names = { name_en: name.en, name_ur: name.ur, name_roman: name.roman }
  return { category_id: id, parent_id: parent, ...names, icon, position, attributes: [...attributes] }
}

function cityRow({ id, name, province, lat, lng, population, areas }: SeedCity): City {
  const names = { name_en: name.en, name_ur: name.ur, name_roman: name.roman }
  const place = { latitude: lat, longitude: lng, people_count: population }
  return { city_id: id, province, ...names, ...place, areas: [...areas] }
}

/**
 * A category and all above it, the nearest first.
 * Refuses: invalid catalogue.unknown_category.
 */
export async function findCategory(tx: Tx, categoryId: string): Promise<Category[]> {
  const all = new Map((await selectCategories(tx)).map((one) => [one.category_id, one]))
  const path: Category[] = []
  for (let at = all.get(categoryId); at; at = at.parent_id === null ? undefined : all.get(at.parent_id)) path.push(at)
  if (path.length === 0) throw new Refusal('invalid', 'catalogue.unknown_category')
  return path
}
