// Every figure that decides what stands above what. Tuned on the development files of the judged sets only; what each
// brings stands in docs/search.md.

export type FieldName = 'title' | 'brand' | 'category' | 'attributes' | 'description' | 'shop'

export interface FieldWeight {
  /** How much a word in this field counts. */
  readonly weight: number
  /** The usual number of words in it. */
  readonly pivot: number
  /** How much a longer field takes from each of its words: 0 nothing, 1 all. */
  readonly by_length: number
}

/** First stage: BM25F. */
export const FIELDS: Readonly<Record<FieldName, FieldWeight>> = {
  title: { weight: 3, pivot: 11, by_length: 0.5 },
  brand: { weight: 1, pivot: 1, by_length: 0 },
  category: { weight: 1.2, pivot: 3, by_length: 0 },
  attributes: { weight: 1.6, pivot: 12, by_length: 0.7 },
  description: { weight: 0.8, pivot: 50, by_length: 0.6 },
  shop: { weight: 0.5, pivot: 2, by_length: 0 },
}

/** k1 of BM25: a smaller figure means that a second mention of a word brings less. */
export const SATURATION = 1.6
/** Impacts are kept in a byte. */
export const IMPACT_STEPS = 255

/** How query words are counted. */
export const ASKED = {
  /** A word that is spelled otherwise by one or by two letters. */
  one_slip: 0.7,
  two_slips: 0.45,
  /** A word of which only the beginning was written. */
  beginning: 0.4,
  /** A word that names a shelf finds what stands on it. */
  shelf: 0.35,
  /** A word weighs its idf ^ this: the rarest of several shall not decide alone, as platform in "washer platform". */
  rarity: 0.5,
  /** A wanted thing that a shelf is called finds what stands on it, whether or not the goods say so. */
  called: 1,
  /** The same for a word that was put into other words. */
  called_foreign: 0.36,
  /** Score is multiplied by (share of the query's weight that is there) ^ this. */
  coordination: 1.6,
  /** A page wants at least so many hits with all words before hits with fewer are let in. */
  enough: 48,
} as const

/** Second stage, over the best of the first: each is added to 1, and the sum multiplies the score. */
export const SECOND_STAGE = {
  /** How many of the best are looked at again. */
  looked_at: 300,
  /** All words of the query next to each other and in order, in the title. */
  phrase: 0.05,
  /** The title has no word that was not asked for. */
  exactness: 0.2,
  /** The title is about what is wanted: a laptop, and no laptop case. */
  about: 0.1,
  /** The title has the wanted word at all: no keyboard of a brand Onions for who asks for onions. */
  named: 0.6,
  /** The title reads like the best ones. Only where too little has all the words. */
  alike: 0.3,
  /** On sale since today; half of it after a month. */
  fresh: 0.05,
  /** From a shop of the buyer's own city, when it is known. */
  near: 0.15,
  /** It stands on a shelf that is called as what is wanted: no laptop bag for who asks for laptops. Multiplies. */
  called: 1.6,
  /** The same where the word was put into other words. */
  called_foreign: 0.25,
  /** Made for a car or an animal that was not asked for. Multiplies. */
  owner: 0.7,
  /** The shelf on which most of the best hits stand. */
  shelf: 0.1,
} as const

/** What goods are worth whatever is asked for; multiplies the score already in the first stage. */
export const MERIT = {
  sold_out: 0.4,
  /** The most that many sales bring, on a scale of logarithms. */
  popular: 0.25,
  /** For each of three steps of a shop's standing. */
  standing: 0.04,
  no_photo: 0,
} as const

/** Written rules against spam: each multiplies the score. */
export const SPAM = {
  /** A word stands so often in a title that it is there for us, not for people. */
  stuffed_from: 3,
  stuffed: 0.5,
  /** More words than a title needs. */
  long_from: 30,
  long: 0.8,
  /** The same title once more from the same shop. */
  repeated: 0.5,
  /** The price is below this share of what such goods cost here: a bait. */
  bait_below: 0.2,
  bait: 0.35,
  /** A title that another shop has too, for less than this share of what it costs there: a copy with a bait. */
  copied_below: 0.5,
  /** A title of fewer terms says no more than what it is, and is nobody's own. */
  copied_from: 8,
  /** Fewer goods than this say nothing of a usual price. */
  bait_enough: 5,
} as const
