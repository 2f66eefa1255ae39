import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Tx } from '../../kit/sql/tx.ts'
import type { OwnRow, OwnTable } from '../../kit/tables/own-table.ts'
import { assertTask, type ShopActor } from '../identity/identity.ts'

/** What reading a whole table needs from the database: each page is a look of its own. */
export interface Reads {
  read<T>(body: (tx: Tx) => Promise<T>): Promise<T>
}

const PAGE = 2_000

/** All rows of a table, a page at a time, so that a shop of many years takes no more memory than one of a day. */
export async function* ownRows(db: Reads, by: ShopActor, table: OwnTable): AsyncGenerator<OwnRow[]> {
  assertTask(by, 'money')
  for (let after = ''; ; ) {
    const rows = await db.read((tx) => table.page(tx, by.shop_id, after, PAGE))
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.place
  }
}

/** A cell as text: times in UTC, nothing for what is not known. */
export function cellText(value: OwnRow[string] | undefined): string {
  if (value === null || value === undefined) return ''
  return value instanceof Date ? value.toISOString() : String(value)
}

/** Writes a table to a file for another program: every text quoted, nothing where nothing is known. */
export async function writePlainCsv(db: Reads, by: ShopActor, table: OwnTable, file: string): Promise<void> {
  const names = Object.keys(table.columns)
  const out = createWriteStream(file, { mode: 0o600 })
  const failed = once(out, 'error').then(([error]) => Promise.reject(error))
  const write = async (text: string) => {
    if (!out.write(text)) await Promise.race([once(out, 'drain'), failed])
  }
  failed.catch(() => {})
  await write(`${names.join(',')}\n`)
  for await (const rows of ownRows(db, by, table)) {
    await write(rows.map((row) => `${names.map((name) => plainCell(row[name])).join(',')}\n`).join(''))
  }
  out.end()
  await Promise.race([once(out, 'close'), failed])
}

function plainCell(value: OwnRow[string] | undefined): string {
  return typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : cellText(value).replace('Z', '')
}
