import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeWorkbook, { type SheetData } from 'write-excel-file/node'
import { Refusal } from '../../kit/errors/refusal.ts'
import type { OwnKind, OwnRow, OwnTable } from '../../kit/tables/own-table.ts'
import { csvCell } from '../../kit/tables/write.ts'
import type { ShopActor } from '../identity/identity.ts'
import { duckTable, inScratch, runDuck } from './duck.ts'
import { cellText, ownRows, type Reads, writePlainCsv } from './rows.ts'

export const FORMATS = ['csv', 'xlsx', 'parquet'] as const
export type Format = (typeof FORMATS)[number]

export interface OwnFile {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** More than a spreadsheet opens well. */
const XLSX_MOST = 100_000

/** A table as CSV for a spreadsheet, a page at a time. Refuses: forbidden when the task 'money' was not given. */
export async function* ownCsv(db: Reads, by: ShopActor, table: OwnTable): AsyncGenerator<string> {
  const names = Object.keys(table.columns)
  yield `\uFEFF${names.join(',')}\r\n`
  for await (const rows of ownRows(db, by, table)) {
    yield rows.map((row) => `${names.map((name) => csvCell(cellText(row[name]))).join(',')}\r\n`).join('')
  }
}

/**
 * A table as one file. A workbook holds 100,000 rows at most; CSV and Parquet hold all.
 * Refuses: limit exports.too_long; unavailable exports.no_duck; forbidden when the task 'money' was not given.
 */
export async function ownFile(db: Reads, by: ShopActor, table: OwnTable, format: Format): Promise<OwnFile> {
  if (format === 'parquet') return { type: 'application/vnd.apache.parquet', bytes: await parquet(db, by, table) }
  if (format === 'xlsx') {
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    return { type, bytes: await workbook(db, by, table) }
  }
  const parts: string[] = []
  for await (const part of ownCsv(db, by, table)) parts.push(part)
  return { type: 'text/csv; charset=utf-8', bytes: new TextEncoder().encode(parts.join('')) }
}

function parquet(db: Reads, by: ShopActor, table: OwnTable): Promise<Uint8Array<ArrayBuffer>> {
  return inScratch(async (folder) => {
    const source = join(folder, 'rows.csv')
    const target = join(folder, 'rows.parquet')
    await writePlainCsv(db, by, table, source)
    await runDuck(folder, { tables: [duckTable(table, source)], parquet: { table: table.name, file: target } })
    return new Uint8Array(await readFile(target))
  })
}

async function workbook(db: Reads, by: ShopActor, table: OwnTable): Promise<Uint8Array<ArrayBuffer>> {
  const columns = Object.entries(table.columns)
  const cells: SheetData = [columns.map(([name]) => ({ value: name, fontWeight: 'bold' }))]
  for await (const rows of ownRows(db, by, table)) {
    for (const row of rows) cells.push(columns.map(([name, kind]) => cellOf(row, name, kind)))
    if (cells.length > XLSX_MOST) throw new Refusal('limit', 'exports.too_long')
  }
  return new Uint8Array(await writeWorkbook(cells, { sheet: table.name }).toBuffer())
}

function cellOf(row: OwnRow, name: string, kind: OwnKind) {
  const value = row[name]
  if (value === null || value === undefined) return null
  if (kind === 'integer') return { value: Number(value), type: Number }
  return { value: cellText(value), type: String }
}
