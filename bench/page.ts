// bench page: home, results, listing, shop, cart and order page through HTTP at 16 connections on a market of 10,000
// listings, with the bytes that travel. Prints one line of JSON (CONTRACTS: bench page).
import { addLine, newCart } from '../src/domains/cart/cart.ts'
import { placeCart } from '../src/domains/orders/orders.ts'
import { signValue } from '../src/kit/http/cookies.ts'
import { shown } from '../src/kit/ids/ids.ts'
import { Client, median, quantile, rounded, together } from './client.ts'
import { makeBuyers, makeGoods, openScratch } from './scratch.ts'

const WIDTH = 16
const ROUNDS = 3
const REQUESTS = 1_200
/** Before anything is measured: as many as the engine needs until a page is as fast as it stays. */
const WARM_UP = 2_400

const say = (line: string) => process.stderr.write(`${line}\n`)

const scratch = await openScratch()
say('10,000 listings in 100 shops …')
const goods = await makeGoods(scratch.db, 100, 10_000, 1_000)
const [buyer] = await makeBuyers(scratch.db, 1)
const [first, second] = goods
if (!buyer || !first || !second) throw new Error('goods and a buyer were made')
const server = await scratch.serve()
const client = new Client(server.port)

const cart = await scratch.db.tx(async (tx) => {
  const made = await newCart(tx, buyer)
  for (const { shop_id, variant_id } of [first, second]) {
    await addLine(tx, made.party_id, { shop_id, variant_id, quantity: 1 })
  }
  return made
})
const other = await scratch.db.tx(async (tx) => {
  const made = await newCart(tx, buyer)
  await addLine(tx, made.party_id, { shop_id: first.shop_id, variant_id: first.variant_id, quantity: 1 })
  return made
})
const { address_id } = buyer
const wish = {
  checkout_id: other.checkout_id,
  cart_id: other.party_id,
  address_id,
  method: 'cod',
  language: 'en',
} as const
const { orders } = await placeCart(scratch.db, buyer, wish, () => 20_000n)
const [order] = orders
const session = `session=${buyer.token}`
const withCart = `${session}; cart=${signValue(scratch.keys.sign, 'cart', cart.party_id)}`

const PAGES: readonly { path: string; cookie: string; at: (i: number) => string }[] = [
  { path: '/', cookie: '', at: () => '/' },
  { path: '/search?q=', cookie: '', at: (i) => `/search?q=${['brown+chappal', 'shawl', 'lawn+suit', 'rice'][i % 4]}` },
  {
    path: '/l/:listing',
    cookie: '',
    at: (i) => `/l/${shown('lst', goods[(i * 7919) % goods.length]?.listing_id ?? '')}`,
  },
  { path: '/s/:shop', cookie: '', at: (i) => `/s/shop-${i % 100}` },
  { path: '/cart', cookie: withCart, at: () => '/cart' },
  { path: '/orders/:id', cookie: session, at: () => `/orders/${shown('ord', order?.order_id ?? '')}` },
]

/** A page's own sizes: as it is, and compressed as it travels on a first visit (with its styles inside). */
async function sizes(path: string, cookie: string) {
  const plain = await client.ask('GET', path, cookie)
  const packed = await client.ask('GET', path, cookie, undefined, 'br')
  if (plain.status !== 200) throw new Error(`${path} answers ${plain.status}`)
  const head = Object.entries(packed.headers).reduce(
    (sum, [name, value]) => sum + name.length + String(value).length + 4,
    0,
  )
  return { html_bytes: plain.body.length, br_bytes: packed.body.length, total_bytes: packed.body.length + head }
}

const pages: object[] = []
for (const { path, cookie, at } of PAGES) {
  await together(WARM_UP, WIDTH, async (i) => {
    await client.ask('GET', at(i), cookie, undefined, 'gzip')
  })
  const rates: number[] = []
  const p50s: number[] = []
  const p99s: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const times: number[] = []
    const ms = await together(REQUESTS, WIDTH, async (i) => {
      const told = await client.ask('GET', at(i + round), cookie, undefined, 'gzip')
      if (told.status !== 200) throw new Error(`${at(i)} answers ${told.status}`)
      times.push(told.ms)
    })
    rates.push((REQUESTS / ms) * 1_000)
    p50s.push(quantile(times, 0.5))
    p99s.push(quantile(times, 0.99))
  }
  const figures = { rps: rounded(median(rates)), p50_ms: rounded(median(p50s)), p99_ms: rounded(median(p99s)) }
  say(`${path}: ${JSON.stringify(figures)}`)
  pages.push({ path, ...figures, ...(await sizes(at(1), cookie)) })
}
const rss_mb = server.rss_mb()
client.close()
await scratch.end()
process.stdout.write(`${JSON.stringify({ connections: WIDTH, listings: goods.length, pages, rss_mb })}\n`)
process.exit(0)
