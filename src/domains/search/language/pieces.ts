// How folded text falls into words, numbers and signs. Read letter by letter: a pattern takes three times as long, and
// every word of every listing goes through here. The pattern that it stands for is in the test.

/** What is told of each piece, in order: from where it begins to where it ends. */
export interface PieceTaker {
  /** A word or a number. */
  word(from: number, end: number): void
  /** A sign that parts words, or makes a model of them: dv7-1211ea. */
  part(end: number): void
  /** A sign between two sides: 4*8. */
  by(end: number): void
  /** Signs of inches. */
  inches(from: number, end: number): void
}

const [LETTER, DIGIT, OTHER_DIGIT] = [1, 2, 3] as const
const [NONE, QUOTE, APOSTROPHE, TYPED_APOSTROPHE, PART, TIMES] = [4, 5, 6, 7, 8, 9] as const
const SIGNS: ReadonlyMap<string, number> = new Map([
  ...[...'"″”'].map((sign): [string, number] => [sign, QUOTE]),
  ...[...'-/'].map((sign): [string, number] => [sign, PART]),
  ...[...'*×'].map((sign): [string, number] => [sign, TIMES]),
  ["'", APOSTROPHE],
  ['’', TYPED_APOSTROPHE],
])
/** By the code of a letter; 0 for one that has not come yet, and for halves of one. */
const kinds = new Uint8Array(65_536)

function kindAt(text: string, at: number): number {
  if (at >= text.length) return NONE
  const code = text.charCodeAt(at)
  return (kinds[code] as number) || lookedUp(text, at, code)
}

function lookedUp(text: string, at: number, code: number): number {
  if (code >= 0xd800 && code < 0xe000) {
    // Both halves of a letter are of its kind.
    const isSecond = code >= 0xdc00 && /[\ud800-\udbff]/.test(text[at - 1] ?? '')
    return kindOf(isSecond ? text.slice(at - 1, at + 1) : text.slice(at, at + 2))
  }
  const kind = kindOf(text[at] ?? '')
  kinds[code] = kind
  return kind
}

function kindOf(sign: string): number {
  if (/^\p{L}/u.test(sign)) return LETTER
  if (/^\d/.test(sign)) return DIGIT
  return /^\p{N}/u.test(sign) ? OTHER_DIGIT : (SIGNS.get(sign) ?? NONE)
}

export const isDigitAt = (text: string, at: number) => kindAt(text, at) === DIGIT

/** True for a sign that parts words. */
export const isPartAt = (text: string, at: number) => at >= 0 && kindAt(text, at) === PART

/** Tells the pieces of a text, one after the other. */
export function readPieces(text: string, taker: PieceTaker): void {
  for (let at = 0; at < text.length; ) {
    const kind = kindAt(text, at)
    const from = at++
    if (kind <= OTHER_DIGIT) {
      at = kind === LETTER ? endOfWord(text, at) : kind === DIGIT ? endOfNumber(text, at) : endOfDigits(text, at)
      taker.word(from, at)
    } else if (kind === PART) taker.part(at)
    else if (kind === TIMES) taker.by(at)
    else if (kind === QUOTE) taker.inches(from, at)
    else if (kind === APOSTROPHE && kindAt(text, at) === APOSTROPHE) taker.inches(from, ++at)
  }
}

/** Letters and digits, with the s of "men's". */
function endOfWord(text: string, from: number): number {
  for (let at = from; ; at++) {
    const kind = kindAt(text, at)
    if (kind <= OTHER_DIGIT) continue
    const isOwner = (kind === APOSTROPHE || kind === TYPED_APOSTROPHE) && text[at + 1] === 's'
    if (!isOwner || kindAt(text, at + 2) === LETTER) return at
  }
}

/** A number with its fractions and decimals, and letters behind it. */
function endOfNumber(text: string, from: number): number {
  let at = from
  for (;;) {
    if (kindAt(text, at) === DIGIT) at++
    else if (isPoint(text[at]) && kindAt(text, at + 1) === DIGIT) at += 2
    else break
  }
  if (kindAt(text, at) === LETTER) while (kindAt(text, at) <= OTHER_DIGIT) at++
  return at
}

const isPoint = (sign: string | undefined) => sign === '.' || sign === ',' || sign === '/'

/** Digits that folding left as they are. */
function endOfDigits(text: string, from: number): number {
  let at = from
  for (let kind = kindAt(text, at); kind === DIGIT || kind === OTHER_DIGIT; kind = kindAt(text, at)) at++
  return at
}

/** What is longer is nobody's word. */
const LONGEST = 64

interface Slot<T> {
  readonly raw: string
  readonly hash: number
  readonly value: T
}

/** What is known of pieces, found by their letters: no text is made of a piece that came before. */
export class PieceTable<T> {
  readonly #read: (raw: string) => T
  readonly #most: number
  #slots: (Slot<T> | undefined)[] = []
  #hashes = new Int32Array(0)
  #size = 0

  /** `read` says what there is to know of a piece; after so many it all begins anew. */
  constructor(read: (raw: string) => T, most: number) {
    this.#read = read
    this.#most = most
    this.#begin(1_024)
  }

  of(text: string, from: number, end: number): T {
    let hash = end - from
    for (let at = from; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
    hash ^= hash >>> 15
    const [slots, hashes] = [this.#slots, this.#hashes]
    const mask = hashes.length - 1
    let place = hash & mask
    for (let slot = slots[place]; slot; slot = slots[place]) {
      if (hashes[place] === hash && isAt(slot.raw, text, from, end)) return slot.value
      place = (place + 1) & mask
    }
    return this.#add(text.slice(from, end), hash)
  }

  #add(written: string, hash: number): T {
    if (written.length > LONGEST) return this.#read(written)
    if (this.#size >= this.#most) this.#begin(1_024)
    else if (this.#size * 2 >= this.#hashes.length) this.#grow()
    // A copy: a part of a text would keep the whole of it.
    const raw = ` ${written}`.slice(1)
    const slot = { raw, hash, value: this.#read(raw) }
    this.#enter(slot)
    return slot.value
  }

  #enter(slot: Slot<T>): void {
    const mask = this.#hashes.length - 1
    let place = slot.hash & mask
    while (this.#slots[place]) place = (place + 1) & mask
    this.#slots[place] = slot
    this.#hashes[place] = slot.hash
    this.#size++
  }

  #begin(places: number): void {
    this.#slots = new Array<Slot<T> | undefined>(places).fill(undefined)
    this.#hashes = new Int32Array(places)
    this.#size = 0
  }

  #grow(): void {
    const slots = this.#slots
    this.#begin(slots.length * 2)
    for (const slot of slots) if (slot) this.#enter(slot)
  }
}

function isAt(raw: string, text: string, from: number, end: number): boolean {
  if (raw.length !== end - from) return false
  for (let i = 0; i < raw.length; i++) if (raw.charCodeAt(i) !== text.charCodeAt(from + i)) return false
  return true
}
