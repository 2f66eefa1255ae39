/** Numbers for names that many listings share, so that a column holds a number. 0 is no name. */
export class Names {
  readonly #numbers = new Map<string, number>([['', 0]])
  /** As each was written first. */
  readonly list: string[] = ['']
  readonly #keyOf: (name: string) => string

  constructor(keyOf: (name: string) => string = (name) => name) {
    this.#keyOf = keyOf
  }

  add(name: string): number {
    const key = this.#keyOf(name)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.list.length)
    this.list.push(name)
    return this.list.length - 1
  }

  find(name: string): number {
    return this.#numbers.get(this.#keyOf(name)) ?? -1
  }

  nameOf(number: number): string {
    return this.list[number] ?? ''
  }
}

/** Numbers for pairs that come together often: one column then says both, and is counted once. */
export class Pairs {
  readonly #numbers = new Map<number, Map<number, number>>()
  readonly ones: number[] = []
  readonly others: number[] = []

  get size(): number {
    return this.ones.length
  }

  add(one: number, other: number): number {
    let beside = this.#numbers.get(one)
    if (!beside) {
      beside = new Map()
      this.#numbers.set(one, beside)
    }
    const known = beside.get(other)
    if (known !== undefined) return known
    beside.set(other, this.size)
    this.ones.push(one)
    this.others.push(other)
    return this.size - 1
  }

  one(number: number): number {
    return this.ones[number] as number
  }

  other(number: number): number {
    return this.others[number] as number
  }
}

/** Where and how goods are, as one number: the city, then the step of price, then flags. */
export const FLAG_BITS = 4
export const PLACE_BITS = 8
export const placeOf = (city: number, band: number, flags: number) =>
  ((city << PLACE_BITS) | (band << FLAG_BITS) | flags) >>> 0

interface KeptPairs {
  readonly ones: readonly number[]
  readonly others: readonly number[]
}

/** All names as they are kept on disk. */
export interface KeptNames {
  readonly makes: KeptPairs
  readonly looks: KeptPairs
  readonly categories: readonly string[]
  readonly cities: readonly string[]
  readonly brands: readonly string[]
  readonly shops: readonly string[]
  readonly faces: readonly (ShopFace | null)[]
}

/** Takes kept names in. Only for names that are empty. */
export function fillNames(names: IndexNames, kept: KeptNames): void {
  for (const kind of ['categories', 'cities', 'brands', 'shops'] as const) {
    for (const name of kept[kind]) names[kind].add(name)
  }
  for (const kind of ['makes', 'looks'] as const) {
    const { ones, others } = kept[kind]
    for (const [i, one] of ones.entries()) names[kind].add(one, others[i] ?? 0)
  }
  kept.faces.forEach((face, i) => {
    if (face) names.faces[i] = face
  })
}

export function keptNames({ categories, cities, brands, shops, makes, looks, faces }: IndexNames): KeptNames {
  const lists = { categories: categories.list, cities: cities.list, brands: brands.list, shops: shops.list }
  const pairs = ({ ones, others }: Pairs): KeptPairs => ({ ones: [...ones], others: [...others] })
  return { ...lists, makes: pairs(makes), looks: pairs(looks), faces: Array.from(faces, (face) => face ?? null) }
}

/** A shop as its goods show it. */
export interface ShopFace {
  readonly shop_id: string
  readonly handle: string
  readonly name: string
}

/** All names of an index. */
export interface IndexNames {
  readonly categories: Names
  readonly cities: Names
  readonly brands: Names
  readonly shops: Names
  /** A category with a brand. */
  readonly makes: Pairs
  /** Colours with sizes, as bits. */
  readonly looks: Pairs
  /** By the number of the shop. */
  readonly faces: ShopFace[]
}

export function emptyNames(): IndexNames {
  return {
    categories: new Names(),
    cities: new Names(),
    brands: new Names((name) => name.toLowerCase()),
    shops: new Names(),
    makes: new Pairs(),
    looks: new Pairs(),
    faces: [],
  }
}

const SIZES = 'xs s m l xl xxl 3xl 4xl free 16 18 20 22 24 26 28 30 32 34 35 36 37 38 39 40 41 42 43 44 45 46 48'.split(
  ' ',
)
const SAME_SIZE: Readonly<Record<string, string>> = {
  ...{ small: 's', medium: 'm', large: 'l', '2xl': 'xxl', xxxl: '3xl', 'free size': 'free', 'one size': 'free' },
  ...{ 'extra large': 'xl', 'extra small': 'xs', standard: 'free' },
}
const COLOURS = (
  'black white red green blue yellow brown pink purple grey orange maroon navy beige golden silver cream peach ' +
  'mustard turquoise olive khaki skin multicolour'
).split(' ')
const SAME_COLOUR: Readonly<Record<string, string>> = {
  ...{ gray: 'grey', gold: 'golden', multi: 'multicolour', multicolor: 'multicolour', offwhite: 'cream' },
}

const bits = (names: readonly string[], same: Readonly<Record<string, string>>) => {
  const made = new Map(names.map((name, i) => [name, (1 << i) >>> 0]))
  for (const [name, real] of Object.entries(same)) made.set(name, made.get(real) ?? 0)
  return made
}

const sizeBits = bits(SIZES, SAME_SIZE)
const colourBits = bits(COLOURS, SAME_COLOUR)
for (const [name, bit] of [...colourBits]) colourBits.set(`§${name}`, bit)

/** A bit for each size that the values of a listing name. */
export function sizesIn(values: readonly string[]): number {
  let found = 0
  for (const value of values) found |= sizeBits.get(value.trim().toLowerCase()) ?? 0
  return found >>> 0
}

/** A bit for each colour that terms name, in whatever language: a meaning is a term too. */
export function coloursIn(terms: readonly string[]): number {
  let found = 0
  for (const term of terms) found |= colourBits.get(term) ?? 0
  return found >>> 0
}

export const sizeBit = (name: string) => sizeBits.get(name.trim().toLowerCase()) ?? 0
export const colourBit = (name: string) => colourBits.get(name.trim().toLowerCase()) ?? 0
export const sizeName = (bit: number) => SIZES[bit] ?? ''
export const colourName = (bit: number) => COLOURS[bit] ?? ''
export const colourNames = (found: number) => COLOURS.filter((_, bit) => ((found >>> bit) & 1) === 1)
export const sizeNames = (found: number) => SIZES.filter((_, bit) => ((found >>> bit) & 1) === 1)
