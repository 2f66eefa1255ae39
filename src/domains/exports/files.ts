import { createWriteStream } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { SheetData } from 'write-excel-file/node'
import { Refusal } from '../../kit/errors/refusal.ts'
import type { OwnKind, OwnRow, OwnTable } from '../../kit/tables/own-table.ts'
import { csvCell } from '../../kit/tables/write.ts'
import type { ShopActor } from '../identity/identity.ts'
import { duckTable, inScratch, runDuck } from './duck.ts'
import { cellText, ownRows, type Reads, writePlainCsv } from './rows.ts'
import type { FileToSend } from './sender.ts'

export const FORMATS = ['csv', 'xlsx', 'parquet'] as const
export type Format = (typeof FORMATS)[number]

export interface OwnFile {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const TYPES: Record<Format, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
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
  const type = TYPES[format]
  if (format === 'parquet') {
    const bytes = await inScratch(async (folder) => readFile(await parquet(db, by, table, folder)))
    return { type, bytes: new Uint8Array(bytes) }
  }
  if (format === 'xlsx') return { type, bytes: await workbook(db, by, table) }
  const parts: string[] = []
  for await (const part of ownCsv(db, by, table)) parts.push(part)
  return { type, bytes: new TextEncoder().encode(parts.join('')) }
}

/** The same as a file in a folder: CSV and Parquet are never whole in memory. Refuses: as ownFile. */
export async function writeOwnFile(
  db: Reads,
  by: ShopActor,
  table: OwnTable,
  format: Format,
  folder: string,
): Promise<FileToSend> {
  const name = `${table.name}.${format}`
  const path = join(folder, name)
  if (format === 'csv') {
    await pipeline(Readable.from(ownCsv(db, by, table)), createWriteStream(path, { mode: 0o600 }))
  } else if (format === 'xlsx') await writeFile(path, await workbook(db, by, table), { mode: 0o600 })
  else await parquet(db, by, table, folder)
  return { name, type: TYPES[format], path, bytes: (await stat(path)).size }
}

async function parquet(db: Reads, by: ShopActor, table: OwnTable, folder: string): Promise<string> {
  const source = join(folder, `${table.name}.rows`)
  const target = join(folder, `${table.name}.parquet`)
  await writePlainCsv(db, by, table, source)
  await runDuck(folder, { tables: [duckTable(table, source)], parquet: { table: table.name, file: target } })
  await rm(source)
  return target
}

async function workbook(db: Reads, by: ShopActor, table: OwnTable): Promise<Uint8Array<ArrayBuffer>> {
  const columns = Object.entries(table.columns)
  const cells: SheetData = [columns.map(([name]) => ({ value: name, fontWeight: 'bold' }))]
  for await (const rows of ownRows(db, by, table)) {
    for (const row of rows) cells.push(columns.map(([name, kind]) => cellOf(row, name, kind)))
    if (cells.length > XLSX_MOST) throw new Refusal('limit', 'exports.too_long')
  }
  // Loaded with the first workbook, because it takes memory.
  const { default: writeWorkbook } = await import('write-excel-file/node')
  return new Uint8Array(await writeWorkbook(cells, { sheet: table.name }).toBuffer())
}

function cellOf(row: OwnRow, name: string, kind: OwnKind) {
  const value = row[name]
  if (value === null || value === undefined) return null
  if (kind === 'integer') return { value: Number(value), type: Number }
  return { value: cellText(value), type: String }
}
