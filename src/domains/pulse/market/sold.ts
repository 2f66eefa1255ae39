import { LineBuilder } from '../reading/builder.ts'
import { NO_DAY } from '../reading/cells.ts'
import { Quality } from '../reading/quality.ts'
import { Scanner } from '../reading/scanner.ts'
import { shapeOf } from '../reading/shapes.ts'
import type { Source } from '../release/release.ts'
import type { SoldRow } from './releases-store.ts'

const COLUMNS = [
  ...['order_id', 'ordered_at', 'buyer_id', 'shop_id', 'province', 'city', 'category', 'product_id', 'quantity'],
  ...['unit_price_pkr', 'payment_method', 'outcome', 'delivered_at', 'condition'],
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

const OUTCOMES: Readonly<Record<string, string>> = {
  completed: 'completed',
  refused: 'returned',
  returned: 'returned',
  cancelled: 'cancelled',
  expired: 'cancelled',
}

/** The market's own orders as an order file, and read as one: so that both go the same way. */
export function sourceOf(rows: readonly SoldRow[]): Source {
  const shape = shapeOf(COLUMNS)
  if (!shape) throw new Error('broken promise: the market writes the contract’s columns')
  const quality = new Quality()
  const builder = new LineBuilder(shape, quality, { guess: rows.length, today: -NO_DAY - 1 })
  const scanner = new Scanner(0x2c, builder)
  scanner.push(Buffer.from(`${COLUMNS}\n`))
  for (const row of rows) scanner.push(Buffer.from(`${cellsOf(row).map(cell)}\n`))
  scanner.end()
  const lines = builder.finish()
  const kind = { shape: shape.name, currency: shape.currency, sha256: undefined }
  return { lines, rows: quality.rows, quality: quality.table(), ...kind }
}

/** The order file of some rows, for whoever may have it. */
function cellsOf(row: SoldRow): string[] {
  return [
    row.order_id,
    localTime(row.ordered_at),
    row.buyer_id,
    row.shop_id,
    PROVINCES[row.province] ?? row.province,
    row.city,
    row.category,
    row.product_id,
    String(row.quantity),
    (Number(row.unit_price_paisa) / 100).toFixed(2),
    row.method,
    OUTCOMES[row.state] ?? 'placed',
    row.delivered_at ? localTime(row.delivered_at) : '',
    row.condition,
  ]
}

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const HERE_MS = 5 * 3_600_000

/** A moment as the clock on the wall showed it in Pakistan. */
export function localTime(at: Date): string {
  return `${new Date(at.getTime() + HERE_MS).toISOString().slice(0, 19)}+05:00`
}
