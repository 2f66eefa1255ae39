import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { CITIES } from '../db/seed/cities.ts'
import { pick, randomFrom } from '../db/seed/random.ts'
import { rowsOf } from '../src/cli/search-files.ts'
import type { SearchDoc } from '../src/domains/search/search.ts'

/** A real title with the shelf on which it stands. */
export interface RealTitle {
  readonly title: string
  readonly category: string
  readonly brand: string
  readonly price: number
}

const COLOURS = ['Black', 'White', 'Red', 'Blue', 'Green', 'Brown', 'Maroon', 'Golden', 'Grey', 'Pink', 'Multicolour']
const SIZES = ['S', 'M', 'L', 'XL', '38', '39', '40', '41', '42', '43']
const SHOPS = 20_000
const YEAR_MS = 365 * 86_400_000
const BEGUN_MS = Date.UTC(2024, 0, 1)

/** A file of the shared data set, or undefined when this machine does not have it. */
export function dataFile(path: string): string | undefined {
  const folder = process.env.BHAROSA_SHARED_DATA ?? resolve(process.cwd(), '../shared/data')
  const file = resolve(folder, path)
  return existsSync(file) ? file : undefined
}

/** Titles of real goods, or made ones where there is no data. */
export async function realTitles(): Promise<{ titles: RealTitle[]; source: string }> {
  const [daraz, skus] = [dataFile('catalogue/daraz_products.csv.gz'), dataFile('catalogue/pk_sku_catalog.csv.gz')]
  if (!daraz || !skus) return { titles: madeTitles(), source: 'made' }
  const titles: RealTitle[] = []
  for await (const row of rowsOf(daraz)) {
    titles.push(titleOf(row('title'), row('category'), row('brand'), row('price')))
  }
  for await (const row of rowsOf(skus)) {
    titles.push(titleOf(row('sku_name').replaceAll('_', ' '), row('category'), '', row('price_pkr')))
  }
  return { titles: titles.filter(({ title }) => title.trim() !== ''), source: 'catalogue' }
}

/** As much of a description as the market reads (domains/search/docs.ts). */
const DESCRIPTION_READ = 200

/** What sellers write below a title: descriptions of real goods, or nothing where there is no data. */
export async function realDescriptions(): Promise<string[]> {
  const file = dataFile('search/icecat_products.csv.gz')
  const found: string[] = []
  if (!file) return found
  for await (const row of rowsOf(file)) {
    const text = row('description').slice(0, DESCRIPTION_READ)
    if (text.length > DESCRIPTION_READ / 2) found.push(text)
  }
  return found
}

function titleOf(title: string, category: string, brand: string, price: string): RealTitle {
  return { title, category: category || 'Other', brand, price: Math.max(50, Math.round(Number(price) || 500)) }
}

function madeTitles(): RealTitle[] {
  const random = randomFrom(7)
  const kinds = ['shoes', 'shawl', 'suit', 'charger', 'mobile', 'watch', 'bag', 'fan', 'cover', 'cable', 'جوتے', 'شال']
  const makes = Array.from({ length: 4_000 }, (_, i) => `make${i.toString(36)}`)
  return Array.from({ length: 40_000 }, (_, i): RealTitle => {
    const kind = pick(random, kinds)
    const who = pick(random, ['men', 'women', 'kids'])
    const title = `${pick(random, makes)} ${kind} for ${who} ${pick(random, COLOURS)} ${i % 977}`
    return { title, category: `Bazaar > ${kind}`, brand: pick(random, makes), price: 100 + ((i * 37) % 90_000) }
  })
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/**
 * The listing of a number: the beginning of one real title and the end of another, the same for the same number; the
 * description likewise, where there are any.
 */
export function goodsOf(titles: readonly RealTitle[], descriptions: readonly string[] = []): (i: number) => SearchDoc {
  const words = titles.map(({ title }) => title.split(/\s+/))
  const described = descriptions.map((text) => text.split(' '))
  const at = (i: number, salt: number) => Math.imul(i ^ (i >>> 7), salt) >>> 0
  const description = (i: number) => {
    const [one, other] = [described[at(i, 52_711) % described.length], described[at(i, 8_191) % described.length]]
    if (!one || !other) return ''
    const half = Math.ceil(one.length / 2)
    return [...one.slice(0, half), ...other.slice(half)].join(' ').slice(0, DESCRIPTION_READ)
  }
  return (i) => {
    const first = at(i + 1, 2_654_435_761) % titles.length
    const second = at(i + 1, 40_503_001) % titles.length
    const [one, other] = [titles[first], words[second] ?? []]
    const begin = words[first] ?? []
    const title =
      i < titles.length
        ? (titles[i]?.title ?? '')
        : [...begin.slice(0, Math.ceil(begin.length / 2)), ...other.slice(Math.ceil(other.length / 2))].join(' ')
    const source = i < titles.length ? titles[i] : one
    const price = BigInt(source?.price ?? 500) * BigInt(80 + (at(i, 77_777) % 40))
    const shop = at(i, 97_003) % SHOPS
    return {
      listing_id: `0190${hex(i & 0xffff, 4)}-${hex(i >>> 16, 4)}-7000-8000-${hex(i, 12)}`,
      shop_id: `shop-${shop}`,
      title,
      brand: source?.brand ?? '',
      category_id: source?.category ?? 'Other',
      condition: i % 10 === 0 ? 'used' : 'new',
      price_from_paisa: price,
      price_to_paisa: price,
      compare_at_paisa: i % 5 === 0 ? price + 10_000n : null,
      in_stock: i % 12 !== 0,
      photo_name: `${at(i, 31).toString(16)}${at(i, 1_000_003).toString(16)}`,
      photo_colour: '#8a7f6c',
      shop_handle: `shop-${shop}`,
      shop_name: `Shop ${shop}`,
      city_id: CITIES[Math.floor((CITIES.length * (at(i, 7_919) % 1000) ** 2) / 1_000_000)]?.id ?? 'lahore',
      live_at: new Date(BEGUN_MS + (at(i, 12_289) % (2 * YEAR_MS))),
      description: description(i),
      words: [COLOURS[at(i, 17) % COLOURS.length] ?? '', SIZES[at(i, 19) % SIZES.length] ?? ''],
      sold_count: at(i, 23) % 50 === 0 ? at(i, 29) % 1000 : 0,
      standing: at(shop, 37) % 4,
    }
  }
}
