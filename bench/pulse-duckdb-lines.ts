// The best way found to let DuckDB read an order file: it cuts the cells, hashes the names and reads times and amounts;
// this program numbers the hashes and looks for duplicate lines. No text comes over, so words must be met in the first
// lines. Only for the even files of this bench: no quotes, no blank names, nothing broken. What odd rows need would
// come on top.
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import type { DuckDBDataChunk } from '@duckdb/node-api'
import type { OrderFile } from '../src/domains/pulse/pulse.ts'
import { forget } from '../src/domains/pulse/reading/forget.ts'
import { Quality } from '../src/domains/pulse/reading/quality.ts'
import { outcomeOf, shapeOf } from '../src/domains/pulse/reading/shapes.ts'
import { COLUMNS, cellsOf, chunksOf, doublesIn, Hashes, pairsIn, textIn } from './pulse-duckdb-cells.ts'

const IDS = ['order_id', 'buyer_id', 'shop_id', 'product_id']
const PLACE = ['province', 'city']
const GOODS = ['category', 'payment_method', 'outcome']
/** Where each column of the answer stands. */
const [AT_PLACE, AT_GOODS, TIME, QUANTITY, PRICE] = [4, 5, 6, 7, 8]
/** So many lines are looked at for the words that there are. */
const FIRST_LINES = 100_000
const HOUR_US = 3.6e9
const MOST_COMPARED = 64
const MEMORY = '256MB'

/** Reads an even order file of the contract's columns through DuckDB. */
export async function linesByHash(path: string, lines: number): Promise<OrderFile> {
  const shape = shapeOf(COLUMNS)
  if (!shape) throw new Error('broken promise: the bench writes the contract’s columns')
  const sha256 = digestOf(path)
  const cells = cellsOf(path)
  const reader = new HashReader(lines)
  for (const words of [PLACE, GOODS]) {
    const first = `select distinct hash(${words}), ${words} from (select * from ${cells} limit ${FIRST_LINES})`
    for await (const chunk of chunksOf([first], path, MEMORY)) reader.takeWords(chunk)
  }
  const statement = `
    select ${IDS.map((id) => `hash(${id})`)}, hash(${PLACE}), hash(${GOODS}),
      try_cast(ordered_at as timestamp), try_cast(quantity as double), try_cast(unit_price_pkr as double)
    from ${cells}`
  for await (const chunk of chunksOf([statement], path, MEMORY)) reader.take(chunk)
  const quality = new Quality()
  quality.rows = lines
  return { lines: reader.finish(), quality, shape, sha256 }
}

/** The digest of a file, which must have nothing that DuckDB reads otherwise than we do. */
function digestOf(path: string): string {
  const hash = createHash('sha256')
  const [file, room] = [openSync(path, 'r'), Buffer.alloc(1 << 18)]
  for (let read = readSync(file, room); read > 0; read = readSync(file, room)) {
    const piece = room.subarray(0, read)
    if (piece.includes(0) || piece.includes('"')) throw new Error('broken promise: the bench writes even files')
    hash.update(piece)
  }
  closeSync(file)
  return hash.digest('hex')
}

/** Words of one column, as they come; 0 is the unknown. */
class Labels {
  readonly labels = ['unknown']
  readonly #known = new Map<string, number>()

  numberOf(word: string): number {
    const known = this.#known.get(word) ?? this.labels.push(word) - 1
    this.#known.set(word, known)
    return known
  }
}

class HashReader {
  readonly #ids = IDS.map(() => new Hashes())
  readonly #placeHashes = new Hashes()
  readonly #goodsHashes = new Hashes()
  readonly #words = new Map<string, string[]>()
  readonly #labels = GOODS.map(() => new Labels())
  readonly #places: { province: string; city: string }[] = []
  /** Of each kind of goods, way to pay and outcome: their numbers. */
  readonly #of = [0, 1, 2].map((): number[] => [])
  readonly #numbers = new Int32Array(1 << 12)
  readonly #columns
  readonly #earlier
  #last = new Int32Array(1 << 12).fill(-1)
  #count = 0
  #areOrdersWhole = true

  constructor(lines: number) {
    const numbers = () => new Int32Array(lines)
    const words = () => new Uint16Array(lines)
    this.#columns = {
      ...{ order: numbers(), buyer: numbers(), shop: numbers(), product: numbers(), day: numbers() },
      ...{ category: words(), method: words(), status: words(), place: words(), hour: new Int8Array(lines) },
      ...{ quantity: new Float64Array(lines), value: new Float64Array(lines) },
    }
    this.#earlier = numbers()
  }

  /** Takes words with the hash of them all. */
  takeWords(chunk: DuckDBDataChunk): void {
    const hashes = pairsIn(chunk, 0)
    for (let row = 0; row < chunk.rowCount; row++) {
      this.#words.set(
        keyOf(hashes, row),
        Array.from({ length: chunk.columnCount - 1 }, (_, i) => textIn(chunk, i + 1, row)),
      )
    }
  }

  take(chunk: DuckDBDataChunk): void {
    const { order, buyer, shop, product } = this.#columns
    const at = this.#count
    for (const [i, into] of [order, buyer, shop, product].entries()) {
      this.#ids[i]?.numberAll(pairsIn(chunk, i), into, at)
    }
    this.#takePlaces(pairsIn(chunk, AT_PLACE), at)
    this.#takeGoods(pairsIn(chunk, AT_GOODS), at)
    this.#takeTimes(pairsIn(chunk, TIME), at)
    this.#takeAmounts(doublesIn(chunk, QUANTITY), doublesIn(chunk, PRICE), at)
    this.#count += chunk.rowCount
    this.#link(at)
  }

  #takePlaces(hashes: Int32Array, at: number): void {
    const [numbers, { place }] = [this.#numbers, this.#columns]
    this.#placeHashes.numberAll(hashes, numbers, 0, (row) => {
      const [province = '', city = ''] = this.#wordsOf(hashes, row)
      this.#places.push({ province, city })
    })
    for (let row = 0; row * 2 < hashes.length; row++) place[at + row] = numbers[row] ?? 0
  }

  #takeGoods(hashes: Int32Array, at: number): void {
    const [numbers, { category, method, status }] = [this.#numbers, this.#columns]
    const [categories = [], methods = [], statuses = []] = this.#of
    this.#goodsHashes.numberAll(hashes, numbers, 0, (row) => {
      for (const [i, word] of this.#wordsOf(hashes, row).entries()) {
        this.#of[i]?.push(this.#labels[i]?.numberOf(word) ?? 0)
      }
    })
    for (let row = 0; row * 2 < hashes.length; row++) {
      const goods = numbers[row] ?? 0
      category[at + row] = categories[goods] ?? 0
      method[at + row] = methods[goods] ?? 0
      status[at + row] = statuses[goods] ?? 0
    }
  }

  #wordsOf(hashes: Int32Array, row: number): readonly string[] {
    const words = this.#words.get(keyOf(hashes, row))
    if (!words) throw new Error('broken promise: all words stand in the first lines')
    return words
  }

  /** Microseconds since 1970 as pairs of numbers. */
  #takeTimes(times: Int32Array, at: number): void {
    const { day, hour } = this.#columns
    for (let row = 0; row * 2 < times.length; row++) {
      const us = (times[row * 2 + 1] ?? 0) * 0x1_0000_0000 + ((times[row * 2] ?? 0) >>> 0)
      const hours = Math.floor(us / HOUR_US)
      const days = Math.floor(hours / 24)
      day[at + row] = days
      hour[at + row] = hours - days * 24
    }
  }

  #takeAmounts(many: Float64Array, each: Float64Array, at: number): void {
    const { quantity, value } = this.#columns
    for (let row = 0; row < many.length; row++) {
      const units = many[row] ?? 0
      quantity[at + row] = units
      value[at + row] = Math.round(units * (each[row] ?? 0) * 100)
    }
  }

  /** Ties new lines to the one of their order before them; none may have come twice. */
  #link(from: number): void {
    const [{ order }, earlier, count] = [this.#columns, this.#earlier, this.#count]
    const orders = this.#ids[0]?.count ?? 0
    if (orders > this.#last.length) {
      const wider = new Int32Array(orders * 2).fill(-1)
      wider.set(this.#last)
      this.#last = wider
    }
    const last = this.#last
    for (let at = from; at < count; at++) {
      const number = order[at] ?? 0
      const before = last[number] ?? -1
      if (before >= 0) this.#compare(before, at)
      earlier[at] = before
      last[number] = at
    }
  }

  #compare(before: number, at: number): void {
    if (before !== at - 1) this.#areOrdersWhole = false
    let line = before
    for (let i = 0; line >= 0 && i < MOST_COMPARED; i++, line = this.#earlier[line] ?? -1) {
      if (this.#areAlike(line, at)) throw new Error('broken promise: no line of the bench comes twice')
    }
  }

  #areAlike(line: number, at: number): boolean {
    const { product, value, day, hour, buyer, shop, quantity } = this.#columns
    return (
      product[line] === product[at] &&
      value[line] === value[at] &&
      day[line] === day[at] &&
      hour[line] === hour[at] &&
      buyer[line] === buyer[at] &&
      shop[line] === shop[at] &&
      quantity[line] === quantity[at]
    )
  }

  finish(): OrderFile['lines'] {
    forget(this.#earlier, this.#last)
    for (const hashes of this.#ids) hashes.forget()
    const [orderCount = 0, buyerCount = 0, shopCount = 0, productCount = 0] = this.#ids.map(({ count }) => count)
    const [category, method, status] = this.#labels
    if (!category || !method || !status) throw new Error('broken promise: three kinds of words')
    const ends = Uint8Array.from(status.labels, outcomeOf)
    return {
      ...this.#columns,
      count: this.#count,
      outcome: new Uint8Array(this.#count).map((_, line) => ends[this.#columns.status[line] ?? 0] ?? 0),
      condition: new Uint16Array(0),
      delivery: new Int16Array(0),
      content: new Float32Array(0),
      womenLedShop: new Uint8Array(shopCount),
      ...{ orderCount, buyerCount, shopCount, productCount },
      words: { category, method, status, condition: { labels: ['unknown'] }, places: this.#places },
      areOrdersWhole: this.#areOrdersWhole,
    }
  }
}

const keyOf = (pairs: Int32Array, row: number) => `${pairs[row * 2]} ${pairs[row * 2 + 1]}`
