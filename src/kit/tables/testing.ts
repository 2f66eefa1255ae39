import { crc32, deflateRawSync } from 'node:zlib'

/** A part of a zip for tests. `lies` puts other figures into the directory than the truth. */
export type ZipPart = {
  name: string
  text?: string
  packed?: Uint8Array
  lies?: { unpacked?: number; crc?: number; flags?: number }
}

/** A zip made by hand, so that tests can also make damaged and dishonest ones. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, text = '', packed = deflateRawSync(text), lies = {} } of parts) {
    const plain = Buffer.from(text)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt16LE(Buffer.byteLength(name), 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(lies.flags ?? 0, 8)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(lies.crc ?? crc32(plain), 16)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(lies.unpacked ?? plain.length, 24)
    entry.writeUInt16LE(Buffer.byteLength(name), 28)
    entry.writeUInt32LE(offset, 42)
    bodies.push(local, Buffer.from(name), Buffer.from(packed))
    directory.push(entry, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, list, end])
}

export type WorkbookSheet = { name: string; rows: string; state?: string }

/** The parts of a workbook; `rows` is the inside of sheetData. */
export function workbookParts(
  sheets: readonly WorkbookSheet[],
  more: { strings?: readonly string[]; styles?: string; properties?: string } = {},
): ZipPart[] {
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const relations = (inside: string) => `<?xml version="1.0"?><Relationships>${inside}</Relationships>`
  const listed = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${name}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`,
  )
  const targets = sheets.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${rel}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  return [
    { name: '[Content_Types].xml', text: '<?xml version="1.0"?><Types/>' },
    {
      name: '_rels/.rels',
      text: relations(`<Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/>`),
    },
    {
      name: 'xl/workbook.xml',
      text: `<workbook xmlns:r="${rel}">${more.properties ?? ''}<sheets>${listed.join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', text: relations(targets.join('')) },
    ...(more.styles ? [{ name: 'xl/styles.xml', text: `<styleSheet>${more.styles}</styleSheet>` }] : []),
    ...(more.strings
      ? [{ name: 'xl/sharedStrings.xml', text: `<sst>${more.strings.map((s) => `<si>${s}</si>`).join('')}</sst>` }]
      : []),
    ...sheets.map(({ rows }, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      text: `<?xml version="1.0"?>\n<worksheet><dimension ref="A1"/><sheetData>${rows}</sheetData></worksheet>`,
    })),
  ]
}

/** A workbook with one sheet of plain text cells. */
export function workbookOf(rows: readonly (readonly string[])[]): Buffer {
  const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  const cell = (text: string) => `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
  return zipOf(
    workbookParts([{ name: 'Goods', rows: rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('') }]),
  )
}

/** Bytes as they come over a wire, `size` at a time. */
export async function* wire(bytes: Uint8Array | string, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size)
}
