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

const HOUR = 60

// Minutes since the last step, least and most: the market's own clocks would have moved an older one on.
const SINCE: Readonly<Record<SeedOrderState, readonly [number, number]>> = {
  awaiting_payment: [2, 25],
  placed: [10, 30 * HOUR],
  packed: [20, 22 * HOUR],
  shipped: [HOUR, 40 * HOUR],
  at_door: [3, 50],
  inspecting: [2, 11],
  delivered: [2 * HOUR, 2 * DAY],
  completed: [HOUR, 165 * DAY],
  refused: [2 * HOUR, 5 * DAY],
  returned: [HOUR, 150 * DAY],
  cancelled: [HOUR, 150 * DAY],
  expired: [2 * HOUR, 120 * DAY],
}

// One of each of these was forgotten, so that the operator has something to mend.
const STUCK: Readonly<Partial<Record<SeedOrderState, number>>> = {
  placed: 54 * HOUR,
  shipped: 6 * DAY,
  inspecting: 3 * HOUR,
  refused: 11 * DAY,
}

const TO_DOOR: readonly SeedOrderState[] = ['packed', 'shipped', 'at_door', 'inspecting']

/** The states an order goes through after its placing, up to the one it stands in. */
function pathTo(state: SeedOrderState, other: boolean): SeedOrderState[] {
  switch (state) {
    case 'awaiting_payment':
    case 'placed':
      return []
    case 'expired':
      return [state]
    case 'cancelled':
      return other ? ['packed', state] : [state]
    case 'delivered':
      return ['packed', 'shipped', 'at_door', state]
    case 'completed':
      // Some leave the parcel with a neighbour and say later that they keep it.
      return other ? ['packed', 'shipped', 'at_door', 'delivered', 'inspecting', state] : [...TO_DOOR, state]
    case 'refused':
      return [...TO_DOOR, state]
    case 'returned':
      return [...TO_DOOR, 'refused', state]
    default:
      return TO_DOOR.slice(0, TO_DOOR.indexOf(state) + 1)
  }
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
    case 'delivered':
      return { by: hands.rider, wait: between(random, 2, 6) }
    case 'inspecting':
      return { by: hands.buyer, wait: between(random, 1, 9) }
    case 'completed':
    case 'refused':
      return { by: hands.buyer, wait: between(random, 2, 13) }
    case 'returned':
      return { by: hands.rider, wait: between(random, DAY, 3 * DAY) }
    case 'cancelled':
      return { by: chance(random, 70) ? hands.buyer : hands.seller, wait: between(random, 15, 9 * 60) }
    default:
      // Unpaid orders end by the market's own clock.
      return { by: null, wait: between(random, 36, 40) }
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

function orderOf(
  random: Random,
  stage: Stage,
  state: SeedOrderState,
  at: number,
  stuck: boolean,
): Omit<SeedOrder, 'key'> {
  const buyers = stage.people.filter((person) => person.role === 'buyer')
  const known = at % 5 === 0 ? 'ayesha' : at % 23 === 0 ? 'hina' : ''
  const buyer = buyers.find((person) => person.key === known) ?? pick(random, buyers)
  const shop =
    at % 7 === 0 ? bilalOr(stage, shopFor(random, stage, buyer, true)) : shopFor(random, stage, buyer, at % 3 === 0)
  const rider = riderFor(buyer, shop)
  const unpaid = state === 'awaiting_payment' || state === 'expired'
  const apart = chance(random, 20)
  // What nobody watched being handed over was paid for before.
  const before = unpaid || state === 'delivered' || (state === 'completed' && apart)
  const payment = before || chance(random, 28) ? 'prepaid' : 'cod'
  const seller = pick(random, [shop.owner, ...shop.helpers])
  const path = pathTo(state, apart)
  const whole = payment === 'prepaid' && !unpaid ? (['placed', ...path] as const) : path
  const steps = stepsOf(random, whole, { buyer: buyer.key, seller, rider })
  const lines = linesOf(random, goodsOf(stage, shop))
  const reasons = REASONS[state]
  return {
    buyer: buyer.key,
    shop: shop.handle,
    lines,
    payment,
    carrier: rider === null ? 'courier' : 'rider',
    placed_minutes_ago: ageOf(random, stage, { state, steps, lines, stuck }),
    state,
    steps,
    reason: reasons === undefined ? null : pick(random, reasons),
  }
}

/** Goods that were on the shelf long enough ago for an order that has already come home. */
function goodsOf(stage: Stage, shop: SeedShop): SeedListing[] {
  return stage.listings.filter(
    (listing) => listing.shop === shop.handle && listing.state === 'live' && listing.listed_days_ago >= 24,
  )
}

/** Minutes since the placing: all the steps, the time since the last one, and never before the goods were listed. */
function ageOf(
  random: Random,
  stage: Stage,
  order: Pick<SeedOrder, 'state' | 'steps' | 'lines'> & { readonly stuck: boolean },
): number {
  const [least, most] = SINCE[order.state]
  const path = order.steps.at(-1)?.after_min ?? 0
  const keys = order.lines.map((line) => line.listing)
  const listed = stage.listings.filter((one) => keys.includes(one.key)).map((one) => one.listed_days_ago * DAY)
  const room = Math.min(...listed) - path - 2 * HOUR
  const since = order.stuck ? (STUCK[order.state] ?? least) : between(random, least, Math.min(most, room))
  return path + since
}

function bilalOr(stage: Stage, other: SeedShop): SeedShop {
  return stage.shops.find((shop) => shop.handle === 'bilal-shoes') ?? other
}

/** The orders of the demo market, the oldest first, for the verbs to replay. */
export function orderPlan(random: Random, stage: Stage, count: number): SeedOrder[] {
  return statesFor(count)
    .map((state, at, all) => orderOf(random, stage, state, at, state in STUCK && all.indexOf(state) === at))
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
