import { createHash } from 'node:crypto'
import sharp, { type Sharp } from 'sharp'
import { photoFile } from '../../src/domains/catalogue/catalogue.ts'
import type { Storage } from '../../src/kit/storage/storage.ts'
import { pictureSvg } from './pictures.ts'
import type { SeedPicture } from './shapes.ts'

/** Flat drawings are as clear with fewer pixels, and a newcomer waits for them. */
export const PICTURE_SIDE = 640

// Good enough for flat colours, and several times quicker than what a photo of goods is given.
const JPEG = { quality: 64 }
const WEBP_QUALITY = { 160: 50, 480: 56, 960: 62 } as const

/** A picture as a photo of the market. Its name is made from the drawing, so that it is known before it is painted. */
export interface DrawnPicture {
  readonly name: string
  readonly colour: string
  readonly svg: string
}

/** Every picture that is asked for, drawn once; found again by key and colour. */
export function drawAll(pictures: Iterable<SeedPicture>): ReadonlyMap<string, DrawnPicture> {
  const drawn = new Map<string, DrawnPicture>()
  for (const picture of pictures) {
    const place = placeOf(picture)
    if (drawn.has(place)) continue
    const svg = pictureSvg(picture.key, picture.colour)
    // The ground is painted first: it is what stands in the place of a picture that is still on its way.
    const colour = /fill="(#[0-9a-f]{6})"/i.exec(svg)?.[1] ?? '#f5f1e4'
    drawn.set(place, { name: createHash('sha256').update(svg).digest('hex'), colour, svg })
  }
  return drawn
}

export function placeOf({ key, colour }: SeedPicture): string {
  return `${key}|${colour}`
}

export interface Studio {
  /** Takes one picture after the other until none is left. Called again, another hand works beside the first. */
  paint(): Promise<void>
  /** Begins no other picture. */
  close(): void
}

/** Paints the pictures into the storage, in the sizes of the photos. AVIF is made by the market later. */
export function openStudio(storage: Storage, pictures: Iterable<DrawnPicture>): Studio {
  const waiting = [...new Map([...pictures].map((one) => [one.name, one])).values()]
  return {
    async paint() {
      for (let next = waiting.shift(); next; next = waiting.shift()) await paint(storage, next)
    },
    close() {
      waiting.length = 0
    },
  }
}

/** Raw pixels of a square, three bytes each. */
interface Square {
  readonly pixels: Buffer
  readonly side: number
}

async function paint(storage: Storage, { name, svg }: DrawnPicture): Promise<void> {
  // The smallest is painted last: where its JPEG is, all the others are.
  if (await storage.read(photoFile(name, 160, 'jpeg'))) return
  let square = await painted(svg)
  for (const width of [960, 480, 160] as const) {
    if (width < square.side) square = { pixels: await imageOf(square).resize(width).raw().toBuffer(), side: width }
    const webp = await imageOf(square).webp({ effort: 0, quality: WEBP_QUALITY[width] }).toBuffer()
    await storage.keep(photoFile(name, width, 'webp'), webp)
    await storage.keep(photoFile(name, width, 'jpeg'), await imageOf(square).jpeg(JPEG).toBuffer())
  }
}

/** The drawing says its size in its first letters; said smaller, fewer pixels have to be painted. */
async function painted(svg: string): Promise<Square> {
  const sized = svg.replace(/width="\d+" height="\d+"/, `width="${PICTURE_SIDE}" height="${PICTURE_SIDE}"`)
  const { data, info } = await sharp(Buffer.from(sized))
    .flatten({ background: '#ffffff' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { pixels: data, side: info.width }
}

function imageOf({ pixels, side }: Square): Sharp {
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
}
