import { enter, fillPostings, lengthsOf, lengthsOfDocs, VALUES } from './builder.ts'
import { Bytes } from './bytes.ts'
import { allocate, CODES, type Columns, columnsOf } from './layout.ts'
import { PostingWriter } from './postings.ts'

/** A segment to be merged, as it can travel to another thread. */
export interface MergePart {
  readonly buffer: SharedArrayBuffer
  readonly gone: Uint32Array
}

const NONE = 0xffffffff

/** One segment of many, without what was taken out. Terms are numbers that all share, so no word is compared. */
export function merge(parts: readonly MergePart[]): SharedArrayBuffer {
  const sources = parts.map(({ buffer, gone }) => ({ columns: columnsOf(buffer), gone }))
  let docs = 0
  const places = sources.map(({ columns, gone }) => {
    const place = new Uint32Array(columns.price.length)
    for (let doc = 0; doc < place.length; doc++) {
      place[doc] = ((gone[doc >>> 5] as number) >>> (doc & 31)) & 1 ? NONE : docs++
    }
    return place
  })
  const writer = new PostingWriter(new Bytes())
  mergePostings(
    sources.map(({ columns }) => columns),
    places,
    writer,
  )
  const bytesOf = (start: 'card_start' | 'title_start') =>
    sources.reduce((sum, { columns }, i) => sum + keptBytes(columns[start], places[i] as Uint32Array), 0)
  const [cards, titles] = [bytesOf('card_start'), bytesOf('title_start')]
  const { buffer, columns } = allocate({ ...lengthsOfDocs(docs), ...lengthsOf(writer), titles, cards })
  fillPostings(columns, writer)
  const at = { cards: 0, titles: 0 }
  sources.forEach((source, i) => {
    const place = places[i] as Uint32Array
    for (const name of VALUES) copyColumn(source.columns[name], columns[name], place)
    copyCodes(source.columns.codes, columns.codes, place)
    at.cards = copyBytes(source.columns, columns, place, 'card_start', 'cards', at.cards)
    at.titles = copyBytes(source.columns, columns, place, 'title_start', 'titles', at.titles)
    copyIds(source.columns, columns, place)
  })
  columns.card_start[docs] = at.cards
  columns.title_start[docs] = at.titles
  return buffer
}

function keptBytes(start: Uint32Array, place: Uint32Array): number {
  let sum = 0
  for (let doc = 0; doc < place.length; doc++) {
    if (place[doc] !== NONE) sum += (start[doc + 1] as number) - (start[doc] as number)
  }
  return sum
}

type Column = { [i: number]: number }

function copyColumn(from: Column, to: Column, place: Uint32Array): void {
  for (let doc = 0; doc < place.length; doc++) {
    const at = place[doc] as number
    if (at !== NONE) to[at] = from[doc] as number
  }
}

function copyCodes(from: Uint32Array, to: Uint32Array, place: Uint32Array): void {
  for (let doc = 0; doc < place.length; doc++) {
    const at = place[doc] as number
    if (at === NONE) continue
    for (let i = 0; i < CODES; i++) to[at * CODES + i] = from[doc * CODES + i] as number
  }
}

function copyBytes(
  from: Columns,
  to: Columns,
  place: Uint32Array,
  startName: 'card_start' | 'title_start',
  name: 'cards' | 'titles',
  begin: number,
): number {
  let at = begin
  const [starts, bytes, target] = [from[startName], from[name], to[name]]
  for (let doc = 0; doc < place.length; doc++) {
    const placed = place[doc] as number
    if (placed === NONE) continue
    const [start, end] = [starts[doc] as number, starts[doc + 1] as number]
    to[startName][placed] = at
    for (let i = start; i < end; i++) target[at++] = bytes[i] as number
  }
  return at
}

function copyIds(from: Columns, to: Columns, place: Uint32Array): void {
  const hashes = from.id_hash
  for (let doc = 0; doc < place.length; doc++) {
    const placed = place[doc] as number
    if (placed !== NONE) enter(to.id_table, hashes[doc] as number, placed)
  }
}

function mergePostings(sources: readonly Columns[], places: readonly Uint32Array[], writer: PostingWriter): void {
  const next = sources.map(() => 0)
  for (;;) {
    let term = NONE
    sources.forEach(({ term: terms }, i) => {
      const at = terms[next[i] as number]
      if (at !== undefined && at < term) term = at
    })
    if (term === NONE) break
    writer.begin(term)
    sources.forEach((columns, i) => {
      if (columns.term[next[i] as number] !== term) return
      copyPostings(columns, next[i] as number, places[i] as Uint32Array, writer)
      next[i] = (next[i] as number) + 1
    })
    writer.end()
  }
  writer.close()
}

function copyPostings(columns: Columns, term: number, place: Uint32Array, writer: PostingWriter): void {
  const { postings } = columns
  let at = columns.block_at[columns.first_block[term] as number] as number
  let doc = -1
  for (let left = columns.frequency[term] as number; left > 0; left--) {
    let gap = 0
    for (let shift = 0; ; shift += 7) {
      const byte = postings[at++] as number
      gap |= (byte & 127) << shift
      if (byte < 128) break
    }
    doc += gap + 1
    const placed = place[doc] as number
    if (placed !== NONE) writer.add(placed, postings[at] as number)
    at++
  }
}
