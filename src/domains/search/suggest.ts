import { foldText, tidyText } from '../../kit/text/fold.ts'
import type { SearchQuery, SearchResults } from './engine.ts'
import type { LiveIndex } from './index/live-index.ts'
import type { TermTable } from './index/terms.ts'
import { formsOf } from './language/inflection.ts'
import lexicon from './language/lexicon.json' with { type: 'json' }
import { isKindTerm, MEANING } from './language/things.ts'
import { runsOf, spelled } from './written.ts'

const MOST_LETTERS = 80
const LOOKED_AT = 100
const TITLES_READ = 3
const URDU = /\p{Script=Arabic}/u

/** What finds at once. */
interface Finds {
  search(query: SearchQuery): SearchResults
}

/** A word or a few, and to how many goods they lead. */
interface End {
  readonly text: string
  readonly count: number
  /** True for a word that the index knows folded: it is spelled once it is chosen. */
  readonly isFolded?: boolean
}

/**
 * How a query that is being written may go on: its last word ended by words that stand in titles, those that stand
 * beside the words before it first; at its beginning also by words of the lexicon that lead to goods, so that who
 * writes Urdu or Roman Urdu is helped where all goods are named in English. Nothing that people wrote is remembered for
 * this.
 */
export function suggest(text: string, limit: number, index: LiveIndex, engine: Finds): string[] {
  const typed = tidyText(text.slice(0, MOST_LETTERS).toWellFormed())
  const words = foldText(typed).split(' ')
  const last = words.at(-1) ?? ''
  if (last === '') return []
  const before = words.slice(0, -1)
  const ends = before.length === 0 ? endsAnywhere(last, limit, index) : endsBeside(before, last, engine)
  const head = before.length === 0 ? '' : typed.slice(0, typed.lastIndexOf(runsOf(typed).at(-1) ?? ''))
  const all = [...ends.map((end) => ({ ...end, text: head + end.text })), ...things(words, index.terms)]
  return bestOf(all, words.join(' '))
    .slice(0, limit)
    .map(({ text: end, isFolded }) => (isFolded && URDU.test(end) ? spelled(end, titlesWith(end, engine)) : end))
}

/** What names a thing before other words, then what leads to most goods; of each thing one name in each script. */
function bestOf(ends: readonly End[], begun: string): End[] {
  const best = ends
    .map((end) => ({ ...end, key: foldText(end.text) }))
    .map((end) => ({ ...end, thing: thingNamed(end.key) ?? thingNamed(end.key.split(' ').at(-1) ?? '') }))
    .sort((a, b) => Number(b.thing !== undefined) - Number(a.thing !== undefined) || b.count - a.count)
  const shown = new Map<string, End>()
  for (const end of best) {
    const { key, thing } = end
    const isWhole = thing !== undefined && thingNamed(key) === thing
    const same = isWhole ? `${thing} ${URDU.test(key)}` : key
    if (key !== begun && !shown.has(same)) shown.set(same, end)
  }
  return [...shown.values()]
}

/** More of them than are shown, since several may be cases of one thing. */
function endsAnywhere(last: string, limit: number, { terms }: LiveIndex): End[] {
  return terms
    .beginning(last, limit * 3)
    .map((term) => ({ text: terms.textOf(term), count: terms.frequency(term), isFolded: true }))
}

function titlesWith(word: string, engine: Finds): string[] {
  const { hits } = engine.search({ text: word, sort: 'best', limit: TITLES_READ, strict: true, facets: false })
  return hits.map(({ title }) => title)
}

/** Words of the titles that have what was written before. */
function endsBeside(before: readonly string[], last: string, engine: Finds): End[] {
  const counts = new Map<string, End>()
  const asked = { text: before.join(' '), sort: 'best', limit: LOOKED_AT, facets: false } as const
  for (const { title } of engine.search(asked).hits) {
    const words = new Map(runsOf(tidyText(title)).map((run) => [foldText(run), run]))
    for (const [word, run] of words) {
      if (!word.startsWith(last) || before.includes(word)) continue
      const known = counts.get(word)
      counts.set(word, { text: known?.text ?? run.toLowerCase(), count: (known?.count ?? 0) + 1 })
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
}

/** Each thing of the lexicon by its meaning, with its words in English, Roman Urdu and Urdu, as written and folded. */
const named = lexicon.map(([name = '', ...columns]) => ({
  term: `${MEANING}${name.replaceAll(' ', '_')}`,
  scripts: columns.slice(0, 3).map((forms) =>
    forms
      .split(',')
      .filter((form) => form !== '' && !form.endsWith('?'))
      .map((form) => ({ form, folded: foldText(form) })),
  ),
}))

/** Folded words → the thing that they name. What goods are only like names nothing. */
const thingOf = new Map(
  named
    .filter(({ term }) => isKindTerm(term))
    .flatMap(({ term, scripts }) => scripts.flat().map(({ folded }) => [folded, term] as const)),
)

/** The thing that a folded word names, in whichever case. */
const thingNamed = (word: string) =>
  [word, ...formsOf(word)].map((form) => thingOf.get(form)).find((thing) => thing !== undefined)

/** Things that are called like what was begun and that some goods are: of each the first name in each script. */
function things(words: readonly string[], terms: TermTable): End[] {
  const begun = words.join(' ')
  return named.flatMap(({ term, scripts }) => {
    // English is how goods are named: their own words are told already.
    const names = scripts.slice(1).flatMap((forms) => forms.find(({ folded }) => folded.startsWith(begun)) ?? [])
    const count = names.length === 0 ? 0 : terms.frequency(terms.find(term))
    return count === 0 ? [] : names.map(({ form }) => ({ text: form, count }))
  })
}
