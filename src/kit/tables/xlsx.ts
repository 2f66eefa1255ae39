import { Refusal } from '../errors/refusal.ts'
import type { ByteSource } from './bytes.ts'
import { SheetReader } from './sheet.ts'
import type { TableCaps, TableRow } from './table.ts'
import { attribute, type XmlEvents, XmlReader } from './xml.ts'
import { openZip, type Zip, type ZipEntry } from './zip.ts'

const MOST_SHARED_CHARS = 48 * 1024 * 1024

type Book = { strings: string[]; dateStyles: ReadonlySet<number>; since1904: boolean }

/**
 * The rows of a workbook's largest visible sheet, as they come. Formulas count by the value last computed.
 * Refuses: invalid when it is damaged, locked or no workbook; limit when it unpacks beyond the caps.
 */
export async function* xlsxRows(source: ByteSource, caps: TableCaps, sheetName?: string): AsyncGenerator<TableRow> {
  const zip = await openZip(source, caps)
  const { sheets, since1904 } = await readWorkbook(zip)
  const visible = sheets.filter((sheet) => (sheetName ? sheet.name === sheetName : !sheet.hidden))
  const sheet = visible.sort((a, b) => b.entry.unpacked - a.entry.unpacked)[0]
  if (!sheet) throw new Refusal('invalid', 'tables.no_sheet')
  const book: Book = { strings: await readStrings(zip, caps), dateStyles: await readDateStyles(zip), since1904 }
  const rows = new SheetReader(book, caps)
  const xml = new XmlReader(rows)
  for await (const text of texts(zip, sheet.entry)) {
    xml.push(text)
    yield* rows.take()
  }
  xml.end()
  yield* rows.take()
}

type Sheet = { name: string; hidden: boolean; entry: ZipEntry }

async function readWorkbook(zip: Zip): Promise<{ sheets: Sheet[]; since1904: boolean }> {
  const office = await relations(zip, '_rels/.rels')
  const path =
    [...office.values()].find((relation) => relation.type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const targets = await relations(zip, `${folder}_rels/${path.slice(folder.length)}.rels`, folder)
  const sheets: Sheet[] = []
  let since1904 = false
  await readXml(zip, path, {
    open: (name, attributes) => {
      if (name === 'workbookPr') since1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '')
      if (name !== 'sheet') return
      const id = attribute(attributes, 'r:id') ?? /:id\s*=\s*["']([^"']+)/.exec(attributes)?.[1]
      const target = targets.get(id ?? '')?.target
      const entry = target === undefined ? undefined : zip.entries.get(target.toLowerCase())
      if (!entry) return
      const hidden = (attribute(attributes, 'state') ?? 'visible') !== 'visible'
      sheets.push({ name: attribute(attributes, 'name') ?? '', hidden, entry })
    },
  })
  return { sheets, since1904 }
}

async function relations(zip: Zip, path: string, folder = ''): Promise<Map<string, { type: string; target: string }>> {
  const found = new Map<string, { type: string; target: string }>()
  await readXml(zip, path, {
    open: (name, attributes) => {
      if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return
      const target = attribute(attributes, 'Target') ?? ''
      const full = target.startsWith('/') ? target.slice(1) : folder + target
      found.set(attribute(attributes, 'Id') ?? '', { type: attribute(attributes, 'Type') ?? '', target: full })
    },
  })
  return found
}

async function readStrings(zip: Zip, caps: TableCaps): Promise<string[]> {
  const strings: string[] = []
  let chars = 0
  let item = ''
  let inText = false
  let phonetic = false
  await readXml(zip, 'xl/sharedStrings.xml', {
    open: (name) => {
      if (name === 'si') item = ''
      else if (name === 't') inText = !phonetic
      else if (name === 'rPh') phonetic = true
    },
    text: (text) => {
      if (inText && item.length <= caps.cell_chars) item += text
    },
    close: (name) => {
      if (name === 't') inText = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') {
        chars += item.length + 16
        if (chars > MOST_SHARED_CHARS) throw new Refusal('limit', 'tables.too_much_text')
        strings.push(item)
      }
    },
  })
  return strings
}

const BUILT_IN_DATES = [
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]

/** Which cell styles show a number as a date. */
async function readDateStyles(zip: Zip): Promise<ReadonlySet<number>> {
  const formats = new Set(BUILT_IN_DATES)
  const styles = new Set<number>()
  let inCellFormats = false
  let style = 0
  await readXml(zip, 'xl/styles.xml', {
    open: (name, attributes) => {
      if (name === 'numFmt') {
        const code = (attribute(attributes, 'formatCode') ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '')
        if (/[ymdhs]/i.test(code) && !/general/i.test(code)) formats.add(Number(attribute(attributes, 'numFmtId')))
      } else if (name === 'cellXfs') {
        inCellFormats = true
      } else if (name === 'xf' && inCellFormats) {
        if (formats.has(Number(attribute(attributes, 'numFmtId')))) styles.add(style)
        style += 1
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCellFormats = false
    },
  })
  return styles
}

const nothing = () => {}

async function readXml(zip: Zip, path: string, events: Partial<XmlEvents>): Promise<void> {
  const entry = zip.entries.get(path.toLowerCase())
  if (!entry) return
  const xml = new XmlReader({
    open: events.open ?? nothing,
    text: events.text ?? nothing,
    close: events.close ?? nothing,
  })
  for await (const text of texts(zip, entry)) xml.push(text)
  xml.end()
}

async function* texts(zip: Zip, entry: ZipEntry): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  for await (const piece of zip.unpack(entry)) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}
