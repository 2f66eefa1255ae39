import type { Category } from '../catalogue/catalogue.ts'
import { hashOf } from './index/layout.ts'
import { termsOfName } from './language/described.ts'
import { MEANING, WIDER } from './language/things.ts'

/** The tree of categories as search needs it: what lies above and below a shelf, and which shelf a word names. */
export interface Shelves {
  /** Another tree has another version. */
  readonly version: string
  /** A category and all above it, itself first. Empty when it is not in the tree. */
  pathOf(categoryId: string): readonly string[]
  /** Where the narrower choice is: below this category, or beside it when nothing is below. '' is the top. */
  choiceAt(categoryId: string | undefined): string
  parentOf(categoryId: string): string | undefined
  /**
   * Categories whose name holds this word, or a thing that it means, in any of the three languages. None below another
   * of them: what stands on a shelf stands on those above it too.
   */
  namedBy(word: string, things: readonly string[]): readonly string[]
  /**
   * Categories with nothing below them that are called one of these words or meanings: Laptops and Keypad phones are,
   * Mobile accessories are not.
   */
  calledBy(terms: readonly string[]): readonly string[]
  /** The same of categories that are called several things: Beverages and tea. What stands there may be no tea. */
  calledToo(terms: readonly string[]): readonly string[]
}

export function shelvesFrom(categories: readonly Category[]): Shelves {
  const parents = new Map(categories.map((one) => [one.category_id, one.parent_id ?? '']))
  const withChildren = new Set(parents.values())
  const paths = new Map(categories.map(({ category_id }) => [category_id, path(category_id, parents)]))
  const names = new Map<string, Set<string>>()
  const called = new Map<string, Set<string>>()
  const calledToo = new Map<string, Set<string>>()
  for (const { category_id, name_en, name_ur, name_roman } of categories) {
    const all = [name_en, name_ur, name_roman]
    for (const term of all.flatMap((name) => termsOfName(name))) addTo(names, term, category_id)
    if (withChildren.has(category_id)) continue
    const parts = all.map((name) => name.split(AND).map((part) => lastOf(termsOfName(part))))
    const terms = new Set(parts.flat(2))
    for (const term of terms) addTo(parts.every((some) => isAll(term, some)) ? called : calledToo, term, category_id)
  }
  return {
    version: hashOf(JSON.stringify([...parents])).toString(36),
    pathOf: (id) => paths.get(id) ?? [],
    choiceAt: (id) => (id === undefined ? '' : withChildren.has(id) ? id : (parents.get(id) ?? '')),
    parentOf: (id) => parents.get(id),
    namedBy: (word, things) => {
      const named = new Set([word, ...things].flatMap((term) => [...(names.get(term) ?? [])]))
      const isBelow = (id: string) => (paths.get(id) ?? []).some((above) => above !== id && named.has(above))
      return [...named].filter((id) => !isBelow(id))
    },
    calledBy: (terms) => idsOf(called, terms),
    calledToo: (terms) => idsOf(calledToo, terms),
  }
}

/** True when all things of a name, or none, are this or kinds of it: earrings and jhumkas are earrings. */
function isAll(term: string, parts: readonly (readonly string[])[]): boolean {
  const kind = term.replace(MEANING, WIDER)
  const those = parts.filter((terms) => terms.includes(term) || terms.includes(kind))
  return those.length === 0 || those.length === parts.length
}

const idsOf = (sets: ReadonlyMap<string, ReadonlySet<string>>, terms: readonly string[]) => [
  ...new Set(terms.flatMap((term) => [...(sets.get(term) ?? [])])),
]

/** What parts a name that names several things. */
const AND = /\s*[,،&/]\s*|\s+(?:and|aur|اور)\s+/

const addTo = (sets: Map<string, Set<string>>, key: string, id: string) =>
  sets.set(key, (sets.get(key) ?? new Set()).add(id))

/** The last word of a name, which says what it is, with what it means. */
function lastOf(terms: readonly string[]): readonly string[] {
  return terms.slice(terms.findLastIndex((term) => /^[\p{L}\p{N}]/u.test(term)))
}

function path(id: string, parents: ReadonlyMap<string, string>): string[] {
  const found: string[] = []
  for (let at: string | undefined = id; at && parents.has(at); at = parents.get(at)) found.push(at)
  return found
}
