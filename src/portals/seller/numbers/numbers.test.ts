import { brotliCompressSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestMarket, testMarket, type Visitor } from '../../../../tests/setup/market.ts'
import { checkoutOf, type Trade, trade, wayFee } from '../../../../tests/setup/trade.ts'
import { BYTES_AT_MOST } from '../../../../tools/page-weight.ts'
import { addMember, type Person } from '../../../domains/identity/identity.ts'
import { countNews, makeDemand, makeOffice } from '../../../domains/numbers/numbers.ts'
import { placeCheckout } from '../../../domains/orders/orders.ts'
import { DEMO_PRIVACY } from '../../../domains/pulse/pulse.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import { textOf, toOf } from '../testing.ts'

const ROOM = '/sell/bilal-shoes/numbers'
const PHONE = 'Mozilla/5.0 (Linux; Android 8.1) AppleWebKit/537.36 Chrome/90 Mobile Safari/537.36'

let open: TestMarket
let cast: Trade
let bilal: Visitor

const personOf = ({ person_id }: { person_id: string }): Person => ({ kind: 'person', person_id })

beforeAll(async () => {
  open = await testMarket()
  cast = await open.market.db.tx((tx) => trade(tx, 50))
  bilal = await open.visitor(personOf(cast.bilal))
})

/** A page of the chappal, opened by a browser or a program. */
const look = (headers: Record<string, string>) => fetch(`${open.base}/l/${shown('lst', cast.listing_id)}`, { headers })

describe('a shop’s numbers', () => {
  test('say what was ordered and what is looked at, once both happened', async () => {
    expect(await textOf(bilal, ROOM)).toContain('Nobody ordered in seven days')
    const { checkout_id } = await open.market.db.tx((tx) => checkoutOf(tx, cast.ayesha, cast))
    await placeCheckout(open.market.db, cast.ayesha, checkout_id, wayFee)
    await open.market.runner.settled(5_000)
    await countNews(open.market.db)
    const words = await textOf(bilal, ROOM)
    expect(words).toContain('Today: 1 orders')
    expect(words).toContain('Peshawari chappal')
  })

  test('count what people look at, and not what programs and the shop’s own people do', async () => {
    const looked: unknown[] = []
    const { note } = open.market.looks
    Object.assign(open.market.looks, { note: (...all: unknown[]) => looked.push(all) })
    await look({ 'user-agent': 'Googlebot/2.1' })
    await look({ 'user-agent': PHONE, 'sec-purpose': 'prefetch' })
    await look({ 'user-agent': PHONE, cookie: `session=${bilal.cookies.get('session')}` })
    expect(looked).toEqual([])
    await look({ 'user-agent': PHONE })
    expect(looked).toMatchObject([[expect.any(Date), cast.bilal.shop_id, cast.listing_id, 'looked']])
    Object.assign(open.market.looks, { note })
  })

  test('are sent in the evening until the owner says no', async () => {
    expect(await textOf(bilal, ROOM)).toContain('Send no more')
    expect(toOf(await bilal.post(`${ROOM}/evening`, { do: 'stop' }))).toBe(ROOM)
    expect(await textOf(bilal, ROOM)).toContain('Send it again')
    expect(toOf(await bilal.post(`${ROOM}/evening`, { do: 'resume' }))).toBe(ROOM)
  })

  test('of the market tell words that people look for by shelf, those of the own shelves first', async () => {
    await open.market.db.tx((tx) =>
      tx.count(sql`
        insert into search_terms (week, is_found, area, words, people_count, shown_from)
        select date_trunc('week', ${tx.now}::timestamptz at time zone 'Asia/Karachi')::date, true, '', w.words,
          w.people,
          ${tx.now}::date - 1
        from (values ('zzgrm lamp', 90), ('peshawari chappal', 20)) as w (words, people)`),
    )
    await open.market.db.tx((tx) =>
      tx.count(sql`
        insert into search_terms (week, is_found, area, words, people_count, shown_from)
        select week, false, area, 'nagra boots', 20, shown_from from search_terms where words = 'zzgrm lamp'`),
    )
    expect(await textOf(bilal, ROOM)).toMatch(/If you have .nagra boots., write just these words/)
    const words = await textOf(bilal, `${ROOM}/market`)
    expect(words.indexOf('peshawari chappal')).toBeGreaterThan(0)
    expect(words.indexOf('peshawari chappal')).toBeLessThan(words.indexOf('zzgrm lamp'))
    expect(words).toMatch(/peshawari chappal\s*Men.s fashion ·/)
  })

  test('are nobody else’s: not a stranger’s, not Eve’s, and not a helper’s who packs nothing', async () => {
    const [stranger, eve] = [await open.visitor(), await open.visitor(personOf(cast.eve))]
    const helper = await open.market.db.tx(async (tx) => {
      const owner = { ...cast.bilal, tasks: ['listings', 'orders', 'money', 'shop'] as const }
      const ends = new Date(tx.now.getTime() + 86_400_000)
      const person_id = cast.ayesha.person_id
      await addMember(tx, owner, { person_id, role: 'helper', tasks: ['listings'], expires_at: ends })
      return person_id
    })
    const jamila = await open.visitor(personOf({ person_id: helper }))
    for (const room of [ROOM, `${ROOM}/stock`, `${ROOM}/market`]) {
      expect(toOf(await stranger.get(room))).toContain('/me/sign-in')
      expect((await eve.get(room)).status, room).toBe(404)
    }
    expect((await jamila.get(ROOM)).status).toBe(403)
    expect((await jamila.post(`${ROOM}/evening`, { do: 'stop' })).status).toBe(403)
    expect((await jamila.get(`${ROOM}/market`)).status).toBe(200)
  })

  test('weigh little, in every language, and the market’s own are for its operators alone', async () => {
    await open.market.db.tx((tx) => makeDemand(tx, DEMO_PRIVACY))
    await open.market.db.tx(makeOffice)
    const dania = await open.visitor(personOf(cast.dania))
    expect((await bilal.get('/operate/numbers')).status).toBe(404)
    for (const lang of ['en', 'ur', 'roman-ur']) {
      for (const room of [ROOM, `${ROOM}/stock`, `${ROOM}/market`]) {
        const html = await (await bilal.get(`${room}?lang=${lang}`)).text()
        expect(brotliCompressSync(html).length, `${room} ${lang}`).toBeLessThan(BYTES_AT_MOST)
        expect(html).not.toContain('<script')
      }
      const office = await dania.get(`/operate/numbers?lang=${lang}&price_sms=2.50`)
      expect(office.status).toBe(200)
    }
  })
})
