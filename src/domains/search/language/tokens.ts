import { PieceTable, type PieceTaker } from './pieces.ts'
import { Refilled } from './refilled.ts'
import { singular } from './singular.ts'
import type { KnownWord } from './vocabulary.ts'

/** A term that is no word: what several written forms have in common. It stands after the word that has it. */
export const JOINED = '='

const LONGEST = 32
const [ZERO, NINE] = [48, 57]
/** What stands between two sides of a measure. */
const BY: ReadonlySet<string> = new Set(['x', 'by'])
const UNITS: ReadonlyMap<string, string> = new Map(
  `in inch inches inchi انچ انچی
  ft foot feet فٹ
  kg kgs kilo kilos kilogram kilograms کلو کلوگرام
  g gm gms gram grams گرام
  mg milligram milligrams ملی گرام
  ml millilitre milliliter ایم
  l ltr ltrs lt litre liter litres liters لیٹر
  cm centimeter centimetre سینٹی
  mm millimeter millimetre
  m mtr meter meters metre metres میٹر
  yd yard yards gaz گز
  oz ounce ounces
  lb lbs pound pounds
  gal gallon gallons
  qt quart quarts
  gb gig gigabyte جی
  tb terabyte
  mb megabyte
  w watt watts واٹ
  kw kilowatt
  v volt volts وولٹ
  amp amps ampere amperes
  mah
  hz hertz
  ghz
  mhz
  mp megapixel megapixels
  pc pcs piece pieces pees peice peices پیس عدد
  pk pack packs
  yr year years yrs saal سال
  mo month months ماہ
  hp
  sqft
  ton tons tonne
  btu
  psi
  rpm
  person persons seater
  port ports
  set`
    .split('\n')
    .flatMap((line): [string, string][] => {
      const [unit = '', ...others] = line.trim().split(' ')
      return [unit, ...others].map((one) => [one, unit])
    }),
)
const COUNTS: ReadonlyMap<string, string> = new Map(
  `one ek aik ایک 1|two do دو ٹو 2|three teen تین تھری 3|four char chaar چار 4|five panch پانچ 5|six chay چھہ 6`
    .split('|')
    .flatMap((line): [string, string][] => {
      const words = line.split(' ')
      return words.slice(0, -1).map((word) => [word, words.at(-1) ?? ''])
    }),
)

export interface Token {
  /** Folded, without the English plural. */
  readonly word: string
  /** What it has in common with other ways to write it, with its sign: =5kg. */
  readonly joined?: string | undefined
  /** True when the word says nothing beside what it is joined to: the kg of 5 kg. */
  readonly empty?: boolean
  /** True for the x of 5 x 7, joined to both. */
  readonly isMeasure?: boolean
  /** What is known of the word, for whoever reads many texts. */
  readonly known?: KnownWord | undefined
}

/** The words of a text, in the form in which they are compared. */
export function tokensOf(text: string): Token[] {
  return new Reading(shared).read(text).all
}

/** What a piece of text says by itself, as a token: read once, since goods share their words. */
interface Piece extends Token {
  readonly raw: string
  /** The unit that it is behind a number. */
  readonly unit: string | undefined
  /** Further ones, of 4x8 for example. */
  readonly more: readonly Token[] | undefined
  /** True when it may stand between two sides. */
  readonly isBy: boolean
  /** DIGITS, LETTERS or both. */
  readonly holds: number
}

const [DIGITS, LETTERS] = [1, 2] as const

type Pieces = PieceTable<Piece>

const REMEMBERED = 300_000

/** Remembers what pieces of text say, each word with what `knownOf` says of it. */
export const openPieces = (knownOf?: (word: string) => KnownWord): Pieces =>
  new PieceTable((raw) => pieceOf(raw, knownOf), REMEMBERED)

function pieceOf(raw: string, knownOf: ((word: string) => KnownWord) | undefined): Piece {
  const all = wordsOf(raw).map((one) => ({ ...one, known: knownOf?.(one.word) }))
  const [{ word, joined, known } = { word: raw }, ...more] = all
  return {
    ...{ word, joined, known, raw, unit: isNumber(raw) ? undefined : UNITS.get(raw) },
    more: more.length > 0 ? more : undefined,
    isBy: all.some((one) => BY.has(one.word)),
    holds: (/\d/.test(raw) ? DIGITS : 0) | (/\p{L}/u.test(raw) ? LETTERS : 0),
  }
}

const isNumber = (raw: string) => raw.charCodeAt(0) >= ZERO && raw.charCodeAt(0) <= NINE

const shared = openPieces()

/** Reads texts, piece by piece. Its tokens are those of the text that was read last. */
export class Reading implements PieceTaker<Piece> {
  readonly #pieces: Pieces
  readonly #tokens = new Refilled<Token>()
  /** Words that only - and / part. */
  #chain = ''
  #holds = 0
  /** Where the last piece ended. */
  #end = -1
  #hasBy = false

  constructor(pieces: Pieces) {
    this.#pieces = pieces
  }

  read(text: string): Refilled<Token> {
    this.#tokens.count = 0
    this.#chain = ''
    this.#holds = 0
    this.#end = -1
    this.#hasBy = false
    this.#pieces.read(text, this)
    if (this.#hasBy) joinAllMeasures(this.#tokens)
    return this.#tokens
  }

  word(piece: Piece, end: number, isBehindPart: boolean): void {
    const tokens = this.#tokens
    const { raw, unit, more } = piece
    this.#end = end
    const isGlued = isBehindPart && this.#chain !== ''
    this.#chain = isGlued ? this.#chain + raw : raw
    this.#holds = isGlued ? this.#holds | piece.holds : piece.holds
    if (piece.isBy) this.#hasBy = true
    if (unit === undefined || !addUnit(tokens, unit, piece)) {
      tokens.add(piece)
      if (more) for (const one of more) tokens.add(one)
    }
    if (isGlued && this.#holds === (DIGITS | LETTERS)) addModel(tokens, this.#chain)
  }

  part(end: number): void {
    this.#end = end
  }

  by(end: number): void {
    this.#end = end
    this.#hasBy = true
    addBy(this.#tokens)
  }

  inches(from: number, end: number): void {
    // Only right behind a piece.
    if (from === this.#end) addUnit(this.#tokens, 'in')
    this.#end = end
  }
}

function joinAllMeasures({ all, count }: Refilled<Token>): void {
  for (let i = 1; i + 1 < count; i++) if (BY.has(all[i]?.word ?? '')) joinMeasures(all, i)
}

/** 5x7, 5 x 7 and 5 ft. x 7 ft. are one: what is asked for is hardly ever the unit. */
function joinMeasures(tokens: Token[], by: number): void {
  const from = tokens[by - 1]?.empty ? by - 2 : by - 1
  const [one, other] = [tokens[from], tokens[by + 1]]
  if (!one || !other || !isNumber(one.word) || !isNumber(other.word)) return
  tokens[by] = { word: 'x', joined: `${JOINED}${one.word}x${other.word}`, isMeasure: true }
}

/** What a piece says by itself. */
function wordsOf(raw: string): Token[] {
  if (!isNumber(raw)) {
    const word = raw.includes("'") || raw.includes('’') ? raw.replace(/['’]/g, '') : raw
    return [{ word: singular(word.slice(0, LONGEST)) }]
  }
  const sides = /^\d+(?:x\d+)+$/.test(raw) ? raw.split('x') : []
  if (sides.length > 1)
    return sides.flatMap((side, i) => (i === 0 ? [{ word: side }] : [{ word: 'x' }, { word: side }]))
  const split = /^([\d.,/]*\d)(\p{L}+)$/u.exec(raw)
  const unit = split ? UNITS.get(split[2] ?? '') : undefined
  if (!split || unit === undefined) return [{ word: plainNumber(raw).slice(0, LONGEST) }]
  const number = plainNumber(split[1] ?? '')
  const joined = `${JOINED}${number}${unit}`
  return [
    { word: number, joined },
    { word: singular(split[2] ?? ''), joined, empty: true },
  ]
}

/** 1,000 is 1000, 2.50 is 2.5; a fraction stays. */
function plainNumber(raw: string): string {
  return /[.,]/.test(raw)
    ? raw
        .replace(/,(?=\d{3}(?!\d))/g, '')
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')
    : raw
}

/** Three piece, half inch: numbers that are written as words where that is usual. */
function spelledNumber(word: string, unit: string): string | undefined {
  if (unit === 'pc') return COUNTS.get(word)
  return word === 'half' && unit === 'in' ? '1/2' : undefined
}

/** Joins a unit to the number before it. False when there is none. */
function addUnit(tokens: Refilled<Token>, unit: string, written?: Token): boolean {
  const before = lastOf(tokens)
  if (!before || before.joined !== undefined) return false
  const number = isNumber(before.word) ? before.word : spelledNumber(before.word, unit)
  if (number === undefined) return false
  const joined = `${JOINED}${number}${unit}`
  join(tokens, before, joined)
  if (written) tokens.add({ word: written.word, known: written.known, joined, empty: true })
  return true
}

/** 4*8 is 4x8. */
function addBy(tokens: Refilled<Token>): void {
  if (isNumber(lastOf(tokens)?.word ?? '')) tokens.add({ word: 'x' })
}

/** The parts of a model, dv7-1211ea, are also one. */
function addModel(tokens: Refilled<Token>, whole: string): void {
  const last = lastOf(tokens)
  if (!last || last.joined !== undefined || whole.length > LONGEST) return
  join(tokens, last, `${JOINED}${whole}`)
}

const lastOf = ({ all, count }: Refilled<Token>): Token | undefined => (count > 0 ? all[count - 1] : undefined)

function join({ all, count }: Refilled<Token>, { word, known }: Token, joined: string): void {
  all[count - 1] = { word, known, joined }
}
