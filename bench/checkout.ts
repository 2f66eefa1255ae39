// bench checkout: (a) whole purchases through HTTP, (b) only the placing request, (c) 200 buyers for 50 pieces; and in
// the
// same run the raw floor, the same rows written by hand. Prints one line of JSON (CONTRACTS: bench checkout).
import { addLine, newCart } from '../src/domains/cart/cart.ts'
import { signValue } from '../src/kit/http/cookies.ts'
import { shown } from '../src/kit/ids/ids.ts'
import { sql } from '../src/kit/sql/sql.ts'
import { Client, cookieOf, median, quantile, rounded, together } from './client.ts'
import { type RawCart, rawOrder, rawPool } from './raw-order.ts'
import { type BenchBuyer, type BenchGoods, countRows, followed, makeBuyers, makeGoods, openScratch } from './scratch.ts'

const BUYERS = Number(process.env.BENCH_BUYERS ?? 16)
const ROUNDS = 3
const PURCHASES = 600
const PLACINGS = 1_000

const say = (line: string) => process.stderr.write(`${line}\n`)

const scratch = await openScratch()
say('10,000 listings in 100 shops …')
const goods = await makeGoods(scratch.db, 100, 10_000, 100_000)
const buyers = await makeBuyers(scratch.db, 256)
const server = await scratch.serve()
const client = new Client(server.port)
const pool = rawPool(scratch.url)

const buyerOf = (i: number): BenchBuyer => buyers[i % buyers.length] as BenchBuyer
const goodsOf = (i: number): BenchGoods => goods[(i * 7919) % goods.length] as BenchGoods
const methodOf = (i: number) => (i % 3 === 0 ? 'jazzcash' : 'cod')

/** One purchase as a browser without script makes it. */
async function purchase(i: number): Promise<number> {
  const start = performance.now()
  const buyer = buyerOf(i)
  const one = goodsOf(i)
  const session = `session=${buyer.token}`
  const line = await client.ask('POST', '/cart/lines', session, {
    listing: shown('lst', one.listing_id),
    shop: shown('shp', one.shop_id),
    variant: shown('var', one.variant_id),
    quantity: '1',
  })
  const cart = cookieOf(line, 'cart')
  if (line.status !== 303 || !cart)
    throw new Error(`putting in the cart: ${line.status} ${line.body.toString().slice(0, 300)}`)
  const cookie = `${session}; cart=${cart}`
  const address = { name: 'Ayesha', street: 'House 1', area: 'Model Town', landmark: '', city: 'lahore' }
  const told = i < 5 ? address : { address: shown('adr', buyer.address_id) }
  const chosen = await client.ask('POST', '/checkout/address', cookie, told)
  const where = String(chosen.headers.location ?? '')
  if (chosen.status !== 303) throw new Error(`choosing an address: ${chosen.status}`)
  const bill = new URLSearchParams(where.split('?')[1])
  await place(cookie, await checkoutOf(cart), bill.get('address') ?? '', methodOf(i))
  return performance.now() - start
}

const carts = new Map<string, string>()
async function checkoutOf(cart: string): Promise<string> {
  const cartId = cart.slice(0, cart.lastIndexOf('.'))
  const known = carts.get(cart)
  if (known) return known
  const row = await scratch.db.read((tx) =>
    tx.one<{ checkout_id: string }>(sql`select checkout_id from carts where party_id = ${cartId}`),
  )
  return shown('chk', row?.checkout_id ?? '')
}

async function place(cookie: string, checkout: string, address: string, method: string): Promise<number> {
  const told = await client.ask('POST', '/checkout', cookie, { checkout, address, method })
  const isPlaced = told.status === 303 ? /\/orders/.test(String(told.headers.location)) : told.status === 200
  if (!isPlaced)
    throw new Error(`placing: ${told.status} ${told.headers.location} ${told.body.toString().slice(0, 300)}`)
  return told.ms
}

interface Ready {
  cookie: string
  token: string
  ticket: { checkout: string; address_id: string }
  raw: RawCart
}

/** Carts that only wait for their last request. */
async function prepared(count: number, from: number, of: (i: number) => BenchGoods, who: (i: number) => BenchBuyer) {
  const ready: Ready[] = []
  for (let i = 0; i < count; i++) {
    const buyer = who(i)
    const { shop_id, variant_id } = of(from + i)
    const cart = await scratch.db.tx(async (tx) => {
      const made = await newCart(tx, null)
      await addLine(tx, made.party_id, { shop_id, variant_id, quantity: 1 })
      return made
    })
    const cookie = `session=${buyer.token}; cart=${signValue(scratch.keys.sign, 'cart', cart.party_id)}`
    const ticket = {
      cart: signValue(scratch.keys.sign, 'api.cart', shown('crt', cart.party_id)),
      checkout: shown('chk', cart.checkout_id),
      address_id: shown('adr', buyer.address_id),
      method: 'cod',
    }
    const raw = { cart_id: cart.party_id, checkout_id: cart.checkout_id }
    ready.push({ cookie, token: buyer.api_token, ticket, raw })
  }
  return ready
}

async function purchasesRound(count: number, from: number) {
  const times: number[] = []
  const ms = await together(count, BUYERS, async (i) => {
    times.push(await purchase(from + i))
  })
  return { per_s: (count / ms) * 1_000, times }
}

async function placingRound(count: number, from: number, at_once = BUYERS) {
  const ready = await prepared(count, from, goodsOf, buyerOf)
  const times: number[] = []
  const ms = await together(count, at_once, async (i) => {
    const { token, ticket } = ready[i] as Ready
    const told = await client.post('/api/v1/orders', token, ticket)
    if (told.status !== 201) throw new Error(`placing: ${told.status} ${told.body.toString().slice(0, 300)}`)
    times.push(told.ms)
  })
  return { per_s: (count / ms) * 1_000, times }
}

async function rawRound(count: number, from: number, at_once = BUYERS) {
  const ready = await prepared(count, from, goodsOf, buyerOf)
  const ms = await together(count, at_once, (i) => {
    const { raw } = ready[i] as Ready
    return rawOrder(pool, buyerOf(i), goodsOf(from + i), raw)
  })
  return (count / ms) * 1_000
}

/** What a round wrote, in rows an order: the floor is one only if it writes the same. */
async function rowsOf(round: () => Promise<unknown>, orders: number): Promise<Record<string, number>> {
  await followed(scratch.db)
  const before = await countRows(scratch.db)
  await round()
  await followed(scratch.db)
  const after = await countRows(scratch.db)
  return Object.fromEntries(
    Object.entries(after).map(([table, rows]) => [table, (rows - (before[table] ?? 0)) / orders]),
  )
}

/** One answer in twenty is cut off and asked for again, as on a bad line: nothing is lost, nothing comes twice. */
async function cutRound(count: number, from: number) {
  const ready = await prepared(count, from, goodsOf, buyerOf)
  let cut = 0
  await together(count, BUYERS, async (i) => {
    const { token, ticket } = ready[i] as Ready
    if (i % 20 === 0) {
      cut++
      await client.postAndHangUp('/api/v1/orders', token, ticket, i % 60)
    }
    const told = await client.post('/api/v1/orders', token, ticket)
    if (told.status !== 201) throw new Error(`placing again: ${told.status} ${told.body.toString().slice(0, 300)}`)
  })
  const checkouts = ready.map(({ raw }) => raw.checkout_id)
  const rows = await scratch.db.read((tx) =>
    tx.all<{ orders: number }>(sql`
      select count(*)::int as orders from orders where checkout_id = any(${checkouts}::uuid[]) group by checkout_id`),
  )
  return { cut, lost: count - rows.length, duplicate: rows.filter(({ orders }) => orders > 1).length }
}

/** 200 people press the button for 50 pieces. */
async function race() {
  const [thing] = await makeOne(50)
  const crowd = await makeBuyers(scratch.db, 200, 10_000)
  const ready = await prepared(
    200,
    0,
    () => thing as BenchGoods,
    (i) => crowd[i] as BenchBuyer,
  )
  const answers = await Promise.all(
    ready.map(({ cookie, ticket: { checkout, address_id: address } }) =>
      client.ask('POST', '/checkout', cookie, { checkout, address, method: 'cod' }),
    ),
  )
  const told = answers.filter(
    ({ status, headers }) => status === 303 && /\/orders/.test(String(headers.location)),
  ).length
  const row = await scratch.db.read((tx) =>
    tx.one<{ sold: number; reserved: number }>(sql`
      select (select count(*) from reservations where variant_id = ${thing?.variant_id})::int as sold,
        (select reserved_count from stock_levels where variant_id = ${thing?.variant_id}) as reserved`),
  )
  return { told, sold: row?.sold ?? 0, reserved: row?.reserved ?? 0 }
}

async function makeOne(stock: number): Promise<BenchGoods[]> {
  const one = goodsOf(1)
  await scratch.db.tx((tx) =>
    tx.count(sql`
      update stock_levels
      set on_hand_count = reserved_count + ${stock}::int, stocked_count = reserved_count + ${stock}::int
      where party_id = ${one.shop_id} and variant_id = ${one.variant_id}`),
  )
  await scratch.db.tx((tx) => tx.count(sql`delete from reservations where variant_id = ${one.variant_id}`))
  await scratch.db.tx((tx) =>
    tx.count(sql`
      update stock_levels
      set reserved_count = 0, on_hand_count = ${stock}::int, stocked_count = ${stock}::int
      where party_id = ${one.shop_id} and variant_id = ${one.variant_id}`),
  )
  return [one]
}

/** Round by round, because a busy machine slows both of a round. */
function ratio(ours: readonly number[], raw: readonly number[]): number {
  return rounded(median(ours.map((value, i) => value / (raw[i] ?? 1))), 3)
}

say('warming up …')
await purchasesRound(200, 0)
const ours = await rowsOf(() => placingRound(200, 500), 200)
const floor = await rowsOf(() => rawRound(200, 0), 200)
if (JSON.stringify(ours) !== JSON.stringify(floor)) {
  throw new Error(`the floor writes other rows: ${JSON.stringify({ ours, floor })}`)
}
say(`rows an order: ${JSON.stringify(ours)}`)
const whole: number[] = []
const placings: number[] = []
const raws: number[] = []
const times: number[] = []
const placeTimes: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  const from = 1_000 + round * 3_000
  const a = await purchasesRound(PURCHASES, from)
  const b = await placingRound(PLACINGS, from + 1_000)
  const raw = await rawRound(PLACINGS, from + 2_000)
  whole.push(a.per_s)
  placings.push(b.per_s)
  raws.push(raw)
  times.push(...a.times)
  placeTimes.push(...b.times)
  say(`round ${round + 1}: ${rounded(a.per_s)} purchases/s, ${rounded(b.per_s)} placed/s, raw ${rounded(raw)}/s`)
}
say('64 buyers …')
const crowded = { ours: [] as number[], raw: [] as number[], times: [] as number[] }
for (let round = 0; round < ROUNDS; round++) {
  const from = 20_000 + round * 3_000
  const placing = await placingRound(PLACINGS, from, 64)
  crowded.ours.push(placing.per_s)
  crowded.times.push(...placing.times)
  crowded.raw.push(await rawRound(PLACINGS, from + 1_000, 64))
}
const cut = await cutRound(PLACINGS, 40_000)
const raced = await race()
const rss_mb = server.rss_mb()
client.close()
await pool.end()
await scratch.end()
process.stdout.write(
  `${JSON.stringify({
    buyers: BUYERS,
    orders_per_s: rounded(median(whole)),
    p50_ms: rounded(quantile(times, 0.5)),
    p99_ms: rounded(quantile(times, 0.99)),
    place_per_s: rounded(median(placings)),
    place_p50_ms: rounded(quantile(placeTimes, 0.5)),
    place_p99_ms: rounded(quantile(placeTimes, 0.99)),
    raw_tx_per_s: rounded(median(raws)),
    ratio_to_raw: ratio(placings, raws),
    place_64_per_s: rounded(median(crowded.ours)),
    place_64_p50_ms: rounded(quantile(crowded.times, 0.5)),
    place_64_p99_ms: rounded(quantile(crowded.times, 0.99)),
    ratio_64_to_raw: ratio(crowded.ours, crowded.raw),
    ...cut,
    race_sold: raced.sold,
    race_told: raced.told,
    oversold: Math.max(0, raced.sold - 50),
    rss_mb,
  })}\n`,
)
process.exit(0)
