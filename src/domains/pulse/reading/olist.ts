import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { textOf } from './folding.ts'
import type { Quality } from './quality.ts'
import { textBytes } from './read-orders.ts'
import { type Row, Scanner } from './scanner.ts'

const HEADER = [
  ...['order_id', 'ordered_at', 'buyer_id', 'shop_id', 'province', 'city', 'category', 'product_id', 'quantity'],
  ...['unit_price_pkr', 'payment_method', 'outcome', 'delivered_at'],
]

type Cells = (name: string) => string

/**
 * Puts the files of the Olist set, which lie in one folder, into the contract's form: an order with its items, its
 * buyer's place, its payment and its seller, as far as the files join. An order without items is one line without
 * goods.
 */
export async function olistLines(
  path: string,
  quality: Quality,
): Promise<{ header: string[]; pieces(): Generator<Uint8Array> }> {
  const folder = dirname(path)
  const beside = (name: string) => join(folder, `olist_${name}_dataset.csv`)
  const orders = await rowsOf(path, quality)
  const [items, payments, customers, products] = await Promise.all(
    ['order_items', 'order_payments', 'customers', 'products'].map((name) =>
      existsSync(beside(name)) ? rowsOf(beside(name)) : Promise.resolve([]),
    ),
  )
  const itemsOf = Map.groupBy(items ?? [], (row) => row('order_id'))
  const paymentOf = new Map((payments ?? []).toReversed().map((row) => [row('order_id'), row('payment_type')]))
  const customerOf = new Map((customers ?? []).map((row) => [row('customer_id'), row]))
  const categoryOf = new Map((products ?? []).map((row) => [row('product_id'), row('product_category_name')]))
  return {
    header: HEADER,
    *pieces() {
      yield line(HEADER)
      for (const order of orders) {
        const customer = customerOf.get(order('customer_id'))
        for (const item of itemsOf.get(order('order_id')) ?? [undefined]) {
          yield line([
            order('order_id'),
            order('order_purchase_timestamp'),
            customer?.('customer_unique_id') ?? order('customer_id'),
            item?.('seller_id') ?? '',
            customer?.('customer_state') ?? '',
            customer?.('customer_city') ?? '',
            (item && categoryOf.get(item('product_id'))) ?? '',
            item?.('product_id') ?? '',
            item ? '1' : '',
            item?.('price') ?? '',
            paymentOf.get(order('order_id')) ?? '',
            order('order_status'),
            order('order_delivered_customer_date'),
          ])
        }
      }
    },
  }
}

function line(cells: readonly string[]): Uint8Array {
  return Buffer.from(`${cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))}\n`)
}

/**
 * The rows of one file of the set by the names of its first row. Its broken rows count in the quality of the release.
 *
 */
async function rowsOf(path: string, quality?: Quality): Promise<Cells[]> {
  const rows: Cells[] = []
  let names: Map<string, number> | undefined
  const scanner = new Scanner(0x2c, {
    broken: (reason) => {
      if (!quality) return
      quality.rows++
      quality.note(reason)
    },
    row: (row) => {
      const cells = cellsOf(row)
      if (!names) names = new Map(cells.map((cell, i) => [cell.trim(), i]))
      else {
        const at = names
        rows.push((name) => cells[at.get(name) ?? -1] ?? '')
      }
    },
  })
  for await (const piece of textBytes(path, () => {})) scanner.push(piece)
  scanner.end()
  return rows
}

function cellsOf({ bytes, starts, ends, cells }: Row): string[] {
  return Array.from({ length: cells }, (_, i) => textOf(bytes.subarray(starts[i] ?? 0, ends[i] ?? 0)))
}
