import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { Storage } from '../../kit/storage/storage.ts'
import { keepPhoto, makeAvif, photoFile, preparePhoto } from './catalogue.ts'

const refusal = (reason: string) => expect.objectContaining({ code: 'invalid', reason })
const BUDGET: Record<string, number> = {
  '160.jpeg': 4096,
  '160.webp': 3584,
  '480.jpeg': 20480,
  '480.webp': 16384,
  '960.jpeg': 65536,
  '960.webp': 49152,
}

function plain(width: number, height: number, colour = '#8b5a2b') {
  return sharp({ create: { width, height, channels: 3, background: colour } })
}

/** The most restless picture there is: every pixel by chance, the same each time. */
function noise(side: number) {
  const pixels = Buffer.alloc(side * side * 3)
  let state = 1
  for (let i = 0; i < pixels.length; i++) {
    state = (state * 48271) % 2147483647
    pixels[i] = state & 255
  }
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
}

function memory(): Storage & { files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>()
  return {
    files,
    put: () => Promise.reject(new Error('photos keep their own names')),
    keep: async (name, bytes) => void files.set(name, bytes),
    read: async (name) => files.get(name),
    remove: async (name) => void files.delete(name),
    async *names() {
      yield* files.keys()
    },
  }
}

describe('preparing a photo', () => {
  test('it becomes six square files within their budgets, named by content', async () => {
    const photo = await preparePhoto(await plain(1600, 1200).jpeg().toBuffer())
    expect(photo).toMatchObject({ width: 960, height: 960, name: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(photo.files.map((file) => file.name.slice(65)).sort()).toEqual(Object.keys(BUDGET).sort())
    const sizes = await Promise.all(photo.files.map(async (file) => (await sharp(file.bytes).metadata()).width))
    expect([...new Set(sizes)].sort((a, b) => Number(a) - Number(b))).toEqual([160, 480, 960])
    expect((await preparePhoto(await plain(1600, 1200).jpeg().toBuffer())).name).toBe(photo.name)
    expect(photo.colour).toMatch(/^#8[0-9a-f]5[0-9a-f]2[0-9a-f]$/)
  })

  test('even a picture of pure noise keeps the budgets', async () => {
    const photo = await preparePhoto(await noise(1000).png().toBuffer())
    const heavy = photo.files.filter((file) => file.bytes.length > (BUDGET[file.name.slice(65)] ?? 0))
    expect(heavy.map((file) => file.name)).toEqual([])
  })

  test('it is turned upright, and where and with what it was taken is gone', async () => {
    const sideways = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#ffffff' } })
      .composite([{ input: await plain(20, 20, '#ff0000').png().toBuffer(), left: 0, top: 0 }])
      .withExif({ IFD0: { Make: 'Camera of Farah', Orientation: '6' }, IFD3: { GPSLatitude: '34/1 0/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100 })
      .toBuffer()
    expect((await sharp(sideways).metadata()).exif?.length).toBeGreaterThan(0)
    const photo = await preparePhoto(sideways)
    for (const file of photo.files) {
      const facts = await sharp(file.bytes).metadata()
      expect([facts.exif, facts.icc, facts.xmp, facts.orientation]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ])
    }
    const square = photo.files.find((file) => file.name.endsWith('-960.webp'))
    // The red half was on the left; turned clockwise it is on top.
    const { data } = await sharp(square?.bytes).raw().toBuffer({ resolveWithObject: true })
    expect([data[0], data[1]].map((part) => Math.round((part ?? 0) / 255))).toEqual([1, 0])
    expect(Math.round((data.at(-2) ?? 0) / 255)).toBe(1)
  })

  test.each(['jpeg', 'png', 'webp', 'avif'] as const)('a %s is read, whatever its name says', async (kind) => {
    expect(await preparePhoto(await plain(300, 200).toFormat(kind).toBuffer())).toMatchObject({ width: 200 })
  })

  test.each([
    ['a text', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')],
    ['nothing', Buffer.alloc(0)],
    [
      'a program with the first bytes of a photo',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(5000, 65)]),
    ],
  ])('%s is no photo', async (_, bytes) => {
    await expect(preparePhoto(bytes)).rejects.toEqual(refusal('photos.not_a_photo'))
  })

  test('half a photo is no photo', async () => {
    const whole = await noise(400).jpeg({ quality: 90 }).toBuffer()
    await expect(preparePhoto(whole.subarray(0, whole.length / 2))).rejects.toEqual(refusal('photos.not_a_photo'))
  })

  test('a file of more than ten megabytes is refused before it is opened', async () => {
    await expect(preparePhoto(new Uint8Array(10 * 1024 * 1024 + 1))).rejects.toEqual(refusal('photos.too_large'))
  })

  test('a small file that unpacks to fifty million pixels is refused', async () => {
    const bomb = await plain(10_000, 5_000).png({ compressionLevel: 9 }).toBuffer()
    expect(bomb.length).toBeLessThan(500_000)
    await expect(preparePhoto(bomb)).rejects.toEqual(refusal('photos.too_many_pixels'))
  })
})

test('the AVIF files come later, from what was kept', async () => {
  const storage = memory()
  const photo = await preparePhoto(await plain(500, 500).jpeg().toBuffer())
  expect(await makeAvif(photo.name, storage)).toBe(false)
  await keepPhoto(storage, photo)
  expect(await makeAvif(photo.name, storage)).toBe(true)
  const avif = storage.files.get(photoFile(photo.name, 480, 'avif'))
  expect((await sharp(avif).metadata()).width).toBe(480)
  expect(storage.files.size).toBe(9)
})
