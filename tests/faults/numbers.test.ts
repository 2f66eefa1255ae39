import { expect, test } from 'vitest'
import { newId } from '../../src/kit/ids/ids.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { rolledBack } from '../setup/database.ts'

test('no number runs out: money and counts of money are 64 bits wide, and no id is counted up', () =>
  rolledBack(async (tx) => {
    const sequences = await tx.all(sql`select sequencename from pg_sequences where schemaname = 'public'`)
    expect(sequences).toEqual([])
    const columns = await tx.all<{ place: string; type: string }>(sql`
      select table_name || '.' || column_name as place, data_type as type
      from information_schema.columns
      where table_schema = 'public' and column_name ~ '_(paisa|id)$'
        -- The database's own number of a transaction, 64 bits wide.
        and data_type <> 'xid8'`)
    expect(columns.length).toBeGreaterThan(100)
    const narrow = columns.filter(({ place, type }) => {
      const wanted = place.endsWith('_paisa') ? ['bigint'] : ['uuid', 'text']
      return !wanted.includes(type)
    })
    expect(narrow).toEqual([])
  }))

test('ids made in one moment by one program stand in the order in which they were made', () => {
  const ids = Array.from({ length: 20_000 }, newId)
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})
