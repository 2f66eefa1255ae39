import { setImmediate } from 'node:timers/promises'
import type { Tx } from '../../../kit/sql/tx.ts'
import { listCategories, listCities } from '../../catalogue/catalogue.ts'
import { listWomenLed } from '../../identity/identity.ts'
import { contentIn } from './content.ts'
import { listSales, type SaleRow, spanOfDays } from './rollups-store.ts'

const PROVINCES: Readonly<Record<string, string>> = {
  punjab: 'Punjab',
  sindh: 'Sindh',
  kp: 'Khyber Pakhtunkhwa',
  balochistan: 'Balochistan',
  islamabad: 'Islamabad Capital Territory',
  ajk: 'Azad Kashmir',
  gb: 'Gilgit-Baltistan',
}

/** So many rows are written at once; then whoever else waits has a turn. */
const AT_ONCE = 500

/**
 * What the market sold from one day on and before another (2026-11-01), as the rows of an order file, some at a time.
 * It is read day by day, because rows take more room than the columns that are made of them. Nothing comes when nothing
 * was sold.
 */
export async function* soldRows(tx: Tx, from: string, before: string): AsyncGenerator<Uint8Array> {
  const [span, names] = await Promise.all([spanOfDays(tx), readNames(tx)])
  const first = span.first !== null && span.first < from ? from : span.first
  if (first === null) return
  for (let day = first; day < before; day = laterDay(day, 1)) {
    const rows = await listSales(tx, day, laterDay(day, 1))
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      const some = rows.slice(at, at + AT_ONCE)
      yield Buffer.from(some.map((row) => `${cellsOf(row, names).map(cell)}\n`).join(''))
      await setImmediate()
    }
  }
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
