import { beforeAll, describe, expect, test } from 'vitest'
import { type Bazaar, openBazaar, opens, SETTLE_MS, submits, toOf, wordsOf } from '../../../../tests/setup/buying.ts'
import type { Visitor } from '../../../../tests/setup/market.ts'
import { PEOPLE_LEAST } from '../../../domains/search/looked-for.ts'
import type { SearchDoc } from '../../../domains/search/search.ts'
import { newId, shown } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'

let open: Bazaar
let dania: Visitor
const teepoy = newId()
beforeAll(async () => {
  open = await openBazaar()
  dania = await open.visitor({ kind: 'person', person_id: open.at.dania.person_id })
  open.market.search.put(goods(teepoy, 'Teapoy of walnut wood'))
})

function goods(listing_id: string, title: string): SearchDoc {
  return {
    ...{ listing_id, shop_id: open.at.bilal.shop_id, title, brand: '', category_id: 'other', condition: 'new' },
    ...{ price_from_paisa: 100_000n, price_to_paisa: 100_000n, compare_at_paisa: null, in_stock: true },
    ...{ photo_name: null, photo_colour: null, shop_handle: 'bilal-shoes', shop_name: 'Bilal Shoes' },
    ...{ city_id: 'lahore', live_at: new Date(0), words: [] },
  }
}

const found = async (q: string) => {
  const html = await opens(await open.visitor(), `/search?${new URLSearchParams({ q })}`)
  return [...html.matchAll(/href="\/l\/(lst_\w+)"/g)].map(([, id = '']) => id)
}

/** Dania writes a rule and is led to what it would change. */
async function writes(rule: Record<string, string>): Promise<string> {
  const room = await opens(dania, '/operate/search')
  return toOf(await submits(dania, room, '/operate/search/rules', rule))
}

describe('the room of search', () => {
  test('is there for operators alone', async () => {
    const ayesha = await open.visitor(open.at.ayesha)
    for (const path of ['/operate/search', `/operate/search/rules/${newId()}`]) {
      expect((await ayesha.get(path)).status).toBe(404)
      expect((await (await open.visitor()).get(path)).status).toBe(303)
    }
    for (const path of ['rules', 'queries', 'words', `rules/${newId()}`]) {
      expect((await ayesha.post(`/operate/search/${path}`, { query: 'x', do: 'start' })).status).toBe(404)
    }
    expect((await dania.get(`/operate/search/rules/${newId()}`)).status).toBe(404)
    expect((await dania.get('/operate/search/rules/nonsense')).status).toBe(404)
  })

  test('a synonym is drafted, looked at beside what is found now, let count, and ended', async () => {
    expect(await found('tipai')).toEqual([])
    const rule = await writes({ kind: 'synonym', query: 'Tipai', words: 'teapoy' })
    const preview = await opens(dania, rule)
    expect(wordsOf(preview)).toMatch(/tipai draft .* It changes 1 of 1 saved queries\./)
    expect(wordsOf(preview)).toMatch(/With the rule 1\. Teapoy of walnut wood new .*Now Nothing is found\./)
    expect(await found('tipai')).toEqual([])
    expect(toOf(await dania.post(rule, { do: 'start' }))).toBe('/operate/search')
    expect(await found('tipai')).toEqual([shown('lst', teepoy)])
    expect(wordsOf(await opens(dania, '/operate/search'))).toMatch(/tipai Means the same teapoy counts/)
    expect((await dania.post(rule, { do: 'end' })).status).toBe(409)
    const ending = wordsOf(await opens(dania, rule))
    expect(ending).toMatch(
      /Ending it changes 1 of 1 saved queries\..*Without the rule Nothing is found\. Now 1\. Teapoy/,
    )
    expect(toOf(await dania.post(rule, { do: 'end' }))).toBe('/operate/search')
    expect(await found('tipai')).toEqual([])
    expect((await dania.get(rule)).status).toBe(404)
  })

  test('goods are pinned and blocked by the address of their page', async () => {
    const address = `${open.base}/l/${shown('lst', open.at.listing_id)}?from=share`
    const pin = await writes({ kind: 'pin', query: 'walnut', listing: address })
    expect(wordsOf(await opens(dania, pin))).toContain('Peshawari chappal, hand made new')
    await dania.post(pin, { do: 'start' })
    expect(wordsOf(await opens(dania, '/operate/search'))).toContain('Stands first Peshawari chappal, hand made counts')
    expect((await found('walnut'))[0]).toBe(open.listing)
    await opens(dania, pin)
    await dania.post(pin, { do: 'end' })
    const block = await writes({ kind: 'block', query: 'chappal', listing: open.listing })
    expect(wordsOf(await opens(dania, block))).toContain('Peshawari chappal, hand made gone')
    await dania.post(block, { do: 'start' })
    expect(await found('chappal')).toEqual([])
    await opens(dania, block)
    await dania.post(block, { do: 'end' })
    expect(await found('chappal')).toEqual([open.listing])
  })

  test('what a rule lacks is said, and what was written stays', async () => {
    const room = await opens(dania, '/operate/search')
    const empty = await submits(dania, room, '/operate/search/rules', { kind: 'synonym', query: 'tipai', words: '' })
    expect(empty.status).toBe(422)
    expect(await empty.text()).toContain('value="tipai"')
    const nowhere = await submits(dania, room, '/operate/search/rules', { kind: 'pin', query: 'tipai', listing: 'x' })
    expect(wordsOf(await nowhere.text())).toContain('Copy the address of the goods')
  })

  test('queries are saved and dropped, and lead to why their hits stand as they do', async () => {
    const add = (fields: Record<string, string>) => dania.post('/operate/search/queries', fields)
    expect(toOf(await add({ probe: 'Peshawari chappal' }))).toBe('/operate/search')
    const room = await opens(dania, '/operate/search')
    expect(room).toContain('href="/search?q=peshawari+chappal&amp;explain=1"')
    const why = wordsOf(await opens(dania, '/search?q=peshawari+chappal&explain=1'))
    expect(why).toMatch(/Why this order\?.*1\. Peshawari chappal, hand made/)
    // Each part has a name of its own, in no column of words.
    expect(await opens(dania, '/search?q=چپل&explain=1')).not.toMatch(/<small[^>]*>named/)
    expect((await add({ probe: '?' })).status).toBe(422)
    await add({ do: 'drop', probe: 'peshawari chappal' })
    expect(await opens(dania, '/operate/search')).not.toContain('peshawari+chappal')
  })

  test('what twenty people look for in vain stands there a day later, and a word can be hidden', async () => {
    const { market } = open
    const look = (text: string, i: number) =>
      market.lookers.note({ text, is_found: false, person_id: `person ${i}`, visit_id: '', address: '10.0.0.1' })
    for (let i = 0; i < PEOPLE_LEAST - 1; i++) look('nearly enough', i)
    for (let i = 0; i < PEOPLE_LEAST; i++) look('charkha', i)
    await market.lookers.flush()
    expect(wordsOf(await opens(dania, '/operate/search'))).not.toContain('charkha')
    await market.db.tx(async (tx) => tx.send(sql`update search_terms set shown_from = ${tx.now}::date`))
    const room = wordsOf(await opens(dania, '/operate/search'))
    expect(room).toContain('charkha 20 or more')
    expect(room).not.toContain('nearly enough')
    expect(toOf(await dania.post('/operate/search/words', { word: 'Charkha' }))).toBe('/operate/search')
    const hidden = wordsOf(await opens(dania, '/operate/search'))
    expect(hidden).not.toContain('20 or more')
    expect(hidden).toContain('charkha Show again')
    await dania.post('/operate/search/words', { do: 'show', word: 'charkha' })
    expect(wordsOf(await opens(dania, '/operate/search'))).toContain('charkha 20 or more')
    expect((await dania.post('/operate/search/words', { word: '' })).status).toBe(422)
  })
})

test('searches on the pages are counted for who is signed in and for strangers, and shown on the front', async () => {
  const { market } = open
  const visitor = await open.visitor(open.at.ayesha)
  for (let i = 0; i < 30; i++) await visitor.get('/search?q=chappal')
  await market.lookers.flush()
  const counts = () =>
    market.db.read((tx) =>
      tx.all<{ kind: string; count: number }>(sql`
        select kind, count(*)::int as count from search_lookers
        where term_key not in (select term_key from search_lookers group by term_key having count(*) >= 15)
        group by kind order by kind`),
    )
  const before = await counts()
  // Ayesha looked thirty times and is one; strangers without a browser's number are none.
  await (await open.visitor()).get('/search?q=chappal')
  await market.lookers.flush()
  expect(await counts()).toEqual(before)
  for (let i = 0; i < PEOPLE_LEAST; i++) {
    market.lookers.note({
      ...{ text: 'chappal', is_found: true, person_id: `person ${i}`, visit_id: '', address: '10.0.0.1' },
    })
  }
  await market.lookers.flush()
  await market.db.tx(async (tx) => tx.send(sql`update search_terms set shown_from = ${tx.now}::date`))
  expect(await market.runner.settled(SETTLE_MS)).toBe(true)
  expect(wordsOf(await opens(await open.visitor(), '/'))).toContain('People look for chappal')
  expect(wordsOf(await opens(await open.visitor(), '/search'))).toContain('People look for chappal')
  expect(await opens(await open.visitor(), '/search/suggest')).toContain('/search?q=chappal')
  const api = await (await fetch(`${open.base}/api/v1/suggestions`)).json()
  expect(api).toEqual({ words: ['chappal'], categories: [] })
})
