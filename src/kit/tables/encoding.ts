/** The encodings that spreadsheets in this part of the world save text in. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'windows-1256'

/**
 * Bytes to text, whatever the encoding. Plain ASCII reads the same in all but UTF-16, so the choice waits for the first
 * piece that is not plain: a file may hold its first Urdu word in its last row. Bytes without meaning become U+FFFD.
 */
export async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held: Uint8Array = new Uint8Array(0)
  let decoder: TextDecoder | undefined
  let first = true
  for await (const piece of bytes) {
    if (decoder) {
      // One odd letter early on may have named an old encoding; real UTF-8 further down takes that back.
      if (decoder.encoding.startsWith('windows') && narrowEncoding(piece) === 'utf-8' && hasSequence(piece)) {
        decoder = new TextDecoder('utf-8')
      }
      yield decoder.decode(piece, { stream: true })
      continue
    }
    const all = held.length > 0 ? Buffer.concat([held, piece]) : piece
    if (first && all.length < 64) {
      held = all // Too little to tell UTF-16 by.
      continue
    }
    const encoding = first ? (wideEncoding(all) ?? narrowEncoding(all)) : narrowEncoding(all)
    first = false
    if (encoding === 'undecided') {
      held = all
    } else if (encoding === 'ascii') {
      held = new Uint8Array(0)
      yield latin1(all)
    } else {
      decoder = new TextDecoder(encoding)
      held = new Uint8Array(0)
      yield decoder.decode(all, { stream: true })
    }
  }
  decoder ??= new TextDecoder((first ? wideEncoding(held) : undefined) ?? closing(narrowEncoding(held)))
  yield decoder.decode(held)
}

function hasSequence(bytes: Uint8Array): boolean {
  return /[\u0600-\u06ff]{2}|[^\0-\x7f\ufffd]/.test(new TextDecoder('utf-8').decode(bytes))
}

function closing(encoding: Encoding | 'ascii' | 'undecided'): Encoding {
  return encoding === 'ascii' || encoding === 'undecided' ? 'utf-8' : encoding
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** UTF-16 by its mark, or by the zero (Latin) and 06 (Arabic script) bytes that fill one half of each pair. */
function wideEncoding(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const length = Math.min(bytes.length, 4096) & ~1
  if (length < 4) return undefined
  const fills = [0, 0]
  let zeros = 0
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]
    if (byte === 0) zeros += 1
    if (byte === 0 || byte === 6) fills[i & 1] = (fills[i & 1] ?? 0) + 1
  }
  const [even = 0, odd = 0] = fills
  const half = length / 2
  if (zeros < half / 20) return undefined
  if (odd > half * 0.9 && even < half * 0.5) return 'utf-16le'
  if (even > half * 0.9 && odd < half * 0.5) return 'utf-16be'
  return undefined
}

/** One-byte encodings and UTF-8. `undecided` when all there is, is the start of a sequence at the very end. */
export function narrowEncoding(bytes: Uint8Array): Encoding | 'ascii' | 'undecided' {
  let good = 0
  let bad = 0
  let cut = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (byte < 0x80) continue
    const more = byte >= 0xf0 && byte < 0xf5 ? 3 : byte >= 0xe0 ? 2 : 1
    let follows = byte >= 0xc2 && byte < 0xf5 ? 0 : -1
    while (follows >= 0 && follows < more && ((bytes[i + 1 + follows] ?? 0) & 0xc0) === 0x80) follows += 1
    if (follows === more) {
      good += 1
      i += more
    } else if (follows >= 0 && i + 1 + follows >= bytes.length) {
      cut = true
      break
    } else {
      bad += 1
    }
  }
  if (bad === 0 && good === 0) return cut ? 'undecided' : 'ascii'
  if (good > 0 && good >= bad) return 'utf-8'
  return oldEncoding(bytes)
}

/**
 * Which one-byte encoding. Urdu in Windows-1256 stands in runs of high bytes; Western text has them alone among plain
 * letters. What fits neither is UTF-8 with damage, and its damaged rows are named.
 */
function oldEncoding(bytes: Uint8Array): Encoding {
  let high = 0
  let inRuns = 0
  let arabic = 0
  let western = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (byte < 0x80) continue
    const before = bytes[i - 1] ?? 0
    const after = bytes[i + 1] ?? 0
    high += 1
    if (before >= 0x80 || after >= 0x80) inRuns += 1
    if (ARABIC_1256.has(byte)) arabic += 1
    if (PUNCTUATION_1252.has(byte)) western += 1
    else if (byte >= 0xc0 && !RARE_1252.has(byte) && (isLetter(before) || isLetter(after))) western += 1
  }
  if (high >= 4 && inRuns > high * 0.6 && arabic > high * 0.85) return 'windows-1256'
  if (western >= high * 0.9) return 'windows-1252'
  if (high >= 4 && arabic > high * 0.85) return 'windows-1256'
  return 'utf-8'
}

const isLetter = (byte: number) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

// Letters of Arabic and Urdu in Windows-1256, with the Arabic comma, semicolon and question mark and the vowel signs.
const ARABIC_1256 = new Set([
  0x81,
  0x8a,
  0x8d,
  0x8e,
  0x8f,
  0x90,
  0x98,
  0x9a,
  0x9d,
  0x9f,
  0xa0,
  0xa1,
  0xaa,
  0xba,
  0xbf,
  0xc0,
  0xe1,
  0xff,
  ...range(0xc1, 0xd6),
  ...range(0xd8, 0xdf),
  ...range(0xe3, 0xe6),
  0xec,
  0xed,
  ...range(0xf0, 0xf3),
  0xf5,
  0xf6,
  0xf8,
  0xfa,
])
const PUNCTUATION_1252 = new Set([
  0x80,
  0x82,
  0x84,
  0x85,
  ...range(0x91, 0x97),
  0x99,
  0xa0,
  0xa3,
  0xa9,
  0xab,
  0xae,
  0xb0,
  0xb1,
  0xb2,
  0xb3,
  0xb4,
  0xb7,
  0xbb,
  0xbc,
  0xbd,
  0xbe,
  0xd7,
])
// The letters that a damaged UTF-8 text shows when it is read as Windows-1252: Â Ã Ð Þ ð þ ÿ.
const RARE_1252 = new Set([0xc2, 0xc3, 0xd0, 0xde, 0xf0, 0xfe, 0xff])

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}
