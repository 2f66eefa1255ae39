import { describe, expect, test } from 'vitest'
import type { StatementLine } from '../../../domains/payments/books/statement.ts'
import { wire } from '../../../kit/tables/testing.ts'
import { gathered } from '../testing.ts'
import { mt940 } from './mt940.ts'

async function told(text: string, size = 64 * 1024) {
  return gathered(mt940.read(wire(text, size), {}))
}

async function linesOf(...fields: string[]): Promise<StatementLine[]> {
  const parts = await told(
    [':20:1', ':25:PK36SCBL0000001123456702', ':60F:C260101PKR0,', ...fields, ':62F:C260101PKR0,'].join('\r\n'),
  )
  return parts.filter((part) => part.kind === 'line')
}

const REAL = `{1:F01MEZNPKKAXXXX0000000000}{2:O9400000000000MEZNPKKAXXXX00000000000000000000N}{4:
:20:940S260102
:25:PK36MEZN0000001123456702
:28C:2/1
:60F:C260101PKR100000,00
:61:2601020102C2450,00NTRF4F7K2M9QZX//MB260102000017
:86:IBFT FROM AYESHA KHAN PK70ALFH
0001001009876543 4F7K2M9QZX
:61:2601020102D900,NCHGNONREF//CHG01
:62F:C260102PKR101550,00
:64:C260102PKR101550,00
:86:THIS IS ABOUT THE WHOLE STATEMENT
-}
{5:{CHK:0}}
`

describe('a statement in MT940', () => {
  test('says its account, its balances and its lines, with the words that stand over two lines', async () => {
    expect(await told(REAL)).toEqual([
      { kind: 'opening', account: 'PK36MEZN0000001123456702', number: '2/1', day: '2026-01-01', paisa: 10_000_000n },
      {
        kind: 'line',
        day: '2026-01-02',
        paisa: 245_000n,
        is_reversal: false,
        bank_reference: 'MB260102000017',
        our_reference: '4F7K2M9QZX',
        other_side: '',
        words: 'IBFT FROM AYESHA KHAN PK70ALFH 0001001009876543 4F7K2M9QZX',
        raw: expect.stringContaining(':61:2601020102C2450,00NTRF'),
        place: 6,
      },
      expect.objectContaining({ paisa: -90_000n, our_reference: '', bank_reference: 'CHG01', words: '' }),
      { kind: 'closing', day: '2026-01-02', paisa: 10_155_000n },
    ])
  })

  test.each([1, 2, 7, 100])('reads the same when its bytes come %i at a time', async (size) => {
    expect(await told(REAL, size)).toEqual(await told(REAL))
    const crlf = REAL.replaceAll('\n', '\r\n')
    expect(await told(crlf, size)).toHaveLength(4)
  })

  test.each([
    ['C', 100n, false],
    ['D', -100n, false],
    ['RC', -100n, true],
    ['RD', 100n, true],
    ['CR', 100n, false],
    ['DR', -100n, false],
    ['RCR', -100n, true],
  ])('the mark %s moves %s paisa', async (mark, paisa, is_reversal) => {
    expect(await linesOf(`:61:260101${mark}1,NTRFNONREF`)).toMatchObject([{ paisa, is_reversal }])
  })

  test('the booking day of a line at the turn of the year belongs to the year nearest to its value', async () => {
    const [december, january] = await linesOf(':61:2601011231C1,NTRFNONREF', ':61:2512310102C1,NTRFNONREF')
    expect([december?.day, january?.day]).toEqual(['2025-12-31', '2026-01-02'])
  })

  test('the numbered parts of a :86: become the words, the payer and our reference', async () => {
    const [line] = await linesOf(
      ':61:260101C1,NTRFNONREF',
      ':86:166?00GUTSCHRIFT?109310?20EREF+4F7K2M9QZX?21SVWZ+Order for cha',
      'ppal?31PK36SCBL0000001123456702?32AYESHA?33 KHAN',
    )
    expect(line).toMatchObject({
      words: 'Order for chappal',
      our_reference: '4F7K2M9QZX',
      other_side: 'AYESHA KHAN PK36SCBL0000001123456702',
    })
  })

  test('words between slashes name our reference', async () => {
    const [line] = await linesOf(
      ':61:260101C1,NTRFNONREF',
      ':86:/EREF/4F7K2M9QZX/ORDP//NAME/AYESHA KHAN/REMI/FOR SHOES',
    )
    expect(line).toMatchObject({ our_reference: '4F7K2M9QZX', other_side: 'AYESHA KHAN' })
  })

  test('several statements stand in one file, one of them over two messages', async () => {
    const one = (number: string, from: string, to: string) =>
      `:20:X\n:25:A1\n:28C:${number}\n:60${from}:C260101PKR1,\n:62${to}:C260101PKR1,\n-\n`
    const parts = await told(one('1/1', 'F', 'M') + one('1/2', 'M', 'F') + one('2', 'F', 'F'))
    expect(parts.map(({ kind }) => kind)).toEqual(['opening', 'closing', 'opening', 'closing', 'opening', 'closing'])
  })

  test.each([
    [
      'a line before its opening balance',
      ':20:1\n:25:A\n:61:260101C1,NTRFX\n:62F:C260101PKR1,',
      'books.statement_no_balance',
    ],
    ['no closing balance', ':20:1\n:25:A\n:60F:C260101PKR1,\n:61:260101C1,NTRFX', 'books.statement_truncated'],
    ['a second beginning in the middle', ':20:1\n:60F:C260101PKR1,\n:20:2', 'books.statement_truncated'],
    ['dollars', ':20:1\n:60F:C260101USD1,\n:62F:C260101USD1,', 'books.statement_currency'],
    ['a day that does not exist', ':20:1\n:60F:C260230PKR1,', 'books.statement_damaged'],
    ['an amount with a third of a paisa', ':20:1\n:60F:C260101PKR1,005', 'books.statement_damaged'],
    ['an amount that is cut off', ':20:1\n:60F:C260101PKR1,\n:61:260101CNTRFX', 'books.statement_damaged'],
    ['two openings', ':20:1\n:60F:C260101PKR1,\n:60F:C260101PKR1,', 'books.statement_damaged'],
    ['something else', 'hello\nworld', 'books.statement_damaged'],
    ['a line without an end', `:20:1\n:86:${'x'.repeat(9_000)}`, 'books.statement_damaged'],
  ])('%s is refused', async (_, text, reason) => {
    await expect(told(text)).rejects.toMatchObject({ name: 'Refusal', reason })
  })

  test('is known by how it begins, in UTF-16 too', () => {
    expect(mt940.looksLike(Buffer.from(REAL))).toBe(true)
    expect(mt940.looksLike(Buffer.from('\uFEFF:20:1\r\n:25:A', 'utf16le'))).toBe(true)
    expect(mt940.looksLike(Buffer.from('Date,Amount\n'))).toBe(false)
  })

  test('is read in UTF-16, as Windows saves it', async () => {
    const parts = await gathered(mt940.read(wire(Buffer.from(`\uFEFF${REAL}`, 'utf16le')), {}))
    expect(parts).toHaveLength(4)
  })
})
