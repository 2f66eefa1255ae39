import type { StatementClosing, StatementLine, StatementOpening } from '../../../domains/payments/books/statement.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import { damaged, oneLine, paisaOf, readDay } from '../reading.ts'

/** One element with what stands in it, by its local name. */
export interface Node {
  readonly name: string
  text: string
  readonly currency: string
  children: Node[]
}

/** The opening and the closing balance of a statement, from the elements before its entries. */
export function openingOf(statement: Node, place: number): { opening: StatementOpening; closing: StatementClosing } {
  const balance = (...codes: string[]) => {
    const found = all(statement, 'Bal').filter((one) => codes.includes(at(one, 'Tp', 'CdOrPrtry', 'Cd')))
    const first = codes.flatMap((code) => found.filter((one) => at(one, 'Tp', 'CdOrPrtry', 'Cd') === code))[0]
    if (!first) throw new Refusal('invalid', 'books.statement_no_balance')
    return { paisa: signed(first, place), day: dayIn(first, 'Dt', place) }
  }
  const account = at(statement, 'Acct', 'Id', 'IBAN') || at(statement, 'Acct', 'Id', 'Othr', 'Id')
  return {
    opening: {
      kind: 'opening',
      account: account.replace(/\s/g, '').slice(0, 60),
      number: oneLine(at(statement, 'ElctrncSeqNb') || at(statement, 'LglSeqNb') || at(statement, 'Id'), 40),
      ...balance('OPBD', 'PRCD', 'OPAV'),
    },
    closing: { kind: 'closing', ...balance('CLBD', 'CLAV') },
  }
}

/**
 * The lines of one entry: one, or one for each transaction of a batch when their amounts make up the entry. What is
 * only pending is not booked, and moves no balance.
 */
export function entryLines(entry: Node, place: number): StatementLine[] {
  const status = at(entry, 'Sts', 'Cd') || at(entry, 'Sts', 'Prtry') || at(entry, 'Sts')
  if (status === 'PDNG' || status === 'INFO' || status === 'FUTR') return []
  const total = signed(entry, place)
  const whole = lineOf(entry, entry, { paisa: total, place })
  const details = all(entry, 'NtryDtls').flatMap((one) => all(one, 'TxDtls'))
  const [only] = details
  if (details.length === 1 && only) return [lineOf(entry, only, { paisa: total, place })]
  const parts = details.map((one) => amountOfDetail(one, total))
  const isWhole = parts.length > 1 && parts.every((part) => part !== undefined) && sum(parts) === total
  if (!isWhole) {
    const words = details.map((one) => lineOf(entry, one, { paisa: total, place }).words)
    return [{ ...whole, words: oneLine([whole.words, ...words].filter(Boolean).join(' · ')) }]
  }
  return details.map((one, nth) => lineOf(entry, one, { paisa: parts[nth] ?? 0n, place, nth }))
}

function sum(parts: readonly (Paisa | undefined)[]): Paisa {
  return parts.reduce<Paisa>((all, one) => all + (one ?? 0n), 0n)
}

/** A transaction of a batch says its own amount; when it has no sign, it has the batch's. */
function amountOfDetail(detail: Node, total: Paisa): Paisa | undefined {
  const amount = child(detail, 'Amt') ?? under(detail, 'AmtDtls', 'TxAmt', 'Amt')
  const paisa = amount && paisaOf(amount.text.trim())
  if (paisa === undefined || (amount?.currency ?? 'PKR') !== 'PKR') return undefined
  const mark = at(detail, 'CdtDbtInd')
  const isOut = mark === '' ? total < 0n : mark === 'DBIT'
  return isOut ? -paisa : paisa
}

function lineOf(entry: Node, detail: Node, known: { paisa: Paisa; place: number; nth?: number }): StatementLine {
  const { paisa, place, nth } = known
  const side = paisa < 0n ? 'Cdtr' : 'Dbtr'
  const unstructured = allUnder(detail, 'RmtInf', 'Ustrd').map(({ text }) => text)
  const structured = allUnder(detail, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref').map(({ text }) => text)
  const said = [...unstructured, ...structured, at(detail, 'AddtlTxInf'), at(entry, 'AddtlNtryInf')]
  const bank = at(detail, 'Refs', 'AcctSvcrRef') || at(entry, 'AcctSvcrRef') || at(entry, 'NtryRef')
  const name = at(detail, 'RltdPties', side, 'Nm') || at(detail, 'RltdPties', side, 'Pty', 'Nm')
  const account = under(detail, 'RltdPties', `${side}Acct`, 'Id')
  return {
    kind: 'line',
    day: dayIn(entry, 'BookgDt', place) || dayIn(entry, 'ValDt', place),
    paisa,
    is_reversal: /^(true|1)$/.test(at(entry, 'RvslInd')),
    // The parts of a batch share the bank's reference; their place in it tells them apart.
    bank_reference: named(nth !== undefined && bank === at(entry, 'AcctSvcrRef') && bank ? `${bank}/${nth + 1}` : bank),
    our_reference: named(at(detail, 'Refs', 'EndToEndId')),
    other_side: oneLine(`${name} ${account ? at(account, 'IBAN') || at(account, 'Othr', 'Id') : ''}`, 160),
    words: oneLine(said.filter(Boolean).join(' ')),
    raw: written(detail === entry ? entry : { ...entry, children: [...plainParts(entry), detail] }).slice(0, 4_000),
    place,
  }
}

const plainParts = (entry: Node) => entry.children.filter(({ name }) => name !== 'NtryDtls')

function named(reference: string): string {
  const plain = oneLine(reference, 60)
  return /^(NOTPROVIDED|NONREF)$/i.test(plain) ? '' : plain
}

/** An amount with its direction. A reversal says the direction that its own money takes. */
function signed(node: Node, place: number): Paisa {
  const amount = child(node, 'Amt')
  const paisa = paisaOf(amount?.text.trim() ?? '')
  const mark = at(node, 'CdtDbtInd')
  if (!amount || paisa === undefined || (mark !== 'CRDT' && mark !== 'DBIT')) throw damaged(place)
  if (amount.currency !== 'PKR')
    throw new Refusal('invalid', 'books.statement_currency', { currency: amount.currency.slice(0, 3) })
  return mark === 'DBIT' ? -paisa : paisa
}

function dayIn(node: Node, name: string, place: number): string {
  const dated = child(node, name)
  if (!dated) return name === 'BookgDt' ? '' : damagedDay(place)
  const text = (at(dated, 'Dt') || at(dated, 'DtTm')).slice(0, 10)
  return readDay(text) ?? damagedDay(place)
}

function damagedDay(place: number): never {
  throw damaged(place)
}

function child(node: Node, name: string): Node | undefined {
  return node.children.find((one) => one.name === name)
}

function all(node: Node, name: string): Node[] {
  return node.children.filter((one) => one.name === name)
}

function under(node: Node, ...names: string[]): Node | undefined {
  return names.reduce<Node | undefined>((found, name) => found && child(found, name), node)
}

function allUnder(node: Node, ...names: string[]): Node[] {
  return names.reduce<Node[]>((found, name) => found.flatMap((one) => all(one, name)), [node])
}

function at(node: Node, ...names: string[]): string {
  const found = under(node, ...names)
  return found && found.children.length === 0 ? found.text.trim() : ''
}

/** The element again as text, short of its namespace, to be kept. */
function written(node: Node): string {
  const inside = node.children.length > 0 ? node.children.map(written).join('') : escaped(node.text.trim())
  const currency = node.currency ? ` Ccy="${escaped(node.currency)}"` : ''
  return `<${node.name}${currency}>${inside}</${node.name}>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
