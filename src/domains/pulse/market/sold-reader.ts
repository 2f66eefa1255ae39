import { LineBuilder } from '../reading/builder.ts'
import { NO_DAY } from '../reading/cells.ts'
import { Quality } from '../reading/quality.ts'
import { Scanner } from '../reading/scanner.ts'
import { type Shape, shapeOf } from '../reading/shapes.ts'
import type { Source } from '../release/release.ts'

/** The columns of what the market sold, in the contract's own form. */
export const COLUMNS = [
  ...['order_id', 'ordered_at', 'buyer_id', 'shop_id', 'province', 'city', 'category', 'product_id', 'quantity'],
  ...['unit_price_pkr', 'payment_method', 'outcome', 'delivered_at', 'condition', 'women_led', 'unit_quantity'],
]

/** Reads what the market sold, as an order file that is read like any other: so that both go the same way. */
export class SoldReader {
  readonly #quality = new Quality()
  readonly #shape: Shape
  readonly #builder: LineBuilder
  readonly #scanner: Scanner

  constructor() {
    const shape = shapeOf(COLUMNS)
    if (!shape) throw new Error('broken promise: the market writes the contract’s columns')
    this.#shape = shape
    this.#builder = new LineBuilder(shape, this.#quality, { guess: 10_000, today: -NO_DAY - 1 })
    this.#scanner = new Scanner(0x2c, this.#builder)
    this.#scanner.push(Buffer.from(`${COLUMNS}\n`))
  }

  /** Some bytes of the file, without its first row. */
  push(piece: Uint8Array): void {
    this.#scanner.push(piece)
  }

  finish(): Source {
    this.#scanner.end()
    const lines = this.#builder.finish()
    const { name, currency } = this.#shape
    const quality = this.#quality
    return { lines, rows: quality.rows, quality: quality.table(), shape: name, currency, sha256: undefined }
  }
}
