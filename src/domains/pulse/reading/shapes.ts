/** What a column of an order file can mean. */
export type Role =
  | 'order'
  | 'time'
  | 'buyer'
  | 'shop'
  | 'province'
  | 'city'
  | 'category'
  | 'product'
  | 'quantity'
  | 'price'
  | 'method'
  | 'outcome'
  | 'delivered'
  | 'condition'
  | 'content'
  | 'womenLed'
  | 'isValid'
  | 'isNet'

/** An order file that can be read: where its columns are, and how it writes days and money. */
export interface Shape {
  readonly name: 'bharosa' | 'pakistan_sample' | 'pakistan_full' | 'olist_orders' | 'olist_items' | 'olist_payments'
  readonly columns: ReadonlyMap<Role, number>
  readonly slashDays: boolean
  readonly currency: 'PKR' | 'BRL'
  /** True when each thing sold has a row of its own, so that equal rows are no mistake. */
  readonly hasTwins: boolean
}

type Columns = Partial<Record<Role, string>>

const SHAPES: readonly { name: Shape['name']; columns: Columns; needs: readonly string[] }[] = [
  {
    name: 'bharosa',
    needs: ['order_id', 'ordered_at', 'unit_price_pkr'],
    columns: {
      order: 'order_id',
      time: 'ordered_at',
      buyer: 'buyer_id',
      shop: 'shop_id',
      province: 'province',
      city: 'city',
      category: 'category',
      product: 'product_id',
      quantity: 'quantity',
      price: 'unit_price_pkr',
      method: 'payment_method',
      outcome: 'outcome',
      delivered: 'delivered_at',
      condition: 'condition',
      content: 'unit_quantity',
      womenLed: 'women_led',
    },
  },
  {
    name: 'pakistan_sample',
    needs: ['order_id', 'order_date_as_republished', 'sku_id', 'price_pkr'],
    columns: {
      order: 'order_id',
      time: 'order_date_as_republished',
      buyer: 'customer_id',
      category: 'category',
      product: 'sku_id',
      quantity: 'qty_ordered',
      price: 'price_pkr',
      method: 'payment_method',
      isValid: 'is_valid',
      isNet: 'is_net',
    },
  },
  {
    name: 'pakistan_full',
    needs: ['increment_id', 'created_at', 'sku', 'category_name_1'],
    columns: {
      order: 'increment_id',
      time: 'created_at',
      buyer: 'customer id',
      category: 'category_name_1',
      product: 'sku',
      quantity: 'qty_ordered',
      price: 'price',
      method: 'payment_method',
      outcome: 'status',
    },
  },
  { name: 'olist_orders', needs: ['order_id', 'customer_id', 'order_purchase_timestamp'], columns: {} },
  {
    name: 'olist_items',
    needs: ['order_id', 'order_item_id', 'seller_id', 'price'],
    columns: {
      order: 'order_id',
      shop: 'seller_id',
      product: 'product_id',
      price: 'price',
      time: 'shipping_limit_date',
    },
  },
  {
    name: 'olist_payments',
    needs: ['order_id', 'payment_sequential', 'payment_type', 'payment_value'],
    columns: { order: 'order_id', method: 'payment_type', price: 'payment_value' },
  },
]

/** The shape whose columns a first row names, or undefined when nobody knows such a file. */
export function shapeOf(header: readonly string[]): Shape | undefined {
  const names = header.map((name) =>
    name
      .replace(/^\ufeff/, '')
      .trim()
      .toLowerCase(),
  )
  const found = SHAPES.find(({ needs }) => needs.every((name) => names.includes(name)))
  if (!found) return undefined
  const columns = new Map<Role, number>()
  for (const [role, name] of Object.entries(found.columns) as [Role, string][]) {
    const at = names.indexOf(name)
    if (at >= 0) columns.set(role, at)
  }
  return {
    name: found.name,
    columns,
    slashDays: found.name === 'pakistan_full',
    currency: found.name.startsWith('olist') ? 'BRL' : 'PKR',
    hasTwins: found.name.startsWith('olist'),
  }
}

/** The comma, semicolon, tab or bar that stands most often in the first row. */
export function delimiterOf(header: string): number {
  const marks = [',', ';', '\t', '|']
  const counts = marks.map((mark) => header.split(mark).length)
  return (marks[counts.indexOf(Math.max(...counts))] ?? ',').charCodeAt(0)
}

export const OUTCOMES = ['unknown', 'placed', 'completed', 'cancelled', 'returned', 'refunded', 'refused'] as const
export type Outcome = (typeof OUTCOMES)[number]

const OUTCOME_WORDS: Readonly<Record<Exclude<Outcome, 'unknown'>, string>> = {
  placed: 'placed pending processing holded on_hold payment_review pending_paypal shipped invoiced approved created',
  completed: 'completed complete success received paid closed cod delivered',
  cancelled: 'cancelled canceled cancel fail failed fraud expired unavailable',
  returned: 'returned return exchange',
  refunded: 'refunded refund order_refunded',
  refused: 'refused rejected',
}

const BY_WORD = new Map(
  (Object.entries(OUTCOME_WORDS) as [Outcome, string][]).flatMap(([outcome, words]) =>
    words.split(' ').map((word): [string, number] => [word, OUTCOMES.indexOf(outcome)]),
  ),
)

/** The number of an outcome among OUTCOMES, from the contract's word or the word of a shop program; 0 when unknown. */
export function outcomeOf(word: string): number {
  return (
    BY_WORD.get(
      word
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
    ) ?? 0
  )
}

/** Where each role stands in a row; −1 when the file does not have it. */
export function placesOf({ columns }: Shape): Record<Role, number> {
  const at = (role: Role) => columns.get(role) ?? -1
  return {
    order: at('order'),
    time: at('time'),
    buyer: at('buyer'),
    shop: at('shop'),
    province: at('province'),
    city: at('city'),
    category: at('category'),
    product: at('product'),
    quantity: at('quantity'),
    price: at('price'),
    method: at('method'),
    outcome: at('outcome'),
    delivered: at('delivered'),
    condition: at('condition'),
    content: at('content'),
    womenLed: at('womenLed'),
    isValid: at('isValid'),
    isNet: at('isNet'),
  }
}
