import { createHash } from 'node:crypto'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import { foldText } from '../../../kit/text/fold.ts'
import {
  MOST_STATEMENT_LINES,
  type ReadHints,
  type StatementClosing,
  type StatementFormat,
  type StatementLine,
  type StatementOpening,
  type StatementReader,
} from './statement.ts'

/** One statement of a file, whose balances agree with its lines. */
export interface WholeStatement {
  opening: StatementOpening
  lines: readonly StatementLine[]
  closing: StatementClosing
}

export interface WholeFile {
  format: StatementFormat
  /** As the file says it; empty when it does not. */
  account: string
  statements: readonly WholeStatement[]
}

/**
 * Reads a file of statements to its end, and believes it only when opening and lines make up the closing.
 * Refuses: invalid books.statement_unknown_format, books.statement_empty, books.statement_unbalanced,
 * books.statement_accounts when it tells of two accounts, and what its reader refuses.
 */
export async function readStatements(
  readers: readonly StatementReader[],
  content: Uint8Array,
  hints: ReadHints,
): Promise<WholeFile> {
  const reader = readers.find((one) => one.looksLike(content.subarray(0, 4_096)))
  if (!reader) throw new Refusal('invalid', 'books.statement_unknown_format')
  const statements: WholeStatement[] = []
  let opening: StatementOpening | undefined
  let lines: StatementLine[] = []
  let count = 0
  for await (const part of reader.read(inPieces(content), hints)) {
    if (part.kind === 'opening') {
      opening = part
      lines = []
    } else if (part.kind === 'line') {
      if (++count > MOST_STATEMENT_LINES)
        throw new Refusal('limit', 'books.statement_too_many', { most: MOST_STATEMENT_LINES })
      lines.push(part)
    } else if (opening) {
      statements.push(balanced({ opening, lines, closing: part }))
      opening = undefined
    }
  }
  if (statements.length === 0) throw new Refusal('invalid', 'books.statement_empty')
  const accounts = new Set(statements.map(({ opening: { account } }) => account).filter(Boolean))
  if (accounts.size > 1) throw new Refusal('invalid', 'books.statement_accounts')
  return { format: reader.format, account: [...accounts][0] ?? '', statements }
}

function balanced(statement: WholeStatement): WholeStatement {
  const { opening, lines, closing } = statement
  const off = lines.reduce<Paisa>((sum, { paisa }) => sum + paisa, opening.paisa) - closing.paisa
  if (off !== 0n) {
    throw new Refusal('invalid', 'books.statement_unbalanced', { off: rupees(off), number: opening.number || '–' })
  }
  return statement
}

function rupees(paisa: Paisa): string {
  const plain = paisa < 0n ? -paisa : paisa
  return `${plain / 100n}.${(plain % 100n).toString().padStart(2, '0')}`
}

const PIECE = 64 * 1024

async function* inPieces(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += PIECE) yield content.subarray(at, at + PIECE)
}

/**
 * What makes a line the same line in another file: the bank's reference when it gives one, else what it says; with its
 * day, its amount, and which of several equal ones of that day it is.
 */
export function keysOf(lines: readonly StatementLine[]): Buffer[] {
  const seen = new Map<string, number>()
  return lines.map(({ day, paisa, bank_reference, our_reference, words }) => {
    const name = bank_reference ? `ref ${bank_reference}` : `said ${our_reference} ${foldText(words)}`
    const said = `${day}|${paisa}|${name}`
    const nth = (seen.get(said) ?? 0) + 1
    seen.set(said, nth)
    return createHash('sha256').update(`${said}|${nth}`).digest()
  })
}
