import type { FieldName, FieldWeight } from '../weights.ts'
import { FIELDS, IMPACT_STEPS, SATURATION } from '../weights.ts'
import { ByteReader, Bytes, Numbers } from './bytes.ts'
import { FIELD_MOST, type FieldTerms } from './field-terms.ts'
import { allocate, CODES, type Lengths, MERIT_SHIFT, tableSize } from './layout.ts'
import { PostingWriter } from './postings.ts'
import { readId, writeId } from './segment.ts'
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
  readonly fields: Readonly<Record<FieldName, FieldTerms>>
  readonly values: DocValues
  /** Writes what the results page shows, after the id. */
  card(bytes: Bytes): void
}

/** Values that have a column of their own. */
export const VALUES = ['price', 'live', 'shop', 'print', 'id_hash', 'category', 'city', 'flags'] as const
const ID_HASH = VALUES.indexOf('id_hash')
/** Fewer postings than this are sorted, more are counted. */
const FEW = 4_096
/** Of an entry of what came, the place of the listing: below it lies the impact. */
const DOC_SHIFT = 8

/** Gathers listings until they become a segment. */
export class Builder {
  readonly #terms: TermTable
  #size = 0
  /** Of the ids, as numbers that need no memory of their own. */
  readonly #hashes = new Set<number>()
  /** Columns that grow, side by side: an object a listing would outlive the cheap part of collecting garbage. */
  #values = new Float64Array(VALUES.length * 64)
  readonly #codes = new Numbers()
  readonly #cardStart = new Numbers()
  readonly #titleStart = new Numbers()
  readonly #cards = new Bytes()
  readonly #titles = new Bytes()
  // One entry a posting, in the order in which listings came: its term; its listing and its impact.
  readonly #postTerm = new Numbers()
  readonly #posts = new Numbers()
  #weight = new Float64Array(1024)
  readonly #touched = new Uint32Array(FIELD_MOST * Object.keys(FIELDS).length)

  constructor(terms: TermTable) {
    this.#terms = terms
  }

  get size(): number {
    return this.#size
  }

  has(listingId: string, hash: number): boolean {
    if (!this.#hashes.has(hash | 0)) return false
    const cards = this.#cards.raw
    for (let doc = 0; doc < this.#size; doc++) {
      if (this.#values[doc * VALUES.length + ID_HASH] !== hash) continue
      if (readId(new ByteReader(cards, this.#cardStart.at(doc))) === listingId) return true
    }
    return false
  }

  add({ listing_id, fields, values, card }: Taken): void {
    const doc = this.#size++
    this.#hashes.add(values.id_hash | 0)
    this.#keep(doc, values)
    this.#cardStart.push(this.#cards.at)
    writeId(listing_id, this.#cards)
    card(this.#cards)
    this.#titleStart.push(this.#titles.at)
    const { ids, count } = fields.title
    for (let i = 0; i < count; i++) this.#titles.varint(ids[i] as number)
    if (this.#terms.size > this.#weight.length) this.#weight = new Float64Array(this.#terms.size * 2)
    // One by one: a field that is looked up by its name costs more than its words.
    let touched = this.#weigh(FIELDS.title, fields.title, 0)
    touched = this.#weigh(FIELDS.brand, fields.brand, touched)
    touched = this.#weigh(FIELDS.category, fields.category, touched)
    touched = this.#weigh(FIELDS.attributes, fields.attributes, touched)
    touched = this.#weigh(FIELDS.description, fields.description, touched)
    touched = this.#weigh(FIELDS.shop, fields.shop, touched)
    this.#post(doc, touched)
  }

  /** Writes down what was weighed. Most words stand in the description only, so most weigh as the word before. */
  #post(doc: number, count: number): void {
    const touched = this.#touched
    const weights = this.#weight
    const begun = this.#postTerm.length
    const terms = this.#postTerm.extend(count)
    const posts = this.#posts.extend(count)
    let last = 0
    let impact = 0
    for (let i = 0; i < count; i++) {
      const term = touched[i] as number
      const weight = weights[term] as number
      weights[term] = 0
      if (weight !== last) {
        last = weight
        impact = impactOf(weight)
      }
      terms[begun + i] = term
      posts[begun + i] = ((doc << DOC_SHIFT) | impact) >>> 0
    }
  }

  #keep(doc: number, values: DocValues): void {
    this.#codes.push(values.make)
    this.#codes.push(values.look)
    this.#codes.push((values.place | (values.merit << MERIT_SHIFT)) >>> 0)
    const at = doc * VALUES.length
    if (at === this.#values.length) {
      const more = new Float64Array(at * 2)
      more.set(this.#values)
      this.#values = more
    }
    // In the order of VALUES.
    const { price, live, shop, print, id_hash, category, city, flags } = values
    const all = this.#values
    all[at] = price
    all[at + 1] = live
    all[at + 2] = shop
    all[at + 3] = print
    all[at + 4] = id_hash
    all[at + 5] = category
    all[at + 6] = city
    all[at + 7] = flags
  }

  /** BM25F: how often a term is in a field, less the longer the field is, times the field's weight, over all fields. */
  #weigh({ weight, pivot, by_length }: FieldWeight, { ids, count, words }: FieldTerms, begun: number): number {
    const touched = this.#touched
    const weights = this.#weight
    const share = weight / (1 - by_length + (by_length * words) / pivot)
    let seen = begun
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      const had = weights[id] as number
      if (had === 0) touched[seen++] = id
      weights[id] = had + share
    }
    return seen
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
      const [column, all] = [columns[name], this.#values]
      for (let doc = 0; doc < docs; doc++) column[doc] = all[doc * VALUES.length + i] as number
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
    const [terms, posts] = [this.#postTerm.values, this.#posts.values]
    const writer = new PostingWriter(new Bytes())
    if (terms.length < FEW) {
      const order = sortedFew(terms)
      for (let from = 0; from < order.length; ) {
        const term = terms[order[from] as number] as number
        let to = from + 1
        while (to < order.length && terms[order[to] as number] === term) to++
        const run = order.subarray(from, to).map((at) => posts[at] as number)
        writeRun(writer, term, run, 0, run.length)
        from = to
      }
    } else this.#writeCounted(writer, terms, posts)
    writer.close()
    return writer
  }

  /** Many postings: how many each term has says where they lie, so that each is moved once. */
  #writeCounted(writer: PostingWriter, terms: Uint32Array, posts: Uint32Array): void {
    const next = new Uint32Array(this.#terms.size + 1)
    for (let i = 0; i < terms.length; i++) {
      const after = (terms[i] as number) + 1
      next[after] = (next[after] as number) + 1
    }
    for (let term = 1; term < next.length; term++) next[term] = (next[term] as number) + (next[term - 1] as number)
    const sorted = new Uint32Array(terms.length)
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] as number
      const at = next[term] as number
      next[term] = at + 1
      sorted[at] = posts[i] as number
    }
    // Where the next of a term would lie is now where the next term begins.
    for (let term = 0, from = 0; from < sorted.length; term++) {
      const to = next[term] as number
      if (to > from) writeRun(writer, term, sorted, from, to)
      from = to
    }
  }

  #clear(): void {
    this.#size = 0
    this.#hashes.clear()
    for (const list of [this.#codes, this.#cardStart, this.#titleStart, this.#postTerm, this.#posts]) list.length = 0
    for (const bytes of [this.#cards, this.#titles]) bytes.clear()
  }
}

function writeRun(writer: PostingWriter, term: number, posts: Uint32Array, from: number, to: number): void {
  writer.begin(term)
  for (let i = from; i < to; i++) {
    const post = posts[i] as number
    writer.add(post >>> DOC_SHIFT, post & 0xff)
  }
  writer.end()
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
