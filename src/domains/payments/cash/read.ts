import { createHash } from 'node:crypto'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import { readTable } from '../../../kit/tables/read.ts'
import { type Columns, columnsOf, type ReadRow, type RemittanceShape, readRow } from './shape.ts'

/** A remittance file as it was read: nothing of it is booked yet. */
export interface ReadFile {
  readonly file_name: string
  readonly file_hash: Buffer
  readonly rows: readonly Extract<ReadRow, { kind: 'line' | 'bad' }>[]
  /** The total that the file itself says. */
  readonly said_paisa: Paisa | null
}

/** Couriers pay daily or weekly: a file of more than this is not one. */
const MOST_BYTES = 8 * 1024 * 1024
const MOST_LINES = 20_000
/** Titles and addresses that stand above the headings. */
const ROWS_ABOVE = 20

/**
 * Reads a courier's file of payments, CSV or XLSX. What is wrong with a row is said on that row.
 * Refuses: invalid cash.no_headings when no row holds the headings of this courier; what kit/tables refuses.
 */
export async function readRemittance(shape: RemittanceShape, name: string, bytes: Uint8Array): Promise<ReadFile> {
  if (bytes.length > MOST_BYTES) {
    throw new Refusal('limit', 'tables.file_too_large', { most_mb: MOST_BYTES / 1024 / 1024 })
  }
  let columns: Columns | undefined
  let said_paisa: Paisa | null = null
  const rows: Extract<ReadRow, { kind: 'line' | 'bad' }>[] = []
  for await (const row of readTable(once(bytes), { caps: { rows: MOST_LINES } })) {
    if (!columns) {
      if (row.number > ROWS_ABOVE) break
      columns = columnsOf(shape, row.cells)
      continue
    }
    const read = readRow(columns, row)
    if (read.kind === 'total') said_paisa = read.net_paisa
    else if (read.kind !== 'empty') rows.push(read)
  }
  if (!columns) throw new Refusal('invalid', 'cash.no_headings')
  if (rows.length === 0) throw new Refusal('invalid', 'tables.empty')
  const file_hash = createHash('sha256').update(bytes).digest()
  return { file_name: name.slice(-120) || 'file', file_hash, rows, said_paisa }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
