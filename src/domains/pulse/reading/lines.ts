import { forget } from './forget.ts'

/** The words of a column that has few of them, folded so that COD and cod are one. Number 0 is the unknown. */
export interface Words {
  readonly labels: readonly string[]
}

/** Order lines as columns: a number each, so that ten million of them fit in half a gigabyte. −1 is unknown. */
export interface OrderLines {
  readonly count: number
  readonly order: Int32Array
  readonly buyer: Int32Array
  readonly shop: Int32Array
  readonly product: Int32Array
  /** Days since 1970-01-01 as the file writes them; NO_DAY when unknown. */
  readonly day: Int32Array
  readonly hour: Int8Array
  /** Numbers among the labels; 0 is unknown. */
  readonly category: Uint16Array
  readonly method: Uint16Array
  readonly place: Uint16Array
  /** The outcome as the file writes it, and as one of OUTCOMES. */
  readonly status: Uint16Array
  readonly outcome: Uint8Array
  /** New, used; empty when the file tells none. */
  readonly condition: Uint16Array
  readonly quantity: Float64Array
  /** Paisa; NaN when the quantity or the price is unknown. */
  readonly value: Float64Array
  /** Days from the order to the door; −1 when unknown, and empty when the file tells none. */
  readonly delivery: Int16Array
  /** Grams, millilitres or pieces in one unit; empty when the file tells none, 0 where a line does not. */
  readonly content: Float32Array
  /** 1 for a shop led by women, 2 for another, 0 for one that does not say. */
  readonly womenLedShop: Uint8Array
  readonly orderCount: number
  readonly buyerCount: number
  readonly shopCount: number
  readonly productCount: number
  readonly words: {
    readonly category: Words
    readonly method: Words
    readonly status: Words
    readonly condition: Words
    /** Province and city of each place; empty when unknown. */
    readonly places: readonly { readonly province: string; readonly city: string }[]
  }
  /** False when lines of one order do not follow each other. */
  readonly areOrdersWhole: boolean
}

type Column = Int32Array | Uint16Array | Uint8Array | Int8Array | Int16Array | Float64Array | Float32Array

interface Kinds {
  order: Int32Array
  buyer: Int32Array
  shop: Int32Array
  product: Int32Array
  day: Int32Array
  hour: Int8Array
  category: Uint16Array
  method: Uint16Array
  place: Uint16Array
  status: Uint16Array
  condition: Uint16Array
  quantity: Float64Array
  value: Float64Array
  delivery: Int16Array
  content: Float32Array
  /** The line of the same order that came before; −1 for the first. */
  earlier: Int32Array
}

/** Which columns that few files have this one has; the others stay empty. */
export interface Having {
  readonly content: boolean
  readonly delivery: boolean
  readonly condition: boolean
}

function columnsOf(rows: number, has: Having): Kinds {
  return {
    order: new Int32Array(rows),
    buyer: new Int32Array(rows),
    shop: new Int32Array(rows),
    product: new Int32Array(rows),
    day: new Int32Array(rows),
    hour: new Int8Array(rows),
    category: new Uint16Array(rows),
    method: new Uint16Array(rows),
    place: new Uint16Array(rows),
    status: new Uint16Array(rows),
    condition: new Uint16Array(has.condition ? rows : 0),
    quantity: new Float64Array(rows),
    value: new Float64Array(rows),
    delivery: new Int16Array(has.delivery ? rows : 0),
    content: new Float32Array(has.content ? rows : 0),
    earlier: new Int32Array(rows),
  }
}

/** Columns that grow as lines come. The first guess of the length saves copying. */
export class LineColumns {
  count = 0
  columns: Kinds
  #room: number
  #last = new Int32Array(1 << 12).fill(-1)
  areOrdersWhole = true

  constructor(guess: number, has: Having) {
    this.#room = Math.max(1_024, guess)
    this.columns = columnsOf(this.#room, has)
  }

  /** The place for the next line. */
  next(): number {
    if (this.count === this.#room) this.#grow()
    return this.count
  }

  /** The last line of an order that was kept; −1 when there is none. */
  lastOf(order: number): number {
    return order < this.#last.length ? (this.#last[order] ?? -1) : -1
  }

  /** Keeps the line that was written at the next place. */
  keep(order: number): void {
    const line = this.count++
    if (order >= this.#last.length) {
      const wider = new Int32Array(Math.max(order + 1, this.#last.length * 2)).fill(-1)
      wider.set(this.#last)
      this.#last = wider
    }
    const earlier = this.#last[order] ?? -1
    if (earlier >= 0 && earlier !== line - 1) this.areOrdersWhole = false
    this.columns.earlier[line] = earlier
    this.#last[order] = line
  }

  /** What only reading needs is forgotten. */
  end(): void {
    forget(this.columns.earlier, this.#last)
  }

  #grow(): void {
    this.#room = Math.ceil(this.#room * 1.5)
    for (const name of Object.keys(this.columns) as (keyof Kinds)[]) this.#widen(name)
  }

  /** One column at a time, so that only one of them is there twice. */
  #widen(name: keyof Kinds): void {
    const old: Column = this.columns[name]
    if (old.length === 0) return
    const Kind = old.constructor as new (rows: number) => Column
    const wide = new Kind(this.#room)
    wide.set(old)
    Object.assign(this.columns, { [name]: wide })
  }
}
