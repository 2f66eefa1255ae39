import { join } from 'node:path'
import { Refusal } from '../../kit/errors/refusal.ts'
import { useLimit } from '../../kit/limits/limits.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { OwnTable } from '../../kit/tables/own-table.ts'
import type { ShopActor } from '../identity/identity.ts'
import { duckTable, inScratch, runDuck } from './duck.ts'
import { writePlainCsv } from './rows.ts'

export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
  /** There are more rows than are shown. */
  readonly more: boolean
}

/** Letters of a question. */
export const QUESTION_MOST = 4_000
const ROWS_MOST = 200
const QUESTIONS = { most: 60, window_ms: 3_600_000 }

/**
 * Answers one SELECT over the shop's own tables, in the SQL of DuckDB. Only the tables whose names the question holds
 * are read. Nothing else is in reach of it: no file, no network, no other shop; five seconds, 256 MB.
 * Refuses: invalid exports.question_empty, exports.question_long, exports.only_one, exports.only_select,
 * exports.question_wrong with {why}; limit exports.too_slow, limits.too_often; unavailable exports.no_duck; forbidden
 * when the task 'money' was not given.
 */
export async function askOwn(db: Database, by: ShopActor, tables: readonly OwnTable[], text: string): Promise<Answer> {
  const sql = text.trim()
  if (sql === '') throw new Refusal('invalid', 'exports.question_empty')
  if (sql.length > QUESTION_MOST) throw new Refusal('invalid', 'exports.question_long', { most: QUESTION_MOST })
  await db.tx((tx) => useLimit(tx, `question:${by.shop_id}`, QUESTIONS))
  const meant = tables.filter(({ name }) => new RegExp(`\\b${name}\\b`, 'i').test(sql))
  const answer = await inScratch(async (folder) => {
    const files = meant.map((table) => duckTable(table, join(folder, `${table.name}.csv`)))
    for (const [i, table] of meant.entries()) await writePlainCsv(db, by, table, files[i]?.file ?? '')
    return runDuck(folder, { tables: files, question: { sql, rows: ROWS_MOST } })
  })
  if (!('fault' in answer)) return answer
  if (answer.fault === 'one') throw new Refusal('invalid', 'exports.only_one')
  if (answer.fault === 'select') throw new Refusal('invalid', 'exports.only_select')
  throw new Refusal('invalid', 'exports.question_wrong', { why: answer.fault })
}
