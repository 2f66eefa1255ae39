import { Refusal } from '../../../kit/errors/refusal.ts'
import { type ReadOptions, readTable } from '../../../kit/tables/read.ts'
import type { TableInput, TableRow } from '../../../kit/tables/table.ts'
import { foldText } from '../../../kit/text/fold.ts'
import type { ImportOutcome } from './draft.ts'
import { type Grouper, parentGrouper, togetherGrouper } from './grouping.ts'
import { LineReader } from './lines.ts'
import { type Mapping, mapColumns, requireColumns, type SaidMap } from './mapping.ts'

export type ImportOptions = ReadOptions & {
  /** What the shopkeeper said about columns; the rest is guessed. */
  map?: SaidMap
  /** The stock of goods whose file says only that they are there, or says nothing. One by default. */
  stock_when_unsaid?: number
}

const FIRST_ROWS = 60

/**
 * The products of a shopkeeper's file, one by one as it is read, with what is wrong said row by row. Nothing is stored.
 * Refuses: what readTable, mapColumns and requireColumns refuse, and invalid import.no_goods; a cap may be met after
 * products have been given.
 */
export async function* drafts(input: TableInput, options: ImportOptions = {}): AsyncGenerator<ImportOutcome> {
  const rows = readTable(input, options)
  try {
    const first = await firstRows(rows)
    const mapping = requireColumns(mapFirst(first, options), options.map)
    const reader = new LineReader(mapping, options.stock_when_unsaid ?? 1)
    const grouper = grouperFor(mapping, reader)
    const body = first.slice(mapping.heading_row + 1)
    for (const row of body) yield* grouper.push(reader.read(row))
    let count = body.length
    for await (const row of rows) {
      count += 1
      for (const outcome of grouper.push(reader.read(row))) yield outcome
    }
    yield* grouper.end()
    if (count === 0) throw new Refusal('invalid', 'import.no_goods')
  } finally {
    await rows.return(undefined)
  }
}

/** What the mapping screen shows: how each column was understood, and the first rows below the headings. */
export type Preview = Mapping & { sample: TableRow[] }

/** Looks at the head of a file without reading the rest. Refuses: what readTable and mapColumns refuse. */
export async function preview(input: TableInput, options: ImportOptions = {}): Promise<Preview> {
  const rows = readTable(input, options)
  try {
    const first = await firstRows(rows)
    const mapping = mapFirst(first, options)
    return { ...mapping, sample: first.slice(mapping.heading_row + 1).slice(0, 10) }
  } finally {
    await rows.return(undefined)
  }
}

function mapFirst(first: readonly TableRow[], options: ImportOptions): Mapping {
  const cells = first.map((row) => row.cells)
  return mapColumns(cells, options.map)
}

async function firstRows(rows: AsyncGenerator<TableRow>): Promise<TableRow[]> {
  const first: TableRow[] = []
  while (first.length < FIRST_ROWS) {
    const { value, done } = await rows.next()
    if (done) break
    first.push(value)
  }
  return first
}

function grouperFor(mapping: Mapping, reader: LineReader): Grouper {
  if (mapping.format === 'woocommerce') return parentGrouper()
  if (mapping.format !== 'columns') return togetherGrouper(() => true)
  // In a file of no known program, a key that comes again is a slip, unless the row is another colour or size.
  const choices = reader.hasOptions && reader.has('key')
  return togetherGrouper(
    (head, line) => choices && (line.title === '' || foldText(line.title) === foldText(head.title)),
  )
}
