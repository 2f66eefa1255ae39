// How text falls into words, numbers and signs, letter by letter and without a text being made of what came before:
// every word of every listing goes through here. The pattern that it stands for is in the test.
import { foldLetters } from '../../../kit/text/fold.ts'

/** What is told of each piece, in order: where it ends, and for some where it begins. */
export interface PieceTaker {
  /** A word or a number, by what is known of it; `isBehindPart` right behind a sign that parts words. */
  word(known: number, from: number, end: number, isBehindPart: boolean): void
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
/** What is longer is nobody's word. */
const LONGEST = 64
/** The letters of the text that is being read, folded: one text at a time. */
let codes = new Uint16Array(1_024)
/** Behind the zeros is room to put parts together. */
let room = 0
/** Of the letters of the piece that was passed last. */
let hashed = 0

const PLAIN = 128
/** Plain letters by their codes, as folding leaves them. */
const folded = Uint8Array.from({ length: PLAIN }, (_, code) => String.fromCharCode(code).toLowerCase().charCodeAt(0))
const FOLDED_MOST = 50_000
const folds = new Map<string, string>()

/**
 * Puts the letters of a text into `codes`, as foldLetters would, and says how many they are. Only what has other than
 * plain letters between two spaces is folded as a text, once: folding takes long.
 */
function foldIn(text: string): number {
  const { length } = text
  makeRoom(length)
  let at = 0
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code < PLAIN) codes[at++] = folded[code] as number
    else {
      const from = text.lastIndexOf(' ', i) + 1
      const space = text.indexOf(' ', i)
      const end = space < 0 ? length : space
      const part = foldedPart(text.slice(from, end))
      at -= i - from
      makeRoom(at + part.length + length - end)
      for (let j = 0; j < part.length; j++) codes[at++] = part.charCodeAt(j)
      i = end - 1
    }
  }
  for (let i = 0; i < BEHIND; i++) codes[at + i] = 0
  room = at + BEHIND
  return at
}

function makeRoom(length: number): void {
  if (codes.length >= length + BEHIND + LONGEST) return
  const more = new Uint16Array((length + BEHIND + LONGEST) * 2)
  more.set(codes)
  codes = more
}

function foldedPart(part: string): string {
  const before = folds.get(part)
  if (before !== undefined) return before
  if (folds.size >= FOLDED_MOST) folds.clear()
  const found = foldLetters(part)
  // A text without spaces is nobody's word.
  if (part.length <= LONGEST) folds.set(copied(part), found)
  return found
}

/** A part of a text keeps the whole of it, a copy does not. */
const copied = (part: string) => ` ${part}`.slice(1)

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

const mixed = (hash: number, code: number) => Math.imul(hash ^ code, 0x01000193)

/** Letters and digits, with the s of "men's". */
function endOfWord(from: number): number {
  const letters = codes
  let hash = 0
  for (let at = from; ; at++) {
    const code = letters[at] as number
    const kind = (kinds[code] as number) || lookedUp(at)
    if (kind > OTHER_DIGIT) {
      const isOwner = (kind === APOSTROPHE || kind === TYPED_APOSTROPHE) && letters[at + 1] === SMALL_S
      if (!isOwner || kindAt(at + 2) === LETTER) {
        hashed = hash
        return at
      }
    }
    hash = mixed(hash, code)
  }
}

/** A number with its fractions and decimals, and letters behind it; or digits that folding left as they are. */
function endOfFigures(from: number, kind: number): number {
  const end = kind === DIGIT ? endOfNumber(from) : endOfDigits(from)
  let hash = 0
  for (let at = from; at < end; at++) hash = mixed(hash, codes[at] as number)
  hashed = hash
  return end
}

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

function endOfDigits(from: number): number {
  let at = from
  for (let kind = kindAt(at); kind === DIGIT || kind === OTHER_DIGIT; kind = kindAt(at)) at++
  return at
}

const FIRST_PLACES = 1_024
/** Numbers of a place: the hash of its piece, how many letters it has, where they lie, and what is known of it. */
const PLACE = 4

/** Reads texts piece by piece, and remembers of each piece a number that says what there is to know of it. */
export class PieceTable {
  readonly #know: (raw: string) => number
  size = 0
  #places = new Int32Array(0)
  #letters = new Uint16Array(4_096)
  #written = 0

  constructor(know: (raw: string) => number) {
    this.#know = know
    this.clear()
  }

  /** Forgets every piece. */
  clear(): void {
    this.size = 0
    this.#places = new Int32Array(FIRST_PLACES * PLACE)
    this.#written = 0
  }

  /** Tells the pieces of a text as it folds, one after the other. `taker` reads no other text meanwhile. */
  read(text: string, taker: PieceTaker): void {
    const length = foldIn(text)
    for (let at = 0; at < length; ) {
      const kind = kindAt(at)
      const from = at++
      if (kind <= OTHER_DIGIT) {
        at = kind === LETTER ? endOfWord(from) : endOfFigures(from, kind)
        taker.word(this.#knownOf(from, at), from, at, from > 0 && kindAt(from - 1) === PART)
      } else if (kind === PART) taker.part(at)
      else if (kind === TIMES) taker.by(at)
      else if (kind === QUOTE) taker.inches(from, at)
      else if (kind === APOSTROPHE && kindAt(at) === APOSTROPHE) taker.inches(from, ++at)
    }
  }

  /** What is known of parts of the text that is being read, put together; they lie from, to, and so on. */
  knownOfAll(parts: Int32Array, length: number): number {
    let hash = 0
    let end = room
    for (let i = 0; i < length; i += 2) {
      for (let at = parts[i] as number; at < (parts[i + 1] as number) && end < room + LONGEST; at++) {
        codes[end++] = codes[at] as number
        hash = mixed(hash, codes[at] as number)
      }
    }
    hashed = hash
    return this.#knownOf(room, end)
  }

  #knownOf(from: number, end: number): number {
    const length = end - from
    const hash = hashed ^ (hashed >>> 15)
    const places = this.#places
    const mask = places.length - PLACE
    for (let place = (hash << 2) & mask; ; place = (place + PLACE) & mask) {
      const has = places[place + 1] as number
      if (has === 0) return this.#add(from, end, hash)
      if (places[place] !== hash || has !== length) continue
      if (this.#isAt(places[place + 2] as number, from, length)) return places[place + 3] as number
    }
  }

  #isAt(start: number, from: number, length: number): boolean {
    const known = this.#letters
    const asked = codes
    for (let i = 0; i < length; i++) if (known[start + i] !== asked[from + i]) return false
    return true
  }

  #add(from: number, end: number, hash: number): number {
    const length = end - from
    let raw = ''
    for (let at = from; at < end; at++) raw += String.fromCharCode(codes[at] as number)
    const known = this.#know(raw)
    if (length > LONGEST) return known
    if (++this.size * 2 * PLACE > this.#places.length) this.#grow()
    if (this.#written + LONGEST > this.#letters.length) {
      const more = new Uint16Array(this.#letters.length * 2)
      more.set(this.#letters)
      this.#letters = more
    }
    this.#enter([hash, length, this.#written, known])
    this.#letters.set(codes.subarray(from, end), this.#written)
    this.#written += length
    return known
  }

  #enter(entry: ArrayLike<number>): void {
    const mask = this.#places.length - PLACE
    let place = ((entry[0] as number) << 2) & mask
    while (this.#places[place + 1] !== 0) place = (place + PLACE) & mask
    this.#places.set(entry, place)
  }

  #grow(): void {
    const before = this.#places
    this.#places = new Int32Array(before.length * 2)
    for (let at = 0; at < before.length; at += PLACE) {
      if (before[at + 1] !== 0) this.#enter(before.subarray(at, at + PLACE))
    }
  }
}
