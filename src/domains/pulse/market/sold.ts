import type { Tx } from '../../../kit/sql/tx.ts'
import { listCategories, listCities } from '../../catalogue/catalogue.ts'
import { listWomenLed } from '../../identity/identity.ts'
import { LineBuilder } from '../reading/builder.ts'
import { NO_DAY } from '../reading/cells.ts'
import { Quality } from '../reading/quality.ts'
import { Scanner } from '../reading/scanner.ts'
import { shapeOf } from '../reading/shapes.ts'
import type { Source } from '../release/release.ts'
import { contentIn } from './content.ts'
import { listSales, type SaleRow, spanOfDays } from './rollups-store.ts'

const COLUMNS = [
  ...['order_id', 'ordered_at', 'buyer_id', 'shop_id', 'province', 'city', 'category', 'product_id', 'quantity'],
  ...['unit_price_pkr', 'payment_method', 'outcome', 'delivered_at', 'condition', 'women_led', 'unit_quantity'],
]

const PROVINCES: Readonly<Record<string, string>> = {
  punjab: 'Punjab',
  sindh: 'Sindh',
  kp: 'Khyber Pakhtunkhwa',
  balochistan: 'Balochistan',
  islamabad: 'Islamabad Capital Territory',
  ajk: 'Azad Kashmir',
  gb: 'Gilgit-Baltistan',
}

/**
 * What the market sold from one day on and before another (2026-11-01), as an order file that is read like any other:
 * so that both go the same way. It is read day by day, because rows take more room than the columns that are made of
 * them. Undefined when nothing was sold.
 */
export async function readSold(tx: Tx, from: string, before: string): Promise<Source | undefined> {
  const [span, names] = await Promise.all([spanOfDays(tx), readNames(tx)])
  const shape = shapeOf(COLUMNS)
  if (!shape) throw new Error('broken promise: the market writes the contract’s columns')
  const first = span.first !== null && span.first < from ? from : span.first
  if (first === null || first >= before) return undefined
  const quality = new Quality()
  const builder = new LineBuilder(shape, quality, { guess: 10_000, today: -NO_DAY - 1 })
  const scanner = new Scanner(0x2c, builder)
  scanner.push(Buffer.from(`${COLUMNS}\n`))
  for (let day = first; day < before; day = laterDay(day, 1)) {
    const rows = await listSales(tx, day, laterDay(day, 1))
    for (const row of rows) scanner.push(Buffer.from(`${cellsOf(row, names).map(cell)}\n`))
  }
  scanner.end()
  const lines = builder.finish()
  const kind = { shape: shape.name, currency: shape.currency, sha256: undefined }
  return { lines, rows: quality.rows, quality: quality.table(), ...kind }
}

interface Names {
  readonly city: ReadonlyMap<string, { readonly province: string; readonly name_en: string }>
  readonly category: ReadonlyMap<string, { readonly name_en: string }>
  readonly womenLed: ReadonlyMap<string, boolean>
}

async function readNames(tx: Tx): Promise<Names> {
  const [cities, categories, womenLed] = await Promise.all([listCities(tx), listCategories(tx), listWomenLed(tx)])
  return {
    city: new Map(cities.map((city) => [city.city_id, city])),
    category: new Map(categories.map((category) => [category.category_id, category])),
    womenLed,
  }
}

function cellsOf(row: SaleRow & { words: string }, { city, category, womenLed }: Names): string[] {
  const place = city.get(row.city_id)
  const hour = String(row.ordered_hour).padStart(2, '0')
  return [
    row.order_id,
    `${row.ordered_on}T${hour}:00:00+05:00`,
    row.buyer_id,
    row.party_id,
    PROVINCES[place?.province ?? ''] ?? place?.province ?? '',
    place?.name_en ?? row.city_id,
    category.get(row.category_id)?.name_en ?? row.category_id,
    row.listing_id,
    String(row.quantity),
    (Number(row.value_paisa) / row.quantity / 100).toFixed(2),
    row.method,
    row.outcome,
    row.delivery_days === null ? '' : laterDay(row.ordered_on, row.delivery_days),
    row.condition,
    LED[String(womenLed.get(row.party_id))] ?? '',
    String(contentIn(row.words) ?? ''),
  ]
}

const LED: Readonly<Record<string, string>> = { true: 'yes', false: 'no' }

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

function laterDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

const HERE_MS = 5 * 3_600_000

/** A moment as the clock on the wall showed it in Pakistan. */
export function localTime(at: Date): string {
  return `${new Date(at.getTime() + HERE_MS).toISOString().slice(0, 19)}+05:00`
}
