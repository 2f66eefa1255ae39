import { DAY_MS } from '../../kit/clock/clock.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { digest, type Keys } from '../../kit/keys/keys.ts'
import { errorFacts, type Log } from '../../kit/log/log.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { foldText } from '../../kit/text/fold.ts'
import { networkOf, type Operator } from '../identity/identity.ts'
import {
  countLookers,
  deleteHidden,
  deleteLookers,
  deleteTerms,
  insertHidden,
  insertLookers,
  type Looker,
  type LookerKind,
  listHidden,
  listTerms,
  listTermWeeks,
  type TermRow,
  writeTerm,
} from './looked-store.ts'
import { countedWords, isHidden, isTellable } from './looked-words.ts'

/** Words of fewer different people than this in one week are shown to nobody, and are written down nowhere. */
export const PEOPLE_LEAST = 20
const ROUNDED_TO = 10
const WAIT_MS = 15_000
const HELD_MOST = 5_000
const WORD_LETTERS_MOST = 40

/** One search, for counting how many different people looked for the same. */
export interface Look {
  /** As it was typed. */
  readonly text: string
  readonly is_found: boolean
  /** Who is signed in; otherwise the browser's own number and the address that it comes from. */
  readonly person_id: string | undefined
  readonly visit_id: string
  readonly address: string
  /** The province that the visitor named as theirs, when they did: counted there and for the whole market. */
  readonly area?: string | undefined
}

/** In which nothing is said about where. */
const EVERYWHERE = ''

interface Held {
  readonly words: string
  readonly is_found: boolean
  readonly area: string
  readonly week: string
  readonly lookers: Map<string, Looker>
}

/**
 * Counts how many different people look for the same words in one week. Searches are held in memory for some seconds,
 * so that a page of results waits for no database; then they are written down as digests that nobody can turn back.
 * Words are written only once twenty people have typed them.
 */
export class Lookers {
  readonly #db: { tx<T>(body: (tx: Tx) => Promise<T>): Promise<T> }
  readonly #keys: Keys
  readonly #now: () => Date
  readonly #log: Log
  #held = new Map<string, Held>()
  #heldCount = 0
  #since = 0

  constructor(db: { tx<T>(body: (tx: Tx) => Promise<T>): Promise<T> }, keys: Keys, now: () => Date, log: Log) {
    this.#db = db
    this.#keys = keys
    this.#now = now
    this.#log = log
  }

  /** Notes one search. Never waits and never fails. */
  note(look: Look): void {
    if (!isTellable(look.text) || this.#heldCount >= HELD_MOST) return
    const words = countedWords(look.text)
    if (words === '') return
    const now = this.#now()
    this.#hold(look, words, weekOf(now), EVERYWHERE)
    if (look.area) this.#hold(look, words, weekOf(now), look.area)
    if (this.#since === 0) this.#since = now.getTime()
    if (now.getTime() - this.#since < WAIT_MS) return
    this.flush().catch((error: unknown) => this.#log.error(errorFacts(error), 'searches could not be counted'))
  }

  #hold({ is_found, person_id, visit_id, address }: Look, words: string, week: string, area: string): void {
    const where = area === EVERYWHERE ? [] : [area]
    const term_key = digest(this.#keys.index, 'search term', week, String(is_found), words, ...where)
    const key = term_key.toString('base64')
    const held = this.#held.get(key) ?? { words, is_found, area, week, lookers: new Map<string, Looker>() }
    this.#held.set(key, held)
    const add = (kind: LookerKind, who: string) => {
      // Bound to the words: the rows of one person cannot be put together.
      const who_key = digest(this.#keys.index, 'search looker', kind, who, key)
      held.lookers.set(`${kind} ${who_key.toString('base64')}`, { term_key, kind, who_key })
      this.#heldCount++
    }
    if (person_id !== undefined) add('person', person_id)
    else if (visit_id !== '') {
      add('visit', visit_id)
      add('network', networkOf(address))
    }
  }

  /** Writes down what is held. */
  async flush(): Promise<void> {
    const held = [...this.#held.values()].filter(({ lookers }) => lookers.size > 0)
    this.#held = new Map()
    this.#heldCount = 0
    this.#since = 0
    const weeks = new Set(held.map(({ week }) => week))
    for (const week of weeks) {
      const terms = held.filter((one) => one.week === week)
      await this.#db.tx((tx) => count(tx, week, terms))
    }
  }
}

async function count(tx: Tx, week: string, held: readonly Held[]): Promise<void> {
  insertLookers(
    tx,
    week,
    held.flatMap(({ lookers }) => [...lookers.values()]),
  )
  const keyOf = ({ lookers }: Held) => [...lookers.values()][0]?.term_key ?? Buffer.alloc(0)
  const rows = await countLookers(tx, week, held.map(keyOf))
  for (const one of held) {
    const key = keyOf(one)
    const counts = new Map(rows.filter(({ term_key }) => key.equals(term_key)).map((row) => [row.kind, row.count]))
    const people = peopleIn(counts)
    if (people < PEOPLE_LEAST) continue
    const { words, is_found, area } = one
    const people_count = people - (people % ROUNDED_TO)
    const shown_from = dayOf(new Date(tx.now.getTime() + DAY_MS))
    writeTerm(tx, { week, is_found, area, words, people_count, shown_from })
  }
}

/**
 * How many people that are at the least. Who is signed in counts by the person. A stranger may wander from network to
 * network, or clear the browser's memory at one of them: so strangers are as many as the fewer of browsers and of
 * networks. One person may be both, so the two are not added.
 */
function peopleIn(counts: ReadonlyMap<LookerKind, number>): number {
  const strangers = Math.min(counts.get('visit') ?? 0, counts.get('network') ?? 0)
  return Math.max(counts.get('person') ?? 0, strangers)
}

/** The Monday of a moment's week, UTC. */
function weekOf(at: Date): string {
  const days = Math.floor(at.getTime() / DAY_MS)
  // The first day of 1970 was a Thursday.
  return dayOf(new Date((days - ((days + 3) % 7)) * DAY_MS))
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

/** What many people looked for and found this week and last, those of most people first. Never from today. */
export async function peopleLookedFor(tx: Tx, limit: number): Promise<string[]> {
  const rows = await shownTerms(tx, true, 2, limit * 2)
  return rows.slice(0, limit).map(({ words }) => words)
}

/** What many people looked for in vain in the last eight weeks, with how many, rounded down to tens. For operators. */
export function lookedForInVain(tx: Tx, _by: Operator): Promise<TermRow[]> {
  return shownTerms(tx, false, 8, 100)
}

async function shownTerms(tx: Tx, is_found: boolean, weeks: number, limit: number): Promise<TermRow[]> {
  const since = weekOf(new Date(tx.now.getTime() - (weeks - 1) * 7 * DAY_MS))
  const [rows, hidden] = await Promise.all([
    listTerms(tx, { is_found, day: dayOf(tx.now), since, limit }),
    listHidden(tx),
  ])
  const words = hidden.map(({ word }) => word)
  return rows.filter((row) => !isHidden(row.words, words))
}

/** What many people looked for: how many in this week and in the one before, 0 where they were fewer than twenty. */
export interface WantedTerm {
  readonly words: string
  /** A province; empty: the whole market. */
  readonly area: string
  readonly now_count: number
  readonly before_count: number
}

/**
 * For shops: what many people looked for this week and last, found or in vain, what rises most first. The same words as
 * everybody may see, of twenty people at least and never from today. With a province: first what so many people of it
 * looked for, then what is told of the whole market alone. What is told of a province is not told of the market beside
 * it, so nobody subtracts the one from the other.
 */
export async function wantedTerms(tx: Tx, is_found: boolean, limit: number, area = EVERYWHERE): Promise<WantedTerm[]> {
  const [week, last] = [0, 7].map((days) => weekOf(new Date(tx.now.getTime() - days * DAY_MS)))
  if (!week || !last) return []
  const areas = [...new Set([area, EVERYWHERE])]
  const at = { is_found, day: dayOf(tx.now), since: last, limit: limit * 4 }
  const [hidden, ...lists] = await Promise.all([
    listHidden(tx),
    ...areas.map((one) => listTermWeeks(tx, { ...at, area: one })),
  ])
  const never = hidden.map(({ word }) => word)
  const [near = [], far = []] = lists.map((rows, i) => {
    const shown = rows.filter(({ words }) => !isHidden(words, never))
    return risingFirst(shown, { week, last, area: areas[i] ?? EVERYWHERE })
  })
  const told = new Set(near.map(({ words }) => words))
  return [...near, ...far.filter(({ words }) => !told.has(words))].slice(0, limit)
}

function risingFirst(rows: readonly TermRow[], of: { week: string; last: string; area: string }): WantedTerm[] {
  const countOf = (words: string, week: string) =>
    rows.find((row) => row.words === words && row.week === week)?.people_count ?? 0
  return [...new Set(rows.map(({ words }) => words))]
    .map((words) => ({
      ...{ words, area: of.area },
      ...{ now_count: countOf(words, of.week), before_count: countOf(words, of.last) },
    }))
    .sort((a, b) => b.now_count - b.before_count - (a.now_count - a.before_count) || b.now_count - a.now_count)
}

/** Keeps words out of everything that is shown of searches. Refuses: invalid search.hidden_word. */
export function hideWord(tx: Tx, by: Operator, text: string): void {
  const word = foldText(text)
  if (word === '' || word.length > WORD_LETTERS_MOST) throw new Refusal('invalid', 'search.hidden_word')
  insertHidden(tx, word, by.person_id)
}

export function showWord(tx: Tx, _by: Operator, text: string): void {
  deleteHidden(tx, foldText(text))
}

export async function hiddenWords(tx: Tx, _by: Operator): Promise<string[]> {
  return (await listHidden(tx)).map(({ word }) => word)
}

/** Forgets who looked in weeks that are over, and what was looked for more than eight weeks ago. */
export async function forgetLooks(tx: Tx): Promise<void> {
  await deleteLookers(tx, weekOf(tx.now))
  await deleteTerms(tx, weekOf(new Date(tx.now.getTime() - 8 * 7 * DAY_MS)))
}
