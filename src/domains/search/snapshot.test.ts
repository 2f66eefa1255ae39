import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OwnEngine } from './own-engine.ts'
import type { SearchDoc } from './search.ts'
import { shelvesFrom } from './shelves.ts'

const TREE = shelvesFrom([])
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bharosa-snapshot-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function goods(i: number): SearchDoc {
  return {
    ...{ listing_id: `l${i}`, shop_id: `s${i % 3}`, title: `Chappal number ${i}`, brand: 'Bata', category_id: 'x' },
    ...{ condition: 'new', price_from_paisa: BigInt(i * 100), price_to_paisa: BigInt(i * 100 + 5) },
    ...{ compare_at_paisa: null, in_stock: true, photo_name: null, photo_colour: '#abc', shop_handle: `h${i % 3}` },
    ...{ shop_name: `Shop ${i % 3}`, city_id: 'lahore', live_at: new Date(i), words: ['Red', '42'] },
  }
}

function filled(count = 500): OwnEngine {
  const engine = new OwnEngine(TREE)
  for (let i = 0; i < count; i++) engine.put(goods(i))
  for (let i = 0; i < count; i += 7) engine.remove(`l${i}`)
  return engine
}

const answers = (engine: OwnEngine) =>
  ['chappal', 'number 12', 'red', 'chapal'].map((text) => engine.search({ text, sort: 'best', limit: 50 }))

describe('a snapshot', () => {
  test('answers as the index it was made of, and goes on from there', async () => {
    const engine = filled()
    await engine.save(folder)
    const again = new OwnEngine(TREE)
    expect(await again.load(folder)).toBe(true)
    expect(again.size).toBe(engine.size)
    expect(answers(again)).toEqual(answers(engine))
    for (const one of [engine, again]) {
      one.put({ ...goods(1), title: 'Khussa' })
      one.remove('l2')
    }
    expect(answers(again)).toEqual(answers(engine))
    await again.save(folder)
    const third = new OwnEngine(TREE)
    expect([await third.load(folder), third.size]).toEqual([true, engine.size])
  })

  test('keeps no file that nobody needs', async () => {
    const engine = filled()
    await engine.save(folder)
    const files = readdirSync(folder).length
    engine.remove('l1')
    await engine.save(folder)
    expect(readdirSync(folder)).toHaveLength(files)
  })

  test('of two processes that keep theirs in one folder the last one counts, and is whole', async () => {
    const [one, other] = [filled(), filled(200)]
    await one.save(folder)
    await other.save(folder)
    await one.save(folder)
    const again = new OwnEngine(TREE)
    expect([await again.load(folder), again.size]).toEqual([true, one.size])
  })

  test.each(['segment', 'gone', 'terms', 'index.json'])('with a wrong byte in %s is refused whole', async (name) => {
    await filled().save(folder)
    const path = join(folder, readdirSync(folder).find((file) => file.startsWith(name)) ?? '')
    const bytes = readFileSync(path)
    bytes[bytes.length >>> 1] = (bytes[bytes.length >>> 1] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const again = new OwnEngine(TREE)
    expect([await again.load(folder), again.size]).toEqual([false, 0])
    truncateSync(path, 3)
    expect([await again.load(folder), again.size]).toEqual([false, 0])
    rmSync(path)
    expect([await again.load(folder), again.size]).toEqual([false, 0])
  })

  test('of another language or another tree of shelves is refused', async () => {
    await filled().save(folder)
    const tree = shelvesFrom([
      ...[{ category_id: 'men', parent_id: null, name_en: 'Men', name_ur: '', name_roman: '' }].map((one) => ({
        ...{ ...one, icon: 'box', position: 1, attributes: [] },
      })),
    ])
    expect(await new OwnEngine(tree).load(folder)).toBe(false)
  })
})
