import type { Category } from '../../domains/catalogue/catalogue.ts'
import { foldText } from '../../kit/text/fold.ts'
import type { Market } from './market.ts'

const SHELVES_MOST = 4
const LETTERS_LEAST = 2

/** What somebody may mean who has begun to write. */
export interface Suggestions {
  /** How the words may go on, by words of the goods. */
  readonly words: readonly string[]
  /** Shelves of which a word begins like this, in any of the three languages. */
  readonly shelves: readonly Category[]
}

const names = new WeakMap<readonly Category[], readonly { category: Category; folded: string }[]>()

/** What words that are being written may become: what goods and shelves say, and nothing of other people. */
export async function suggestionsFor(market: Market, text: string, limit: number): Promise<Suggestions> {
  const begun = foldText(text.slice(0, 80).toWellFormed())
  if (begun === '') return { words: [], shelves: [] }
  const shelves =
    begun.length < LETTERS_LEAST
      ? []
      : foldedNames(market.categories)
          .filter(({ folded }) => folded.includes(` ${begun}`))
          .slice(0, SHELVES_MOST)
          .map(({ category }) => category)
  return { words: await market.search.suggest(text, limit), shelves }
}

function foldedNames(categories: readonly Category[]) {
  const known = names.get(categories)
  if (known) return known
  const made = categories.map((category) => {
    const { name_en, name_ur, name_roman } = category
    return { category, folded: [name_en, name_ur, name_roman].map((name) => ` ${foldText(name)}`).join('') }
  })
  names.set(categories, made)
  return made
}
