import { SaxesParser, type SaxesTagPlain } from 'saxes'
import {
  MOST_STATEMENT_LINES,
  type StatementPart,
  type StatementReader,
} from '../../../domains/payments/books/statement.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { textOf } from '../reading.ts'
import { entryLines, type Node, openingOf } from './entry.ts'

/**
 * ISO 20022 statements, camt.053 of any version: elements are known by their local names. No document type is allowed,
 * so there is nothing to expand and nothing to fetch.
 */
export const camt053: StatementReader = {
  format: 'camt053',
  looksLike(start) {
    const text = Buffer.from(start.subarray(0, 4_096)).toString('latin1').replaceAll('\0', '')
    return /<(\w+:)?Document[\s>]/.test(text) && /camt\.053|BkToCstmrStmt/.test(text)
  },
  read: (bytes) => readCamt(bytes),
}

const MOST_DEPTH = 40
const MOST_TEXT = 4_000
const MOST_NODES_IN_ENTRY = 200_000

async function* readCamt(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<StatementPart> {
  const ready: StatementPart[] = []
  const reading = new Reading((part) => ready.push(part))
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', () => {
    throw reading.refused()
  })
  parser.on('opentag', (tag) => reading.open(tag))
  parser.on('text', (text) => reading.text(text))
  parser.on('cdata', (text) => reading.text(text))
  parser.on('closetag', () => reading.close())
  for await (const text of textOf(bytes)) {
    speakingXml(reading, () => parser.write(text))
    yield* ready.splice(0)
  }
  speakingXml(reading, () => parser.close())
  if (!reading.isWhole) throw new Refusal('invalid', 'books.statement_truncated', { line: reading.count })
  yield* ready
}

/** What the parser finds wrong with a file is a no to the file, not a bug of ours. */
function speakingXml(reading: Reading, act: () => void): void {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (
      error instanceof Error &&
      /^(undefined|\d+):\d+:|unclosed tag|document must contain|unexpected end/.test(error.message)
    )
      throw reading.refused()
    throw error
  }
}

/** Goes through a file and holds one entry at a time. */
class Reading {
  count = 0
  isWhole = false
  readonly #tell: (part: StatementPart) => void
  readonly #path: Node[] = []
  #nodes = 0
  #closing: StatementPart | undefined
  #isOpened = false
  #statement: Node | undefined

  constructor(tell: (part: StatementPart) => void) {
    this.#tell = tell
  }

  refused(): Refusal {
    return new Refusal('invalid', 'books.statement_damaged', { line: this.count + 1 })
  }

  open(tag: SaxesTagPlain): void {
    if (this.#path.length >= MOST_DEPTH || ++this.#nodes > MOST_NODES_IN_ENTRY) throw this.refused()
    const name = tag.name.slice(tag.name.indexOf(':') + 1)
    const node: Node = { name, text: '', currency: tag.attributes.Ccy ?? '', children: [] }
    if (name === 'Stmt') this.#begin(node)
    if (name === 'Ntry') this.#opened()
    this.#path.at(-1)?.children.push(node)
    this.#path.push(node)
  }

  text(words: string): void {
    const node = this.#path.at(-1)
    if (!node) return
    node.text += words
    if (node.text.length > MOST_TEXT) throw this.refused()
  }

  close(): void {
    const node = this.#path.pop()
    if (!node) return
    if (node.name === 'Ntry') {
      this.count++
      if (this.count > MOST_STATEMENT_LINES)
        throw new Refusal('limit', 'books.statement_too_many', { most: MOST_STATEMENT_LINES })
      for (const line of entryLines(node, this.count)) this.#tell(line)
      // What has been told is let go, so that a year of entries costs no more than one.
      const above = this.#path.at(-1)
      if (above) above.children = above.children.filter((child) => child !== node)
      this.#nodes = 0
    }
    if (node.name === 'Stmt') this.#end()
    if (this.#path.length === 0) this.isWhole = true
  }

  #begin(node: Node): void {
    if (this.#statement) throw this.refused()
    this.#statement = node
    this.#isOpened = false
    this.#closing = undefined
  }

  /** Balances stand before the entries, so both are known by now. */
  #opened(): void {
    if (this.#isOpened || !this.#statement) return
    const { opening, closing } = openingOf(this.#statement, this.count)
    this.#isOpened = true
    this.#closing = closing
    this.#tell(opening)
  }

  #end(): void {
    this.#opened()
    if (this.#closing) this.#tell(this.#closing)
    this.#statement = undefined
  }
}
