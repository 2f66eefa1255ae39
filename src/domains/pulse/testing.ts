import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figures/figure.ts'
import type { PrivacyRules } from './privacy/parameters.ts'
import { type OrderFile, readOrders } from './reading/read-orders.ts'
import { buildRelease, type Release } from './release/release.ts'

/** 1 January 2027: later than every date of the tests. */
export const TODAY = 20_819

export const HEADER =
  'order_id,ordered_at,buyer_id,shop_id,province,city,category,product_id,quantity,unit_price_pkr,payment_method,' +
  'outcome'

/** Reads an order file that exists for the length of one test. */
export async function readText(content: string | Uint8Array): Promise<OrderFile> {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-'))
  try {
    const path = join(folder, 'orders.csv')
    writeFileSync(path, content)
    return await readOrders(path, TODAY)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export interface Asked {
  readonly isExact?: boolean
  readonly seed?: string
  readonly rules?: PrivacyRules
}

export function releaseOf(file: OrderFile, { isExact = false, seed = '1', rules }: Asked = {}): Release {
  const { lines, quality, shape, sha256 } = file
  const source = { lines, rows: quality.rows, quality: quality.table(), shape: shape.name, currency: shape.currency }
  return buildRelease({ ...source, sha256 }, { isExact, seed, ...(rules ? { rules } : {}) })
}

/** The only row of a name at a place; what is not said is empty, the period 'all'. */
export function rowOf(figures: readonly Figure[], figure: string, place: Partial<Figure> = {}): Figure | undefined {
  const wanted = {
    figure,
    ...{ period: 'all', area: '', category: '', payment_method: '', outcome: '', group: '' },
    ...place,
  }
  const keys = Object.keys(wanted) as (keyof typeof wanted)[]
  const found = figures.filter((row) => keys.every((key) => row[key] === wanted[key]))
  if (found.length > 1) throw new Error(`broken promise: ${figure} has one row at a place`)
  return found[0]
}
