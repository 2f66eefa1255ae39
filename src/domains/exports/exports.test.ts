import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { atOf, opened, paid, placed, trade } from '../../../tests/setup/trade.ts'
import type { Database } from '../../kit/sql/database.ts'
import { readTable } from '../../kit/tables/read.ts'
import { actForShop, type ShopActor } from '../identity/identity.ts'
import { balanceOf } from '../ledger/ledger.ts'
import { keepIt } from '../trust/trust.ts'
import { duckTable, inScratch, runDuck } from './duck.ts'
import { askOwn, OWN_TABLES, ownCsv, ownFile, ownTable, readOwn } from './exports.ts'

let db: Database
let bilal: ShopActor
let farah: ShopActor
let ayesha: string

beforeAll(async () => {
  ;({ db } = await testDatabase())
  await db.tx(async (tx) => {
    const at = await trade(tx, 20)
    const owner = (one: ShopActor) => actForShop(tx, { kind: 'person', person_id: one.person_id }, one.shop_id, 'money')
    bilal = await owner(at.bilal)
    farah = await owner(at.farah)
    ayesha = at.ayesha.person_id
    const first = await placed(tx, at, 'prepaid', 2)
    await paid(tx, first)
    await opened(tx, at, first)
    await keepIt(tx, at.ayesha, atOf(first))
    await placed(tx, at, 'cod', 3)
  })
})

const all = (by: ShopActor, name: string) => db.read((tx) => readOwn(tx, by, ownTable(name), { after: '', limit: 100 }))

async function csvOf(by: ShopActor, name: string): Promise<string[]> {
  let text = ''
  for await (const part of ownCsv(db, by, ownTable(name))) text += part
  return text.trimEnd().split('\r\n')
}

async function* inParts(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const ask = (text: string, by = bilal) => askOwn(db, by, OWN_TABLES, text)
const fault = (text: string) =>
  ask(text).then(
    () => 'answered',
    (refusal) => [refusal.reason, refusal.values.why],
  )

describe('a shop’s own tables', () => {
  test('Bilal has two orders with a buyer’s sign that leads to nobody, and Farah has none', async () => {
    const orders = await all(bilal, 'orders')
    expect(orders.map(({ method }) => method).sort()).toEqual(['cod', 'prepaid'])
    expect(new Set(orders.map(({ buyer }) => buyer)).size).toBe(1)
    expect(await all(farah, 'orders')).toEqual([])
    for (const table of OWN_TABLES) {
      const text = JSON.stringify(await all(bilal, table.name), (_, value) => (typeof value === 'bigint' ? 1 : value))
      expect(text, table.name).not.toContain(ayesha)
    }
  })

  test.each(OWN_TABLES.map((one) => [one]))('each row of $name has the columns that it names', async (table) => {
    for (const row of await all(bilal, table.name)) {
      expect(Object.keys(row).sort()).toEqual([...Object.keys(table.columns), 'place'].sort())
    }
    expect((await csvOf(bilal, table.name))[0]).toBe(`\uFEFF${Object.keys(table.columns).join(',')}`)
  })

  test('pages go on where the last one ended, and miss and repeat nothing', async () => {
    const table = ownTable('order_steps')
    const whole = await all(bilal, 'order_steps')
    const seen: unknown[] = []
    for (let after = ''; ; ) {
      const rows = await db.read((tx) => readOwn(tx, bilal, table, { after, limit: 1 }))
      if (rows.length === 0) break
      seen.push(...rows)
      after = rows.at(-1)?.place ?? ''
    }
    expect(whole.length).toBeGreaterThan(5)
    expect(seen).toEqual(whole)
  })

  test('what the shop has with the market adds up to what its passbook ends with', async () => {
    const rows = await all(bilal, 'money')
    const sum = rows.reduce((total, { amount_paisa }) => total + BigInt(String(amount_paisa)), 0n)
    expect(sum).toBe(-(await db.read((tx) => balanceOf(tx, bilal.shop_id, 'payable'))))
    expect(sum).toBeGreaterThan(0n)
  })

  test('who was not given the money is shown nothing', async () => {
    const helper = { ...bilal, tasks: ['orders'] as const }
    await expect(db.read((tx) => readOwn(tx, helper, ownTable('orders'), { after: '', limit: 1 }))).rejects.toThrow(
      'identity.task_not_given',
    )
    expect(() => ownTable('people')).toThrow('exports.table_unknown')
  })
})

describe('files', () => {
  test('a workbook that our own reader reads, with numbers as numbers', async () => {
    const { bytes } = await ownFile(db, bilal, ownTable('order_lines'), 'xlsx')
    expect(Buffer.from(bytes.subarray(0, 2)).toString()).toBe('PK')
    const rows: (readonly string[])[] = []
    for await (const row of readTable(inParts(bytes))) rows.push(row.cells)
    expect(rows[0]).toEqual(Object.keys(ownTable('order_lines').columns))
    expect(
      rows
        .slice(1)
        .map((row) => row[6])
        .sort(),
    ).toEqual(['2', '3'])
  })

  test('a Parquet file holds the same rows', async () => {
    const { bytes } = await ownFile(db, bilal, ownTable('orders'), 'parquet')
    expect(Buffer.from(bytes.subarray(0, 4)).toString()).toBe('PAR1')
    expect(Buffer.from(bytes.subarray(-4)).toString()).toBe('PAR1')
  })

  test('a title that a spreadsheet would run is kept as text', async () => {
    const [, line = ''] = await csvOf(bilal, 'order_lines')
    expect(line).toContain('Peshawari chappal, hand made')
  })
})

describe('questions', () => {
  test('Bilal asks what sold how often', async () => {
    expect(
      await ask(`select title, sum(quantity) as pieces from order_lines group by title order by pieces desc`),
    ).toEqual({ columns: ['title', 'pieces'], rows: [['Peshawari chappal, hand made', '5']], more: false })
    expect((await ask('select count(*) as orders from orders', farah)).rows).toEqual([['0']])
  })

  test('rows beyond the most are not shown, and it says so', async () => {
    const { rows, more } = await ask('select i from range(1000) t(i)')
    expect([rows.length, more]).toEqual([200, true])
  })

  test.each([
    ['', 'exports.question_empty'],
    ['x'.repeat(4001), 'exports.question_long'],
    ['select 1; select 2', 'exports.only_one'],
    ['drop table orders', 'exports.only_select'],
    ['create table t (i int)', 'exports.only_select'],
    ['select * from people', 'exports.question_wrong'],
    ['selekt', 'exports.question_wrong'],
  ])('%j is refused', async (text, reason) => {
    expect((await fault(text))[0]).toBe(reason)
  })

  test('no file, no network, no setting and no other program is in reach of a question', async () => {
    const secret = join(mkdtempSync(join(tmpdir(), 'bharosa-thief-')), 'secret.csv')
    writeFileSync(secret, 'word\nbhed\n')
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('bharosa-own-')).length
    for (const text of [
      `select * from read_csv('${secret}')`,
      `select * from '${secret}'`,
      `select * from read_text('/etc/passwd')`,
      `select * from read_blob('/proc/self/environ')`,
      `select * from glob('/*')`,
      `copy orders to '${secret}'`,
      `attach '${secret}.db' as d`,
      `install httpfs`,
      `load httpfs`,
      `select * from 'https://example.com/a.csv'`,
      `set enable_external_access = true`,
      `select getenv('HOME')`,
      `call pragma_version()`,
      `export database '/tmp/x'`,
    ]) {
      const [reason, why] = await fault(text)
      expect(reason, text).toMatch(/^exports\.(only_select|question_wrong|only_one)$/)
      expect(String(why)).not.toContain('bhed')
    }
    // The control: where nothing was locked, the same file is read.
    const open = await inScratch((folder) =>
      runDuck(folder, {
        tables: [{ ...duckTable(ownTable('orders'), secret), columns: { word: 'VARCHAR' } }],
        question: { sql: 'select * from orders', rows: 5 },
      }),
    )
    expect(open).toEqual({ columns: ['word'], rows: [['bhed']], more: false })
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('bharosa-own-')).length).toBe(before)
  })

  test('a question that eats memory is refused, and the market goes on', async () => {
    const [reason] = await fault('select list(i) from range(200000000) t(i)')
    expect(reason).toBe('exports.question_wrong')
    expect((await ask('select 1 as one')).rows).toEqual([['1']])
  })
})
