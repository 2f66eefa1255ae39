import { CITIES, distanceBetween } from './cities.ts'
import { between, chance, pick, pickSome } from './random.ts'
import type {
  Random,
  SeedListing,
  SeedMarket,
  SeedOrder,
  SeedOrderLine,
  SeedOrderState,
  SeedPerson,
  SeedShop,
  SeedStep,
} from './shapes.ts'

const DAY = 24 * 60

// How many of each hundred and fifty orders stand in a state today.
const SHARES: readonly (readonly [SeedOrderState, number])[] = [
  ['awaiting_payment', 4],
  ['placed', 14],
  ['packed', 11],
  ['shipped', 12],
  ['at_door', 4],
  ['inspecting', 3],
  ['delivered', 7],
  ['completed', 65],
  ['refused', 6],
  ['returned', 10],
  ['cancelled', 9],
  ['expired', 5],
]

const REASONS: Readonly<Partial<Record<SeedOrderState, readonly string[]>>> = {
  refused: [
    'Rang tasveer se alag hai',
    'The size written on the box is another one',
    'سلائی ادھڑی ہوئی تھی',
    'One piece of the set is missing',
    'Nakli lag raha hai, dabba khula hua tha',
  ],
  returned: [
    'Kapra patla nikla',
    'Not the model that I ordered',
    'رنگ اور تھا',
    'Broken in the way',
    'Size chhota hai, dukaan wale maan gaye',
    'Screen par lakeer thi',
  ],
  cancelled: [
    'Ghalti se do dafa order ho gaya',
    'Found it in the bazaar downstairs',
    'اب ضرورت نہیں',
    'Stock khatam, dukaan ne maazrat ki',
    'Wrong address, will order again',
  ],
}

const RIDER_OF: Readonly<Record<string, string>> = {
  lahore: 'ghazi',
  karachi: 'rider-karachi',
  rawalpindi: 'rider-pindi',
  islamabad: 'rider-pindi',
  peshawar: 'rider-peshawar',
}

// How old an order in a state may be, in minutes; younger than its whole path it is never.
const AGES: Readonly<Record<SeedOrderState, readonly [number, number]>> = {
  awaiting_payment: [2, 25],
  placed: [10, 20 * 60],
  packed: [5 * 60, 2 * DAY],
  shipped: [DAY, 4 * DAY],
  at_door: [2 * DAY, 5 * DAY],
  inspecting: [2 * DAY, 5 * DAY],
  delivered: [3 * DAY, 6 * DAY],
  completed: [8 * DAY, 170 * DAY],
  refused: [3 * DAY, 7 * DAY],
  returned: [10 * DAY, 160 * DAY],
  cancelled: [DAY, 150 * DAY],
  expired: [DAY, 120 * DAY],
}

const TO_DOOR: readonly SeedOrderState[] = ['packed', 'shipped', 'at_door', 'inspecting']

/** The states an order goes through after its placing, up to the one it stands in. */
function pathTo(state: SeedOrderState, late: boolean): SeedOrderState[] {
  if (state === 'placed' || state === 'awaiting_payment' || state === 'expired')
    return state === 'expired' ? [state] : []
  if (state === 'cancelled') return late ? ['packed', state] : [state]
  const door = TO_DOOR.indexOf(state)
  if (door >= 0) return TO_DOOR.slice(0, door + 1)
  if (state === 'refused') return [...TO_DOOR, 'refused']
  if (state === 'returned') return [...TO_DOOR, 'refused', 'returned']
  return state === 'delivered' ? [...TO_DOOR, 'delivered'] : [...TO_DOOR, 'delivered', 'completed']
}

interface Hands {
  readonly buyer: string
  /** Owner or helper. */
  readonly seller: string
  readonly rider: string | null
}

/** Who takes the step, and how many minutes after the one before. */
function nextStep(random: Random, to: SeedOrderState, hands: Hands): { by: string | null; wait: number } {
  switch (to) {
    case 'placed':
      return { by: hands.buyer, wait: between(random, 1, 6) }
    case 'packed':
      return { by: hands.seller, wait: between(random, 40, 240) }
    case 'shipped':
      return { by: hands.rider, wait: between(random, 60, 16 * 60) }
    case 'at_door':
      return { by: hands.rider, wait: hands.rider === null ? between(random, DAY, 2 * DAY) : between(random, 120, 900) }
    case 'inspecting':
      return { by: hands.buyer, wait: between(random, 1, 9) }
    case 'delivered':
    case 'refused':
      return { by: hands.buyer, wait: between(random, 2, 14) }
    case 'returned':
      return { by: hands.rider, wait: between(random, DAY, 3 * DAY) }
    case 'cancelled':
      return { by: chance(random, 70) ? hands.buyer : hands.seller, wait: between(random, 15, 9 * 60) }
    case 'completed':
      return { by: null, wait: between(random, 1, 5) }
    default:
      return { by: null, wait: 30 }
  }
}

function stepsOf(random: Random, path: readonly SeedOrderState[], hands: Hands): SeedStep[] {
  let minutes = 0
  return path.map((to) => {
    const { by, wait } = nextStep(random, to, hands)
    minutes += wait
    return { to, after_min: minutes, by }
  })
}

function linesOf(random: Random, goods: readonly SeedListing[]): SeedOrderLine[] {
  const chosen = pickSome(random, goods, chance(random, 28) ? 2 : 1)
  return chosen.map((listing) => ({
    listing: listing.key,
    sku: pick(
      random,
      listing.variants.filter((variant) => variant.stock > 0),
    ).sku,
    quantity: chance(random, 82) ? 1 : between(random, 2, 4),
  }))
}

function statesFor(count: number): SeedOrderState[] {
  const total = SHARES.reduce((sum, [, share]) => sum + share, 0)
  let before = 0
  return SHARES.flatMap(([state, share]) => {
    const from = Math.round((before * count) / total)
    before += share
    return Array.from({ length: Math.round((before * count) / total) - from }, () => state)
  })
}

/** The rider of the city when shop and buyer live in one, nobody (a courier) otherwise. */
function riderFor(buyer: SeedPerson, shop: SeedShop): string | null {
  const from = CITIES.find((city) => city.id === shop.city)
  const to = CITIES.find((city) => city.id === buyer.address.city)
  if (from === undefined || to === undefined || distanceBetween(from, to) !== 'city') return null
  return RIDER_OF[to.id] ?? null
}

type Stage = Pick<SeedMarket, 'people' | 'shops' | 'listings'>

/** Every third order is near, so that riders have a day's work. */
function shopFor(random: Random, stage: Stage, buyer: SeedPerson, near: boolean): SeedShop {
  const open = stage.shops.filter((shop) => shop.checked)
  const home = open.filter((shop) => riderFor(buyer, shop) !== null)
  return pick(random, near && home.length > 0 ? home : open)
}

function orderOf(random: Random, stage: Stage, state: SeedOrderState, at: number): Omit<SeedOrder, 'key'> {
  const buyers = stage.people.filter((person) => person.role === 'buyer')
  const known = at % 5 === 0 ? 'ayesha' : at % 23 === 0 ? 'hina' : ''
  const buyer = buyers.find((person) => person.key === known) ?? pick(random, buyers)
  const shop =
    at % 7 === 0 ? bilalOr(stage, shopFor(random, stage, buyer, true)) : shopFor(random, stage, buyer, at % 3 === 0)
  const goods = stage.listings.filter((listing) => listing.shop === shop.handle && listing.state === 'live')
  const rider = riderFor(buyer, shop)
  const early = state === 'awaiting_payment' || state === 'expired'
  const payment = early || chance(random, 28) ? 'prepaid' : 'cod'
  const seller = pick(random, [shop.owner, ...shop.helpers])
  const path = pathTo(state, chance(random, 30))
  const whole = payment === 'prepaid' && !early ? (['placed', ...path] as const) : path
  const steps = stepsOf(random, whole, { buyer: buyer.key, seller, rider })
  const [youngest, oldest] = AGES[state]
  const needs = steps.at(-1)?.after_min ?? 0
  const reasons = REASONS[state]
  return {
    buyer: buyer.key,
    shop: shop.handle,
    lines: linesOf(random, goods),
    payment,
    carrier: rider === null ? 'courier' : 'rider',
    placed_minutes_ago: Math.max(between(random, youngest, oldest), needs + between(random, 3, 90)),
    state,
    steps,
    reason: reasons === undefined ? null : pick(random, reasons),
  }
}

function bilalOr(stage: Stage, other: SeedShop): SeedShop {
  return stage.shops.find((shop) => shop.handle === 'bilal-shoes') ?? other
}

/** The orders of the demo market, the oldest first, for the verbs to replay. */
export function orderPlan(random: Random, stage: Stage, count: number): SeedOrder[] {
  return statesFor(count)
    .map((state, at) => orderOf(random, stage, state, at))
    .sort((a, b) => b.placed_minutes_ago - a.placed_minutes_ago)
    .map((order, at) => ({ key: `order-${String(at + 1).padStart(3, '0')}`, ...order }))
}

/** The same listings with enough on the shelf for every planned order, and what was left besides. */
export function stockedFor(listings: readonly SeedListing[], orders: readonly SeedOrder[]): SeedListing[] {
  const wanted = new Map<string, number>()
  for (const { sku, quantity } of orders.flatMap((order) => order.lines)) {
    wanted.set(sku, (wanted.get(sku) ?? 0) + quantity)
  }
  return listings.map((listing) => ({
    ...listing,
    variants: listing.variants.map((one) => ({ ...one, stock: one.stock + (wanted.get(one.sku) ?? 0) })),
  }))
}
