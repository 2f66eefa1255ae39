import { meritOf, SHELF } from './cards.ts'
import { stepOf } from './choices.ts'
import type { SearchDoc } from './engine.ts'
import { makeLanguage } from './language/shop-language.ts'
import type { AskedWord, Language } from './language.ts'
import { colourNames, coloursIn, sizeNames, sizesIn } from './names.ts'
import { calledWays } from './resolve.ts'
import { RuleBook } from './rule-book.ts'
import type { Shelves } from './shelves.ts'
import { spamFactor } from './spam.ts'
import { ASKED, type FieldName } from './weights.ts'

/** A listing as another engine is fed with it: the same terms, colours and merits as our own index has. */
export interface DescribedGoods {
  /** Terms of each field, in order. A term holds no space. */
  readonly terms: Readonly<Record<FieldName, readonly string[]>>
  /** Words of the title that people wrote, without meanings. */
  readonly words: readonly string[]
  /** Its shelf and those above it. */
  readonly shelves: readonly string[]
  readonly colours: readonly string[]
  readonly sizes: readonly string[]
  /** Step of price. */
  readonly band: number
  /** What it is worth whatever is asked for. */
  readonly merit: number
}

/** What other engines understand of goods and of queries. */
export interface Describing {
  /** Of the language and the tree of shelves: goods described by another version are described anew. */
  readonly version: string
  readonly shelves: Shelves
  /** What operators added: synonyms count in `asked`. */
  readonly rules: RuleBook
  describe(doc: SearchDoc): DescribedGoods
  /** What a query asks for, word by word, the shelves included that a word names or that are called so. */
  asked(query: string): readonly AskedWord[]
  /** Tells of a word of the goods: the language goes by what is written on them. */
  learn(word: string, listings: number, isBrand: boolean): void
}

const NO_WORD = /^[^\p{L}\p{N}]/u
/** Ids of shelves are ours, but a term may hold no space. */
const termOf = (text: string) => text.replace(/\s+/g, '_')

/** The language of the market for an engine that lives elsewhere. */
export function describing(shelves: Shelves, language: Language = makeLanguage()): Describing {
  const rules = new RuleBook()
  return {
    version: `${language.version} ${shelves.version}`,
    shelves,
    rules,
    describe: (doc) => describe(doc, shelves, language),
    asked: (query) => (rules.readings(language, query)[0]?.words ?? []).map((word) => withShelves(word, shelves)),
    learn: (word, listings, isBrand) => language.learn(word, listings, isBrand),
  }
}

function describe(doc: SearchDoc, shelves: Shelves, language: Language): DescribedGoods {
  const title = language.words(doc.title, 'title')
  const attributes = language.words(doc.words.join(', '), 'attributes')
  const path = shelves.pathOf(doc.category_id)
  return {
    terms: {
      title: title.map(termOf),
      brand: language.words(doc.brand, 'brand').map(termOf),
      category: path.map((id) => termOf(`${SHELF}${id}`)),
      attributes: attributes.map(termOf),
      description: language.words(doc.description ?? '', 'description').map(termOf),
      shop: language.words(doc.shop_name, 'shop').map(termOf),
    },
    words: [...new Set(title.filter((term) => !NO_WORD.test(term)))],
    shelves: path,
    colours: colourNames(coloursIn(attributes) || coloursIn(title)),
    sizes: sizeNames(sizesIn(doc.words)),
    band: stepOf(Number(doc.price_from_paisa)),
    merit: meritOf(doc, spamFactor(title)),
  }
}

function withShelves(word: AskedWord, shelves: Shelves): AskedWord {
  const meant = word.ways.filter(({ why }) => why === 'meaning').map(({ term }) => term)
  const named = shelves.namedBy(word.written, meant)
  const ways = word.ways.map((way) => ({ ...way, term: termOf(way.term) }))
  const more = named.map((id) => ({ term: termOf(`${SHELF}${id}`), weight: ASKED.shelf, why: 'shelf' as const }))
  const called = calledWays(word, shelves).map((way) => ({ ...way, term: termOf(way.term) }))
  return { ...word, ways: [...ways, ...called, ...more] }
}
