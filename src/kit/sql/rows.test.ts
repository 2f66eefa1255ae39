import { expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { together } from './rows.ts'
import { sql } from './sql.ts'

const { db } = await testDatabase()
await db.tx(async (tx) => {
  await tx.count(sql`create table stalls (name text primary key, units int not null check (units > 0), facts jsonb)`)
  await tx.count(sql`create table statements (rows int not null)`)
  await tx.count(sql`
    create function noted() returns trigger language plpgsql as
    'begin insert into statements select count(*) from fresh; return null; end'`)
  await tx.count(sql`
    create trigger noted after insert on stalls referencing new table as fresh
    for each statement execute function noted()`)
})

const stall = (name: string, units = 1) => sql`
  insert into stalls (name, units, facts) values (${name}, coalesce(${units}::int, 1), ${{ name }})
  on conflict (name) do nothing`

const rowsOf = (names: string[]) =>
  db.read((tx) =>
    tx.all<{ name: string; units: number }>(sql`
    select name, units from stalls where name = any(${names}) and facts->>'name' = name order by name`),
  )

test('rows of one statement leave as few statements, each with its own values', async () => {
  const names = Array.from({ length: 7 }, (_, i) => `lamp ${i}`)
  await db.tx(async (tx) => {
    for (const [i, name] of names.entries()) tx.sendRow(stall(name, i + 1))
  })
  expect(await rowsOf(names)).toEqual(names.map((name, i) => ({ name, units: i + 1 })))
  const sizes = await db.read((tx) => tx.all<{ rows: number }>(sql`select rows from statements order by rows desc`))
  expect(sizes.map(({ rows }) => rows)).toEqual([4, 2, 1])
})

test('a row that is there already is left alone, and so is its twin', async () => {
  await db.tx(async (tx) => tx.sendRow(stall('belt', 1)))
  await db.tx(async (tx) => {
    for (const [name, units] of [
      ['belt', 2],
      ['bead', 3],
      ['bead', 4],
      ['cap', 5],
    ] as const)
      tx.sendRow(stall(name, units))
  })
  expect(await rowsOf(['belt', 'bead', 'cap'])).toEqual([
    { name: 'bead', units: 3 },
    { name: 'belt', units: 1 },
    { name: 'cap', units: 5 },
  ])
})

test('a wrong row fails the whole transaction with its error', async () => {
  const failing = db.tx(async (tx) => {
    tx.sendRow(stall('shawl', 1))
    tx.sendRow(stall('khussa', -1))
  })
  await expect(failing).rejects.toMatchObject({ code: '23514', constraint: 'stalls_units_check' })
  expect(await rowsOf(['shawl', 'khussa'])).toEqual([])
})

test('whoever asks in the same transaction finds the rows', async () => {
  const found = await db.tx(async (tx) => {
    tx.sendRow(stall('kettle', 1))
    tx.sendRow(stall('stove', 2))
    return tx.all(sql`select units from stalls where name in ('kettle', 'stove') order by units`)
  })
  expect(found).toEqual([{ units: 1 }, { units: 2 }])
})

test('a body that fails writes none, and a read takes none', async () => {
  const failing = db.tx(async (tx) => {
    tx.sendRow(stall('ring'))
    throw new Error('Bilal changed his mind')
  })
  await expect(failing).rejects.toThrow('changed his mind')
  await expect(db.read(async (tx) => tx.sendRow(stall('ring')))).rejects.toThrow('open transaction')
  expect(await rowsOf(['ring'])).toEqual([])
})

test('the statements of any number of rows are few texts', () => {
  const texts = new Set(
    Array.from({ length: 200 }, (_, n) => together(Array.from({ length: n + 1 }, (_one, i) => stall(`${i}`)))).flatMap(
      (statements) => statements.map(({ text }) => text),
    ),
  )
  expect(texts.size).toBe(7)
  expect(() => together([sql`delete from stalls`, sql`delete from stalls`])).toThrow('no row of values')
})
