import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { PHOTO_WIDTHS, photoFile } from '../../src/domains/catalogue/catalogue.ts'
import type { Storage } from '../../src/kit/storage/storage.ts'
import { pictureSvg } from './pictures.ts'
import type { SeedPicture } from './shapes.ts'

/** Flat drawings are as clear with fewer pixels, and a newcomer waits for them. */
export const PICTURE_SIDE = 640

// Good enough for flat colours, and several times quicker than what a photo of goods is given.
const JPEG = { quality: 72 }
const WEBP = { effort: 1 }
const WEBP_QUALITY = { 160: 55, 480: 66, 960: 68 } as const

const AT_ONCE = 3

/** A picture as a photo of the market: the name is made from the drawing itself, so that it is known before it is painted. */
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

/** Paints the pictures into the storage, in the sizes of the photos, a few at a time. AVIF is made by the market later. */
export async function paintAll(storage: Storage, pictures: Iterable<DrawnPicture>): Promise<void> {
  const waiting = [...new Map([...pictures].map((one) => [one.name, one])).values()]
  const painter = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await paint(storage, next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, painter))
}

async function paint(storage: Storage, { name, svg }: DrawnPicture): Promise<void> {
  // The largest JPEG is kept last: where it is, the others are.
  if (await storage.read(photoFile(name, 960, 'jpeg'))) return
  const largest = await sharp(Buffer.from(svg)).resize(PICTURE_SIDE).flatten().removeAlpha().raw().toBuffer()
  for (const width of PHOTO_WIDTHS) {
    const side = Math.min(width, PICTURE_SIDE)
    const small = sharp(largest, { raw: { width: PICTURE_SIDE, height: PICTURE_SIDE, channels: 3 } }).resize(side)
    const [webp, jpeg] = await Promise.all([
      small
        .clone()
        .webp({ ...WEBP, quality: WEBP_QUALITY[width] })
        .toBuffer(),
      small.clone().jpeg(JPEG).toBuffer(),
    ])
    await Promise.all([
      storage.keep(photoFile(name, width, 'webp'), webp),
      storage.keep(photoFile(name, width, 'jpeg'), jpeg),
    ])
  }
}
