import { foldText } from '../../kit/text/fold.ts'
import { OTHER_CATEGORY } from './reference.ts'
import type { Category } from './store.ts'

// Words of shops' own files for our shelves, where the names of the tree do not hold them.
const ALIASES: Readonly<Record<string, string>> = {
  mobiles: 'smartphones',
  'mobile phones': 'smartphones',
  'cell phones': 'smartphones',
  'feature phones': 'keypad-phones',
  headphones: 'earphones',
  headset: 'earphones',
  'phone cases': 'phone-covers',
  'mobile cover': 'phone-covers',
  'screen protectors': 'phone-covers',
  'wearable technology': 'smart-watches',
  footwear: 'mens-shoes',
  'peshawari chappal': 'mens-chappal',
  khussa: 'womens-khussa',
  'lawn suit': 'women-lawn',
  'shalwar kameez': 'women-shalwar-kameez',
  chadar: 'men-shawls',
  'prayer mat': 'prayer',
  'prayer mats': 'prayer',
  fragrances: 'perfumes',
  fragrance: 'perfumes',
  led: 'televisions',
  refrigerators: 'fridges',
  'bed sheets': 'bedsheets',
  sneakers: 'mens-sneakers',
  't shirts': 'men-tshirts',
  jeans: 'men-jeans',
  jackets: 'men-jackets',
}

/** Says on which shelf goods stand, from the words that a file has for their category, the widest first, and the title. */
export type CategoryGuess = (words: readonly string[], title: string) => string

/** A guess over the tree. It never fails: what fits nowhere goes on the shelf for everything else. */
export function categoryGuess(categories: readonly Category[]): CategoryGuess {
  const exact = exactNames(categories)
  const scores = wordScores(categories)
  const known = new Map<string, string | undefined>()
  const byWords = (words: readonly string[]): string | undefined => {
    const parts = words.flatMap((word) => word.split(/[>/|,]/)).map(plain)
    for (const part of parts.toReversed()) {
      const found = exact.get(part)
      if (found !== undefined) return found
    }
    return best(parts.join(' ').split(' '), scores, 0.75)
  }
  return (words, title) => {
    const key = words.join('>')
    if (!known.has(key) && known.size < 10_000) known.set(key, byWords(words))
    return known.get(key) ?? best(plain(title).split(' '), scores, 0.9) ?? OTHER_CATEGORY
  }
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

const SMALL = new Set('and aur for the with wale wali wala aur other saman set men women dress اور'.split(' '))

function best(words: readonly string[], scores: Scores, least: number): string | undefined {
  const sums = new Map<string, number>()
  for (const word of words) {
    for (const { id, weight } of scores.get(word) ?? []) sums.set(id, (sums.get(id) ?? 0) + weight)
  }
  let found: string | undefined
  let most = least
  for (const [id, sum] of sums) {
    if (sum < most || (sum === most && found !== undefined)) continue
    found = id
    most = sum
  }
  return found
}
