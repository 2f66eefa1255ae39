/**
 * A pure model of one shop's money: no database, no clock, none of the program's own tables. What a person may do and
 * where each paisa then is, written down once more and differently.
 */
export interface Model {
  readonly orders: ModelOrder[]
  onHand: number
  reserved: number
  /** How often parcels went back by the buyer's own fault. */
  faults: number
  /** How often days have passed. */
  passes: number
  readonly books: Books
}

/** Sums of accounts, debits above zero. The shop's is what it has to get less what it owes: payable, payouts, debt. */
export interface Books {
  hold: bigint
  refundOwed: bigint
  /** What came by a rail for an order whose rest is due at the door. */
  partPaid: bigint
  shop: bigint
  commission: bigint
  delivery: bigint
  cashRider: bigint
  cashCourier: bigint
  /** Cash at the rail and at the market. */
  cashElsewhere: bigint
}

export type ModelState =
  | 'awaiting'
  | 'placed'
  | 'packed'
  | 'shipped'
  | 'at door'
  | 'looking'
  | 'delivered'
  | 'refused'
  | 'returned'
  | 'kept'
  | 'ended'

export interface ModelOrder {
  readonly method: 'cod' | 'prepaid'
  state: ModelState
  isFunded: boolean
  /** In whose hand the cash of the door is. */
  cash: 'rider' | 'courier' | 'none'
  missed: number
  /** When days passed for the so-manieth time, it ran out without money. */
  ranOut: number
  /** Opened after a courier left it: time decides when nobody does. */
  hasClock: boolean
  /** Payments that came for it. */
  readonly came: Set<number>
  /** What came by a rail before the cash at the door. */
  readonly parts: bigint[]
  /** Refunds that are owed. */
  readonly owed: { paisa: bigint; byRail: boolean }[]
}

export const GOODS = 245_000n
export const WAY = 20_000n
const TOTAL = GOODS + WAY
/** Five in a hundred. */
const COMMISSION = 12_250n
const MOST_FAULTS = 3
const MOST_MISSED = 3
const MOST_UNPAID = 5

export function newModel(stock: number): Model {
  const books: Books = {
    hold: 0n,
    refundOwed: 0n,
    partPaid: 0n,
    shop: 0n,
    commission: 0n,
    delivery: 0n,
    cashRider: 0n,
    cashCourier: 0n,
    cashElsewhere: 0n,
  }
  return { orders: [], onHand: stock, reserved: 0, faults: 0, passes: 0, books }
}

export function mayPlace(model: Model, method: 'cod' | 'prepaid'): boolean {
  if (model.onHand <= model.reserved) return false
  return method === 'prepaid' ? unpaidOf(model) < MOST_UNPAID : model.faults < MOST_FAULTS
}

/** Orders that wait for money, or ran out without any when days passed last: they count for three days. */
function unpaidOf({ orders, passes }: Model): number {
  return orders.filter(({ state, ranOut }) => state === 'awaiting' || (ranOut > 0 && ranOut === passes)).length
}

export function place(model: Model, method: 'cod' | 'prepaid'): void {
  model.reserved++
  const state = method === 'cod' ? 'placed' : 'awaiting'
  const nothing = { isFunded: false, cash: 'none', missed: 0, ranOut: 0, hasClock: false } as const
  model.orders.push({ ...nothing, method, state, came: new Set(), parts: [], owed: [] })
}

/** What the payments of a test are of: an order paid at the door may be paid in part before. */
export function paisaOf(method: 'cod' | 'prepaid', payment: number): bigint {
  return method === 'cod' && payment === 1 ? 100_000n : TOTAL
}

const sum = (parts: readonly bigint[]) => parts.reduce((all, paisa) => all + paisa, 0n)

/** Cash is due at the door and has not come. */
function isDueAtDoor(order: ModelOrder): boolean {
  const open: readonly ModelState[] = ['placed', 'packed', 'shipped', 'at door', 'looking']
  return order.method === 'cod' && !order.isFunded && open.includes(order.state)
}

/** A payment comes: the order waits for it, or it is too much and is owed back; told again it is nothing. */
export function pay(model: Model, order: ModelOrder, payment: number): void {
  if (order.came.has(payment)) return
  const paisa = paisaOf(order.method, payment)
  order.came.add(payment)
  model.books.cashElsewhere += paisa
  if (order.state === 'awaiting') {
    order.state = 'placed'
    order.isFunded = true
    model.books.hold -= TOTAL
  } else if (isDueAtDoor(order) && sum(order.parts) + paisa <= TOTAL) {
    order.parts.push(paisa)
    model.books.partPaid -= paisa
  } else {
    owe(model, order, paisa, true)
  }
}

/** What is left to take at the door is taken, and the order has all of its money. */
export function takeCash(model: Model, order: ModelOrder, cash: 'rider' | 'courier'): void {
  const rest = TOTAL - sum(order.parts)
  order.isFunded = true
  order.cash = rest > 0n ? cash : 'none'
  model.books.hold -= TOTAL
  model.books.partPaid += sum(order.parts)
  if (cash === 'rider') model.books.cashRider += rest
  else model.books.cashCourier += rest
}

/** The cash of a door reaches the market. */
export function handIn(model: Model, order: ModelOrder): void {
  if (order.cash === 'none') return
  const paisa = TOTAL - sum(order.parts)
  if (order.cash === 'rider') model.books.cashRider -= paisa
  else model.books.cashCourier -= paisa
  model.books.cashElsewhere += paisa
  order.cash = 'none'
}

/** The buyer keeps it: the hold is the shop's, less the fees. */
export function release(model: Model, order: ModelOrder): void {
  order.state = 'kept'
  order.isFunded = false
  model.books.hold += TOTAL
  model.books.commission -= COMMISSION
  model.books.delivery -= WAY
  model.books.shop -= GOODS - COMMISSION
}

/** It comes to nothing before it has left the shop: the goods are free again, and money that came is owed back. */
export function callOff(model: Model, order: ModelOrder): void {
  order.state = 'ended'
  model.reserved--
  giveBack(model, order, 0n)
}

/** The goods go back. A shop at fault owes the way; a buyer at fault pays it from the second time on. */
export function goBack(model: Model, order: ModelOrder, fault: 'shop' | 'buyer' | 'market'): void {
  order.state = 'refused'
  if (fault === 'shop') {
    model.books.shop += WAY
    model.books.delivery -= WAY
  }
  const kept = fault === 'buyer' && model.faults > 0 && order.isFunded ? WAY : 0n
  if (fault === 'buyer') model.faults++
  giveBack(model, order, kept)
}

function giveBack(model: Model, order: ModelOrder, kept: bigint): void {
  const [isFunded, parts] = [order.isFunded, sum(order.parts)]
  if (isFunded) model.books.hold += TOTAL
  else model.books.partPaid += parts
  model.books.delivery -= kept
  order.isFunded = false
  const whole = isFunded ? TOTAL - parts : 0n
  let less = kept < whole ? kept : whole
  if (whole > less) owe(model, order, whole - less, order.method === 'prepaid')
  less = kept - less
  for (const paisa of order.parts) {
    const held = less < paisa ? less : paisa
    less -= held
    if (paisa > held) owe(model, order, paisa - held, true)
  }
}

function owe(model: Model, order: ModelOrder, paisa: bigint, byRail: boolean): void {
  model.books.refundOwed -= paisa
  order.owed.push({ paisa, byRail })
}

/** Refunds go, the smallest first: out of what the rail holds, or out of the market's own. */
export function sendOwed(
  model: Model,
  order: ModelOrder,
  which: (one: { byRail: boolean }) => boolean,
  most = 99,
): void {
  let left = most
  for (const one of order.owed.toSorted((a, b) => Number(a.paisa - b.paisa))) {
    if (left === 0 || !which(one)) continue
    left--
    order.owed.splice(order.owed.indexOf(one), 1)
    model.books.refundOwed += one.paisa
    model.books.cashElsewhere -= one.paisa
  }
}

/** Nobody came: at the third time the parcel goes back. */
export function missed(model: Model, order: ModelOrder): void {
  order.missed++
  if (order.missed >= MOST_MISSED) goBack(model, order, 'buyer')
  else order.state = 'shipped'
}

/** Days pass, and what has a clock runs out. */
export function timePasses(model: Model): void {
  model.passes++
  for (const order of model.orders) {
    if (order.state === 'awaiting') order.ranOut = model.passes
    if (['awaiting', 'placed', 'packed'].includes(order.state)) callOff(model, order)
    else if (order.state === 'delivered' || (order.state === 'looking' && order.hasClock)) release(model, order)
  }
}
