import { foldText } from '../../kit/text/fold.ts'
import { OTHER_CATEGORY } from './reference.ts'
import type { Category } from './store.ts'

// Words of shops' own files for our shelves, where the names of the tree do not hold them.
const ALIASES: Readonly<Record<string, string>> = Object.fromEntries(
  `smartphones: mobiles, mobile phones, cell phones, handsets
   keypad-phones: feature phones
   earphones: headphones, headset, headphones headsets, handsfree, bluetooth handsfree
   phone-covers: phone cases, mobile cover, mobile covers, screen protectors
   phone-accessories: tablet accessories, mobile accessories, parts tools
   chargers: cables converters, charging cable, adapters cables
   smart-watches: wearable technology, wearables
   speakers: audio, pc audio, live sound stage equipment, home entertainment, portable players, soundbars
   computer-parts: computer components, computer accessories, computer products
   keyboards-mice: keyboards, mice
   networking: network components
   cameras: camera accessories, lenses, dslr
   gaming: console gaming, playstation, xbox, nintendo
   televisions: tv, led, video, led tv
   fridges: refrigerators
   mens-shoes: footwear
   mens-chappal: peshawari chappal
   mens-sneakers: sneakers
   womens-khussa: khussa
   women-lawn: lawn suit, lawn
   women-shalwar-kameez: shalwar kameez
   women-shawls: shawls
   men-shawls: chadar
   men-tshirts: t shirts, t shirt
   men-jeans: jeans
   men-jackets: jackets
   prayer: prayer mat, prayer mats
   perfumes: fragrances, fragrance
   bedsheets: bed sheets`
    .split('\n')
    .flatMap((line) => {
      const [id = '', names = ''] = line.trim().split(': ')
      return names.split(', ').map((name) => [name, id] as const)
    }),
)

/** On which shelf goods stand, by the words that a file has for their category, the widest first, and by the title. */
export type CategoryGuess = (words: readonly string[], title: string) => string

/** A guess over the tree. It never fails: what fits nowhere goes on the shelf for everything else. */
export function categoryGuess(categories: readonly Category[]): CategoryGuess {
  const exact = exactNames(categories)
  const scores = wordScores(categories)
  const known = new Map<string, string | undefined>()
  const below = childrenOf(categories)
  const byWords = (words: readonly string[]): string | undefined => {
    const parts = words.flatMap((word) => word.split(/[>/|,]/)).map(plain)
    for (const part of parts.toReversed()) {
      const found = exact.get(part) ?? best(part.split(' '), scores, 0.5)
      if (found !== undefined) return found
    }
    // 'Mobiles, new (Lahore)': one of the words alone may be a shelf.
    return parts
      .flatMap((part) => part.split(' '))
      .reduce<string | undefined>((at, word) => at ?? exact.get(word), undefined)
  }
  return (words, title) => {
    const key = words.join('>')
    if (!known.has(key) && known.size < 10_000) known.set(key, byWords(words))
    const shelf = known.get(key)
    const inside = shelf === undefined ? undefined : below(shelf)
    // On a wide shelf the title may say which narrow one is meant.
    if (shelf !== undefined && inside === undefined) return shelf
    return best(plain(title).split(' '), scores, shelf ? 0.3 : 0.9, inside) ?? shelf ?? OTHER_CATEGORY
  }
}

/** What stands below a shelf; undefined when nothing does. */
function childrenOf(categories: readonly Category[]): (id: string) => ReadonlySet<string> | undefined {
  const parents = new Map(categories.map((one) => [one.category_id, one.parent_id]))
  const below = new Map<string, Set<string>>()
  for (const { category_id } of categories) {
    for (let above = parents.get(category_id); above; above = parents.get(above)) {
      below.set(above, (below.get(above) ?? new Set()).add(category_id))
    }
  }
  return (id) => below.get(id)
}

function plain(text: string): string {
  return foldText(text)
    .split(' ')
    .map((word) => (/^[a-z]{3,}s$/.test(word) && !word.endsWith('ss') ? word.slice(0, -1) : word))
    .join(' ')
}

function exactNames(categories: readonly Category[]): Map<string, string> {
  const names = new Map<string, string>()
  const there = new Set(categories.map((one) => one.category_id))
  for (const { category_id, name_en, name_ur, name_roman } of categories) {
    for (const name of [name_en, name_ur, name_roman, category_id.replaceAll('-', ' ')]) {
      if (!names.has(plain(name))) names.set(plain(name), category_id)
    }
  }
  for (const [alias, id] of Object.entries(ALIASES)) if (there.has(id)) names.set(plain(alias), id)
  return names
}

type Scores = ReadonlyMap<string, readonly { id: string; weight: number }[]>

/** What each word of a leaf's name says for that leaf: rare words say more. */
function wordScores(categories: readonly Category[]): Scores {
  const parents = new Set(categories.map((one) => one.parent_id))
  const leaves = categories.filter(({ category_id }) => !parents.has(category_id) && category_id !== OTHER_CATEGORY)
  const names = leaves.map(({ category_id, name_en, name_ur, name_roman }) => {
    const words = new Set([name_en, name_ur, name_roman].flatMap((name) => plain(name).split(' ')))
    return { id: category_id, words: [...words].filter((word) => word.length > 2 && !SMALL.has(word)) }
  })
  const uses = new Map<string, number>()
  for (const { words } of names) for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1)
  const scores = new Map<string, { id: string; weight: number }[]>()
  for (const { id, words } of names) {
    for (const word of words) {
      const weight = 1 / (uses.get(word) ?? 1)
      scores.set(word, [...(scores.get(word) ?? []), { id, weight }])
    }
  }
  return scores
}

const SMALL_WORDS =
  'mobile phone accessorie part product tool and aur for the with wale wali wala other saman set men women dress اور'
const SMALL = new Set(SMALL_WORDS.split(' '))

function best(
  words: readonly string[],
  scores: Scores,
  least: number,
  among?: ReadonlySet<string>,
): string | undefined {
  const sums = new Map<string, number>()
  words.forEach((word, i) => {
    for (const { id, weight } of scores.get(word) ?? []) {
      // The last word names the thing: a wall charger is a charger.
      if (!among || among.has(id)) sums.set(id, (sums.get(id) ?? 0) + weight * (1 + i / 100))
    }
  })
  let found: string | undefined
  let most = least
  for (const [id, sum] of sums) {
    if (sum < most || (sum === most && found !== undefined)) continue
    found = id
    most = sum
  }
  return found
}
