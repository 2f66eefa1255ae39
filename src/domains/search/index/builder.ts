import type { FieldName } from '../weights.ts'
import { FIELDS, IMPACT_STEPS, SATURATION } from '../weights.ts'
import { Bytes, Numbers } from './bytes.ts'
import { allocate, CODES, hashOf, type Lengths, MERIT_SHIFT, tableSize } from './layout.ts'
import { PostingWriter } from './postings.ts'
import { writeId } from './segment.ts'
import type { TermTable } from './terms.ts'

/** The values of a listing that lie in columns. */
export interface DocValues {
  readonly price: number
  readonly live: number
  readonly shop: number
  readonly make: number
  readonly look: number
  /** Without the merit. */
  readonly place: number
  readonly print: number
  readonly id_hash: number
  readonly category: number
  readonly city: number
  readonly flags: number
  readonly merit: number
}

/** A listing taken apart: what it is found by, and what is known of it. */
export interface Taken {
  readonly listing_id: string
  /** Terms, or their numbers where they were looked up before. */
  readonly fields: Readonly<Record<FieldName, readonly string[] | Uint32Array>>
  readonly values: Omit<DocValues, 'id_hash'>
  /** Writes what the results page shows, after the id. */
  card(bytes: Bytes): void
}

/** Values that have a column of their own. */
export const VALUES = ['price', 'live', 'shop', 'print', 'id_hash', 'category', 'city', 'flags'] as const
/** What is longer is no text for people. */
const FIELD_MOST = 8_192
/** Fewer postings than this are sorted, more are counted. */
const FEW = 4_096
const FIELD_NAMES = Object.keys(FIELDS) as FieldName[]

/** Gathers listings until they become a segment. */
export class Builder {
  readonly #terms: TermTable
  #size = 0
  /** Columns that grow: an object a listing would outlive the cheap part of collecting garbage. */
  readonly #values = VALUES.map(() => new Float64Array(0))
  readonly #codes = new Numbers()
  readonly #cardStart = new Numbers()
  readonly #titleStart = new Numbers()
  readonly #cards = new Bytes()
  readonly #titles = new Bytes()
  // One entry a posting, in the order in which listings came.
  readonly #postTerm = new Numbers()
  readonly #postDoc = new Numbers()
  readonly #postImpact = new Bytes()
  #weight = new Float64Array(1024)
  readonly #found = new Uint32Array(FIELD_MOST)

  constructor(terms: TermTable) {
    this.#terms = terms
  }

  get size(): number {
    return this.#size
  }

  add({ listing_id, fields, values, card }: Taken): void {
    const doc = this.#size++
    this.#keep(doc, values, hashOf(listing_id))
    this.#cardStart.push(this.#cards.at)
    writeId(listing_id, this.#cards)
    card(this.#cards)
    this.#titleStart.push(this.#titles.at)
    const touched: number[] = []
    for (const name of FIELD_NAMES) this.#weigh(name, fields[name], touched)
    for (const term of touched) {
      const weight = this.#weight[term] as number
      this.#weight[term] = 0
      this.#postTerm.push(term)
      this.#postDoc.push(doc)
      this.#postImpact.byte(impactOf(weight))
    }
  }

  #keep(doc: number, values: Taken['values'], id_hash: number): void {
    this.#codes.push(values.make)
    this.#codes.push(values.look)
    this.#codes.push((values.place | (values.merit << MERIT_SHIFT)) >>> 0)
    for (let i = 0; i < VALUES.length; i++) {
      const name = VALUES[i] as keyof DocValues
      let column = this.#values[i] as Float64Array
      if (doc === column.length) {
        const more = new Float64Array(Math.max(64, doc * 2))
        more.set(column)
        this.#values[i] = more
        column = more
      }
      column[doc] = name === 'id_hash' ? id_hash : values[name]
    }
  }

  /** BM25F: how often a term is in a field, less the longer the field is, times the field's weight, over all fields. */
  #weigh(name: FieldName, words: readonly string[] | Uint32Array, touched: number[]): void {
    if (words.length === 0) return
    const { weight, pivot, by_length } = FIELDS[name]
    const ids = this.#found
    let length = 0
    let count = 0
    const most = Math.min(words.length, FIELD_MOST)
    for (let i = 0; i < most; i++) {
      const word = words[i] as string | number
      const id = typeof word === 'number' ? word : this.#terms.add(word)
      ids[count++] = id
      if (!this.#terms.isMeaning(id)) length++
    }
    if (this.#terms.size > this.#weight.length) {
      const more = new Float64Array(this.#terms.size * 2)
      more.set(this.#weight)
      this.#weight = more
    }
    const share = weight / (1 - by_length + (by_length * length) / pivot)
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      const had = this.#weight[id] as number
      if (had === 0) touched.push(id)
      this.#weight[id] = had + share
      if (name === 'title') this.#titles.varint(id)
    }
  }

  /** Makes a segment of what was gathered, and begins anew. */
  freeze(): SharedArrayBuffer {
    const docs = this.size
    const writer = this.#sorted()
    const lengths: Lengths = {
      ...lengthsOfDocs(docs),
      ...lengthsOf(writer),
      titles: this.#titles.at,
      cards: this.#cards.at,
    }
    const { buffer, columns } = allocate(lengths)
    VALUES.forEach((name, i) => {
      columns[name].set((this.#values[i] as Float64Array).subarray(0, docs))
    })
    columns.codes.set(this.#codes.values)
    this.#cardStart.push(this.#cards.at)
    this.#titleStart.push(this.#titles.at)
    columns.card_start.set(this.#cardStart.values)
    columns.title_start.set(this.#titleStart.values)
    columns.titles.set(this.#titles.written)
    columns.cards.set(this.#cards.written)
    fillPostings(columns, writer)
    for (let doc = 0; doc < docs; doc++) enter(columns.id_table, columns.id_hash[doc] as number, doc)
    this.#clear()
    return buffer
  }

  /** The postings in the order of their terms. */
  #sorted(): PostingWriter {
    const [terms, docs] = [this.#postTerm.values, this.#postDoc.values]
    const impacts = this.#postImpact.written
    const order = terms.length < FEW ? sortedFew(terms) : this.#countedOrder(terms)
    const writer = new PostingWriter(new Bytes())
    let open = -1
    for (let i = 0; i < order.length; i++) {
      const at = order[i] as number
      const term = terms[at] as number
      if (term !== open) {
        if (open >= 0) writer.end()
        writer.begin(term)
        open = term
      }
      writer.add(docs[at] as number, impacts[at] as number)
    }
    if (open >= 0) writer.end()
    writer.close()
    return writer
  }

  #countedOrder(terms: Uint32Array): Uint32Array {
    const counts = new Uint32Array(this.#terms.size + 1)
    for (let i = 0; i < terms.length; i++)
      counts[(terms[i] as number) + 1] = (counts[(terms[i] as number) + 1] ?? 0) + 1
    for (let term = 1; term < counts.length; term++)
      counts[term] = (counts[term] as number) + (counts[term - 1] as number)
    const order = new Uint32Array(terms.length)
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] as number
      const at = counts[term] as number
      counts[term] = at + 1
      order[at] = i
    }
    return order
  }

  #clear(): void {
    this.#size = 0
    for (const list of [this.#codes, this.#cardStart, this.#titleStart, this.#postTerm, this.#postDoc]) list.length = 0
    for (const bytes of [this.#cards, this.#titles, this.#postImpact]) bytes.clear()
  }
}

/** Postings by term, then as they came: for a listing or two it does not pay to count every term there is. */
function sortedFew(terms: Uint32Array): Uint32Array {
  const keys = Float64Array.from(terms, (term, i) => term * FEW + i).sort()
  return Uint32Array.from(keys, (key) => key % FEW)
}

/** A weight as one of IMPACT_STEPS: more of a word is worth more, but ever less so. */
export function impactOf(weight: number): number {
  return Math.max(1, Math.round((IMPACT_STEPS * weight) / (SATURATION + weight)))
}

/** How long the columns of so many listings are. */
export function lengthsOfDocs(docs: number) {
  const values = Object.fromEntries(VALUES.map((name) => [name, docs])) as Record<(typeof VALUES)[number], number>
  return { ...values, codes: docs * CODES, card_start: docs + 1, title_start: docs + 1, id_table: tableSize(docs) }
}

export function lengthsOf(writer: PostingWriter) {
  const [terms, blocks] = [writer.term.length, writer.block_last.length]
  return {
    ...{ term: terms, frequency: terms, first_block: terms + 1, block_last: blocks, block_at: blocks },
    ...{ block_most: blocks, postings: writer.postings.at },
  }
}

export function fillPostings(columns: ReturnType<typeof allocate>['columns'], writer: PostingWriter): void {
  for (const name of ['term', 'frequency', 'first_block', 'block_last', 'block_at', 'block_most'] as const) {
    columns[name].set(writer[name].values)
  }
  columns.postings.set(writer.postings.written)
}

/** Enters a listing into a table by hash. */
export function enter(table: Uint32Array, hash: number, doc: number): void {
  const mask = table.length - 1
  let place = hash & mask
  while (table[place] !== 0) place = (place + 1) & mask
  table[place] = doc + 1
}
