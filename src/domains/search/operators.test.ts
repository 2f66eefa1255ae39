import { expect, test } from 'vitest'
import { bazaar } from '../../../tests/setup/bazaar.ts'
import { testDatabase } from '../../../tests/setup/database.ts'
import { newId } from '../../kit/ids/ids.ts'
import {
  draftRule,
  dropProbe,
  endRule,
  listProbes,
  listRules,
  loadRules,
  previewRule,
  saveProbe,
  startRule,
} from './operators.ts'
import { OwnEngine } from './own-engine.ts'
import type { SearchDoc } from './search.ts'
import { shelvesFrom } from './shelves.ts'

const { db } = await testDatabase()
const { dania } = await db.tx(bazaar)

function goods(listing_id: string, title: string, live = 0): SearchDoc {
  return {
    ...{ listing_id, shop_id: 'bilal', title, brand: '', category_id: 'x', condition: 'new', in_stock: true },
    ...{ price_from_paisa: 100_000n, price_to_paisa: 100_000n, compare_at_paisa: null, photo_name: null },
    ...{
      photo_colour: null,
      shop_handle: 'bilal',
      shop_name: 'Bilal',
      city_id: 'lahore',
      live_at: new Date(live),
      words: [],
    },
  }
}

function market(): OwnEngine {
  const engine = new OwnEngine(shelvesFrom([]))
  engine.put(goods('khussa', 'Multani khussa', 1))
  engine.put(goods('shoe', 'Leather shoes', 2))
  engine.put(goods('shoe-two', 'Running shoes', 3))
  engine.put(goods('teepoy', 'Teapoy of walnut wood', 4))
  return engine
}

const found = (engine: OwnEngine, text: string) =>
  engine.search({ text, sort: 'best', limit: 10 }).hits.map(({ listing_id }) => listing_id)

test('Dania adds a synonym, sees what it changes, and only then does it go live', async () => {
  const engine = market()
  expect(found(engine, 'tipai')).toEqual([])
  const rule = await db.tx((tx) => draftRule(tx, dania, { kind: 'synonym', query: 'Tipai', words: 'teapoy' }))
  await expect(db.tx((tx) => startRule(tx, dania, rule))).rejects.toMatchObject({ reason: 'search.not_previewed' })
  await db.tx(async (tx) => saveProbe(tx, dania, 'leather shoes'))
  const preview = await db.tx((tx) => previewRule(tx, dania, engine, rule))
  expect(preview.looked_at).toBe(2)
  expect(preview.effects).toMatchObject([{ query: 'tipai', before: [], after: [{ listing_id: 'teepoy' }] }])
  expect(preview.effects).toHaveLength(1)
  // Looking changes nothing.
  expect(found(engine, 'tipai')).toEqual([])
  await db.tx((tx) => startRule(tx, dania, rule))
  await db.read((tx) => loadRules(tx, engine.rules))
  expect(found(engine, 'tipai')).toEqual(['teepoy'])
  expect(found(engine, 'walnut tipai')).toEqual(['teepoy'])
  // Ending it is a change too.
  await expect(db.tx((tx) => endRule(tx, dania, rule))).rejects.toMatchObject({ reason: 'search.not_previewed' })
  const ending = await db.tx((tx) => previewRule(tx, dania, engine, rule))
  expect(ending).toMatchObject({
    looked_at: 2,
    effects: [{ query: 'tipai', before: [{ listing_id: 'teepoy' }], after: [] }],
  })
  expect(found(engine, 'tipai')).toEqual(['teepoy'])
  await db.tx((tx) => endRule(tx, dania, rule))
  await db.read((tx) => loadRules(tx, engine.rules))
  expect(found(engine, 'tipai')).toEqual([])
  await expect(db.tx((tx) => endRule(tx, dania, rule))).rejects.toMatchObject({ reason: 'search.unknown_rule' })
})

test('a pin puts goods first for those words alone, and for nobody who narrowed or sorted', () => {
  const engine = market()
  engine.rules.fill([{ kind: 'pin', query: 'shoes', listing_id: 'teepoy' }])
  expect(found(engine, 'Shoes')[0]).toBe('teepoy')
  expect(found(engine, 'leather shoes')).not.toContain('teepoy')
  const cheap = engine.search({ text: 'shoes', sort: 'cheap', limit: 10 })
  expect(cheap.hits.map(({ listing_id }) => listing_id)).not.toContain('teepoy')
  engine.remove('teepoy')
  expect(found(engine, 'shoes')).not.toContain('teepoy')
})

test('goods that are pinned stand there once, on the first page', () => {
  const engine = market()
  engine.rules.fill([{ kind: 'pin', query: 'shoes', listing_id: 'shoe' }])
  expect(found(engine, 'shoes').filter((id) => id === 'shoe')).toEqual(['shoe'])
  const second = engine.search({ text: 'shoes', sort: 'best', limit: 1, page: 2 })
  expect(second.hits.map(({ listing_id }) => listing_id)).not.toContain('shoe')
})

test('a block takes goods from under a query that they do not belong to, and from no other', () => {
  const engine = market()
  engine.rules.fill([{ kind: 'block', query: 'جوتے', listing_id: 'khussa' }])
  expect(found(engine, 'جوتے')).toEqual(expect.arrayContaining(['shoe', 'shoe-two']))
  expect(found(engine, 'جوتے')).not.toContain('khussa')
  expect(found(engine, 'khussa')).toContain('khussa')
})

test('a rule without words, without goods or without end is refused', async () => {
  const draft = (rule: Parameters<typeof draftRule>[2]) => db.tx((tx) => draftRule(tx, dania, rule))
  const words = { reason: 'search.rule_words' }
  await expect(draft({ kind: 'synonym', query: ' … ', words: 'shoe' })).rejects.toMatchObject(words)
  await expect(draft({ kind: 'synonym', query: 'shoe', words: 'SHOE' })).rejects.toMatchObject(words)
  await expect(draft({ kind: 'synonym', query: 'shoe', words: 'x'.repeat(81) })).rejects.toMatchObject(words)
  await expect(draft({ kind: 'pin', query: 'shoe', listing_id: newId() })).rejects.toMatchObject({
    reason: 'catalogue.unknown_listing',
  })
  await expect(db.tx((tx) => previewRule(tx, dania, market(), newId()))).rejects.toMatchObject({
    reason: 'search.unknown_rule',
  })
  await expect(db.tx((tx) => startRule(tx, dania, newId()))).rejects.toMatchObject({ reason: 'search.unknown_rule' })
  await expect(db.tx(async (tx) => saveProbe(tx, dania, '?'))).rejects.toMatchObject(words)
})

test('what is compared folded is read as people spell it', async () => {
  const rule = await db.tx((tx) => draftRule(tx, dania, { kind: 'synonym', query: 'بچوں', words: 'کھلونے' }))
  const [read] = (await db.read((tx) => listRules(tx, dania))).filter(({ rule_id }) => rule_id === rule)
  expect(read).toMatchObject({ query: 'بچوں', words: 'کھلونے' })
  expect(await db.read((tx) => listProbes(tx, dania))).toContain('بچوں')
  const preview = await db.tx((tx) => previewRule(tx, dania, market(), rule))
  expect(preview.rule.query).toBe('بچوں')
  await db.tx(async (tx) => dropProbe(tx, dania, 'بچوں'))
  expect(await db.read((tx) => listProbes(tx, dania))).not.toContain('بچوں')
  await db.tx((tx) => endRule(tx, dania, rule))
})

test('no market needs more than five hundred rules at once', async () => {
  const add = (from: number, to: number) =>
    db.tx(async (tx) => {
      for (let i = from; i < to; i++) await draftRule(tx, dania, { kind: 'synonym', query: `word ${i}`, words: 'shoe' })
    })
  const before = await db.read((tx) => listRules(tx, dania))
  await add(before.length, 500)
  await expect(add(500, 501)).rejects.toMatchObject({ reason: 'search.too_many_rules' })
})

test('saved queries are folded, kept once and can be dropped', async () => {
  await db.tx(async (tx) => {
    saveProbe(tx, dania, 'Lawn  SUIT')
    saveProbe(tx, dania, 'lawn suit')
  })
  expect((await db.read((tx) => listProbes(tx, dania))).filter((one) => one === 'lawn suit')).toHaveLength(1)
  await db.tx(async (tx) => dropProbe(tx, dania, 'LAWN suit'))
  expect(await db.read((tx) => listProbes(tx, dania))).not.toContain('lawn suit')
})
