import { Refusal } from '../errors/refusal.ts'
import { openInput } from './bytes.ts'
import { csvRows } from './csv.ts'
import { TABLE_CAPS, type TableCaps, type TableInput, type TableRow } from './table.ts'
import { xlsxRows } from './xlsx.ts'

export type ReadOptions = { caps?: Partial<TableCaps>; sheet?: string }

/**
 * The rows of a CSV or XLSX file, told apart by their first bytes and not by their name, one at a time and without
 * holding the file. What is wrong with one row is said on that row.
 * Refuses: invalid when the file is empty, damaged, locked or no table; limit beyond a cap, which may come after rows.
 */
export async function* readTable(input: TableInput, options: ReadOptions = {}): AsyncGenerator<TableRow> {
  const caps = { ...TABLE_CAPS, ...options.caps }
  const file = await openInput(input, caps)
  try {
    const kind = kindOf(file.start)
    const rows = kind === 'xlsx' ? xlsxRows(await file.source(), caps, options.sheet) : csvRows(file.stream(), caps)
    let count = 0
    for await (const row of rows) {
      count += 1
      if (count > caps.rows) throw new Refusal('limit', 'tables.too_many_rows', { most: caps.rows })
      yield row
    }
    if (count === 0) throw new Refusal('invalid', 'tables.empty')
  } finally {
    await file.close()
  }
}

const OTHER_FILES = ['25504446', 'ffd8ff', '89504e47', '47494638', '52617221', '377abcaf', '1f8b', '7b5c727466']

function kindOf(start: Uint8Array): 'csv' | 'xlsx' {
  if (start.length === 0) throw new Refusal('invalid', 'tables.empty')
  const hex = Buffer.from(start.subarray(0, 8)).toString('hex')
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return 'xlsx'
  if (hex.startsWith('d0cf11e0')) throw new Refusal('invalid', 'tables.old_or_locked')
  const text = Buffer.from(start.subarray(0, 256)).toString('latin1').trimStart().toLowerCase()
  const page = /^(<!doctype|<html|<table|<\?xml|<head|<meta)/.test(text)
  if (page || OTHER_FILES.some((other) => hex.startsWith(other))) throw new Refusal('invalid', 'tables.not_a_table')
  return 'csv'
}
