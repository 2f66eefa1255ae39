import { createReadStream, openSync, readSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { CsvReader } from '../kit/tables/csv.ts'
import { decode } from '../kit/tables/encoding.ts'
import { TABLE_CAPS } from '../kit/tables/table.ts'

/** A row of a file by the names of its first line. */
export type NamedRow = (name: string) => string

/** The rows of a comma or tab separated file with a first line of names, packed with gzip or not. */
export async function* rowsOf(path: string): AsyncGenerator<NamedRow> {
  const first = new Uint8Array(2)
  readSync(openSync(path, 'r'), first)
  const raw = createReadStream(path)
  const bytes = first[0] === 0x1f && first[1] === 0x8b ? raw.pipe(createGunzip()) : raw
  const delimiter = /\.tsv(\.gz)?$/.test(path) ? '\t' : ','
  const reader = new CsvReader({ delimiter, newline: '\n', width: 0 }, TABLE_CAPS)
  let columns: Map<string, number> | undefined
  const named = (cells: string[]): NamedRow[] => {
    if (columns) {
      const at = columns
      return [(name) => cells[at.get(name) ?? -1] ?? '']
    }
    columns = new Map(cells.map((cell, i) => [cell.trim(), i]))
    return []
  }
  for await (const text of decode(bytes)) {
    for (const { cells } of reader.push(text)) yield* named(cells)
  }
  for (const { cells } of reader.end()) yield* named(cells)
}
