import { foldLetters } from '../../../kit/text/fold.ts'
import { PieceTable, type PieceTaker } from './pieces.ts'
import { singular } from './singular.ts'
import type { KnownWord } from './vocabulary.ts'

/** A term that is no word: what several written forms have in common. It stands after the word that has it. */
export const JOINED = '='

const LONGEST = 32
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
export function tokensOf(text: string, pieces: Pieces = shared): Token[] {
  const folded = foldedParts(text)
  const reading = new Reading()
  pieces.read(folded, reading)
  return reading.end()
}

const FOLDED_MOST = 50_000
const SIGNED = /[^\u0020-\u007E]/
const folds = new Map<string, string>()

/** As foldLetters, which takes long for all but plain letters: what stands between spaces is folded by itself, once. */
export function foldedParts(text: string): string {
  if (!SIGNED.test(text)) return text.toLowerCase()
  return text.split(' ').map(foldedPart).join(' ')
}

function foldedPart(part: string): string {
  if (!SIGNED.test(part)) return part.toLowerCase()
  const before = folds.get(part)
  if (before !== undefined) return before
  if (folds.size >= FOLDED_MOST) folds.clear()
  const folded = foldLetters(part)
  // A text without spaces is nobody's word.
  if (part.length <= LONGEST) folds.set(part, folded)
  return folded
}

/** What a piece of text says by itself: read once, since goods share their words. */
interface Piece {
  readonly raw: string
  /** The unit that it is behind a number. */
  readonly unit: string | undefined
  readonly token: Token
  /** Further ones, of 4x8 for example. */
  readonly more: readonly Token[] | undefined
  /** True when it may stand between two sides. */
  readonly isBy: boolean
}

type Pieces = PieceTable<Piece>

const REMEMBERED = 300_000

/** Remembers what pieces of text say, each word with what `knownOf` says of it. */
export const openPieces = (knownOf?: (word: string) => KnownWord): Pieces =>
  new PieceTable((raw) => pieceOf(raw, knownOf), REMEMBERED)

function pieceOf(raw: string, knownOf: ((word: string) => KnownWord) | undefined): Piece {
  const [token = { word: raw }, ...more] = wordsOf(raw).map((one) =>
    knownOf ? { ...one, known: knownOf(one.word) } : one,
  )
  const isBy = [token, ...more].some(({ word }) => BY.has(word))
  return {
    raw,
    unit: isNumber(raw) ? undefined : UNITS.get(raw),
    token,
    more: more.length > 0 ? more : undefined,
    isBy,
  }
}

const isNumber = (raw: string) => /^\d/.test(raw)

const shared = openPieces()

/** A text that is being read, piece by piece. */
class Reading implements PieceTaker<Piece> {
  readonly #tokens: Token[] = []
  /** Words that only - and / part. */
  #chain = ''
  /** Where the last piece ended. */
  #end = -1
  #hasBy = false

  word({ raw, unit, token, more, isBy }: Piece, end: number, isBehindPart: boolean): void {
    const tokens = this.#tokens
    this.#end = end
    const isGlued = isBehindPart && this.#chain !== ''
    this.#chain = isGlued ? this.#chain + raw : raw
    if (isBy) this.#hasBy = true
    if (unit === undefined || tokens.length === 0 || !addUnit(tokens, unit, token)) {
      tokens.push(token)
      if (more) tokens.push(...more)
    }
    if (isGlued) addModel(tokens, this.#chain)
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

  end(): Token[] {
    const tokens = this.#tokens
    if (!this.#hasBy) return tokens
    for (let i = 1; i + 1 < tokens.length; i++) if (BY.has(tokens[i]?.word ?? '')) joinMeasures(tokens, i)
    return tokens
  }
}

/** 5x7, 5 x 7 and 5 ft. x 7 ft. are one: what is asked for is hardly ever the unit. */
function joinMeasures(tokens: Token[], by: number): void {
  const from = tokens[by - 1]?.empty ? by - 2 : by - 1
  const [one, other] = [tokens[from], tokens[by + 1]]
  if (!one || !other || !/^\d/.test(one.word) || !/^\d/.test(other.word)) return
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
  const tokens: Token[] = [{ word: plainNumber(split[1] ?? '') }]
  addUnit(tokens, unit, { word: singular(split[2] ?? '') })
  return tokens
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
function addUnit(tokens: Token[], unit: string, written?: Token): boolean {
  const before = tokens.at(-1)
  if (!before || before.joined !== undefined) return false
  const number = /^\d/.test(before.word) ? before.word : spelledNumber(before.word, unit)
  if (number === undefined) return false
  const joined = `${JOINED}${number}${unit}`
  tokens[tokens.length - 1] = { ...before, joined }
  if (written) tokens.push({ ...written, joined, empty: true })
  return true
}

/** 4*8 is 4x8. */
function addBy(tokens: Token[]): void {
  if (/^\d/.test(tokens.at(-1)?.word ?? '')) tokens.push({ word: 'x' })
}

/** The parts of a model, dv7-1211ea, are also one. */
function addModel(tokens: Token[], whole: string): void {
  const last = tokens.at(-1)
  if (!last || last.joined !== undefined || !/\d/.test(whole) || !/\p{L}/u.test(whole) || whole.length > LONGEST) return
  tokens[tokens.length - 1] = { ...last, joined: `${JOINED}${whole}` }
}
