import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../tests/setup/database.ts'
import { checkSql } from './check-sql.ts'

const root = join(import.meta.dirname, '..')
const planted = mkdtempSync(join(tmpdir(), 'bharosa-planted-'))
const { url } = await testDatabase()

afterAll(() => rmSync(planted, { recursive: true, force: true }))

async function checkedWith(store: string) {
  const file = join(planted, 'src/domains/shoes/store.ts')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, store)
  return checkSql(planted, url)
}

test('every statement of the project fits the tables', async () => {
  const { checked, problems } = await checkSql(root, url)
  expect(problems).toEqual([])
  expect(checked).toBeGreaterThan(250)
})

test('a column that does not exist is found with its file and line', async () => {
  const { problems } = await checkedWith(
    'const a = 1\n' +
      `export const names = (tx) => tx.all(sql\`select event_id, shoe_size\n from outbox where party_id = \${a}\`)`,
  )
  expect(problems).toEqual([
    {
      file: 'src/domains/shoes/store.ts',
      line: 2,
      words: 'column "shoe_size" does not exist, near "shoe_size from outbox where party_id = "',
    },
  ])
})

test('a fault that only one branch of a condition writes is found', async () => {
  const { problems } = await checkedWith(`
    export const some = (tx, after) => tx.all(sql\`select event_id from outbox
      where true \${after ? sql\`and recorded_on > \${after}\` : nothing}\`)`)
  expect(problems.map(({ words }) => words)).toEqual([
    expect.stringContaining('column "recorded_on" does not exist, near "recorded_on > $1"'),
  ])
})

test('a fault in columns that are named once and used by many is found where they are used', async () => {
  const { problems } = await checkedWith(`
    const COLUMNS = sql\`party_id, weight\`
    function filtered(id: string) { return sql\`where event_id = \${id}\` }
    export const one = (tx, id) => tx.one(sql\`select \${COLUMNS} from outbox \${filtered(id)}\`)`)
  expect(problems.map(({ line, words }) => ({ line, words }))).toEqual([
    { line: 4, words: expect.stringContaining('column "weight" does not exist') },
  ])
})

test('SQL that comes from where it cannot be followed is a problem and not overlooked', async () => {
  const { problems } = await checkedWith(
    `export function all(tx, which: Sql) { return tx.all(sql\`select 1 from outbox where \${which}\`) }`,
  )
  expect(problems.map(({ words }) => words)).toEqual([expect.stringContaining('cannot be checked')])
})
