/** What the demo market is made of. Plain facts only: the rows are made from these by the domains' own verbs. */

export type Language = 'en' | 'ur' | 'roman-ur'

/** A number that the same seed always draws in the same order. */
export type Random = () => number

/** A human of the demo market. */
export interface SeedPerson {
  /** Stable name in the seed: 'ayesha', 'buyer-017'. */
  readonly key: string
  readonly name: string
  /** E.164. All start with +92300000, so that nobody takes them for a real person's number. */
  readonly phone: string
  readonly language: Language
  readonly role: 'buyer' | 'seller' | 'helper' | 'rider' | 'operator' | 'ministry'
  readonly address: SeedAddress
}

export interface SeedAddress {
  /** A city of cities.ts. */
  readonly city: string
  readonly area: string
  readonly line: string
  /** What the rider looks for, since house numbers are rare. */
  readonly landmark: string
}

/** What a seller trades as. */
export interface SeedShop {
  /** 'bilal-shoes': unique, in the address of the shop's page. */
  readonly handle: string
  readonly name: string
  readonly about: string
  /** Key of a person. */
  readonly owner: string
  /** Keys of people who sell for the owner. */
  readonly helpers: readonly string[]
  readonly city: string
  readonly area: string
  /** The year the bazaar shop opened, 1952 to 2025. */
  readonly opened: number
  /** Days before the day of the seed that the shop joined the market. */
  readonly joined_days_ago: number
  /** A shop that the operator has not checked yet waits in her queue. */
  readonly checked: boolean
  readonly picture: SeedPicture
}

/** A drawn picture: pictureSvg(key, colour) makes it. */
export interface SeedPicture {
  readonly key: string
  readonly colour: string
}

/** Something that the buyer chooses: 'Colour' of 'Black', 'Brown'. */
export interface SeedOption {
  /** Key of an attribute in the category tree, or one of its own like 'weight'. */
  readonly key: string
  readonly name: string
  readonly values: readonly string[]
}

export interface SeedVariant {
  readonly sku: string
  /** Option key to chosen value; empty when the listing has only one variant. */
  readonly choice: Readonly<Record<string, string>>
  readonly price_paisa: bigint
  /** The struck-out price before a sale, always above price_paisa. */
  readonly compare_at_paisa: bigint | null
  /** What the shop has before the first demo order; covers all planned orders. */
  readonly stock: number
}

/** What a price was, from days_ago until the next row. Oldest first; the last row is today's price. */
export interface SeedPrice {
  readonly days_ago: number
  readonly price_paisa: bigint
}

export interface SeedListing {
  /** Stable name in the seed: 'bilal-shoes-001'. */
  readonly key: string
  /** Handle of the shop. */
  readonly shop: string
  /** Id of a leaf of the category tree. */
  readonly category: string
  readonly title: string
  readonly description: string
  readonly brand: string | null
  /** Attribute key of the category to its value. */
  readonly attributes: Readonly<Record<string, string>>
  readonly options: readonly SeedOption[]
  /** At least one. */
  readonly variants: readonly SeedVariant[]
  /** Of the first variant; empty when the price never changed. */
  readonly price_history: readonly SeedPrice[]
  readonly condition: 'new'
  readonly state: 'draft' | 'review' | 'live' | 'paused'
  /** One to three, the first is shown in lists. */
  readonly pictures: readonly SeedPicture[]
  readonly weight_g: number
  readonly listed_days_ago: number
}

export type SeedOrderState =
  | 'awaiting_payment'
  | 'placed'
  | 'packed'
  | 'shipped'
  | 'at_door'
  | 'inspecting'
  | 'delivered'
  | 'completed'
  | 'refused'
  | 'returned'
  | 'cancelled'
  | 'expired'

/** One thing that happens to an order, in order, minutes after it was placed. */
export interface SeedStep {
  readonly to: SeedOrderState
  readonly after_min: number
  /** Key of the person who does it; null when the market's clock does. */
  readonly by: string | null
}

export interface SeedOrderLine {
  /** Key of a listing. */
  readonly listing: string
  readonly sku: string
  readonly quantity: number
}

export interface SeedOrder {
  /** Stable name in the seed: 'order-001'. Orders come in the order of their placing. */
  readonly key: string
  readonly buyer: string
  readonly shop: string
  readonly lines: readonly SeedOrderLine[]
  readonly payment: 'cod' | 'prepaid'
  readonly carrier: 'rider' | 'courier'
  readonly placed_minutes_ago: number
  /** The state the order stands in today. */
  readonly state: SeedOrderState
  /** The way there; the last step's `to` is the state. Empty for an order that still waits for its first step. */
  readonly steps: readonly SeedStep[]
  /** Why it was refused, returned or cancelled, in the person's words; null otherwise. */
  readonly reason: string | null
}

/** The whole demo market. */
export interface SeedMarket {
  readonly people: readonly SeedPerson[]
  readonly shops: readonly SeedShop[]
  readonly listings: readonly SeedListing[]
  readonly orders: readonly SeedOrder[]
}
