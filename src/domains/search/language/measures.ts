import { singular } from './singular.ts'
import type { Token } from './tokens.ts'

/** A term that is no word: what several written forms have in common. It stands after the word that has it. */
export const JOINED = '='

export const LONGEST = 32
const [ZERO, NINE] = [48, 57]
/** What stands between two sides of a measure. */
export const BY: ReadonlySet<string> = new Set(['x', 'by'])
export const UNITS: ReadonlyMap<string, string> = new Map(
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

/** As years are texted: 2k25. */
const YEAR = /^2k([012]\d)$/

/** True for what begins with a digit. */
export const isNumber = (word: string) => word.charCodeAt(0) >= ZERO && word.charCodeAt(0) <= NINE

/** What a piece says by itself. */
export function wordsOf(raw: string): Token[] {
  if (!isNumber(raw)) {
    const word = raw.includes("'") || raw.includes('’') ? raw.replace(/['’]/g, '') : raw
    return [{ word: singular(word.slice(0, LONGEST)) }]
  }
  const sides = /^\d+(?:x\d+)+$/.test(raw) ? raw.split('x') : []
  if (sides.length > 1)
    return sides.flatMap((side, i) => (i === 0 ? [{ word: side }] : [{ word: 'x' }, { word: side }]))
  if (YEAR.test(raw)) return [{ word: raw.replace(YEAR, '20$1') }]
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
export function spelledNumber(word: string, unit: string): string | undefined {
  if (unit === 'pc') return COUNTS.get(word)
  return word === 'half' && unit === 'in' ? '1/2' : undefined
}
