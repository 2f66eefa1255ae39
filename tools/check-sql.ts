// Asks PostgreSQL to prepare every statement of the project against the migrated tables, so that a wrong column is
// found without running the page that needs it. Run: node tools/check-sql.ts (it uses a scratch database of its own).
import { join } from 'node:path'
import pg from 'pg'
import { startScratch } from '../src/kit/postgres/scratch.ts'
import { migrate } from '../src/kit/sql/migrate.ts'
import { filesUnder, type Problem, report } from './source.ts'
import { type Found, statementsIn } from './statements.ts'

/** Prepares every statement under `src` of a project on a database that has its tables. */
export async function checkSql(root: string, url: string): Promise<{ checked: number; problems: Problem[] }> {
  const problems: Problem[] = []
  const statements: Found[] = []
  for (const file of filesUnder(root, 'src', ['.ts', '.tsx'])) {
    if (/\.test\.tsx?$/.test(file) || file.startsWith('src/kit/sql/')) continue
    try {
      statements.push(...statementsIn(root, file))
    } catch (error) {
      problems.push({ file, line: 1, words: error instanceof Error ? error.message : String(error) })
    }
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) {
      const trouble = await prepare(client, statement.text)
      if (trouble) problems.push({ file: statement.file, line: statement.line, words: trouble })
    }
  } finally {
    await client.end()
  }
  return { checked: statements.length, problems: distinct(problems) }
}

async function prepare(client: pg.Client, text: string): Promise<string | undefined> {
  const before = 'prepare checked as '
  try {
    await client.query(before + text)
    await client.query('deallocate checked')
    return undefined
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    const at = Math.max(0, Number(error.position ?? 0) - before.length - 1)
    const near = text.slice(at, at + 40).replace(/\s+/g, ' ')
    return `${error.message}${error.position ? `, near "${near}"` : ''}${error.hint ? ` (${error.hint})` : ''}`
  }
}

/** The variants of one statement mostly fail alike. */
function distinct(problems: Problem[]): Problem[] {
  const seen = new Map(problems.map((problem) => [`${problem.file}:${problem.line}:${problem.words}`, problem]))
  return [...seen.values()]
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  const database = await startScratch({ durable: false })
  try {
    await migrate(database.url, join(root, 'db/migrations'))
    const { checked, problems } = await checkSql(root, database.url)
    report(problems, `${checked} statements are right`)
  } finally {
    await database.stop()
  }
}
