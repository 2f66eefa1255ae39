/**
 * The sections of a segment, all in one shared buffer, so that a worker can write what the web's thread reads. Columns
 * first: a value a listing, in the order of the listings.
 */
const SECTIONS = {
  price: Float64Array, // lowest price in paisa; exact up to 2^53
  live: Float64Array, // when it went on sale, ms
  shop: Uint32Array, // a number of names.shops
  // What is read of each listing that matches, side by side: CODES a listing.
  codes: Uint32Array, // make (category and brand), look (colours and sizes), place (merit, city, step of price, flags)
  print: Uint32Array, // of everything that was put in: tells a changed listing
  id_hash: Uint32Array, // of the listing's id
  card_start: Uint32Array, // into cards; one more than listings
  title_start: Uint32Array, // into titles; one more than listings
  id_table: Uint32Array, // open addressing by the hash of the listing's id: listing + 1
  term: Uint32Array, // ids of the term table, ascending
  frequency: Uint32Array, // in how many listings a term is
  first_block: Uint32Array, // of a term; one more than terms
  block_last: Uint32Array, // the last listing of a block
  block_at: Uint32Array, // where its postings begin
  category: Uint16Array,
  city: Uint16Array,
  block_most: Uint8Array, // the highest impact of a block
  flags: Uint8Array, // USED, IN_STOCK, standing
  postings: Uint8Array, // gap to the listing before, impact; and so on
  titles: Uint8Array, // term ids of the title, in order
  cards: Uint8Array, // what a results page shows
} as const

type Sections = typeof SECTIONS
export type SectionName = keyof Sections
export type Columns = { readonly [K in SectionName]: InstanceType<Sections[K]> }
export type Lengths = Readonly<Record<SectionName, number>>

const NAMES = Object.keys(SECTIONS) as SectionName[]
const MAGIC = 0x62686172
export const FORMAT = 2
const HEADER = 2 + NAMES.length
export const USED = 1
export const IN_STOCK = 2
export const STANDING_SHIFT = 2
export const BLOCK = 128
export const CODES = 3
/** The uppermost byte of the third code is what a listing is worth whatever is asked for: an index of MERITS. */
export const MERIT_SHIFT = 24

const aligned = (bytes: number) => Math.ceil(bytes / 8) * 8

/** An empty segment of these lengths. */
export function allocate(lengths: Lengths): { buffer: SharedArrayBuffer; columns: Columns } {
  const size = NAMES.reduce(
    (sum, name) => sum + aligned(lengths[name] * SECTIONS[name].BYTES_PER_ELEMENT),
    aligned(HEADER * 8),
  )
  const buffer = new SharedArrayBuffer(size)
  const header = new Float64Array(buffer, 0, HEADER)
  header.set([MAGIC, FORMAT, ...NAMES.map((name) => lengths[name])])
  return { buffer, columns: columnsOf(buffer) }
}

/** The sections of a segment. Throws when the buffer is none of this format: the snapshot is then made anew. */
export function columnsOf(buffer: SharedArrayBuffer): Columns {
  if (buffer.byteLength < HEADER * 8) throw new Error('no segment: too short')
  const header = new Float64Array(buffer, 0, HEADER)
  if (header[0] !== MAGIC || header[1] !== FORMAT) throw new Error('no segment of this format')
  let at = aligned(HEADER * 8)
  const made: Record<string, unknown> = {}
  NAMES.forEach((name, i) => {
    const length = header[i + 2] ?? 0
    const Section: new (from: SharedArrayBuffer, at: number, length: number) => object = SECTIONS[name]
    made[name] = new Section(buffer, at, length)
    at += aligned(length * SECTIONS[name].BYTES_PER_ELEMENT)
  })
  if (at !== buffer.byteLength) throw new Error('no segment: wrong length')
  return made as Columns
}

/** A number for an id, the same in every process. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return (hash ^ (hash >>> 12)) >>> 0
}

/** How many places a table by hash needs for so many entries. */
export function tableSize(entries: number): number {
  let size = 8
  while (size < entries * 1.5) size *= 2
  return size
}
