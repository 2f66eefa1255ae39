import { AsyncLocalStorage } from 'node:async_hooks'
import { foldText } from '../../kit/text/fold.ts'
import type { SearchCard, SearchQuery } from './engine.ts'
import type { AskedWord, Language, Reading, Way } from './language.ts'

/** A rule of the operators that is in force. query and words are folded. */
export type Rule =
  | { readonly kind: 'synonym'; readonly query: string; readonly words: string }
  | { readonly kind: 'pin' | 'block'; readonly query: string; readonly listing_id: string }

const SAME = 0.95

/** The rules in force, in memory, and others while they are tried. */
export class RuleBook {
  #live: readonly Rule[] = []
  /** Other rules, for whoever tries them and for nobody else who searches meanwhile. */
  readonly #tried = new AsyncLocalStorage<readonly Rule[]>()

  get #rules(): readonly Rule[] {
    return this.#tried.getStore() ?? this.#live
  }

  fill(rules: readonly Rule[]): void {
    this.#live = rules
  }

  /** What body gives as if this rule were in force too. */
  trying<T>(rule: Rule, body: () => T): T {
    return this.#tried.run([...this.#live, rule], body)
  }

  /** What body gives as if this rule had ended. */
  without<T>(rule: Rule, body: () => T): T {
    const at = this.#live.findIndex((one) => JSON.stringify(one) === JSON.stringify(rule))
    return this.#tried.run(at < 0 ? this.#live : this.#live.toSpliced(at, 1), body)
  }

  /** Adds what words of the query mean by rule to what they mean anyway. */
  readings(language: Language, query: string): readonly Reading[] {
    const plain = language.readings(query)
    const synonyms = this.#rules.flatMap((rule) => (rule.kind === 'synonym' ? rule : []))
    if (synonyms.length === 0) return plain
    const folded = ` ${foldText(query)} `
    const meant = synonyms.filter((rule) => folded.includes(` ${rule.query} `))
    return meant.length === 0 ? plain : plain.map((reading) => withSynonyms(reading, meant, language))
  }

  /** The cards of a page without what is blocked for this query; on the first page what is pinned stands before. */
  apply(
    query: SearchQuery,
    cards: readonly SearchCard[],
    cardOf: (id: string) => SearchCard | undefined,
  ): SearchCard[] {
    const rules = this.#rules
    if (rules.length === 0) return [...cards]
    const folded = foldText(query.text)
    const ids = (kind: 'pin' | 'block') =>
      rules.flatMap((rule) => (rule.kind === kind && rule.query === folded ? rule.listing_id : []))
    const [blocked, pinned] = [ids('block'), isWholeMarket(query) ? ids('pin') : []]
    const rest = cards.filter(({ listing_id }) => !blocked.includes(listing_id) && !pinned.includes(listing_id))
    const isFirst = query.after === undefined && (query.page ?? 1) === 1
    const first = isFirst ? pinned.flatMap((id) => (blocked.includes(id) ? [] : (cardOf(id) ?? []))) : []
    return [...first, ...rest]
  }
}

/** Pins are for who asks the whole market: whoever narrows or sorts has said what stands first. */
function isWholeMarket(query: SearchQuery): boolean {
  const { category, city, shop, price_from_paisa, price_to_paisa, brand, colour, size, condition, standing } = query
  const narrowed = [category, city, shop, price_from_paisa, price_to_paisa, brand, colour, size, condition, standing]
  return query.sort === 'best' && !query.in_stock && narrowed.every((one) => one === undefined)
}

function withSynonyms(
  reading: Reading,
  rules: readonly { query: string; words: string }[],
  language: Language,
): Reading {
  return {
    words: reading.words.map((asked): AskedWord => {
      const more = rules.flatMap(({ query, words }): readonly Way[] => {
        const place = language.readings(query)[0]?.words.findIndex(({ written }) => written === asked.written) ?? -1
        const meant = language.readings(words)[0]?.words ?? []
        return place < 0 ? [] : (meant[Math.min(place, meant.length - 1)]?.ways ?? [])
      })
      const ways = new Map(asked.ways.map((way) => [way.term, way]))
      for (const way of more) {
        const weight = way.weight * SAME
        if (weight > (ways.get(way.term)?.weight ?? 0)) ways.set(way.term, { ...way, weight, why: 'meaning' })
      }
      return { ...asked, ways: [...ways.values()].sort((a, b) => b.weight - a.weight) }
    }),
  }
}
