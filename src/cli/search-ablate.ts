import {
  ASKED,
  type AskedWord,
  type Language,
  makeLanguage,
  type OwnEngine,
  SECOND_STAGE,
  type SearchDoc,
  type Way,
  WEIGHT,
} from '../domains/search/search.ts'
import type { Answer } from './bharosa.ts'
import { indexOf } from './search-bench-index.ts'
import { finderIn, judge, meansOf, readJudged } from './search-eval.ts'
import { askScripts, bySplit, readScripts, titlesIn } from './search-scripts.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

/** A part of search that can be left out. */
interface Part {
  readonly name: string
  /** Ways to read a word that are not taken. */
  readonly ways?: (way: Way, written: string) => boolean
  /** Terms that goods do not get. */
  readonly terms?: (term: string) => boolean
  /** Words that nobody mends. */
  readonly slips?: boolean
  /** What is wanted weighs no more than the words beside it. */
  readonly head?: boolean
  readonly docs?: (doc: SearchDoc) => SearchDoc
  readonly ranking?: Readonly<Record<string, number>>
  readonly asking?: Readonly<Record<string, number>>
  /** What ways to read a word count. */
  readonly reading?: Readonly<Record<string, number>>
}

const isSign = (term: string) => /^[§¶^]/u.test(term)
const isMeant = ({ why }: Way) => why === 'meaning' || why === 'sound'
const NOT_CALLED = { called: 0, called_foreign: 0 }
const NO_SECOND_STAGE = { phrase: 0, exactness: 0, about: 0, named: 0, alike: 0, shelf: 0, owner: 1, ...NOT_CALLED }

const WHOLE: Part = { name: 'nothing' }
const PARTS: readonly Part[] = [
  WHOLE,
  { name: 'the second stage', ranking: NO_SECOND_STAGE },
  { name: 'of it: what a title is about (head.ts)', ranking: { about: 0 } },
  { name: 'of it: goods without the wanted word behind the others', ranking: { named: 0 } },
  { name: 'of it: what reads like the best hits, where words are missing (alike.ts)', ranking: { alike: 0 } },
  { name: 'of it: nothing else in the title', ranking: { exactness: 0 } },
  { name: 'of it: order of words', ranking: { phrase: 0 } },
  { name: 'of it: the shelf of most of the best', ranking: { shelf: 0 } },
  { name: 'of it: shelves that are called as what is wanted', ranking: NOT_CALLED },
  { name: 'of it: what is made for cars and pets behind (owners.ts)', ranking: { owner: 1 } },
  { name: 'the rarest word decides less', asking: { rarity: 1 } },
  { name: 'less for fewer words', asking: { coordination: 0 } },
  { name: 'hits that lack a word', asking: { enough: 1 } },
  { name: 'attributes, not read', docs: (doc) => ({ ...doc, words: [] }) },
  { name: 'descriptions, not read', docs: (doc) => ({ ...doc, description: '' }) },
  { name: 'brands, not read', docs: (doc) => ({ ...doc, brand: '' }) },
  { name: 'shelves, not known', docs: (doc) => ({ ...doc, category_id: '' }) },
  { name: 'other words of a family', ways: ({ why }) => why === 'family' },
  { name: 'sounds', ways: ({ why }) => why === 'sound' || why === 'script' },
  { name: 'of them: words of the goods in the other script', ways: ({ why }) => why === 'script' },
  { name: 'slips of the finger', slips: true, ways: ({ why }) => why === 'slip' },
  { name: 'what is written apart or together', ways: ({ why }) => why === 'joined' },
  { name: 'figures with their units, and models, as one', ways: ({ term }) => term.startsWith('=') },
  { name: 'more weight for what is wanted, said in Urdu', head: true },
  { name: 'wider and narrower things', ways: ({ term }) => term.startsWith('^') },
  {
    name: 'Urdu titles beside English ones',
    ways: ({ term }) => term.startsWith('¶'),
    terms: (term) => term[0] === '¶',
  },
  { name: 'meanings of titles', ways: ({ term }) => isSign(term), terms: isSign },
  {
    name: 'English words for a meaning',
    ways: (way, written) => isMeant(way) && !isSign(way.term) && way.term !== written,
  },
  {
    name: 'English words before what means the same',
    reading: { same: WEIGHT.meaning, same_few: WEIGHT.meaning },
  },
  { name: 'all meanings', ways: isMeant, terms: isSign },
]

/** A language that leaves out of what is asked the part of just now, and out of what goods say always the same part. */
function lessLanguage(now: { part: Part }, { terms }: Part): Language {
  const whole = makeLanguage()
  return {
    ...whole,
    words: (text, field) => {
      const all = whole.words(text, field)
      return terms ? all.filter((term) => !terms(term)) : all
    },
    readings: (query) => whole.readings(query).map(({ words }) => ({ words: words.map((one) => less(one, now.part)) })),
  }
}

function less(word: AskedWord, { ways, slips, head }: Part): AskedWord {
  const kept = ways ? word.ways.filter((way) => !ways(way, word.written)) : word.ways
  return {
    ...word,
    // A measure may have one way only: a word that nobody has would be left out of the query.
    ways: kept.length > 0 ? kept : word.ways,
    may_slip: word.may_slip && !slips,
    // Still told apart from a word that goods write.
    share: head ? Math.min(word.share, 1 + Number.EPSILON) : word.share,
  }
}

/** Changes figures of a table while something is measured. Only here: the market never does. */
export function changed<T>(table: object, figures: Readonly<Record<string, number>>, measure: () => T): T {
  const before = { ...table }
  Object.assign(table, figures)
  try {
    return measure()
  } finally {
    Object.assign(table, before)
  }
}

/** Measures engines over these goods without a part; filled anew only where goods say less without it. */
function measuring(docs: readonly SearchDoc[], measure: (engine: OwnEngine) => Facts): (part: Part) => Facts {
  const now = { part: WHOLE }
  const { engine: whole } = indexOf(docs, lessLanguage(now, WHOLE))
  return (part) => {
    const { ranking = {}, asking = {}, reading = {} } = part
    // What was read before is remembered with what it counted then.
    const isWhole = !part.docs && !part.terms && !part.reading
    const engine = isWhole ? whole : indexOf(part.docs ? docs.map(part.docs) : docs, lessLanguage(now, part)).engine
    now.part = part
    return changed(SECOND_STAGE, ranking, () =>
      changed(ASKED, asking, () => changed(WEIGHT, reading, () => measure(engine))),
    )
  }
}

type Facts = Readonly<Record<string, number>>

/**
 * What each part of search brings: the figures of `search eval` (--judgments) or of `search scripts` (--queries),
 * once whole and then with one part left out at a time.
 */
export async function searchAblate(_words: readonly string[], options: ReadonlyMap<string, string>): Promise<Answer> {
  const measure = options.has('judgments') ? await judgedFacts(options) : await scriptFacts(options)
  const rows = PARTS.map((part) => {
    const facts = measure(part)
    say(`${Object.values(facts).join(' ')} without ${part.name}`)
    return { left_out: part.name, ...facts }
  })
  return { facts: { rows }, words: tableOf(rows), ok: true }
}

async function judgedFacts(options: ReadonlyMap<string, string>): Promise<(part: Part) => Facts> {
  const set = await readJudged(options)
  return measuring(set.docs, (engine) => meansOf(judge(set, finderIn(engine, set.k))))
}

async function scriptFacts(options: ReadonlyMap<string, string>): Promise<(part: Part) => Facts> {
  const { docs, queries } = await readScripts(options)
  return measuring(docs, (engine) => {
    const splits = Object.entries(bySplit(askScripts(queries, titlesIn(engine))))
    return Object.fromEntries(splits.map(([name, { precision_at_10 }]) => [name, precision_at_10]))
  })
}

/** Rows of alike objects as a table for a document. */
export function tableOf(rows: readonly object[]): string {
  const names = Object.keys(rows[0] ?? {}).map((name) => name.replaceAll('_', ' '))
  const cell = (value: unknown) => (typeof value === 'number' ? value.toFixed(3) : String(value))
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(names), line(names.map(() => '---')), ...rows.map((row) => line(Object.values(row).map(cell)))].join(
    '\n',
  )
}
