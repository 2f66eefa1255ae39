import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTable } from './read.ts'
import type { TableCaps, TableRow } from './table.ts'
import { wire } from './testing.ts'

async function rowsOf(text: string | Uint8Array, caps: Partial<TableCaps> = {}, size?: number): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const row of readTable(wire(text, size), { caps })) rows.push(row)
  return rows
}
const cellsOf = async (text: string | Uint8Array) => (await rowsOf(text)).map(({ cells }) => cells)
const problemsOf = (rows: TableRow[]) =>
  rows.filter(({ problems }) => problems).map(({ number, problems }) => [number, problems?.[0]?.kind])

test('comma, semicolon, tab and bar all part the cells, and the file tells which', async () => {
  for (const mark of [',', ';', '\t', '|']) {
    const text = ['Name,Price', 'Chappal,1200', 'Khussa,2400'].join('\r\n').replaceAll(',', mark)
    expect(await cellsOf(text)).toEqual([
      ['Name', 'Price'],
      ['Chappal', '1200'],
      ['Khussa', '2400'],
    ])
  }
})

test('a comma in prices does not hide that the file is parted by semicolons', async () => {
  expect((await cellsOf('Name;Price\nChappal;1,200\nKhussa;2,400\n'))[1]).toEqual(['Chappal', '1,200'])
})

test("Excel's own first line names the mark and is no row", async () => {
  expect(await cellsOf('sep=;\r\nName;Price\r\nA,B;5\r\n')).toEqual([
    ['Name', 'Price'],
    ['A,B', '5'],
  ])
})

test('quotes hold commas, line ends and doubled quotes', async () => {
  expect(await cellsOf('Name,About\n"Shawl, red","Soft ""pashmina""\nPack of 1"\n')).toEqual([
    ['Name', 'About'],
    ['Shawl, red', 'Soft "pashmina"\nPack of 1'],
  ])
})

test('an inch mark in the middle of a word is only an inch mark', async () => {
  expect((await cellsOf('Name,Price\nPipe 5" thick,900\n'))[1]).toEqual(['Pipe 5" thick', '900'])
})

test('old Mac line ends, a byte order mark and empty lines are understood; the rows keep their numbers', async () => {
  expect(await cellsOf('Name,Price\rA,1\rB,2')).toEqual([
    ['Name', 'Price'],
    ['A', '1'],
    ['B', '2'],
  ])
  const rows = await rowsOf('\ufeffName,Price\n\n,,\nA,1\n')
  expect(rows).toEqual([
    { number: 1, cells: ['Name', 'Price'] },
    { number: 4, cells: ['A', '1'] },
  ])
})

test('a quote that is never closed costs its own line and no other', async () => {
  const rows = await rowsOf('Name,Price,Stock\nA,1,1\n"B,2,2\nC,3,3\nD,4,4\n')
  expect(problemsOf(rows)).toEqual([[3, 'broken_quote']])
  expect(rows.map(({ cells }) => cells[0])).toEqual(['Name', 'A', '"B', 'C', 'D'])
})

test('an open quote cannot take the rows below it, though a later quote seems to close it', async () => {
  const rows = await rowsOf('Name,Price,Stock,Size\nA,"1,1,S\nB,2,2,M\nC,3,3,L\nD,4,4","XL"\nE,5,5,S\n')
  expect(problemsOf(rows)[0]).toEqual([2, 'broken_quote'])
  expect(rows.map(({ cells }) => cells[0])).toEqual(['Name', 'A', 'B', 'C', 'D', 'E'])
})

test('a word after a closing quote is a broken quote of that row', async () => {
  const rows = await rowsOf('Name,Price\n"Best" shirt,100\nKurta,200\n')
  expect(problemsOf(rows)).toEqual([[2, 'broken_quote']])
  expect(rows[2]?.cells).toEqual(['Kurta', '200'])
})

test('a huge cell, a huge line and a row of a thousand columns each cost one row', async () => {
  const cell = 'x'.repeat(100_000)
  const line = 'y'.repeat(3_000_000)
  const rows = await rowsOf(`Name,Price\n${cell},1\n"${cell}\n${cell}",2\n${line},3\n${'z,'.repeat(1000)}\nGood,5\n`)
  expect(problemsOf(rows)).toEqual([
    [2, 'cell_too_long'],
    [3, 'cell_too_long'],
    [4, 'row_too_long'],
    [5, 'too_many_columns'],
  ])
  expect(rows.at(-1)).toEqual({ number: 6, cells: ['Good', '5'] })
  expect(Math.max(...rows.flatMap(({ cells }) => cells.map((text) => text.length)))).toBeLessThanOrEqual(200)
})

test('an unquoted comma makes a cell too many, and the row says so', async () => {
  const rows = await rowsOf('Name,Price,Stock\nA,1,1\nShawl, red,2,2\nB,1,1,,\n')
  expect(problemsOf(rows)).toEqual([[3, 'extra_cells']])
})

test('a NUL in a cell is told', async () => {
  expect(problemsOf(await rowsOf('Name,Price\nA\0B,1\nC,2\n'))).toEqual([[2, 'bad_bytes']])
})

test('text that was encoded twice is read as it was meant', async () => {
  const twice = Buffer.from(Buffer.from('Core™2 – 16 pads').toString('latin1'))
  const rows = await rowsOf(Buffer.concat([Buffer.from('Name,Price\nدھاگہ,1\n'), twice, Buffer.from(',2\n')]))
  expect(rows[2]).toEqual({ number: 3, cells: ['Core™2 – 16 pads', '2'] })
})

test('an empty file, one of empty lines, a picture and a web page are refused', async () => {
  await expect(rowsOf('')).rejects.toMatchObject({ code: 'invalid', reason: 'tables.empty' })
  await expect(rowsOf('\n\n,,\n')).rejects.toMatchObject({ reason: 'tables.empty' })
  await expect(rowsOf(Buffer.from('89504e470d0a1a0a', 'hex'))).rejects.toMatchObject({ reason: 'tables.not_a_table' })
  await expect(rowsOf('<html><table><tr><td>A</td></tr></table>')).rejects.toMatchObject({
    reason: 'tables.not_a_table',
  })
  await expect(rowsOf(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).rejects.toMatchObject({ reason: 'tables.old_or_locked' })
})

test('too large a file and too many rows are refused', async () => {
  await expect(rowsOf('Name\n'.repeat(1000), { file_bytes: 1000 }, 512)).rejects.toMatchObject({
    code: 'limit',
    reason: 'tables.file_too_large',
  })
  await expect(rowsOf('Name\n'.repeat(1000), { rows: 10 })).rejects.toMatchObject({
    code: 'limit',
    reason: 'tables.too_many_rows',
  })
})

const cell = fc.string({ unit: fc.constantFrom('a', 'ب', ',', '"', '\n', ' ', ';', '5', "'", '😀'), maxLength: 8 })
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

test('whatever is written by the rules is read back, however the bytes are cut', async () => {
  const tables = fc.tuple(
    fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 }),
    fc.integer({ min: 1, max: 40 }),
  )
  await fc.assert(
    fc.asyncProperty(tables, async ([table, size]) => {
      const all = [['one', 'two', 'three'], ...table.map((row) => [...row])]
      const text = all.map((row) => row.map(quoted).join(',')).join('\r\n')
      const read = (await rowsOf(text, {}, size)).map(({ cells }) => cells)
      expect(read).toEqual(all.filter((row) => row.some((one) => one !== '')))
    }),
    { numRuns: 150 },
  )
})

test('any bytes at all end in rows or in a refusal, and never in a crash or a loop', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const result = await rowsOf(bytes).catch((error) => error)
      expect(Array.isArray(result) || result.name === 'Refusal').toBe(true)
    }),
    { numRuns: 200 },
  )
})
