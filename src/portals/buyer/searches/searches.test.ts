import { beforeAll, describe, expect, test } from 'vitest'
import { apiClient } from '../../../../tests/setup/api.ts'
import { pricedChappal } from '../../../../tests/setup/bazaar.ts'
import { type Bazaar, openBazaar, opens, SETTLE_MS, submits, toOf, wordsOf } from '../../../../tests/setup/buying.ts'
import type { Visitor } from '../../../../tests/setup/market.ts'
import { actForShop, hasConsent } from '../../../domains/identity/identity.ts'
import { deliverWaiting } from '../../../domains/messaging/messaging.ts'
import { submitListing } from '../../../domains/offers/offers.ts'
import { hearStop, shelvesFrom } from '../../../domains/search/search.ts'
import { tellOfFinds } from '../../../search-alerts.ts'

const [DANIA, FARAH, AYESHA] = ['+923000000001', '+923000000003', '+923000000005']
// Ten in the morning in Pakistan, when people may be told.
const NOW = { BHAROSA_NOW: '2026-03-02T05:00:00Z' }
let open: Bazaar
let ayesha: Visitor
beforeAll(async () => {
  open = await openBazaar(5, NOW)
  ayesha = await open.visitor(open.at.ayesha)
})

const dania = () => ({ kind: 'person' as const, person_id: open.at.dania.person_id })

async function onSale(title: string): Promise<void> {
  const { market, at } = open
  await market.db.tx(async (tx) => {
    const by = await actForShop(tx, { kind: 'person', person_id: at.bilal.person_id }, at.bilal.shop_id, 'listings')
    const { listing_id } = await pricedChappal(tx, by, { title })
    await submitListing(tx, by, listing_id, { without_photo: true })
  })
  expect(await market.runner.settled(SETTLE_MS)).toBe(true)
}

async function told(phone = AYESHA): Promise<string[]> {
  const { db, channel, origin, categories } = open.market
  await tellOfFinds(db, shelvesFrom(categories))
  await deliverWaiting(db, channel, { origin })
  const texts = (open.market.demo?.messagesOf(phone) ?? []).map(({ text }) => text)
  return texts.filter((text) => text.includes('new for your search'))
}

describe('a search that is kept', () => {
  test('is asked for on the results, by who is signed in', async () => {
    const stranger = await open.visitor()
    const results = await opens(stranger, '/search?q=khussa&colour=red&city=lahore&sort=cheap')
    const keep = /href="(\/me\/searches\/new[^"]+)"/.exec(results)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(toOf(await stranger.get(keep))).toBe(`/me/sign-in?next=${encodeURIComponent(keep)}`)
    const ask = await opens(ayesha, keep)
    expect(wordsOf(ask)).toContain('khussa Red Lahore')
    expect(wordsOf(ask)).toContain('Once a day at most')
    expect(toOf(await submits(ayesha, ask, '/me/searches'))).toBe('/me/searches')
    const mine = await opens(ayesha, '/me/searches')
    expect(wordsOf(mine)).toContain('khussa Red Lahore Kept')
    const end = /action="(\/me\/searches\/sea_\w+)"/.exec(mine)?.[1] ?? ''
    expect((await (await open.visitor(dania())).post(end)).status).toBe(404)
    expect(toOf(await submits(ayesha, mine, end))).toBe('/me/searches')
    expect(wordsOf(await opens(ayesha, '/me/searches'))).toContain('No searches kept yet')
  })

  test('for nothing at all is not offered, and is refused in words', async () => {
    expect(await opens(ayesha, '/search')).not.toContain('/me/searches/new')
    const ask = await opens(ayesha, '/me/searches/new')
    const refused = await submits(ayesha, ask, '/me/searches')
    expect(refused.status).toBe(422)
    expect(wordsOf(await refused.text())).toContain('Say what you look for first')
  })

  test('brings one SMS when goods come, whose link shows them and ends it without signing in', async () => {
    const ask = await opens(ayesha, '/me/searches/new?q=zardozi')
    await submits(ayesha, ask, '/me/searches')
    await onSale('Zardozi chappal of velvet')
    await onSale('Zardozi chappal of silk')
    const [text = ''] = await told()
    expect(text).toContain('2 new for your search "zardozi"')
    expect(text).toContain('STOP')
    await onSale('Zardozi chappal of wool')
    expect(await told()).toHaveLength(1)
    const link = /\/found\/\w+/.exec(text)?.[0] ?? ''
    const stranger = await open.visitor()
    const found = await opens(stranger, link)
    expect(wordsOf(found)).toContain('Zardozi chappal of silk')
    expect(wordsOf(found)).not.toContain('hand made')
    const ended = await submits(stranger, found, link)
    expect(wordsOf(await ended.text())).toContain('The search is deleted')
    await opens(stranger, link, 404)
  })

  test('brings nothing to who takes the consent back, by page or by a word from the phone', async () => {
    const { db } = open.market
    const farah = { kind: 'person' as const, person_id: open.at.farah.person_id }
    const [hers, herOwn] = [await open.visitor(farah), await open.visitor(dania())]
    const isTold = () => db.read((tx) => hasConsent(tx, farah.person_id, 'offers'))
    for (const one of [hers, herOwn]) {
      await submits(one, await opens(one, '/me/searches/new?q=khussa'), '/me/searches')
    }
    const off = await submits(hers, await opens(hers, '/me/searches'), '/me/searches/messages')
    expect(toOf(off)).toBe('/me/searches')
    expect(await isTold()).toBe(false)
    const mine = await opens(hers, '/me/searches')
    expect(wordsOf(mine)).toContain('You get no SMS about new goods now')
    await submits(hers, mine, '/me/searches/messages')
    expect(await isTold()).toBe(true)
    for (const text of ['stop the music', 'Salam', '']) {
      expect(await db.tx((tx) => hearStop(tx, FARAH, text))).toBe(false)
    }
    expect(await db.tx((tx) => hearStop(tx, '+923009999999', 'STOP'))).toBe(true)
    expect(await isTold()).toBe(true)
    expect(await db.tx((tx) => hearStop(tx, FARAH, ' بند '))).toBe(true)
    expect(await isTold()).toBe(false)
    await onSale('Khussa of Multan')
    // Dania, who asked for the same, hears of it.
    expect(await told(DANIA)).toHaveLength(1)
    expect(await told(FARAH)).toEqual([])
  })
})

test('a program keeps, lists and deletes searches of its person', async () => {
  const program = await apiClient(open, { kind: 'person', person_id: open.at.ghazi.person_id })
  const saved = await program.post('/saved-searches', { q: 'ajrak', price_to: { amount: 250_000, currency: 'PKR' } })
  expect(saved.status).toBe(201)
  const again = await program.post('/saved-searches', { q: 'ajrak', price_to: { amount: 250_000, currency: 'PKR' } })
  expect(again.part('id')).toBe(saved.part('id'))
  expect((await program.get('/saved-searches')).part('count')).toBe(1)
  expect((await (await apiClient(open, open.at.ayesha)).delete(`/saved-searches/${saved.text('id')}`)).status).toBe(404)
  expect((await program.delete(`/saved-searches/${saved.text('id')}`)).status).toBe(204)
  expect((await program.get('/saved-searches')).part('items')).toEqual([])
  expect((await program.post('/saved-searches', {})).status).toBe(422)
})
