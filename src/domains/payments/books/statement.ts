import type { Paisa } from '../../../kit/money/money.ts'

/** What the books need from a file of a bank: adapters read it, and know nothing of what its lines mean to us. */
export interface StatementReader {
  readonly format: StatementFormat
  /** Whether a file that begins like this is of this kind. Its name says nothing. */
  looksLike(start: Uint8Array): boolean
  /**
   * The statements of a file, one after the other: an opening, its lines, its closing. Reads as the bytes come.
   * Refuses (while it is read): invalid books.statement_* with the line; limit books.statement_too_large.
   */
  read(bytes: AsyncIterable<Uint8Array>, hints: ReadHints): AsyncGenerator<StatementPart>
}

export type StatementFormat = 'csv' | 'mt940' | 'camt053'
export type StatementPart = StatementOpening | StatementLine | StatementClosing

export interface StatementOpening {
  readonly kind: 'opening'
  /** As the bank writes it, without spaces; empty when the file does not say. */
  readonly account: string
  /** The bank's own number of the statement; empty when it has none. */
  readonly number: string
  /** YYYY-MM-DD. */
  readonly day: string
  readonly paisa: Paisa
}

export interface StatementLine {
  readonly kind: 'line'
  /** The day the bank booked it, YYYY-MM-DD. */
  readonly day: string
  /** Signed: above zero came in, below zero went out. */
  readonly paisa: Paisa
  /** The bank takes an earlier line back. */
  readonly is_reversal: boolean
  /** The bank's own name of the line; empty when it gives none. */
  readonly bank_reference: string
  /** What the payer or we wrote as a reference, if the file has a place for it. */
  readonly our_reference: string
  /** Who is on the other side, as the bank writes it. */
  readonly other_side: string
  readonly words: string
  /** The line as it stands in the file, to be looked at later. */
  readonly raw: string
  /** Where in the file it stands: a row or an entry, from 1. */
  readonly place: number
}

export interface StatementClosing {
  readonly kind: 'closing'
  readonly day: string
  readonly paisa: Paisa
}

/** What a person can say about a file that does not say it itself. Only tables need it. */
export interface ReadHints {
  /** Heading of the column for each field. */
  readonly columns?: Partial<Record<StatementField, string>>
  readonly opening_paisa?: Paisa
  readonly closing_paisa?: Paisa
}

export const STATEMENT_FIELDS = [
  'day',
  'words',
  'bank_reference',
  'our_reference',
  'other_side',
  'credit',
  'debit',
  'amount',
  'sign',
  'balance',
] as const
export type StatementField = (typeof STATEMENT_FIELDS)[number]

/** The most a file may hold. A month of a busy account is a hundredth of it. */
export const MOST_STATEMENT_BYTES = 16 * 1024 * 1024
export const MOST_STATEMENT_LINES = 50_000
