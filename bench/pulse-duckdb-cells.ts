// What the measurements of DuckDB share: the cells of an order file as a table, its columns as numbers, and numbers for
// hashed names.
import { rmSync } from 'node:fs'
import { type DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api'
import { forget } from '../src/domains/pulse/reading/forget.ts'

export const COLUMNS = [
  ...['order_id', 'ordered_at', 'buyer_id', 'shop_id', 'province', 'city', 'category', 'product_id', 'quantity'],
  ...['unit_price_pkr', 'payment_method', 'outcome'],
]
/** The cells of a file for the `from` of a statement. */
export function cellsOf(path: string): string {
  const columns = COLUMNS.map((name) => `'${name}': 'VARCHAR'`)
  return `read_csv('${path}', columns = {${columns}}, auto_detect = false, delim = ',', quote = '', escape = '',
    header = true, max_line_size = 524288)`
}

/** Runs statements one after another, and gives what the last one answers piece by piece. */
export async function* chunksOf(
  statements: readonly string[],
  path: string,
  memory: string,
): AsyncGenerator<DuckDBDataChunk> {
  const file = `${path}-${process.pid}.db`
  const instance = await DuckDBInstance.create(file, { threads: '1', memory_limit: memory })
  const connection = await instance.connect()
  for (const statement of statements.slice(0, -1)) await connection.run(statement)
  const result = await connection.stream(statements.at(-1) ?? '')
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
    yield chunk
  connection.closeSync()
  instance.closeSync()
  rmSync(file, { force: true })
}

/** Hashes or moments of a column as pairs of numbers: big ones would cost an object each. */
export function pairsIn(chunk: DuckDBDataChunk, column: number): Int32Array {
  const items = itemsIn(chunk, column)
  if (!(items instanceof BigUint64Array) && !(items instanceof BigInt64Array)) {
    throw new Error('broken promise: hashes and moments have 64 bits')
  }
  return new Int32Array(items.buffer, items.byteOffset, items.length * 2)
}

export function doublesIn(chunk: DuckDBDataChunk, column: number): Float64Array {
  const items = itemsIn(chunk, column)
  if (!(items instanceof Float64Array)) throw new Error('broken promise: amounts are doubles')
  return items
}

/** The numbers of a column where DuckDB has put them; asking for one after another makes an object of each. */
const itemsIn = (chunk: DuckDBDataChunk, column: number): unknown => Reflect.get(chunk.getColumnVector(column), 'items')

export function textIn(chunk: DuckDBDataChunk, column: number, row: number): string {
  return String(chunk.getColumnVector(column).getItem(row) ?? '')
}

/** Numbers for hashes of 64 bits, in the order in which they come. */
export class Hashes {
  /** One more than the number, and the hash; 0 where there is none. */
  #table = new Int32Array(3 << 12)
  #mask = (1 << 12) - 1
  count = 0

  /** Writes the numbers of some hashes. `onNew` is told the row of each that was not there before. */
  numberAll(hashes: Int32Array, into: Int32Array, at: number, onNew?: (row: number) => void): void {
    let [table, mask] = [this.#table, this.#mask]
    let [number, low, high] = [-1, 0, 0]
    for (let row = 0; row * 2 < hashes.length; row++) {
      const one = hashes[row * 2] ?? 0
      const two = hashes[row * 2 + 1] ?? 0
      // Lines of one order follow each other.
      if (number < 0 || one !== low || two !== high) {
        low = one
        high = two
        let slot = one & mask
        number = table[slot * 3] ?? 0
        while (number !== 0 && (table[slot * 3 + 1] !== one || table[slot * 3 + 2] !== two)) {
          slot = (slot + 1) & mask
          number = table[slot * 3] ?? 0
        }
        if (number === 0) {
          number = ++this.count
          table[slot * 3] = number
          table[slot * 3 + 1] = one
          table[slot * 3 + 2] = two
          if (number * 10 > mask * 7) this.#widen()
          table = this.#table
          mask = this.#mask
          onNew?.(row)
        }
        number--
      }
      into[at + row] = number
    }
  }

  #widen(): void {
    const old = this.#table
    this.#mask = this.#mask * 2 + 1
    this.#table = new Int32Array((this.#mask + 1) * 3)
    for (let from = 0; from < old.length; from += 3) {
      if (old[from] === 0) continue
      let slot = (old[from + 1] ?? 0) & this.#mask
      while (this.#table[slot * 3] !== 0) slot = (slot + 1) & this.#mask
      for (let i = 0; i < 3; i++) this.#table[slot * 3 + i] = old[from + i] ?? 0
    }
    forget(old)
  }

  forget(): void {
    forget(this.#table)
  }
}
