import { crc32 } from 'node:zlib'
import { ASKED, FIELDS, type Language, makeLanguage, type OwnEngine, SECOND_STAGE } from '../domains/search/search.ts'
import type { Answer } from './bharosa.ts'
import { changed, tableOf } from './search-ablate.ts'
import { indexOf, rounded } from './search-bench-index.ts'
import { finderIn, type JudgedSet, judge, meansOf, readJudged } from './search-eval.ts'
import { plainFinder } from './search-plain.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

/** A figure of weights.ts that is chosen anew. The first of its values says nothing: there the choice begins. */
interface Knob {
  readonly table: object
  readonly name: string
  readonly values: readonly number[]
  /** The index has it inside. */
  readonly inIndex?: boolean
}

const KNOBS: readonly Knob[] = [
  { table: FIELDS.brand, name: 'weight', values: [1, 0.5, 2], inIndex: true },
  { table: FIELDS.attributes, name: 'weight', values: [1, 0.5, 1.6, 2.5], inIndex: true },
  { table: FIELDS.description, name: 'weight', values: [1, 0.4, 0.8, 1.5], inIndex: true },
  { table: FIELDS.title, name: 'by_length', values: [0.75, 0.25, 0.5, 1], inIndex: true },
  { table: FIELDS.description, name: 'by_length', values: [0.75, 0.4, 0.6, 0.9], inIndex: true },
  { table: FIELDS.attributes, name: 'by_length', values: [0.75, 0.4, 0.9], inIndex: true },
  { table: ASKED, name: 'coordination', values: [0, 0.6, 1.2, 1.8] },
  { table: ASKED, name: 'enough', values: [24, 48, 96] },
  { table: SECOND_STAGE, name: 'phrase', values: [0, 0.05, 0.1, 0.2] },
  { table: SECOND_STAGE, name: 'exactness', values: [0, 0.1, 0.2, 0.4] },
  { table: SECOND_STAGE, name: 'about', values: [0, 0.05, 0.1, 0.2] },
  { table: SECOND_STAGE, name: 'alike', values: [0, 0.15, 0.3, 0.5] },
  { table: SECOND_STAGE, name: 'shelf', values: [0, 0.05, 0.1, 0.2] },
]

/** What each knob stands at. */
type Setting = readonly number[]
type Half = Omit<JudgedSet, 'docs'>

/**
 * Whether the weights hold for queries that they were not chosen on: they are chosen anew, from figures that say
 * nothing, on one half of the queries, one figure after the other, and held against plain BM25 on the other half; then
 * the other way round. With --by recall what is wanted is recall@k and not nDCG@k.
 */
export async function searchWeigh(_words: readonly string[], options: ReadonlyMap<string, string>): Promise<Answer> {
  const set = await readJudged(options)
  const by = options.get('by') === 'recall' ? 'recall' : 'ndcg'
  const measure = measuring(set, by)
  const plain = plainFinder(set.docs, set.k)
  const plainOn = (half: Half) => meansOf(judge(half, plain))[by]
  const shipped = KNOBS.map(({ table, name }) => Object.entries(table).find(([key]) => key === name)?.[1] as number)
  const halves = [0, 1].map((side): Half => {
    const judged = new Map([...set.judged].filter(([query]) => (crc32(query) & 1) === side))
    return { judged, k: set.k, relevant: set.relevant }
  })
  const rows = halves.flatMap((half, i) => {
    const aside = halves[1 - i] ?? half
    const setting = choose((tried) => measure(tried, half))
    const [plain_aside, chosen_aside] = [plainOn(aside), measure(setting, aside)]
    return {
      chosen_on: `half ${i + 1} (${half.judged.size})`,
      chosen_there: measure(setting, half),
      asked_on: `half ${2 - i} (${aside.judged.size})`,
      plain_bm25: plain_aside,
      chosen: chosen_aside,
      gain: rounded(chosen_aside - plain_aside),
      shipped: measure(shipped, aside),
      setting: setting.join(' '),
    }
  })
  return { facts: { by, knobs: KNOBS.map(({ name }) => name), rows }, words: tableOf(rows), ok: true }
}

/** One figure after the other, each time the value that is best so far; twice over what the index does not have. */
function choose(measure: (setting: Setting) => number): Setting {
  let setting: Setting = KNOBS.map(({ values }) => values[0] ?? 0)
  let best = measure(setting)
  for (const [round, order] of [KNOBS.keys(), KNOBS.keys()].entries()) {
    for (const i of order) {
      if (round > 0 && KNOBS[i]?.inIndex) continue
      for (const value of KNOBS[i]?.values ?? []) {
        const tried = setting.with(i, value)
        const worth = measure(tried)
        if (worth > best) [best, setting] = [worth, tried]
      }
    }
    say(`${best} at ${setting.join(' ')}`)
  }
  return setting
}

/** Measures settings: goods are put in again only when the index has what is changed. */
function measuring({ docs }: JudgedSet, by: 'ndcg' | 'recall'): (setting: Setting, half: Half) => number {
  const language = remembering(makeLanguage())
  let filled: { engine: OwnEngine; inside: string } | undefined
  return (setting, half) => {
    const apply = (i: number): number => {
      const [knob, value] = [KNOBS[i], setting[i]]
      if (!knob || value === undefined) {
        const inside = setting.filter((_, at) => KNOBS[at]?.inIndex).join(' ')
        if (filled?.inside !== inside) filled = { engine: indexOf(docs, language).engine, inside }
        return meansOf(judge(half, finderIn(filled.engine, half.k)))[by]
      }
      return changed(knob.table, { [knob.name]: value }, () => apply(i + 1))
    }
    return apply(0)
  }
}

/** A language that takes each text apart once. */
function remembering(language: Language): Language {
  const known = new Map<string, readonly string[]>()
  return {
    ...language,
    words: (text, field) => {
      const key = `${field} ${text}`
      const before = known.get(key)
      const words = before ?? language.words(text, field)
      if (!before) known.set(key, words)
      return words
    },
  }
}
