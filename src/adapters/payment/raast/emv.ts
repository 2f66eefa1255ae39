/** One field of a merchant's QR: a tag of two digits and its text. */
export interface EmvField {
  readonly tag: string
  readonly value: string
}

/** EMVCo allows 512 bytes in one code. */
export const MOST_BYTES = 512

/** CRC-16/CCITT-FALSE of a text's bytes in four capital hex digits: "123456789" gives 29B1. */
export function crc16(text: string): string {
  let crc = 0xffff
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return crc.toString(16).toUpperCase().padStart(4, '0')
}

/**
 * Splits tag, length, value, tag, length, value… by places in the list, never by what a value looks like. The length
 * counts bytes, so a name in Urdu counts double. Returns words for a person when it cannot be split.
 */
export function readFields(text: string): readonly EmvField[] | { readonly fault: string } {
  const bytes = Buffer.from(text, 'utf8')
  const fields: EmvField[] = []
  for (let at = 0; at < bytes.length; ) {
    const head = bytes.toString('latin1', at, at + 4)
    if (!/^\d{4}$/.test(head)) return { fault: `no tag and length at byte ${at}` }
    const tag = head.slice(0, 2)
    const end = at + 4 + Number(head.slice(2))
    if (end === at + 4) return { fault: `tag ${tag} is empty` }
    if (end > bytes.length) return { fault: `tag ${tag} is longer than what is left` }
    if (fields.some((field) => field.tag === tag)) return { fault: `tag ${tag} comes twice` }
    const value = bytes.toString('utf8', at + 4, end)
    if (Buffer.byteLength(value) !== end - at - 4 || value.includes('\ufffd'))
      return { fault: `tag ${tag} cuts a letter` }
    fields.push({ tag, value })
    at = end
  }
  return fields
}

/** Joins fields; an empty one is left out. Throws when a value has more than 99 bytes. */
export function writeFields(fields: readonly EmvField[]): string {
  return fields
    .filter(({ value }) => value !== '')
    .map(({ tag, value }) => {
      const size = Buffer.byteLength(value)
      if (!/^\d\d$/.test(tag) || size > 99) throw new Error(`broken promise: tag ${tag} has at most 99 bytes`)
      return tag + String(size).padStart(2, '0') + value
    })
    .join('')
}

/** The text of a tag, or undefined. */
export function textOf(fields: readonly EmvField[], tag: string): string | undefined {
  return fields.find((field) => field.tag === tag)?.value
}
