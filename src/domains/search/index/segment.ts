import { ByteReader } from './bytes.ts'
import { CODES, type Columns, columnsOf, hashOf, MERIT_SHIFT } from './layout.ts'

/**
 * So many listings and their words, never changed once made: what is taken out is a bit in `gone`, until the segment is
 * merged into another.
 */
export class Segment {
  readonly buffer: SharedArrayBuffer
  readonly columns: Columns
  readonly size: number
  /** A bit for each listing that was taken out. */
  readonly gone: Uint32Array
  goneCount = 0
  readonly #cards: Buffer
  readonly #titles: Uint8Array

  constructor(buffer: SharedArrayBuffer, gone?: Uint32Array) {
    this.buffer = buffer
    this.columns = columnsOf(buffer)
    this.size = this.columns.price.length
    this.gone = gone ?? new Uint32Array(Math.ceil(this.size / 32))
    for (let doc = 0; doc < this.size; doc++) this.goneCount += this.isGone(doc) ? 1 : 0
    const { cards } = this.columns
    this.#cards = Buffer.from(buffer, cards.byteOffset, cards.byteLength)
    this.#titles = this.columns.titles
  }

  isGone(doc: number): boolean {
    return (((this.gone[doc >>> 5] as number) >>> (doc & 31)) & 1) === 1
  }

  /** Takes a listing out at once. False when it was out already. */
  takeOut(doc: number): boolean {
    if (this.isGone(doc)) return false
    this.gone[doc >>> 5] = (this.gone[doc >>> 5] as number) | (1 << (doc & 31))
    this.goneCount++
    return true
  }

  /** Where a listing is, or -1. One that was taken out is not found. */
  find(listingId: string, hash = hashOf(listingId)): number {
    const { id_table, id_hash } = this.columns
    const mask = id_table.length - 1
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const doc = (id_table[place] as number) - 1
      if (doc < 0) return -1
      if (id_hash[doc] === hash && !this.isGone(doc) && this.idOf(doc) === listingId) return doc
    }
  }

  idOf(doc: number): string {
    return readId(this.cardOf(doc))
  }

  /** Orders two listings by their ids as their texts would, without making texts of them. */
  compareIds(doc: number, other: Segment, otherDoc: number): number {
    const [at, otherAt] = [this.#idAt(doc), other.#idAt(otherDoc)]
    if (at > 0 && otherAt > 0) return compareBytes(this.#cards, at, other.#cards, otherAt)
    const [one, another] = [this.idOf(doc), other.idOf(otherDoc)]
    return one < another ? -1 : one > another ? 1 : 0
  }

  /** Where the sixteen bytes of an id lie, or 0 when it is no UUID. */
  #idAt(doc: number): number {
    const at = this.columns.card_start[doc] as number
    return this.#cards[at] === 1 ? at + 1 : 0
  }

  /** What a listing is worth whatever is asked for: an index of MERITS. */
  meritOf(doc: number): number {
    return (this.columns.codes[doc * CODES + 2] as number) >>> MERIT_SHIFT
  }

  /** What was kept for the results page, to be read in the order in which it was written. */
  cardOf(doc: number): ByteReader {
    return new ByteReader(this.#cards, this.columns.card_start[doc] as number)
  }

  /** The terms of a title, in order, into `terms`; how many they are. */
  titleOf(doc: number, terms: Uint32Array): number {
    const { title_start } = this.columns
    let at = title_start[doc] as number
    const end = title_start[doc + 1] as number
    let count = 0
    while (at < end && count < terms.length) {
      let value = 0
      for (let shift = 0; ; shift += 7) {
        const byte = this.#titles[at++] as number
        value |= (byte & 127) << shift
        if (byte < 128) break
      }
      terms[count++] = value >>> 0
    }
    return count
  }

  /** Which place a term has in this segment, or -1. */
  placeOf(term: number): number {
    const terms = this.columns.term
    let [low, high] = [0, terms.length - 1]
    while (low <= high) {
      const middle = (low + high) >>> 1
      const at = terms[middle] as number
      if (at === term) return middle
      if (at < term) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** An id as it is kept: sixteen bytes when it is a UUID in its usual form, else its letters. */
export function writeId(id: string, bytes: { byte(value: number): void; text(value: string): void }): void {
  if (!UUID.test(id)) {
    bytes.byte(0)
    bytes.text(id)
    return
  }
  bytes.byte(1)
  for (let i = 0; i < id.length; i += 2) {
    if (id.charCodeAt(i) === 45) i++
    bytes.byte((hexAt(id, i) << 4) | hexAt(id, i + 1))
  }
}

/** A hex digit in small letters: 9 is 57, a is 97. */
function hexAt(id: string, i: number): number {
  const code = id.charCodeAt(i)
  return code < 58 ? code - 48 : code - 87
}

/** Reads an id that `writeId` wrote. */
export function readId(reader: ByteReader): string {
  if (reader.varint() === 0) return reader.text()
  const hex = reader.hex(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Byte by byte: for sixteen of them a call out of the engine costs more. */
function compareBytes(one: Uint8Array, at: number, other: Uint8Array, otherAt: number): number {
  for (let i = 0; i < 16; i++) {
    const more = (one[at + i] as number) - (other[otherAt + i] as number)
    if (more !== 0) return more
  }
  return 0
}
