import { expect, test } from 'vitest'
import { readTable } from './read.ts'
import type { TableRow } from './table.ts'
import { wire } from './testing.ts'

async function rowsOf(bytes: Uint8Array, size?: number): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const row of readTable(wire(bytes, size))) rows.push(row)
  return rows
}

/** Text in a one-byte encoding, by turning its decoder round. */
function inOneByte(text: string, encoding: string): Buffer {
  const letters = [...new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))]
  return Buffer.from([...text].map((letter) => letters.indexOf(letter)))
}

const urdu = 'نام,قیمت\nکالا جوتا,2450\nگرم شال,5000\n'
const wanted = [
  ['نام', 'قیمت'],
  ['کالا جوتا', '2450'],
  ['گرم شال', '5000'],
]
const wide = (text: string) => Buffer.from(text, 'utf16le')

test.each<[string, Buffer]>([
  ['UTF-8', Buffer.from(urdu)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${urdu}`)],
  ['UTF-16 little end first', wide(`\ufeff${urdu}`)],
  ['UTF-16 big end first', wide(`\ufeff${urdu}`).swap16()],
  ['UTF-16 without a mark', wide(urdu)],
  ['UTF-16 big end first without a mark', wide(urdu).swap16()],
])('Bilal saves his list as %s and every letter arrives', async (_name, bytes) => {
  for (const size of [1, 7, 65_536]) expect((await rowsOf(bytes, size)).map(({ cells }) => cells)).toEqual(wanted)
})

test('a list from an old Urdu Windows (1256) and one from a Western Windows (1252) are told apart', async () => {
  const old = urdu.replaceAll('ی', 'ي') // That code page had only the Arabic yeh.
  const arabic = await rowsOf(inOneByte(old, 'windows-1256'))
  expect(arabic.map(({ cells }) => cells[0])).toEqual(['نام', 'کالا جوتا', 'گرم شال'])
  const western = await rowsOf(inOneByte('Name,Price\nCafé crème “large” – 5°,€ 20\n', 'windows-1252'))
  expect(western[1]?.cells).toEqual(['Café crème “large” – 5°', '€ 20'])
})

test('the first Urdu word may stand in the last row of a long plain file', async () => {
  const plain = `Name,Price\n${'Chappal,1200\n'.repeat(20_000)}`
  const utf8 = await rowsOf(Buffer.from(`${plain}جوتا,5\n`))
  expect(utf8.at(-1)?.cells).toEqual(['جوتا', '5'])
  const old = await rowsOf(Buffer.concat([Buffer.from(plain), inOneByte('جوتا,5\n', 'windows-1256')]))
  expect(old.at(-1)?.cells).toEqual(['جوتا', '5'])
})

test('bad bytes cost their own row, and the rows beside it keep their Urdu', async () => {
  const bad = Buffer.concat([
    Buffer.from('نام,قیمت\nجوتا,1\nbad '),
    Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
    Buffer.from(',2\nشال,3\n'),
  ])
  const rows = await rowsOf(bad)
  expect(rows.map(({ problems }) => problems)).toEqual([
    undefined,
    undefined,
    [{ kind: 'bad_bytes', column: 0 }],
    undefined,
  ])
  expect(rows[3]?.cells).toEqual(['شال', '3'])
})

test('bad bytes in a plain file are not taken for a Western letter', async () => {
  const rows = await rowsOf(
    Buffer.concat([Buffer.from('Name,Price\nA,1\nB'), Buffer.from([0xc3, 0x28, 0xff, 0x81]), Buffer.from(',2\nC,3\n')]),
  )
  expect(rows.map(({ problems }) => problems?.[0]?.kind)).toEqual([undefined, undefined, 'bad_bytes', undefined])
})

test('one Western letter early on does not spoil the Urdu that follows', async () => {
  const early = Buffer.concat([
    Buffer.from('Name,Price\nCaf'),
    Buffer.from([0xe9]),
    Buffer.from(` wala,1\n${'Chappal,1200\n'.repeat(8000)}جوتا,5\n`),
  ])
  expect((await rowsOf(early)).at(-1)?.cells).toEqual(['جوتا', '5'])
})
