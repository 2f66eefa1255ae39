import { dayIn, hourIn, NO_DAY, slashDayIn } from './cells.ts'
import { foldWords, mapped, wordOf } from './folding.ts'
import { amountIn, isBlankAt, nameIn } from './in-row.ts'
import { LeftOut } from './left-out.ts'
import { LineColumns, type OrderLines } from './lines.ts'
import { Names } from './names.ts'
import type { Quality, Reason } from './quality.ts'
import { isOtherEncoding } from './row-text.ts'
import type { Broken, Row, RowTaker } from './scanner.ts'
import { outcomeOf, placesOf, type Role, type Shape } from './shapes.ts'
import { MOST_CONTENT, ShopMarks } from './shop-marks.ts'

/** What no order line of this market reaches: a longer number is a slip of the keys. */
export const LIMITS = { quantity: 100_000, price_pkr: 100_000_000, value_pkr: 1_000_000_000 } as const
/** Before this nobody sold over the net: a program's zero date. */
const FIRST_DAY = 9_131
const MOST_WORDS = 60_000
/** So many lines of an order are compared with a new one to find lines that came twice. */
const COMPARED = 64

/** Makes columns of numbers from the rows of an order file, and counts what is odd about them. */
export class LineBuilder implements RowTaker {
  readonly #quality: Quality
  readonly #shape: Shape
  readonly #lines: LineColumns
  readonly #today: number
  /** Where each role stands in a row; −1 when the file does not have it. */
  readonly #at: Readonly<Record<Role, number>>
  readonly #names = { order: new Names(true), buyer: new Names(true), shop: new Names(true), product: new Names(true) }
  readonly #words = { category: new Names(), method: new Names(), status: new Names(), condition: new Names() }
  readonly #province = new Names()
  readonly #city = new Names()
  readonly #places = new Map<number, number>()
  readonly #placeList: { province: number; city: number }[] = []
  readonly #womenLed = new ShopMarks()
  #isHeader = true
  #otherEncoding = 0
  readonly #leftOut = new LeftOut()

  constructor(shape: Shape, quality: Quality, options: { guess: number; today: number }) {
    this.#shape = shape
    this.#at = placesOf(shape)
    this.#quality = quality
    const { content, delivered, condition } = this.#at
    const has = { content: content >= 0, delivery: delivered >= 0, condition: condition >= 0 }
    this.#lines = new LineColumns(options.guess, has)
    this.#today = options.today
  }

  broken(reason: Broken): void {
    this.#quality.rows++
    this.#quality.note(reason)
  }

  row(row: Row): void {
    if (this.#isHeader) {
      this.#isHeader = false
      return
    }
    this.#quality.rows++
    const at = this.#lines.next()
    const reason = this.#time(row, at) ?? this.#amounts(row, at) ?? this.#rest(row, at)
    if (reason) this.#quality.note(reason, 1, this.#leftOut.isMore(nameIn(row, this.#at.buyer, this.#names.buyer)))
    else this.#lines.keep(this.#lines.columns.order[at] ?? 0)
  }

  #rest(row: Row, at: number): Reason | undefined {
    this.#who(row, at)
    this.#what(row, at)
    if (this.#isTwice(this.#lines.columns.order[at] ?? 0, at)) return 'duplicate_line'
    this.#noteUnknowns(row, at)
    return undefined
  }

  #time(row: Row, at: number): Reason | undefined {
    const { day, hour, delivery } = this.#lines.columns
    const { time, delivered: door } = this.#at
    day[at] = NO_DAY
    hour[at] = -1
    if (door >= 0) delivery[at] = -1
    if (isBlankAt(row, time)) return undefined
    const start = row.starts[time] ?? 0
    const end = row.ends[time] ?? 0
    const days = this.#shape.slashDays ? slashDayIn(row.bytes, start, end) : dayIn(row.bytes, start, end)
    if (days === NO_DAY) return 'impossible_date'
    if (days < FIRST_DAY) return 'date_before_trade'
    if (days > this.#today) return 'date_in_future'
    day[at] = days
    hour[at] = this.#shape.slashDays ? -1 : hourIn(row.bytes, start, end)
    if (door < 0) return undefined
    const delivered = dayIn(row.bytes, row.starts[door] ?? 0, row.ends[door] ?? 0)
    if (delivered >= days && delivered - days <= 365) delivery[at] = delivered - days
    return undefined
  }

  #amounts(row: Row, at: number): Reason | undefined {
    const { quantity, value } = this.#lines.columns
    const { quantity: many, price: each } = this.#at
    const units = many < 0 ? 1 : amountIn(row, many)
    const price = amountIn(row, each)
    quantity[at] = units ?? Number.NaN
    value[at] = Number.NaN
    if (units !== undefined) {
      if (Number.isNaN(units)) return 'unreadable_quantity'
      if (units <= 0) return 'negative_quantity'
      if (units > LIMITS.quantity) return 'giant_quantity'
    }
    if (price !== undefined) {
      if (Number.isNaN(price)) return 'unreadable_price'
      if (price < 0) return 'negative_price'
      if (price > LIMITS.price_pkr) return 'giant_price'
    }
    if (units === undefined || price === undefined) return undefined
    if (units * price > LIMITS.value_pkr) return 'giant_value'
    value[at] = Math.round(units * price * 100)
    return undefined
  }

  #who(row: Row, at: number): void {
    const columns = this.#lines.columns
    const cells = this.#at
    const order = nameIn(row, cells.order, this.#names.order)
    const shop = nameIn(row, cells.shop, this.#names.shop)
    // A line without an order is an order of its own.
    columns.order[at] = order >= 0 ? order : this.#names.order.numberOf(LONE, 0, loneName(at))
    columns.buyer[at] = nameIn(row, cells.buyer, this.#names.buyer)
    columns.shop[at] = shop
    columns.product[at] = nameIn(row, cells.product, this.#names.product)
    if (cells.womenLed >= 0) this.#womenLed.note(shop, row, cells.womenLed)
  }

  #what(row: Row, at: number): void {
    const columns = this.#lines.columns
    const cells = this.#at
    columns.category[at] = wordIn(row, cells.category, this.#words.category)
    columns.method[at] = wordIn(row, cells.method, this.#words.method)
    if (cells.condition >= 0) columns.condition[at] = wordIn(row, cells.condition, this.#words.condition)
    if (cells.content >= 0) {
      const content = amountIn(row, cells.content) ?? 0
      columns.content[at] = content > 0 && content <= MOST_CONTENT ? content : 0
    }
    columns.status[at] = cells.isValid < 0 ? wordIn(row, cells.outcome, this.#words.status) : this.#flags(row)
    const province = wordIn(row, cells.province, this.#province)
    const city = wordIn(row, cells.city, this.#city)
    columns.place[at] = this.#placeOf(province, city)
  }

  #placeOf(province: number, city: number): number {
    const key = province * (MOST_WORDS + 1) + city
    let place = this.#places.get(key)
    if (place === undefined) {
      place = this.#placeList.length >= MOST_WORDS ? 0 : this.#placeList.push({ province, city }) - 1
      this.#places.set(key, place)
    }
    return place
  }

  /** The Pakistan sample says by two marks how an order ended: cancelled, sent back, or kept. */
  #flags(row: Row): number {
    const is = (role: Role) => row.bytes[row.starts[this.#at[role]] ?? 0] === 0x31
    const word = is('isValid') ? (is('isNet') ? 'completed' : 'returned') : 'cancelled'
    const bytes = FLAG_WORDS[word]
    return this.#words.status.numberOf(bytes, 0, bytes.length) + 1
  }

  /** True when the same line of the same order has come before, with every cell alike. */
  #isTwice(order: number, at: number): boolean {
    const c = this.#lines.columns
    if (this.#shape.hasTwins || (c.product[at] ?? -1) < 0) return false
    let line = this.#lines.lastOf(order)
    for (let i = 0; line >= 0 && i < COMPARED; i++, line = c.earlier[line] ?? -1) {
      if (
        c.product[line] === c.product[at] &&
        Object.is(c.value[line], c.value[at]) &&
        c.day[line] === c.day[at] &&
        c.hour[line] === c.hour[at] &&
        c.buyer[line] === c.buyer[at] &&
        c.shop[line] === c.shop[at] &&
        c.status[line] === c.status[at] &&
        c.method[line] === c.method[at] &&
        c.category[line] === c.category[at] &&
        c.place[line] === c.place[at] &&
        Object.is(c.quantity[line], c.quantity[at])
      ) {
        return true
      }
    }
    return false
  }

  #noteUnknowns(row: Row, at: number): void {
    const c = this.#lines.columns
    const cells = this.#at
    if (isBlankAt(row, cells.order)) this.#quality.note('no_order_id')
    if (c.day[at] === NO_DAY) this.#quality.note('no_date')
    if (cells.buyer >= 0 && (c.buyer[at] ?? 0) < 0) this.#quality.note('no_buyer')
    if (cells.shop >= 0 && (c.shop[at] ?? 0) < 0) this.#quality.note('no_shop')
    if (cells.product >= 0 && (c.product[at] ?? 0) < 0) this.#quality.note('no_product')
    if (Number.isNaN(c.value[at])) this.#quality.note('no_quantity_or_price')
    if (cells.city >= 0 && this.#placeList[c.place[at] ?? 0]?.city === 0) this.#quality.note('unknown_place')
    if (!row.isPlain && isOtherEncoding(row)) this.#otherEncoding++
  }

  /** The finished columns, with words folded together. */
  finish(): OrderLines {
    const { count, columns, areOrdersWhole } = this.#lines
    this.#quality.note('other_encoding', this.#otherEncoding)
    this.#lines.end()
    for (const names of Object.values(this.#names)) names.forget()
    const folded = {
      category: foldWords(this.#words.category),
      method: foldWords(this.#words.method),
      status: foldWords(this.#words.status),
      condition: foldWords(this.#words.condition),
    }
    const cut = <Kind extends { subarray(from: number, to: number): Kind }>(column: Kind) => column.subarray(0, count)
    const status = mapped(cut(columns.status), folded.status.to)
    const outcomeOfStatus = Uint8Array.from(folded.status.labels, (label, i) => (i === 0 ? 0 : outcomeOf(label)))
    const outcome = new Uint8Array(count)
    for (let i = 0; i < count; i++) outcome[i] = outcomeOfStatus[status[i] ?? 0] ?? 0
    if (this.#at.outcome >= 0) this.#quality.note('unknown_outcome', countOf(outcome, 0))
    const category = mapped(cut(columns.category), folded.category.to)
    const method = mapped(cut(columns.method), folded.method.to)
    if (this.#at.category >= 0) this.#quality.note('unknown_category', countOf(category, 0))
    if (this.#at.method >= 0) this.#quality.note('unknown_payment_method', countOf(method, 0))
    const [provinces, cities] = [foldWords(this.#province), foldWords(this.#city)]
    const places = this.#placeList.map(({ province, city }) => ({
      province: wordOf(provinces, province),
      city: wordOf(cities, city),
    }))
    return {
      count,
      order: cut(columns.order),
      buyer: cut(columns.buyer),
      shop: cut(columns.shop),
      product: cut(columns.product),
      day: cut(columns.day),
      hour: cut(columns.hour),
      category,
      method,
      place: cut(columns.place),
      status,
      outcome,
      condition: mapped(cut(columns.condition), folded.condition.to),
      quantity: cut(columns.quantity),
      value: cut(columns.value),
      delivery: cut(columns.delivery),
      content: cut(columns.content),
      womenLedShop: this.#womenLed.finish(this.#names.shop.count),
      orderCount: this.#names.order.count,
      buyerCount: this.#names.buyer.count,
      shopCount: this.#names.shop.count,
      productCount: this.#names.product.count,
      words: { ...folded, places: places.length > 0 ? places : [{ province: '', city: '' }] },
      areOrdersWhole,
    }
  }
}

const FLAG_WORDS = {
  completed: Buffer.from('completed'),
  returned: Buffer.from('returned'),
  cancelled: Buffer.from('cancelled'),
}

const LONE = Buffer.alloc(24)
/** A name that no file can hold, because it begins with a NUL. */
const loneName = (line: number) => LONE.write(`\0${line}`)

/** 0 for unknown, otherwise one more than the number of the name. */
function wordIn(row: Row, cell: number, names: Names): number {
  const number = nameIn(row, cell, names) + 1
  return number > MOST_WORDS ? 0 : number
}

function countOf(column: Uint8Array | Uint16Array, value: number): number {
  let count = 0
  for (const each of column) if (each === value) count++
  return count
}
