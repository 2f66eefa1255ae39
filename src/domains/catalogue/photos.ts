import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { Refusal } from '../../kit/errors/refusal.ts'
import type { Storage } from '../../kit/storage/storage.ts'

// One picture at a time and nothing kept between them: a shopkeeper's upload must not eat the memory of the market.
sharp.concurrency(1)
sharp.cache(false)

export const PHOTO_WIDTHS = [160, 480, 960] as const
export type PhotoWidth = (typeof PHOTO_WIDTHS)[number]
type Ending = 'jpeg' | 'webp' | 'avif'

const MOST_BYTES = 10 * 1024 * 1024
const MOST_PIXELS = 40_000_000

/** How many bytes one file may have, so that a page of results stays light on a slow net. */
const BUDGET: Readonly<Record<Ending, Readonly<Record<PhotoWidth, number>>>> = {
  jpeg: { 160: 4_096, 480: 20_480, 960: 65_536 },
  webp: { 160: 3_584, 480: 16_384, 960: 49_152 },
  avif: { 160: 3_072, 480: 12_288, 960: 36_864 },
}

// Colours decide quarrels, so the photos people judge by start good; thumbs may be coarser.
const QUALITIES: Readonly<Record<PhotoWidth, readonly number[]>> = {
  160: [50, 38, 28, 18],
  480: [62, 52, 42, 32, 22],
  960: [68, 58, 48, 38, 28],
}

/** A photo ready to be kept. name is the SHA-256 of its largest file; colour is its main colour, '#a1b2c3'. */
export interface PreparedPhoto {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly colour: string
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
}

/** The file of a photo: photoFile(name, 480, 'webp') is '9f86…0a08-480.webp'. */
export function photoFile(name: string, width: PhotoWidth, ending: Ending): string {
  return `${name}-${width}.${ending}`
}

/**
 * Makes a photo of what a person sent: turned upright, everything about the camera and the place left out, cut square,
 * in three widths as JPEG and WebP, each within its budget of bytes. AVIF is slow, and made later by makeAvif.
 * Refuses: invalid photos.too_large {megabytes}, photos.not_a_photo, photos.too_many_pixels {megapixels}.
 */
export async function preparePhoto(bytes: Uint8Array): Promise<PreparedPhoto> {
  if (bytes.length > MOST_BYTES) throw new Refusal('invalid', 'photos.too_large', { megabytes: MOST_BYTES / 1_048_576 })
  if (!looksLikePhoto(bytes)) throw new Refusal('invalid', 'photos.not_a_photo')
  const square = await readSquare(bytes)
  const files: { name: string; bytes: Uint8Array }[] = []
  const largest = await encode(square, 960, 'jpeg')
  const name = createHash('sha256').update(largest).digest('hex')
  for (const width of PHOTO_WIDTHS) {
    const jpeg = width === 960 ? largest : await encode(square, width, 'jpeg')
    files.push({ name: photoFile(name, width, 'jpeg'), bytes: jpeg })
    files.push({ name: photoFile(name, width, 'webp'), bytes: await encode(square, width, 'webp') })
  }
  return { name, width: square.side, height: square.side, colour: await mainColour(square), files }
}

/** Keeps the files of a photo. Before the transaction that adds it, since a file without a row does no harm. */
export async function keepPhoto(storage: Storage, photo: PreparedPhoto): Promise<void> {
  for (const { name, bytes } of photo.files) await storage.keep(name, bytes)
}

/** Makes the AVIF files of a kept photo. False when its JPEG is gone. Slow (seconds): for a job. */
export async function makeAvif(name: string, storage: Storage): Promise<boolean> {
  // One picture may hang on many listings: it is made once. The largest comes last, so where it is, all are.
  if (await storage.read(photoFile(name, 960, 'avif'))) return true
  const jpeg = await storage.read(photoFile(name, 960, 'jpeg'))
  if (!jpeg) return false
  const square = await readSquare(jpeg)
  for (const width of PHOTO_WIDTHS) {
    await storage.keep(photoFile(name, width, 'avif'), await encode(square, width, 'avif'))
  }
  return true
}

/** By the first bytes and not by the name or what the sender says: JPEG, PNG, WebP, AVIF. */
function looksLikePhoto(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1')
  return (
    head.startsWith('\xff\xd8\xff') ||
    head.startsWith('\x89PNG\r\n\x1a\n') ||
    (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') ||
    (head.slice(4, 8) === 'ftyp' && /avif|avis/.test(head.slice(8)))
  )
}

/** Plain pixels, three bytes each, of a square. */
interface Square {
  readonly pixels: Buffer
  readonly side: number
}

async function readSquare(bytes: Uint8Array): Promise<Square> {
  const facts = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined)
  if (!facts?.width || !facts.height) throw new Refusal('invalid', 'photos.not_a_photo')
  if (facts.width * facts.height > MOST_PIXELS) {
    throw new Refusal('invalid', 'photos.too_many_pixels', { megapixels: MOST_PIXELS / 1_000_000 })
  }
  const side = Math.min(facts.width, facts.height, 960)
  try {
    const pixels = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .rotate()
      .resize(side, side, { fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer()
    return { pixels, side }
  } catch {
    throw new Refusal('invalid', 'photos.not_a_photo')
  }
}

async function encode(square: Square, width: PhotoWidth, ending: Ending): Promise<Uint8Array> {
  const most = BUDGET[ending][width]
  const coarsest = QUALITIES[width].at(-1) ?? 20
  let side = Math.min(width, square.side)
  for (;;) {
    let bytes: Uint8Array = new Uint8Array()
    for (const quality of QUALITIES[width]) {
      // Far too heavy: the steps between would only cost time.
      if (bytes.length > most * 2 && quality !== coarsest) continue
      bytes = await encodeAt(square, side, ending, quality)
      if (bytes.length <= most) return bytes
    }
    // So restless a picture is rare: fewer pixels rather than a heavy page.
    side = Math.max(16, Math.floor(side * Math.min(0.8, 0.95 * Math.sqrt(most / bytes.length))))
  }
}

function encodeAt({ pixels, side }: Square, to: number, ending: Ending, quality: number): Promise<Buffer> {
  const image = sharp(pixels, { raw: { width: side, height: side, channels: 3 } }).resize(to, to)
  if (ending === 'webp') return image.webp({ quality, effort: 4 }).toBuffer()
  if (ending === 'avif') return image.avif({ quality: Math.max(20, quality - 15), effort: 4 }).toBuffer()
  return image.jpeg({ quality, mozjpeg: true }).toBuffer()
}

async function mainColour({ pixels, side }: Square): Promise<string> {
  const { dominant } = await sharp(pixels, { raw: { width: side, height: side, channels: 3 } }).stats()
  return `#${[dominant.r, dominant.g, dominant.b].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
