import { ASKED, FIELDS, SECOND_STAGE } from '../domains/search/search.ts'
import type { Answer } from './bharosa.ts'
import { changed, tableOf } from './search-ablate.ts'
import { indexOf, rounded } from './search-bench-index.ts'
import { finderIn, judge, readJudged } from './search-eval.ts'
import { plainFinder } from './search-plain.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

/** Figures of weights.ts that are chosen anew, together, from very few values; the first of them says nothing. */
interface Knob {
  readonly table: object
  readonly names: readonly string[]
  readonly values: readonly number[]
}

/** What the index has inside: each setting of these needs one of its own. */
const INSIDE: readonly Knob[] = [
  { table: FIELDS.attributes, names: ['weight'], values: [1, 2] },
  { table: FIELDS.description, names: ['weight'], values: [1, 0.5] },
  { table: FIELDS.title, names: ['by_length'], values: [0.75, 0.5] },
]
const ASKING: readonly Knob[] = [
  { table: ASKED, names: ['rarity'], values: [1, 0.5] },
  { table: ASKED, names: ['coordination'], values: [0, 1] },
  { table: SECOND_STAGE, names: ['phrase', 'exactness', 'about', 'shelf'], values: [0, 0.1] },
]
const KNOBS = [...INSIDE, ...ASKING]
/** How often the queries are cut in two. */
const CUTS = 1_000

/** What every query of the set is worth by one setting. */
interface Tried {
  /** The values of KNOBS, in their order. */
  readonly setting: readonly number[]
  readonly worth: Float64Array
}

/**
 * Whether the weights hold for queries that they were not chosen on. Few figures with few values each are tried in
 * every way there is, from figures that say nothing. Then the queries are cut in two at random, again and again: the
 * best setting for one half is asked the other half, and held against plain BM25 there. Leaving one query out at a time
 * is the same with all others to choose on. With --by recall what is wanted is recall@k and not nDCG@k.
 */
export async function searchWeigh(_words: readonly string[], options: ReadonlyMap<string, string>): Promise<Answer> {
  const set = await readJudged(options)
  const by = options.get('by') === 'recall' ? 'recall' : 'ndcg'
  const worthBy = (find: (query: string) => readonly string[]) =>
    Float64Array.from(judge(set, find), ({ scores }) => scores[by] ?? 0)
  const plain = worthBy(plainFinder(set.docs, set.k))
  const tried = eachSetting(INSIDE, (inside): Tried[] => {
    const { engine } = indexOf(set.docs)
    return eachSetting(ASKING, (asking) => [
      { setting: [...inside, ...asking], worth: worthBy(finderIn(engine, set.k)) },
    ])
  })
  const shipped = worthBy(finderIn(indexOf(set.docs).engine, set.k))
  const rows = [
    ...[0.5, 0.75].map((share) => cutAgain(tried, { plain, shipped, share })),
    oneLeftOut(tried, { plain, shipped }),
  ]
  const all = [...plain.keys()]
  const best = bestFor(tried, all)
  const nothing = rounded(meanOn(tried[0]?.worth ?? plain, all) - meanOn(plain, all))
  return {
    facts: {
      by,
      queries: plain.length,
      settings: tried.length,
      names: KNOBS.flatMap(({ names }) => names.join('+')),
      nothing_chosen: nothing,
      best: best?.setting,
      rows,
    },
    words: `${tableOf(rows)}\nnothing chosen: ${nothing}; chosen on all of ${tried.length}: ${best?.setting.join(' ')}`,
    ok: true,
  }
}

/** Measures with each way to set these figures. */
function eachSetting<T>(knobs: readonly Knob[], measure: (setting: number[]) => T[], before: number[] = []): T[] {
  const [knob, ...others] = knobs
  if (!knob) {
    say(before.join(' '))
    return measure(before)
  }
  return knob.values.flatMap((value) =>
    changed(knob.table, Object.fromEntries(knob.names.map((name) => [name, value])), () =>
      eachSetting(others, measure, [...before, value]),
    ),
  )
}

interface Known {
  readonly plain: Float64Array
  readonly shipped: Float64Array
}

const meanOn = (worth: Float64Array, queries: readonly number[]) =>
  queries.reduce((sum, query) => sum + (worth[query] as number), 0) / (queries.length || 1)

function bestFor(tried: readonly Tried[], queries: readonly number[]): Tried | undefined {
  let [best, most]: [Tried | undefined, number] = [undefined, -1]
  for (const one of tried) {
    const worth = meanOn(one.worth, queries)
    if (worth > most) [best, most] = [one, worth]
  }
  return best
}

/** The queries cut in two many times, always in the same ways. */
function cutAgain(tried: readonly Tried[], { plain, shipped, share }: Known & { readonly share: number }) {
  const dice = diceFrom(7)
  const cuts = Array.from({ length: CUTS }, () => {
    const order = shuffled([...plain.keys()], dice)
    const [there, aside] = [order.slice(0, order.length * share), order.slice(order.length * share)]
    return { there, aside }
  })
  return gains(tried, { plain, shipped }, { name: `${Math.round(share * 100)} of 100, ${CUTS} times`, cuts })
}

function oneLeftOut(tried: readonly Tried[], known: Known) {
  const all = [...known.plain.keys()]
  const cuts = all.map((one) => ({ there: all.filter((other) => other !== one), aside: [one] }))
  return gains(tried, known, { name: 'all but one', cuts })
}

interface Cut {
  readonly there: readonly number[]
  readonly aside: readonly number[]
}

function gains(tried: readonly Tried[], { plain, shipped }: Known, { name, cuts }: { name: string; cuts: Cut[] }) {
  const all = cuts.map(({ there, aside }) => {
    const chosen = bestFor(tried, there)?.worth ?? plain
    return { there: meanOn(chosen, there), aside: meanOn(chosen, aside), plain: meanOn(plain, aside) }
  })
  const mean = (of: (one: (typeof all)[number]) => number) =>
    rounded(all.reduce((sum, one) => sum + of(one), 0) / all.length)
  const sorted = all.map(({ aside, plain }) => aside - plain).sort((a, b) => a - b)
  return {
    chosen_on: name,
    there: mean(({ there }) => there),
    plain_bm25_aside: mean((one) => one.plain),
    chosen_aside: mean(({ aside }) => aside),
    gain: mean((one) => one.aside - one.plain),
    a_tenth_below: rounded(sorted[Math.floor(sorted.length / 10)] ?? 0),
    shipped_gain: rounded(meanOn(shipped, [...shipped.keys()]) - meanOn(plain, [...plain.keys()])),
  }
}

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function diceFrom(seed: number): () => number {
  let at = seed
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let next = Math.imul(at ^ (at >>> 15), 1 | at)
    next = (next + Math.imul(next ^ (next >>> 7), 61 | next)) ^ next
    return ((next ^ (next >>> 14)) >>> 0) / 4_294_967_296
  }
}

function shuffled<T>(all: T[], dice: () => number): T[] {
  for (let i = all.length - 1; i > 0; i--) {
    const other = Math.floor(dice() * (i + 1))
    ;[all[i], all[other]] = [all[other] as T, all[i] as T]
  }
  return all
}
