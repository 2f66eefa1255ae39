/** A small generator of equal numbers for equal seeds: not for secrets. */
export function dice(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 0x1_0000_0000
  }
}

const HEADER =
  'order_id,ordered_at,buyer_id,shop_id,province,city,category,product_id,quantity,unit_price_pkr,' +
  'payment_method,outcome'
const CITIES = [
  'Sindh,Karachi',
  'Punjab,Lahore',
  'Punjab,Rawalpindi',
  'Islamabad,Islamabad',
  'Punjab,Faisalabad',
  'Punjab,Multan',
  'Sindh,Hyderabad',
  'KP,Peshawar',
  'Balochistan,Quetta',
  'Punjab,Sialkot',
  'Punjab,Gujranwala',
  'AJK,Mirpur',
]
const CATEGORIES = [
  'Mobiles & Tablets',
  "Men's Fashion",
  "Women's Fashion",
  'Appliances',
  'Superstore',
  'Beauty & Grooming',
  'Home & Living',
  'Kids & Baby',
  'Books',
]
const METHODS = ['cod', 'cod', 'cod', 'Easypay', 'jazzwallet', 'bankalfalah', 'Raast']
const OUTCOMES = ['completed', 'completed', 'completed', 'completed', 'cancelled', 'returned', 'refunded', 'placed']

/**
 * The bytes of an order file of so many lines over 24 months, piece by piece: a trade with many small buyers, some
 * large shops, prices that drift upward, and orders of one to three lines. The same for the same numbers.
 */
export function* orderRows(rows: number, seed = 1): Generator<Uint8Array> {
  const next = dice(seed * 7919)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() ** 1.5 * list.length)] ?? (list[0] as T)
  const buyers = Math.max(50, Math.floor(rows / 8))
  const shops = Math.max(20, Math.floor(rows / 400))
  const products = Math.max(60, Math.floor(rows / 60))
  let text = `${HEADER}\n`
  for (let row = 0, order = 0; row < rows; order++) {
    const month = Math.floor((order / rows) * 1.7 * 24) % 24
    const day = 1 + Math.floor(next() * 28)
    const [y, m] = [2024 + Math.floor(month / 12), (month % 12) + 1]
    const hour = Math.floor(next() * 24)
    const at = `${y}-${two(m)}-${two(day)}T${two(hour)}:${two(Math.floor(next() * 60))}:00`
    const buyer = Math.floor(next() * buyers)
    const shop = Math.floor(next() ** 2 * shops)
    const head = `o${order},${at},b${buyer},s${shop},${CITIES[Math.max(0, (buyer % 16) - 4)]}`
    const tail = `${pick(METHODS)},${pick(OUTCOMES)}`
    // A thing stands in an order once: the same line twice would be a mistake, and is left out of every figure.
    const taken = new Set<number>()
    for (let lines = 1 + Math.floor(next() ** 2 * 3); lines > 0 && row < rows; lines--, row++) {
      let product = Math.floor(next() ** 1.5 * products)
      while (taken.has(product)) product = (product + 1) % products
      taken.add(product)
      const category = CATEGORIES[product % CATEGORIES.length]
      const price = Math.round((200 + ((product * 7919) % 9000)) * (1 + month * 0.015) * (0.95 + next() * 0.1))
      text += `${head},${category},p${product},${1 + Math.floor(next() ** 4 * 4)},${price},${tail}\n`
    }
    if (text.length < 1 << 20) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

const two = (number: number) => String(number).padStart(2, '0')
