import { foldLetters } from '../../../kit/text/fold.ts'
import { singular } from './singular.ts'

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
  readonly joined?: string
  /** True when the word says nothing beside what it is joined to: the kg of 5 kg. */
  readonly empty?: boolean
  /** True for the x of 5 x 7, joined to both. */
  readonly isMeasure?: boolean
}

// A number with its fractions and decimals; letters with digits; words. Signs of inches and feet after a number.
const PIECES =
  /\d+(?:[.,/]\d+)*(?:\p{L}[\p{L}\p{N}]*)?|\p{L}(?:[\p{L}\p{N}]|['’](?=s(?!\p{L})))*|\p{N}+|["″”]|''|[-/*×]/gu

/** The words of a text, in the form in which they are compared. */
export function tokensOf(text: string): Token[] {
  const folded = foldLetters(text)
  const tokens: Token[] = []
  let chain: string[] = []
  let end = -1
  for (const piece of folded.matchAll(PIECES)) {
    const [raw] = piece
    const close = piece.index === end
    end = piece.index + raw.length
    if (raw === '-' || raw === '/') continue
    if (raw === '*' || raw === '×') {
      addBy(tokens)
      continue
    }
    if (raw === '"' || raw === '″' || raw === '”' || raw === "''") {
      if (close) addUnit(tokens, 'in')
      continue
    }
    const glued = piece.index > 0 && /[-/]/.test(folded[piece.index - 1] ?? '') && chain.length > 0
    chain = glued ? [...chain, raw] : [raw]
    addWord(tokens, raw)
    if (glued) addModel(tokens, chain)
  }
  for (let i = 1; i + 1 < tokens.length; i++) if (BY.has(tokens[i]?.word ?? '')) joinMeasures(tokens, i)
  return tokens
}

/** 5x7, 5 x 7 and 5 ft. x 7 ft. are one: what is asked for is hardly ever the unit. */
function joinMeasures(tokens: Token[], by: number): void {
  const from = tokens[by - 1]?.empty ? by - 2 : by - 1
  const [one, other] = [tokens[from], tokens[by + 1]]
  if (!one || !other || !/^\d/.test(one.word) || !/^\d/.test(other.word)) return
  tokens[by] = { word: 'x', joined: `${JOINED}${one.word}x${other.word}`, isMeasure: true }
}

function addWord(tokens: Token[], raw: string): void {
  const code = raw.charCodeAt(0)
  if (code < 48 || code > 57) {
    const unit = tokens.length > 0 ? UNITS.get(raw) : undefined
    if (unit !== undefined && addUnit(tokens, unit, raw)) return
    const word = raw.includes("'") || raw.includes('’') ? raw.replace(/['’]/g, '') : raw
    tokens.push({ word: singular(word.slice(0, LONGEST)) })
    return
  }
  const sides = /^\d+(?:x\d+)+$/.test(raw) ? raw.split('x') : []
  if (sides.length > 1) {
    tokens.push(...sides.flatMap((side, i) => (i === 0 ? [{ word: side }] : [{ word: 'x' }, { word: side }])))
    return
  }
  const split = /^([\d.,/]*\d)(\p{L}+)$/u.exec(raw)
  const unit = split ? UNITS.get(split[2] ?? '') : undefined
  if (split && unit !== undefined) {
    tokens.push({ word: plainNumber(split[1] ?? '') })
    addUnit(tokens, unit, split[2])
  } else tokens.push({ word: plainNumber(raw).slice(0, LONGEST) })
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
function addUnit(tokens: Token[], unit: string, written?: string): boolean {
  const before = tokens.at(-1)
  if (!before || before.joined !== undefined) return false
  const number = /^\d/.test(before.word) ? before.word : spelledNumber(before.word, unit)
  if (number === undefined) return false
  const joined = `${JOINED}${number}${unit}`
  tokens[tokens.length - 1] = { ...before, joined }
  if (written !== undefined) tokens.push({ word: singular(written), joined, empty: true })
  return true
}

/** 4*8 is 4x8. */
function addBy(tokens: Token[]): void {
  if (/^\d/.test(tokens.at(-1)?.word ?? '')) tokens.push({ word: 'x' })
}

/** The parts of a model, dv7-1211ea, are also one. */
function addModel(tokens: Token[], chain: readonly string[]): void {
  const whole = chain.join('')
  const last = tokens.at(-1)
  if (!last || last.joined !== undefined || !/\d/.test(whole) || !/\p{L}/u.test(whole) || whole.length > LONGEST) return
  tokens[tokens.length - 1] = { ...last, joined: `${JOINED}${whole}` }
}
