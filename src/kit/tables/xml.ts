import { Refusal } from '../errors/refusal.ts'

/** What a reader of XML is told. Names come without their namespace prefix; `attributes` is the raw text of the tag. */
export type XmlEvents = {
  open: (name: string, attributes: string, empty: boolean) => void
  text: (text: string) => void
  close: (name: string) => void
}

const MOST_TAG_CHARS = 64 * 1024
const damaged = () => new Refusal('invalid', 'tables.damaged')

/**
 * Reads XML as its text comes. No document type is allowed, so there are no entities but the five of XML itself and
 * numbered letters, and nothing is ever fetched.
 */
export class XmlReader {
  #text = ''
  readonly #events: XmlEvents

  constructor(events: XmlEvents) {
    this.#events = events
  }

  push(more: string): void {
    const text = this.#text + more
    let at = 0
    while (at < text.length) {
      const tag = text.indexOf('<', at)
      if (tag !== at) {
        const cut = tag < 0 ? safeEnd(text, at) : tag
        if (cut > at) this.#events.text(plain(text.slice(at, cut)))
        at = cut
        if (tag < 0) break
      }
      const end = this.#tag(text, at)
      if (end < 0) break
      at = end
    }
    this.#text = text.slice(at)
    if (this.#text.length > MOST_TAG_CHARS) throw damaged()
  }

  end(): void {
    if (this.#text.trim() !== '') throw damaged()
  }

  /** Where the tag that starts here ends, or -1 when it has not all come yet. */
  #tag(text: string, at: number): number {
    const mark = text.charCodeAt(at + 1)
    if (mark === 0x3f) return after(text, '?>', at)
    if (mark === 0x21) {
      if (text.startsWith('<!--', at)) return after(text, '-->', at + 4)
      if (text.startsWith('<![CDATA[', at)) {
        const end = after(text, ']]>', at)
        if (end > 0) this.#events.text(text.slice(at + 9, end - 3))
        return end
      }
      if (text.length - at < 9) return -1
      throw damaged() // <!DOCTYPE and its entities have no place in a spreadsheet.
    }
    let end = text.indexOf('>', at)
    while (end > 0 && oddQuotes(text, at, end)) end = text.indexOf('>', end + 1)
    if (end < 0) return -1
    if (mark === 0x2f) {
      this.#events.close(local(text.slice(at + 2, end).trimEnd()))
      return end + 1
    }
    const empty = text.charCodeAt(end - 1) === 0x2f
    let nameEnd = at + 1
    while (nameEnd < end && text.charCodeAt(nameEnd) > 0x20 && text.charCodeAt(nameEnd) !== 0x2f) nameEnd += 1
    const name = local(text.slice(at + 1, nameEnd))
    this.#events.open(name, text.slice(nameEnd, empty ? end - 1 : end), empty)
    if (empty) this.#events.close(name)
    return end + 1
  }
}

/** The value of an attribute in the raw text of a tag. */
export function attribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    if (at > 0 && attributes.charCodeAt(at - 1) > 0x20) continue
    let open = at + name.length
    while (attributes.charCodeAt(open) <= 0x20) open += 1
    if (attributes[open] !== '=') continue
    open += 1
    while (attributes.charCodeAt(open) <= 0x20) open += 1
    const quote = attributes[open]
    if (quote !== '"' && quote !== "'") continue
    const end = attributes.indexOf(quote, open + 1)
    return end < 0 ? undefined : plain(attributes.slice(open + 1, end))
  }
  return undefined
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function plain(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name] ?? whole
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  })
}

/** An entity may be cut in two by the end of a piece. */
function safeEnd(text: string, from: number): number {
  const amp = text.lastIndexOf('&')
  return amp >= from && text.length - amp < 12 && !text.includes(';', amp) ? amp : text.length
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 ? -1 : at + mark.length
}

function oddQuotes(text: string, from: number, to: number): boolean {
  let open = 0
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22 || code === 0x27) {
      if (open === 0) open = code
      else if (open === code) open = 0
    }
  }
  return open !== 0
}

function local(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}
