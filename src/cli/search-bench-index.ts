import type { Category } from '../domains/catalogue/catalogue.ts'
import { type Language, type OwnEngine, openEngine, type SearchDoc, shelvesFrom } from '../domains/search/search.ts'
import type { NamedRow } from './search-files.ts'

/** An engine of its own over the goods of a file, and how long it took to fill. */
export interface FileIndex {
  readonly engine: OwnEngine
  readonly build_ms: number
}

const LONGEST = 20_000

/** Goods of a file as the engine takes them: `id` (or `pid`), title, description, category, brand, attributes. */
export function docOf(row: NamedRow): SearchDoc {
  const category = row('category').slice(0, LONGEST)
  const attributes = row('attributes').slice(0, LONGEST).split('|')
  return {
    listing_id: row('id') || row('pid'),
    shop_id: 'file',
    title: row('title'),
    brand: row('brand'),
    category_id: category,
    condition: 'new',
    price_from_paisa: 100_000n,
    price_to_paisa: 100_000n,
    compare_at_paisa: null,
    in_stock: true,
    photo_name: null,
    photo_colour: null,
    shop_handle: 'file',
    shop_name: '',
    city_id: 'lahore',
    live_at: new Date(0),
    words: attributes.map((one) => one.slice(one.indexOf(':') + 1)).filter((one) => one !== ''),
    description: row('description').slice(0, LONGEST),
  }
}

/** The tree of categories that paths like 'Mobiles > Nokia' say. */
export function categoriesOf(paths: Iterable<string>): Category[] {
  const made = new Map<string, Category>()
  for (const path of paths) {
    const parts = path.split('>').map((part) => part.trim())
    parts.forEach((name, i) => {
      const id = i === parts.length - 1 ? path : parts.slice(0, i + 1).join(' > ')
      const parent = i === 0 ? null : parts.slice(0, i).join(' > ')
      if (name === '' || made.has(id)) return
      const names = { name_en: name, name_ur: '', name_roman: '' }
      made.set(id, { category_id: id, parent_id: parent, ...names, icon: 'box', position: 1, attributes: [] })
    })
  }
  return [...made.values()]
}

/** Fills a fresh engine with goods. What is measured is indexing alone, not reading the file. */
export function indexOf(docs: readonly SearchDoc[], language?: Language): FileIndex {
  const shelves = shelvesFrom(categoriesOf(new Set(docs.map(({ category_id }) => category_id))))
  const engine = openEngine(shelves, language)
  const begun = performance.now()
  for (const doc of docs) engine.put(doc)
  engine.search({ text: 'warm', sort: 'best', limit: 1 })
  engine.ready = true
  return { engine, build_ms: Math.round(performance.now() - begun) }
}

/** The value below which this share of the measurements lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return Math.round(value * 1000) / 1000
}

export const rounded = (value: number) => Math.round(value * 10_000) / 10_000
