import { describe, expect, test } from 'vitest'
import { wire } from '../../../kit/tables/testing.ts'
import { gathered } from '../testing.ts'
import { writeCamt053 } from '../writing.ts'
import { camt053 } from './camt053.ts'

const told = (text: string, size = 64 * 1024) => gathered(camt053.read(wire(text, size), {}))

const balance = (code: string, date: string) =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="PKR">1000.00</Amt>
  <CdtDbtInd>CRDT</CdtDbtInd><Dt>${date}</Dt></Bal>`
const BALANCES = balance('OPBD', '<Dt>2026-01-01</Dt>') + balance('CLBD', '<DtTm>2026-01-01T23:59:59</DtTm>')
const SPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'
const prefixed = (xml: string) => xml.replace(/<(\/?)/g, '<$1c:')
const around = (entries: string, head = '') =>
  `<?xml version="1.0"?>${head}<c:Document xmlns:c="${SPACE}"><c:BkToCstmrStmt>
  <c:Stmt><c:Id>S1</c:Id><c:Acct><c:Id><c:Othr><c:Id>0123456</c:Id></c:Othr></c:Id></c:Acct>
  ${prefixed(BALANCES + entries)}</c:Stmt></c:BkToCstmrStmt></c:Document>`
const entry = (inside: string, mark = 'CRDT', amount = '30.00') =>
  `<Ntry><Amt Ccy="PKR">${amount}</Amt><CdtDbtInd>${mark}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
  <BookgDt><Dt>2026-01-01</Dt></BookgDt>${inside}</Ntry>`

describe('a statement in camt.053', () => {
  test('says who paid, for what, and by which reference', async () => {
    const parts = await told(
      around(
        entry(`<AcctSvcrRef>B17</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>4F7K2M9QZX</EndToEndId></Refs>
          <RltdPties><Dbtr><Pty><Nm>Ayesha Khan</Nm></Pty></Dbtr>
          <DbtrAcct><Id><IBAN>PK36SCBL0000001123456702</IBAN></Id></DbtrAcct></RltdPties>
          <RmtInf><Ustrd>Shoes</Ustrd><Ustrd>&amp; socks</Ustrd></RmtInf></TxDtls></NtryDtls>`),
      ),
    )
    expect(parts).toEqual([
      { kind: 'opening', account: '0123456', number: 'S1', day: '2026-01-01', paisa: 100_000n },
      {
        kind: 'line',
        day: '2026-01-01',
        paisa: 3_000n,
        is_reversal: false,
        bank_reference: 'B17',
        our_reference: '4F7K2M9QZX',
        other_side: 'Ayesha Khan PK36SCBL0000001123456702',
        words: 'Shoes & socks',
        raw: expect.stringContaining('<EndToEndId>4F7K2M9QZX</EndToEndId>'),
        place: 1,
      },
      { kind: 'closing', day: '2026-01-01', paisa: 100_000n },
    ])
  })

  test.each(['02', '03', '04', '05', '06', '07', '08'])('version %s is read by its local names', async (version) => {
    const line = {
      day: '2026-01-02',
      paisa: -500n,
      is_reversal: false,
      bank_reference: 'B',
      our_reference: 'R',
      words: 'x',
    }
    const statement = {
      account: 'PK36SCBL0000001123456702',
      number: '1',
      day: '2026-01-01',
      opening_paisa: 0n,
      lines: [line],
    }
    expect(await told(writeCamt053([statement, statement], version), 3)).toMatchObject([
      { kind: 'opening' },
      { ...line, kind: 'line' },
      { kind: 'closing', paisa: -500n },
      { kind: 'opening' },
      { kind: 'line' },
      { kind: 'closing' },
    ])
  })

  test('a batch whose parts make up its amount is as many lines; another stays one', async () => {
    const part = (amount: string) =>
      `<TxDtls><Refs><EndToEndId>E${amount}</EndToEndId></Refs><Amt Ccy="PKR">${amount}</Amt></TxDtls>`
    const batch = (...parts: string[]) =>
      entry(
        `<AcctSvcrRef>B</AcctSvcrRef><NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>${parts.map(part).join('')}</NtryDtls>`,
        'DBIT',
      )
    const parts = await told(around(batch('10', '20') + batch('10', '25')))
    expect(parts.filter(({ kind }) => kind === 'line')).toMatchObject([
      { paisa: -1_000n, our_reference: 'E10', bank_reference: 'B/1' },
      { paisa: -2_000n, our_reference: 'E20', bank_reference: 'B/2' },
      { paisa: -3_000n, our_reference: '', bank_reference: 'B' },
    ])
  })

  test('a reversal takes its own direction, and what is only pending is no line', async () => {
    const pending = entry('').replace('BOOK', 'PDNG')
    const parts = await told(around(entry('<RvslInd>true</RvslInd>', 'DBIT') + pending))
    expect(parts.filter(({ kind }) => kind === 'line')).toMatchObject([{ paisa: -3_000n, is_reversal: true }])
  })

  const LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
  test.each([
    ['a document type', around(entry(''), LAUGHS), 'books.statement_damaged'],
    ['an entity that nobody declared', around(entry('<AddtlNtryInf>&b;</AddtlNtryInf>')), 'books.statement_damaged'],
    ['a file cut off', around(entry('')).slice(0, -60), 'books.statement_damaged'],
    ['no balances', around('').replaceAll('Bal>', 'Bla>'), 'books.statement_no_balance'],
    ['euros', around(entry('')).replaceAll('PKR', 'EUR'), 'books.statement_currency'],
    ['an amount below zero', around(entry('', 'CRDT', '-5')), 'books.statement_damaged'],
    ['no direction', around(entry('', 'BOTH')), 'books.statement_damaged'],
    ['half a paisa', around(entry('', 'CRDT', '1.005')), 'books.statement_damaged'],
    ['elements without end', around('<a>'.repeat(100)), 'books.statement_damaged'],
    [
      'words without end',
      around(entry(`<AddtlNtryInf>${'x'.repeat(5_000)}</AddtlNtryInf>`)),
      'books.statement_damaged',
    ],
  ])('%s is refused', async (_, text, reason) => {
    await expect(told(text)).rejects.toMatchObject({ name: 'Refusal', reason })
  })

  test('a huge file is refused before it is all read', async () => {
    async function* endless() {
      yield Buffer.from(around(entry('')).slice(0, 900))
      for (let i = 0; i < 1_000; i++) yield Buffer.alloc(64 * 1024, ' ')
    }
    await expect(gathered(camt053.read(endless(), {}))).rejects.toMatchObject({
      reason: 'books.statement_too_large',
    })
  })
})
