import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { seedMarket } from './goods.ts'
import { PAINTS } from './pictures/paint.ts'
import { PICTURE_KEYS, pictureSvg } from './pictures.ts'

const market = seedMarket(1)

/** The grey values of a small rendering. */
async function rendered(key: string, colour: string): Promise<Buffer> {
  return sharp(Buffer.from(pictureSvg(key, colour)))
    .resize(64, 64)
    .removeAlpha()
    .raw()
    .toBuffer()
}

describe('the drawn pictures', () => {
  it('are more than a hundred and fifty, no two alike', () => {
    expect(PICTURE_KEYS.length).toBeGreaterThanOrEqual(150)
    expect(new Set(PICTURE_KEYS).size).toBe(PICTURE_KEYS.length)
    // The goods alone, on whatever ground: the same drawing under two keys would be a cheat.
    const goods = PICTURE_KEYS.map((key) => pictureSvg(key, 'Blue').split('scale(2.45)')[1])
    expect(new Set(goods).size).toBe(goods.length)
  })

  it('hold no text and no empty goods, and are square', () => {
    for (const key of PICTURE_KEYS) {
      const svg = pictureSvg(key, 'Natural')
      expect(svg, key).toMatch(/^<svg [^>]*width="800" height="800"/)
      expect(svg, key).not.toMatch(/<text|NaN|undefined/)
      expect(svg.split('scale(2.45)')[1]?.match(/<(path|ellipse|rect)/g)?.length, key).toBeGreaterThan(2)
    }
  })

  it('come out of the renderer with goods in the middle of them', async () => {
    for (const key of PICTURE_KEYS) {
      const pixels = await rendered(key, 'Natural')
      const middle = Array.from({ length: 32 * 32 }, (_, at) => {
        const place = ((16 + Math.floor(at / 32)) * 64 + 16 + (at % 32)) * 3
        return `${(pixels[place] ?? 0) >> 5},${(pixels[place + 1] ?? 0) >> 5},${(pixels[place + 2] ?? 0) >> 5}`
      })
      expect(new Set(middle).size, key).toBeGreaterThan(5)
    }
  })

  it('change with the colour of the goods', () => {
    for (const colour of Object.keys(PAINTS)) expect(pictureSvg('shawl', colour)).toContain(PAINTS[colour])
    expect(pictureSvg('khussa', 'Black')).not.toBe(pictureSvg('khussa', 'Golden'))
    expect(() => pictureSvg('unicorn', 'Blue')).toThrow('unicorn')
  })

  it('are there for every listing and shop, and few enough to paint at once', () => {
    const wanted = new Set<string>()
    for (const { pictures } of market.listings) {
      expect(pictures.length).toBeGreaterThan(0)
      for (const { key, colour } of pictures) {
        expect(PICTURE_KEYS).toContain(key)
        wanted.add(`${key} ${colour}`)
      }
    }
    for (const { picture } of market.shops) expect(PICTURE_KEYS).toContain(picture.key)
    expect(new Set([...wanted].map((one) => one.split(' ')[0])).size).toBeGreaterThanOrEqual(150)
    expect(wanted.size).toBeLessThan(360)
  })
})
