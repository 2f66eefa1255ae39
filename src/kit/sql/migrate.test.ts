import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { migrate } from './migrate.ts'
import { sql } from './sql.ts'

const { db, url } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'bharosa-migrations-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const hasTable = async (name: string) =>
  (await db.read((tx) => tx.one<{ found: boolean }>(sql`select to_regclass(${name}) is not null as found`)))?.found

beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await db.tx((tx) => tx.count(sql`drop schema public cascade`))
  await db.tx((tx) => tx.count(sql`create schema public`))
  mkdirSync(folder)
})

test('each file runs once, in its order', async () => {
  write('0002_second.sql', 'alter table shoes add size int;')
  write('0001_first.sql', 'create table shoes (name text); create table hats (name text);')
  expect(await migrate(url, folder)).toEqual(['0001_first.sql', '0002_second.sql'])
  expect(await migrate(url, folder)).toEqual([])
  write('0003_third.sql', 'drop table hats;')
  expect(await migrate(url, folder)).toEqual(['0003_third.sql'])
  expect(await hasTable('hats')).toBe(false)
})

test('a file that fails leaves nothing of itself, and says its line and why', async () => {
  write('0001_first.sql', 'create table shoes (name text);\n\nalter table shoes add wrong nonsense;')
  await expect(migrate(url, folder)).rejects.toThrow('0001_first.sql:3: type "nonsense" does not exist')
  expect(await hasTable('shoes')).toBe(false)
})

test('a file that was changed after it ran is refused', async () => {
  write('0001_first.sql', 'create table shoes (name text);')
  await migrate(url, folder)
  write('0001_first.sql', 'create table shoes (name text, size int);')
  await expect(migrate(url, folder)).rejects.toThrow('0001_first.sql was changed after it was applied')
})

test('a database of a newer version is left alone', async () => {
  write('0001_first.sql', 'create table shoes (name text);')
  write('0002_second.sql', 'create table hats (name text);')
  await migrate(url, folder)
  rmSync(join(folder, '0002_second.sql'))
  await expect(migrate(url, folder)).rejects.toThrow('a newer version ran here before')
})

test('a file that comes late and before others is refused', async () => {
  write('0002_second.sql', 'create table hats (name text);')
  await migrate(url, folder)
  write('0001_first.sql', 'create table shoes (name text);')
  await expect(migrate(url, folder)).rejects.toThrow('give it a higher number')
})

test('two starts at once change the tables once', async () => {
  write('0001_first.sql', 'create table shoes (name text); select pg_sleep(0.2);')
  const applied = await Promise.all([migrate(url, folder), migrate(url, folder)])
  expect(applied.flat()).toEqual(['0001_first.sql'])
})

test('a name without a number, and a number given twice, are refused', async () => {
  write('shoes.sql', 'select 1;')
  await expect(migrate(url, folder)).rejects.toThrow('NNNN_name.sql')
  rmSync(join(folder, 'shoes.sql'))
  write('0001_first.sql', 'select 1;')
  write('0001_other.sql', 'select 1;')
  await expect(migrate(url, folder)).rejects.toThrow('have the same number')
})
