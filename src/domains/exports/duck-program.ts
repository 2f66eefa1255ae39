// A program of its own: DuckDB over the tables it is given, nothing else in reach. Reads one job, writes one answer.
import { readFileSync } from 'node:fs'
import { type DuckDBConnection, DuckDBInstance, StatementType } from '@duckdb/node-api'
import type { DuckAnswer, DuckJob, DuckTable } from './duck.ts'

const job: DuckJob = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const database = await DuckDBInstance.create(':memory:', {
  threads: '1',
  memory_limit: '256MB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
})
const connection = await database.connect()
// What does not fit into memory is refused and not written to the disk.
await connection.run("set temp_directory = ''")
for (const table of job.tables) await take(table)
if (job.parquet) {
  const { table, file } = job.parquet
  await connection.run(`copy ${named(table)} to ${quoted(file)} (format parquet, compression zstd)`)
}
const answer: DuckAnswer = job.question
  ? await answerTo(connection, job.question)
  : { columns: [], rows: [], more: false }
process.stdout.write(JSON.stringify(answer))

async function take({ name, columns, file }: DuckTable): Promise<void> {
  const shape = Object.entries(columns).map(([column, kind]) => `${quoted(column)}: ${quoted(kind)}`)
  await connection.run(`
    create table ${named(name)} as select * from read_csv(${quoted(file)}, header = true, auto_detect = false,
      delim = ',',
      quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, columns = {${shape.join(', ')}})`)
}

/** From here on no file, no network and no other setting is reachable, and nothing can open them again. */
async function answerTo(duck: DuckDBConnection, { sql, rows }: { sql: string; rows: number }): Promise<DuckAnswer> {
  await duck.run('set enable_external_access = false')
  await duck.run('set lock_configuration = true')
  try {
    const statements = await duck.extractStatements(sql)
    if (statements.count !== 1) return { fault: 'one' }
    const prepared = await statements.prepare(0)
    if (prepared.statementType !== StatementType.SELECT) return { fault: 'select' }
    const reader = await prepared.streamAndReadUntil(rows + 1)
    const found = reader.getRowsJson()
    return {
      columns: reader.columnNames(),
      rows: found.slice(0, rows).map((row) => row.map(words)),
      more: found.length > rows,
    }
  } catch (error) {
    return { fault: String(error instanceof Error ? error.message : error).slice(0, 500) }
  }
}

function words(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function named(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
