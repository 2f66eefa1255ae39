import { latinDigits, MOST_PAISA, parseRupees } from '../../../kit/money/money.ts'
import type { ImportReason } from './draft.ts'

export type Read<T> = { value: T } | { reason: ImportReason }

const isRead = <T>(read: Read<T>): read is { value: T } => 'value' in read

export { isRead }

/** A price the buyer pays. Refuses, as a reason: missing, a formula, negative, zero, absurd, unreadable. */
export function readPrice(cell: string): Read<bigint> {
  const text = unwrapped(cell)
  if (text === '') return { reason: 'import.price_missing' }
  if (text.startsWith('=')) return { reason: 'import.formula' }
  const negative = /^\s*\(?\s*(?:rs\.?|pkr|₨)?\s*[-−–]\s*(?:rs\.?|pkr|₨)?\s*[\d۰-۹٠-٩]/i.test(text)
  if (negative) return { reason: 'import.price_negative' }
  // "12,50" is twelve and a half to some and nothing sure to anybody: a wrong price costs more than a question.
  if (/[,،]\d{1,2}$/.test(latinDigits(text.trim()))) return { reason: 'import.price_unreadable' }
  const paisa = parseRupees(text)
  if (paisa === 0n) return { reason: 'import.price_zero' }
  if (paisa !== undefined) return { value: paisa }
  const digits = latinDigits(text).replace(/[^\d.]/g, '')
  const huge =
    /^\d{10,}/.test(digits) &&
    Number(digits) * 100 > Number(MOST_PAISA) &&
    !/[a-z]/i.test(text.replace(/rs\.?|pkr/i, ''))
  return { reason: huge ? 'import.price_too_high' : 'import.price_unreadable' }
}

/** How many there are; undefined when the cell only says that there are some, or says nothing. */
export function readStock(cell: string, negativeIsNone: boolean): Read<number | undefined> {
  const text = latinDigits(unwrapped(cell)).toLowerCase()
  if (text === '') return { value: undefined }
  const number =
    /^([-−]?)\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.0+)?\s*(?:pcs?|pieces?|units?|adad|dana|pair|عدد|دانہ|پیس)?\.?$/.exec(
      text,
    )
  if (number) {
    const count = Number((number[2] ?? '').replaceAll(',', ''))
    if (number[1] && count > 0) return negativeIsNone ? { value: 0 } : { reason: 'import.stock_unreadable' }
    return count <= 1_000_000 ? { value: count } : { reason: 'import.stock_unreadable' }
  }
  const said = readYesNo(text)
  return said === undefined ? { reason: 'import.stock_unreadable' } : { value: said ? undefined : 0 }
}

const YES = new Set([
  '1',
  'yes',
  'y',
  'true',
  'in stock',
  'instock',
  'available',
  'haan',
  'han',
  'ji',
  'hai',
  'maujood',
  'ہاں',
  'جی',
  'موجود',
  'دستیاب',
  'ہے',
])
const NO = new Set([
  '0',
  'no',
  'n',
  'false',
  'out of stock',
  'outofstock',
  'sold out',
  'nahi',
  'nahin',
  'khatam',
  'نہیں',
  'ختم',
  'no stock',
  'unavailable',
])

/** Yes or no in three scripts; undefined when it is neither. */
export function readYesNo(cell: string): boolean | undefined {
  const text = cell.trim().toLowerCase().replaceAll('_', ' ')
  return YES.has(text) ? true : NO.has(text) ? false : undefined
}

const USED = /used|second ?hand|refurb|open box|pre-?owned|purana|purani|istemal|استعمال|پرانا|پرانی/i
const NEW = /^(brand |box )?(new|naya|nayi|naye|نیا|نئی|نئے)( pack| \(.*\))?$/i

/** New unless it says used; an answer that is neither is a question to the shopkeeper. */
export function readCondition(cell: string): Read<'new' | 'used'> {
  const text = cell.trim()
  if (text === '' || NEW.test(text)) return { value: 'new' }
  return USED.test(text) ? { value: 'used' } : { reason: 'import.condition_unreadable' }
}

/** The links in a cell; several stand apart by comma, bar or space. */
export function readLinks(cell: string): { links: string[]; bad: string[] } {
  const links: string[] = []
  const bad: string[] = []
  for (const part of cell.split(/[|\n]|,\s*(?=https?:)|\s+(?=https?:)|,\s+/)) {
    const text = part.trim()
    if (text === '') continue
    const link = /^https?:\/\//i.test(text) && text.length <= 2000 && URL.canParse(text) ? new URL(text) : undefined
    if (link && link.username === '' && link.password === '') links.push(link.href)
    else bad.push(text)
  }
  return { links, bad }
}

// What a spreadsheet would run or fetch if this text ever came back to it.
const CALLS = new RegExp(
  '^[-+@]\\s*(?:sum|hyperlink|import(?:xml|data|html|range|feed)|webservice|cmd|exec|call|register|indirect|if|' +
    'concat\\w*|vlookup|image)\\s*\\(',
  'i',
)
const RUNS = /^[-+@]\s*(?:[^|]{1,40}\|[^!]*!|[\d.\s()+*/^-]+$)/

/** True for text that a spreadsheet would take for a formula and that no shopkeeper writes as a name. */
export function looksLikeFormula(text: string): boolean {
  return text.startsWith('=') || RUNS.test(text) || CALLS.test(text)
}

/** The cell without the marks that programs put around text to keep a spreadsheet from reading it: '=x, ="00123". */
export function unwrapped(cell: string): string {
  const text = cell.trim()
  if (text.startsWith("'") && /^'[=+\-@\d]/.test(text)) return text.slice(1)
  if (text.startsWith('="') && text.endsWith('"') && text.length > 2 && !text.slice(2, -1).includes('"'))
    return text.slice(2, -1)
  return text
}
