import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constants, deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { processorMs } from '../../../tests/setup/processor.ts'
import { readTable } from './read.ts'
import { dateText, numberText } from './sheet.ts'
import type { TableRow } from './table.ts'
import { wire, workbookOf, workbookParts, type ZipPart, zipOf } from './testing.ts'

async function rowsOf(bytes: Uint8Array): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const row of readTable(wire(bytes))) rows.push(row)
  return rows
}

test('texts, shared texts, numbers, dates, yes and no, and formulas with their last value are read', async () => {
  const rows = `
    <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
      <c r="C1" t="inlineStr"><is><t>Since</t></is></c></row>
    <row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3"><v>19.989999999999998</v></c><c r="C3" s="1"><v>45717</v></c>
      <c r="E3" t="b"><v>1</v></c><c r="F3"><f>B3*2</f><v>39.98</v></c>
      <c r="G3" t="str"><f>A3</f><v>Khussa &amp; co</v></c></row>`
  const strings = [
    '<t>Name</t>',
    '<r><t>Pri</t></r><r><t xml:space="preserve">ce </t></r><rPh><t>x</t></rPh>',
    '<t>جوتا &lt;1&gt;</t>',
  ]
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="dd\\-mmm\\-yy"/></numFmts>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
  const book = zipOf(workbookParts([{ name: 'Goods', rows }], { strings, styles }))
  expect(await rowsOf(book)).toEqual([
    { number: 1, cells: ['Name', 'Price ', 'Since'] },
    { number: 3, cells: ['جوتا <1>', '19.99', '2025-03-01', '', 'true', '39.98', 'Khussa & co'] },
  ])
})

test('a formula nobody computed and a cell in error are told on their row', async () => {
  const rows =
    '<row><c><f>A2*2</f></c><c t="e"><v>#REF!</v></c></row><row><c t="inlineStr"><is><t>=cmd|x!A1</t></is></c></row>'
  expect(await rowsOf(zipOf(workbookParts([{ name: 'a', rows }])))).toEqual([
    {
      number: 1,
      cells: ['=A2*2', '#REF!'],
      problems: [
        { kind: 'formula_without_value', column: 0 },
        { kind: 'cell_error', column: 1 },
      ],
    },
    { number: 2, cells: ['=cmd|x!A1'] },
  ])
})

test('the largest visible sheet is the table, or the one that was named', async () => {
  const cell = (text: string) => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`
  const book = zipOf(
    workbookParts([
      { name: 'Read me', rows: cell('how to') },
      { name: 'Goods', rows: cell('goods').repeat(3) },
      { name: 'Lists', rows: cell('hidden').repeat(50), state: 'hidden' },
    ]),
  )
  expect((await rowsOf(book)).map(({ cells }) => cells[0])).toEqual(['goods', 'goods', 'goods'])
  const named: string[] = []
  for await (const row of readTable(wire(book), { sheet: 'Read me' })) named.push(...row.cells)
  expect(named).toEqual(['how to'])
  const none = readTable(wire(book), { sheet: 'Nowhere' }).next()
  await expect(none).rejects.toMatchObject({ reason: 'tables.no_sheet' })
})

test('a far cell costs a word, not a row of a million empty ones', async () => {
  const rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576"><v>2</v></c></row>'
  const [row] = await rowsOf(zipOf(workbookParts([{ name: 'a', rows }])))
  expect(row?.number).toBe(1_048_576)
  expect(row?.cells.length).toBeLessThan(500)
  expect(row?.problems?.[0]?.kind).toBe('too_many_columns')
})

test('a workbook is read from a file as from the wire', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tables-'))
  try {
    await writeFile(
      join(folder, 'goods.xlsx'),
      workbookOf([
        ['Name', 'Price'],
        ['Chappal', '1200'],
      ]),
    )
    const rows: TableRow[] = []
    for await (const row of readTable(join(folder, 'goods.xlsx'))) rows.push(row)
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['Name', 'Price'],
      ['Chappal', '1200'],
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('numbers and days are written as people write them', () => {
  expect(['8.96450012E12', '0.1', '2450.0', '-3', '1E-7'].map(numberText)).toEqual([
    '8964500120000',
    '0.1',
    '2450',
    '-3',
    '0.0000001',
  ])
  expect(dateText('45717.5', false)).toBe('2025-03-01 12:00')
  expect(dateText('0', true)).toBe('1904-01-01')
  expect(dateText('0.75', false)).toBe('18:00')
})

test('a document type is refused, so no entity is ever opened', async () => {
  const parts = workbookParts([{ name: 'a', rows: '<row><c t="inlineStr"><is><t>&x;</t></is></c></row>' }])
  const sheet = parts.at(-1) as ZipPart
  const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>${sheet.text}`
  await expect(rowsOf(zipOf([...parts.slice(0, -1), { ...sheet, text: laughs }]))).rejects.toMatchObject({
    reason: 'tables.damaged',
  })
})

test('a cut, changed or locked workbook is refused', async () => {
  const good = workbookOf([
    ['Name', 'Price'],
    ['Chappal', '1200'],
  ])
  await expect(rowsOf(good.subarray(0, good.length - 30))).rejects.toMatchObject({
    code: 'invalid',
    reason: 'tables.damaged',
  })
  const parts = workbookParts([{ name: 'a', rows: '<row><c><v>1</v></c></row>' }])
  const sheet = parts.at(-1) as ZipPart
  const wrong = zipOf([...parts.slice(0, -1), { ...sheet, lies: { crc: 1 } }])
  await expect(rowsOf(wrong)).rejects.toMatchObject({ reason: 'tables.damaged' })
  const locked = zipOf([...parts.slice(0, -1), { ...sheet, lies: { flags: 1 } }])
  await expect(rowsOf(locked)).rejects.toMatchObject({ reason: 'tables.locked' })
  await expect(rowsOf(zipOf([{ name: 'notes.txt', text: 'no workbook' }]))).rejects.toMatchObject({
    reason: 'tables.no_sheet',
  })
})

/** A sheet of `mb` megabytes that packs to next to nothing. */
function bomb(mb: number, said?: number): Buffer {
  const row = `<row><c t="inlineStr"><is><t>${'A'.repeat(30)}</t></is></c></row>`
  const piece = Buffer.from(row.repeat(Math.floor(1_048_576 / row.length)))
  const flushed = (bytes: Buffer | string) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH })
  const packed = [
    flushed('<worksheet><sheetData>'),
    ...Array<Buffer>(mb).fill(flushed(piece)),
    deflateRawSync('</sheetData></worksheet>'),
  ]
  const parts = workbookParts([{ name: 'a', rows: '' }])
  const sheet = parts.at(-1) as ZipPart
  return zipOf([
    ...parts.slice(0, -1),
    { ...sheet, packed: Buffer.concat(packed), lies: { unpacked: said ?? mb * piece.length } },
  ])
}

test.each<[string, Buffer, string]>([
  ['says so', bomb(2000), 'tables.unpacks_too_large'],
  ['hides it behind a small figure', bomb(300, 5000), 'tables.damaged'],
  ['hides it just under the cap', bomb(300, 199_000_000), 'tables.damaged'],
])(
  'Eve sends a file that unpacks to gigabytes and %s: refused in a second and in little memory',
  async (_how, file, reason) => {
    const before = process.memoryUsage().rss
    const taken_ms = await processorMs(() => expect(rowsOf(file)).rejects.toMatchObject({ reason }))
    // Half a second where nothing else runs.
    expect(taken_ms).toBeLessThan(2_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
  },
)

test('a text table too large for memory is refused while it is read', async () => {
  const parts = workbookParts([{ name: 'a', rows: '<row><c t="s"><v>0</v></c></row>' }], { strings: ['x'] })
  const many = `<sst>${'<si><t>a</t></si>'.repeat(3_200_000)}</sst>`
  const strings = parts.map((part) => (part.name === 'xl/sharedStrings.xml' ? { ...part, text: many } : part))
  await expect(rowsOf(zipOf(strings))).rejects.toMatchObject({ code: 'limit' })
})
