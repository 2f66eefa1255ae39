import { describe, expect, test } from 'vitest'
import type { ReadHints, StatementPart } from '../../../domains/payments/books/statement.ts'
import { wire } from '../../../kit/tables/testing.ts'
import { gathered } from '../testing.ts'
import { csv, moneyOf } from './csv.ts'

const told = (text: string | Uint8Array, hints: ReadHints = {}) => gathered(csv.read(wire(text), hints))
const moved = (parts: readonly StatementPart[]) =>
  parts.flatMap((part) => (part.kind === 'line' ? [[part.day, part.paisa, part.words]] : []))

const MEEZAN = `Meezan Bank Limited
Account No:,PK36 MEZN 0000 0011 2345 6702
Opening Balance,,,,,"100,000.00"

Sr,Transaction Date,Particulars,Ref No,Debit,Credit,Balance
1,01/02/2026,IBFT Ayesha 4F7K2M9QZX,RRN1,,"2,450.00","102,450.00"
2,02-Feb-2026,Bank charges,RRN2,50.00,,"102,400.00"
,,and tax on them,,,,
,Closing Balance,,,,,"102,400.00"
`

describe('a statement as a table', () => {
  test('is read with what stands above and below it', async () => {
    expect(await told(MEEZAN)).toMatchObject([
      { kind: 'opening', account: 'PK36MEZN0000001123456702', paisa: 10_000_000n, day: '2026-02-01' },
      { kind: 'line', day: '2026-02-01', paisa: 245_000n, bank_reference: 'RRN1', words: 'IBFT Ayesha 4F7K2M9QZX' },
      { kind: 'line', day: '2026-02-02', paisa: -5_000n, words: 'Bank charges and tax on them' },
      { kind: 'closing', paisa: 10_240_000n, day: '2026-02-02' },
    ])
  })

  test('with the newest first is turned round, as its balances say', async () => {
    const text = 'Date,Narration,Amount,Balance\n2026-01-03,c,5,15\n2026-01-02,b,-10,10\n2026-01-02,a,20,20\n'
    expect(moved(await told(text))).toEqual([
      ['2026-01-02', 2_000n, 'a'],
      ['2026-01-02', -1_000n, 'b'],
      ['2026-01-03', 500n, 'c'],
    ])
  })

  test('in Urdu, with Urdu digits and a word for the direction, needs the balances from a person', async () => {
    const text = 'تاریخ,تفصیل,رقم,Dr/Cr\n۰۱/۰۲/۲۰۲۶,عائشہ,"۲,۴۵۰٫۵۰",Cr\n۰۲/۰۲/۲۰۲۶,فیس,۵۰,Dr\n'
    await expect(told(text)).rejects.toMatchObject({ reason: 'books.statement_no_balance' })
    const parts = await told(text, { opening_paisa: 0n, closing_paisa: 240_050n })
    expect(moved(parts)).toEqual([
      ['2026-02-01', 245_050n, 'عائشہ'],
      ['2026-02-02', -5_000n, 'فیس'],
    ])
  })

  test('in Windows-1256 and in UTF-16 says the same words', async () => {
    const text = 'Date,Narration,Amount,Balance\n2026-01-02,عائشہ خان کی رقم,20,20\n'
    const utf16 = moved(await told(Buffer.from(`\uFEFF${text}`, 'utf16le')))
    const old = Buffer.concat([
      Buffer.from('Date,Narration,Amount,Balance\n2026-01-02,'),
      Buffer.from('dac7c6d4c920cec7e420cfed20d1deE3'.toLowerCase(), 'hex'),
      Buffer.from(',20,20\n'),
    ])
    expect(utf16).toEqual([['2026-01-02', 2_000n, 'عائشہ خان کی رقم']])
    expect(moved(await told(old))[0]?.[2]).toMatch(/^[\u0600-\u06ff ]+$/)
  })

  test('with columns of any name is read as a person maps them', async () => {
    const text = 'When,What,How much,Left\n1.2.26,Ayesha,100,100\n'
    await expect(told(text)).rejects.toMatchObject({ reason: 'books.statement_columns' })
    const columns = { day: 'When', words: 'What', amount: 'How much', balance: 'Left' }
    expect(moved(await told(text, { columns }))).toEqual([['2026-02-01', 10_000n, 'Ayesha']])
  })

  test.each([
    ['1,25,000.50', 12_500_050n],
    ['(500)', -50_000n],
    ['500.00 Dr', -50_000n],
    ['500 CR', 50_000n],
    ['-500', -50_000n],
    ['500-', -50_000n],
    ['Rs 2,450/-', 245_000n],
    ['۱۲۳٫۵', 12_350n],
    ['-', 0n],
    ['12.345', undefined],
    ['1.234,00', undefined],
    ['1e5', undefined],
    ['abc', undefined],
    ['9'.repeat(30), undefined],
  ])('%s is %s paisa', (text, paisa) => {
    expect(moneyOf(text)).toBe(paisa)
  })

  const HEAD = 'Date,Narration,Amount,Balance\n'
  test.each([
    ['nothing', '', 'tables.empty'],
    ['a page', '<html><table></table>', 'tables.not_a_table'],
    ['a table of goods', 'title,price\nShoe,5\n', 'books.statement_columns'],
    ['a month before the day', `${HEAD}01/31/2026,a,5,5\n`, 'books.statement_day'],
    ['an amount in words', `${HEAD}2026-01-02,a,five,5\n`, 'books.statement_amount'],
    ['a balance that does not follow', `${HEAD}2026-01-02,a,5,5\n2026-01-03,b,5,11\n`, 'books.statement_row_off'],
    ['headings alone', HEAD, 'books.statement_no_balance'],
  ])('%s is refused', async (_, text, reason) => {
    await expect(told(text)).rejects.toMatchObject({ name: 'Refusal', reason })
  })
})
