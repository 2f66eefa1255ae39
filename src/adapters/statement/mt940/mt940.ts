import {
  MOST_STATEMENT_LINES,
  type StatementLine,
  type StatementPart,
  type StatementReader,
} from '../../../domains/payments/books/statement.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import { damaged, dayOf, oneLine, paisaOf, textOf } from '../reading.ts'
import { readInformation } from './information.ts'

/** Statements as SWIFT banks send them. Several may stand in one file, and each may go on over several messages. */
export const mt940: StatementReader = {
  format: 'mt940',
  looksLike(start) {
    const text = Buffer.from(start.subarray(0, 4_096)).toString('latin1').replaceAll('\0', '')
    return /(^|[\r\n}:])\s*:20:/.test(text.replace(/^[^\x20-\x7e]+/, '')) || /^\W{0,3}\{1:F\d\d/.test(text)
  },
  read: (bytes) => readMt940(bytes),
}

interface Field {
  tag: string
  text: string
  place: number
}

/** The fields of a file as its text comes: a tag at the beginning of a line, and all lines up to the next. */
async function* fieldsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Field> {
  let field: Field | undefined
  let place = 0
  for await (const line of linesOf(bytes)) {
    place++
    const plain = line.replace(/^\uFEFF/u, '').replace(/^\{.*\{4:\s*/s, '')
    const tag = /^:(\d{2}[A-Z]?):(.*)$/s.exec(plain)
    if (tag) {
      if (field) yield field
      field = { tag: tag[1] ?? '', text: tag[2] ?? '', place }
    } else if (/^-\}?/.test(plain) || plain.startsWith('{')) {
      if (field) yield field
      field = undefined
    } else if (field) {
      field.text += `\n${plain}`
      if (field.text.length > MOST_FIELD) throw damaged(place)
    } else if (plain.trim() !== '') {
      throw damaged(place)
    }
  }
  if (field) yield field
}

const MOST_FIELD = 8_000

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = ''
  let count = 0
  for await (const text of textOf(bytes)) {
    // A line end may be cut in two by the end of a piece.
    rest += text
    const lines = rest.split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length > MOST_FIELD) throw damaged(count + lines.length + 1)
    count += lines.length
    yield* lines
  }
  yield rest.replace(/\r$/, '')
}

/** Where in a statement the reading is. */
interface Open {
  account: string
  number: string
  isOpened: boolean
  line: StatementLine | undefined
}

async function* readMt940(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<StatementPart> {
  let open: Open | undefined
  let count = 0
  for await (const field of fieldsOf(bytes)) {
    if (field.tag === '20') {
      if (open) throw new Refusal('invalid', 'books.statement_truncated', { line: field.place })
      open = { account: '', number: '', isOpened: false, line: undefined }
      continue
    }
    // Behind a closing balance stand forecasts and words about the whole statement, which move nothing.
    if (!open) {
      if (/^(64|65|86)$/.test(field.tag)) continue
      throw damaged(field.place)
    }
    if (open.line && field.tag !== '86') yield* lineDone(open)
    if (field.tag === '61' && ++count > MOST_STATEMENT_LINES) {
      throw new Refusal('limit', 'books.statement_too_many', { most: MOST_STATEMENT_LINES })
    }
    const part = readField(open, field)
    if (part) yield part
    if (part?.kind === 'closing') open = undefined
    if (open?.line && field.tag === '86') yield* lineDone(open)
  }
  if (open) throw new Refusal('invalid', 'books.statement_truncated', { line: count })
}

function* lineDone(open: Open): Generator<StatementPart> {
  if (open.line) yield open.line
  open.line = undefined
}

function readField(open: Open, field: Field): StatementPart | undefined {
  const { tag, text, place } = field
  if (tag === '25' || tag === '25P') open.account = (text.split('\n')[0] ?? '').replace(/\s/g, '').slice(0, 60)
  else if (tag === '28C' || tag === '28') open.number = oneLine(text, 20)
  else if (tag === '60F' || tag === '60M') {
    if (open.isOpened) throw damaged(place)
    open.isOpened = true
    const { paisa, day } = balanceOf(text, place)
    return { kind: 'opening', account: open.account, number: open.number, day, paisa }
  } else if (tag === '61') {
    if (!open.isOpened) throw new Refusal('invalid', 'books.statement_no_balance')
    open.line = lineOf(text, place)
  } else if (tag === '86' && open.line) open.line = withInformation(open.line, text)
  else if (tag === '62F' || tag === '62M') {
    if (!open.isOpened) throw new Refusal('invalid', 'books.statement_no_balance')
    return { kind: 'closing', ...balanceOf(text, place) }
  }
  return undefined
}

function balanceOf(text: string, place: number): { paisa: Paisa; day: string } {
  const match = /^([CD])(\d{2})(\d{2})(\d{2})([A-Z]{3})(\d[\d.,]*)\s*$/.exec(text)
  const day = match && dayOf(2000 + Number(match[2]), Number(match[3]), Number(match[4]))
  const paisa = paisaOf(match?.[6] ?? '')
  if (!match || !day || paisa === undefined) throw damaged(place)
  if (match[5] !== 'PKR') throw new Refusal('invalid', 'books.statement_currency', { currency: match[5] ?? '' })
  return { paisa: match[1] === 'D' ? -paisa : paisa, day }
}

// Value date, perhaps the booking day, the mark, a letter of the currency, the amount, the kind, what it is for.
const LINE =
  /^(\d{2})(\d{2})(\d{2})(\d{4})?(RC|RD|EC|ED|C|D)([A-Z])?(\d[\d.,]*)([A-Z][A-Z0-9]{3})([^\n]*)(?:\n([\s\S]*))?$/

function lineOf(text: string, place: number): StatementLine {
  const match = LINE.exec(text)
  const value = match && dayOf(2000 + Number(match[1]), Number(match[2]), Number(match[3]))
  const paisa = paisaOf(match?.[7] ?? '')
  if (!match || !value || paisa === undefined) throw damaged(place)
  const mark = match[5] ?? ''
  const [owner = '', ...bank] = (match[9] ?? '').split('//')
  // RC takes back a credit, so money goes out; RD brings money back.
  const isOut = mark === 'D' || mark === 'RC' || mark === 'ED'
  return {
    kind: 'line',
    day: bookedOn(value, match[4], place),
    paisa: isOut ? -paisa : paisa,
    is_reversal: mark.startsWith('R'),
    bank_reference: named(bank.join('//')),
    our_reference: named(owner),
    other_side: '',
    words: oneLine(match[10] ?? ''),
    raw: `:61:${text}`.slice(0, 2_000),
    place,
  }
}

/** The booking day has no year: it is the one nearest to the value date. */
function bookedOn(value: string, booked: string | undefined, place: number): string {
  if (!booked) return value
  const year = Number(value.slice(0, 4))
  const near = [year - 1, year, year + 1]
    .flatMap((one) => dayOf(one, Number(booked.slice(0, 2)), Number(booked.slice(2))) ?? [])
    .sort((a, b) => gap(a, value) - gap(b, value))[0]
  if (!near) throw damaged(place)
  return near
}

const gap = (a: string, b: string) => Math.abs(Date.parse(a) - Date.parse(b))

function named(reference: string): string {
  const plain = oneLine(reference, 60)
  return /^(NONREF|NOTPROVIDED|NOREF|0+)$/i.test(plain) ? '' : plain
}

function withInformation(line: StatementLine, text: string): StatementLine {
  const { words, other_side, our_reference } = readInformation(text)
  return {
    ...line,
    words: oneLine([line.words, words].filter(Boolean).join(' ')),
    other_side,
    our_reference: our_reference || line.our_reference,
    raw: `${line.raw}\n:86:${text}`.slice(0, 4_000),
  }
}
