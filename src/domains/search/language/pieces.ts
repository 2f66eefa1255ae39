// How folded text falls into words, numbers and signs, letter by letter and without a text being made of what came
// before: every word of every listing goes through here. The pattern that it stands for is in the test.

/** What is told of each piece, in order: where it ends, and for some where it begins. */
export interface PieceTaker<T> {
  /** A word or a number; `isBehindPart` right behind a sign that parts words. */
  word(piece: T, end: number, isBehindPart: boolean): void
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
const [SMALL_S, POINT, COMMA, SLASH] = [115, 46, 44, 47] as const
/** So many zeros behind a text spare asking whether it has ended. */
const BEHIND = 3
/** The letters of the text that is being read: one text at a time. */
let codes = new Uint16Array(1_024)

function kindAt(at: number): number {
  return (kinds[codes[at] as number] as number) || lookedUp(at)
}

function lookedUp(at: number): number {
  const code = codes[at] as number
  if (code >= 0xd800 && code < 0xe000) {
    // Both halves of a letter are of its kind.
    const before = at > 0 ? (codes[at - 1] as number) : 0
    const isSecond = code >= 0xdc00 && before >= 0xd800 && before < 0xdc00
    const from = isSecond ? at - 1 : at
    return kindOf(String.fromCharCode(codes[from] as number, codes[from + 1] as number))
  }
  const kind = kindOf(String.fromCharCode(code))
  kinds[code] = kind
  return kind
}

function kindOf(sign: string): number {
  if (/^\p{L}/u.test(sign)) return LETTER
  if (/^\d/.test(sign)) return DIGIT
  return /^\p{N}/u.test(sign) ? OTHER_DIGIT : (SIGNS.get(sign) ?? NONE)
}

/** Letters and digits, with the s of "men's". */
function endOfWord(from: number): number {
  for (let at = from; ; at++) {
    const kind = kindAt(at)
    if (kind <= OTHER_DIGIT) continue
    const isOwner = (kind === APOSTROPHE || kind === TYPED_APOSTROPHE) && codes[at + 1] === SMALL_S
    if (!isOwner || kindAt(at + 2) === LETTER) return at
  }
}

/** A number with its fractions and decimals, and letters behind it. */
function endOfNumber(from: number): number {
  let at = from
  for (;;) {
    const code = codes[at] as number
    if (kindAt(at) === DIGIT) at++
    else if ((code === POINT || code === COMMA || code === SLASH) && kindAt(at + 1) === DIGIT) at += 2
    else break
  }
  if (kindAt(at) === LETTER) while (kindAt(at) <= OTHER_DIGIT) at++
  return at
}

/** Digits that folding left as they are. */
function endOfDigits(from: number): number {
  let at = from
  for (let kind = kindAt(at); kind === DIGIT || kind === OTHER_DIGIT; kind = kindAt(at)) at++
  return at
}

/** What is longer is nobody's word. */
const LONGEST = 64
const FIRST_PLACES = 1_024

/** Reads texts piece by piece, and remembers what there is to know of each piece. */
export class PieceTable<T> {
  readonly #read: (raw: string) => T
  readonly #most: number
  #pieces: (T | undefined)[] = []
  /** Of each place the hash of its piece, and where its letters lie, after their number. */
  #places = new Int32Array(0)
  #letters = new Uint16Array(4_096)
  #written = 0
  #size = 0

  /** `read` says what there is to know of a piece; after so many it all begins anew. */
  constructor(read: (raw: string) => T, most: number) {
    this.#read = read
    this.#most = most
    this.#begin(FIRST_PLACES)
  }

  /** Tells the pieces of a text, one after the other. `taker` reads no other text meanwhile. */
  read(text: string, taker: PieceTaker<T>): void {
    const { length } = text
    if (codes.length < length + BEHIND) codes = new Uint16Array((length + BEHIND) * 2)
    for (let i = 0; i < length; i++) codes[i] = text.charCodeAt(i)
    codes.fill(0, length, length + BEHIND)
    for (let at = 0; at < length; ) {
      const kind = kindAt(at)
      const from = at++
      if (kind <= OTHER_DIGIT) {
        at = kind === LETTER ? endOfWord(at) : kind === DIGIT ? endOfNumber(at) : endOfDigits(at)
        taker.word(this.#of(text, from, at), at, from > 0 && kindAt(from - 1) === PART)
      } else if (kind === PART) taker.part(at)
      else if (kind === TIMES) taker.by(at)
      else if (kind === QUOTE) taker.inches(from, at)
      else if (kind === APOSTROPHE && kindAt(at) === APOSTROPHE) taker.inches(from, ++at)
    }
  }

  #of(text: string, from: number, end: number): T {
    let hash = end - from
    for (let at = from; at < end; at++) hash = Math.imul(hash ^ (codes[at] as number), 0x01000193)
    hash ^= hash >>> 15
    const [pieces, places] = [this.#pieces, this.#places]
    const mask = pieces.length - 1
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const at = places[place * 2 + 1] as number
      if (at === 0) break
      if (places[place * 2] === hash && this.#isAt(at, from, end)) return pieces[place] as T
    }
    return this.#add(text.slice(from, end), hash)
  }

  #isAt(start: number, from: number, end: number): boolean {
    const letters = this.#letters
    if (letters[start - 1] !== end - from) return false
    for (let i = 0; from + i < end; i++) if (letters[start + i] !== codes[from + i]) return false
    return true
  }

  #add(written: string, hash: number): T {
    // A copy: a part of a text would keep the whole of it.
    const piece = this.#read(` ${written}`.slice(1))
    if (written.length > LONGEST) return piece
    if (this.#size >= this.#most) this.#begin(FIRST_PLACES)
    else if (this.#size * 2 >= this.#pieces.length) this.#grow()
    if (this.#written + LONGEST >= this.#letters.length) {
      const more = new Uint16Array(this.#letters.length * 2)
      more.set(this.#letters)
      this.#letters = more
    }
    this.#letters[this.#written++] = written.length
    this.#enter(piece, hash, this.#written)
    for (let i = 0; i < written.length; i++) this.#letters[this.#written++] = written.charCodeAt(i)
    return piece
  }

  #enter(piece: T, hash: number, letters: number): void {
    const mask = this.#pieces.length - 1
    let place = hash & mask
    while (this.#places[place * 2 + 1] !== 0) place = (place + 1) & mask
    this.#pieces[place] = piece
    this.#places[place * 2] = hash
    this.#places[place * 2 + 1] = letters
    this.#size++
  }

  #begin(places: number): void {
    this.#pieces = new Array<T | undefined>(places).fill(undefined)
    this.#places = new Int32Array(places * 2)
    this.#size = 0
    if (places === FIRST_PLACES) this.#written = 0
  }

  #grow(): void {
    const [pieces, places] = [this.#pieces, this.#places]
    this.#begin(pieces.length * 2)
    pieces.forEach((piece, i) => {
      if (piece !== undefined) this.#enter(piece, places[i * 2] as number, places[i * 2 + 1] as number)
    })
  }
}
