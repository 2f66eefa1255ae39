import { MOST_STATEMENT_BYTES } from '../../domains/payments/books/statement.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { latinDigits, MOST_PAISA, type Paisa } from '../../kit/money/money.ts'
import { decode } from '../../kit/tables/encoding.ts'

/** The words of a bank's file whatever its encoding, counted as they come. */
export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const text of decode(counted(bytes))) {
    if (text.includes('\0')) throw new Refusal('invalid', 'books.statement_unknown_format')
    yield text
  }
}

async function* counted(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const piece of bytes) {
    size += piece.length
    if (size > MOST_STATEMENT_BYTES) {
      throw new Refusal('limit', 'books.statement_too_large', { most_mb: MOST_STATEMENT_BYTES / 1024 / 1024 })
    }
    yield piece
  }
}

/** How a reader says no: the reason, and where in the file. */
export function damaged(place: number): Refusal {
  return new Refusal('invalid', 'books.statement_damaged', { line: place })
}

/** A plain decimal such as "1234", "1234,5" or "1234.56" in paisa; undefined when it is none, or beyond every bank. */
export function paisaOf(text: string): Paisa | undefined {
  const match = /^(\d{1,15})(?:[.,](\d{0,5}))?$/.exec(text)
  if (!match) return undefined
  const rest = (match[2] ?? '').padEnd(5, '0')
  if (rest.slice(2) !== '000') return undefined
  const paisa = BigInt(match[1] ?? '0') * 100n + BigInt(rest.slice(0, 2))
  return paisa <= MOST_PAISA * 10_000n ? paisa : undefined
}

/** A day that exists, as YYYY-MM-DD. */
export function dayOf(year: number, month: number, day: number): string | undefined {
  const time = new Date(Date.UTC(year, month - 1, day))
  const exists = time.getUTCFullYear() === year && time.getUTCMonth() === month - 1 && time.getUTCDate() === day
  return exists && year >= 2000 && year < 2100 ? time.toISOString().slice(0, 10) : undefined
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** A day as banks here write it: 2026-01-31, 31/01/2026, 31-Jan-26, 31.1.26, with or without a time behind it. */
export function readDay(text: string): string | undefined {
  const plain = latinDigits(text).trim()
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$/.exec(plain)
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const ours = /^(\d{1,2})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/., ]+(\d{4}|\d{2})(?:[T ,].*)?$/.exec(plain)
  if (!ours) return undefined
  const [, day = '', month = '', year = ''] = ours
  const named = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1
  const full = year.length === 2 ? 2000 + Number(year) : Number(year)
  return dayOf(full, named || Number(month), Number(day))
}

/** Words on one line, at most so many letters. */
export function oneLine(text: string, most = 400): string {
  return text.replace(/\s+/gu, ' ').trim().slice(0, most)
}
