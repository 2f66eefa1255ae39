import type { StatementLine } from '../../domains/payments/books/statement.ts'
import type { Paisa } from '../../kit/money/money.ts'

/** One statement in memory, for tests and for the demo market. */
export interface WrittenStatement {
  account: string
  number: string
  day: string
  opening_paisa: Paisa
  lines: readonly WrittenLine[]
}

export type WrittenLine = Pick<
  StatementLine,
  'day' | 'paisa' | 'is_reversal' | 'bank_reference' | 'our_reference' | 'words'
>

export function closingOf(statement: WrittenStatement): Paisa {
  return statement.lines.reduce((sum, { paisa }) => sum + paisa, statement.opening_paisa)
}

/** "1234,05" as SWIFT writes what has no sign. */
function commaAmount(paisa: Paisa): string {
  const plain = paisa < 0n ? -paisa : paisa
  return `${plain / 100n},${(plain % 100n).toString().padStart(2, '0')}`
}

const pointAmount = (paisa: Paisa) => commaAmount(paisa).replace(',', '.')
const yymmdd = (day: string) => day.replaceAll('-', '').slice(2)

/** A statement as a SWIFT bank sends it. */
export function writeMt940(statements: readonly WrittenStatement[]): string {
  return statements
    .map((one) => {
      const balance = (paisa: Paisa, day: string) => `${paisa < 0n ? 'D' : 'C'}${yymmdd(day)}PKR${commaAmount(paisa)}`
      const last = one.lines.at(-1)?.day ?? one.day
      const lines = one.lines.map(({ day, paisa, is_reversal, bank_reference, our_reference, words }) => {
        const mark = paisa < 0n ? (is_reversal ? 'RC' : 'D') : is_reversal ? 'RD' : 'C'
        const bank = bank_reference ? `//${bank_reference}` : ''
        const said = words ? `\r\n:86:${words}` : ''
        return `:61:${yymmdd(day)}${mark}${commaAmount(paisa)}NTRF${our_reference || 'NONREF'}${bank}${said}`
      })
      return [
        `:20:STMT${one.number}`,
        `:25:${one.account}`,
        `:28C:${one.number}`,
        `:60F:${balance(one.opening_paisa, one.day)}`,
        ...lines,
        `:62F:${balance(closingOf(one), last)}`,
        '-',
      ].join('\r\n')
    })
    .join('\r\n')
}

/** The same as ISO 20022 writes it. */
export function writeCamt053(statements: readonly WrittenStatement[], version = '02'): string {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const amount = (paisa: Paisa) =>
    `<Amt Ccy="PKR">${pointAmount(paisa)}</Amt><CdtDbtInd>${paisa < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`
  const balance = (code: string, paisa: Paisa, day: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(paisa)}<Dt><Dt>${day}</Dt></Dt></Bal>`
  const status = Number(version) >= 8 ? '<Sts><Cd>BOOK</Cd></Sts>' : '<Sts>BOOK</Sts>'
  const body = statements.map((one) => {
    const entries = one.lines.map(
      (line) => `<Ntry>${amount(line.paisa)}<RvslInd>${line.is_reversal}</RvslInd>${status}
        <BookgDt><Dt>${line.day}</Dt></BookgDt>
        ${line.bank_reference ? `<AcctSvcrRef>${escaped(line.bank_reference)}</AcctSvcrRef>` : ''}
        <NtryDtls><TxDtls><Refs><EndToEndId>${escaped(line.our_reference || 'NOTPROVIDED')}</EndToEndId></Refs>
        <RmtInf><Ustrd>${escaped(line.words)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
    )
    return `<Stmt><Id>${one.number}</Id><ElctrncSeqNb>${one.number}</ElctrncSeqNb>
      <Acct><Id><IBAN>${one.account}</IBAN></Id><Ccy>PKR</Ccy></Acct>
      ${balance('OPBD', one.opening_paisa, one.day)}${balance('CLBD', closingOf(one), one.lines.at(-1)?.day ?? one.day)}
      ${entries.join('\n')}</Stmt>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>
    <GrpHdr><MsgId>1</MsgId></GrpHdr>${body.join('\n')}</BkToCstmrStmt></Document>`
}

/** The same as a table with a running balance. */
export function writeCsv({ opening_paisa, lines }: WrittenStatement): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const [rows] = lines.reduce<[string[], Paisa]>(
    ([done, before], line) => {
      const balance = before + line.paisa
      const [went, came] = line.paisa < 0n ? [pointAmount(line.paisa), ''] : ['', pointAmount(line.paisa)]
      const [year, month, day] = line.day.split('-')
      const below = balance < 0n ? '-' : ''
      done.push(
        [`${day}/${month}/${year}`, quoted(line.words), quoted(line.bank_reference), quoted(line.our_reference)]
          .concat(went, came, `${below}${pointAmount(balance)}`)
          .join(','),
      )
      return [done, balance]
    },
    [[], opening_paisa],
  )
  return ['Date,Description,Reference,Customer Ref,Debit,Credit,Balance', ...rows].join('\n')
}
