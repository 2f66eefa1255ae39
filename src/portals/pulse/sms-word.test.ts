import { beforeAll, describe, expect, test } from 'vitest'
import { type TestMarket, testMarket } from '../../../tests/setup/market.ts'
import { deliverWaiting } from '../../domains/messaging/messaging.ts'
import { figuresFrom, PRIVACY } from '../../domains/pulse/pulse.ts'
import { HEADER, readText, releaseOf, rowOf } from '../../domains/pulse/testing.ts'
import { sql } from '../../kit/sql/sql.ts'
import { speak } from '../../kit/text/messages.ts'
import { smsSize } from '../../kit/text/sms.ts'
import { meantGoods } from './meant-goods.ts'

const KEY = 'a secret of the gateway'
/** So that a small file has a release: nothing here is about privacy. */
const LOOSE = { rho: 5_000, least_buyers: 2, least_shops: 1, dominance_percent: 101, p_percent: 0, most_noise: 1 }

/** Two months of three shelves: shoes grow dearer by a tenth, lamps do not. */
function trade(): string {
  const rows = ['2026-01', '2026-02'].flatMap((month, m) =>
    ["Men's shoes", "Women's shoes", 'Lamps'].flatMap((category, k) =>
      Array.from({ length: 60 }, (_, i) => {
        const price = category === 'Lamps' ? 1000 : 1000 * (1 + 0.1 * m)
        const who = `o${month}${k}-${i},${month}-1${i % 9},b${k}-${i},s${i % 7},Punjab,Lahore`
        return `${who},${category},p${k}-${i % 6},1,${price},${i % 4 === 0 ? 'prepaid' : 'cod'},completed`
      }),
    ),
  )
  return `${[HEADER, ...rows].join('\n')}\n`
}

describe('a text to the market’s number', () => {
  let open: TestMarket
  let csv = ''

  beforeAll(async () => {
    open = await testMarket({ SMS_INBOUND_KEY: KEY })
    const rules = { ...PRIVACY, ...LOOSE, price_buyers: 1, price_products: 1 }
    const { facts, files } = releaseOf(await readText(trade()), { rules })
    csv = files['figures.csv'] ?? ''
    await open.market.db.tx((tx) =>
      tx.count(sql`
        insert into pulse_releases (release_id, made_at, published_at, facts, figures_csv)
        values ('2026-02', ${tx.now}, ${tx.now}, ${facts}::jsonb, ${csv})`),
    )
  }, 60_000)

  let number = 0
  const phone = () => `+92300777${String(1000 + number++)}`
  const bring = (query: Record<string, string>, body: string | Uint8Array) =>
    fetch(`${open.base}/channels/sms/texts?${new URLSearchParams(query)}`, { method: 'POST', body: Buffer.from(body) })
  const readOn = async (from: string) => {
    const { db, channel, origin } = open.market
    await deliverWaiting(db, channel, { origin, limit: 50 })
    return open.outside.simulators?.sms.messagesOf(from) ?? []
  }

  test('with PULSE joote is answered in Roman Urdu, in one SMS, with what the release published', async () => {
    const from = phone()
    expect(await open.outside.simulators?.sms.write(from, 'PULSE jootay')).toBe(true)
    const [answer, ...more] = await readOn(from)
    expect(more).toEqual([])
    const figures = figuresFrom(csv)
    const shares = ["Men's shoes", "Women's shoes"].map(
      (category) => rowOf(figures, 'category_share_value', { category })?.value ?? Number.NaN,
    )
    const share = 100 * shares.reduce((sum, each) => sum + each, 0)
    const [, told, lower, upper] = /Jootay: kharch ka ((\d+)-(\d+))%/.exec(answer?.text ?? '') ?? []
    expect([told !== undefined, Number(lower) <= share, share <= Number(upper)]).toEqual([true, true, true])
    expect(answer?.text).toMatch(/qeemat 2026-01 se (taqreeban )?[\d-]+% barhi/)
    expect(answer?.text).toMatch(/\/pulse$/)
    expect(answer?.segments).toBe(1)
  })

  test('is answered in the language it was written in, whatever letters it came in', async () => {
    const [english, urdu] = [phone(), phone()]
    await bring(
      { key: KEY, id: 'wide', from: urdu.slice(1), charset: 'UTF-16BE' },
      Buffer.from('نبض جوتے', 'utf16le').swap16(),
    )
    await bring({ key: KEY, id: 'plain', from: english, charset: 'UTF-8' }, 'pulse shoes')
    expect((await readOn(urdu))[0]).toMatchObject({ text: expect.stringContaining('جوتے: خرچ کا'), segments: 2 })
    expect((await readOn(english))[0]?.text).toContain('of spending')
  })

  test('about nothing that is sold says so, and one with the word alone is told of everything', async () => {
    const [odd, plain] = [phone(), phone()]
    await bring({ key: KEY, id: 'odd', from: odd, charset: 'UTF-8' }, 'PULSE zzgrm')
    await bring({ key: KEY, id: 'all', from: plain, charset: 'UTF-8' }, 'PULSE')
    expect((await readOn(odd))[0]?.text).toBe(
      speak('roman-ur')('messages.pulse.unknown', { link: `${open.market.origin}/pulse` }),
    )
    expect((await readOn(plain))[0]?.text).toMatch(/\d+-\d+% of orders pay at the door, [\w -]+% end well, prices up/)
  })

  test('that is brought twice has one answer', async () => {
    const from = phone()
    for (let i = 0; i < 3; i++) await bring({ key: KEY, id: 'twice', from, charset: 'UTF-8' }, 'PULSE')
    expect(await readOn(from)).toHaveLength(1)
  })

  test('that is none of our words has no answer, and neither has one that Eve brings without the secret', async () => {
    const from = phone()
    expect((await bring({ key: KEY, id: 'hello', from, charset: 'UTF-8' }, 'Salam, kya haal hai')).status).toBe(200)
    for (const key of ['', 'guessed']) {
      expect((await bring({ key, id: 'eve', from, charset: 'UTF-8' }, 'PULSE')).status).toBe(403)
    }
    expect((await bring({ key: KEY, id: 'x'.repeat(65), from, charset: 'UTF-8' }, 'PULSE')).status).toBe(403)
    expect((await bring({ key: KEY, id: 'nobody', from: 'Ayesha', charset: 'UTF-8' }, 'PULSE')).status).toBe(403)
    expect((await bring({ key: KEY, id: 'novel', from, charset: 'UTF-8' }, 'PULSE '.repeat(900))).status).toBe(413)
    expect(await readOn(from)).toEqual([])
  })

  test('again and again costs the market six answers an hour', async () => {
    const from = phone()
    for (let i = 0; i < 9; i++) await bring({ key: KEY, id: `much-${i}`, from, charset: 'UTF-8' }, 'PULSE')
    expect(await readOn(from)).toHaveLength(6)
  })

  test('leaves no number in clear in any row', async () => {
    const from = phone()
    await bring({ key: KEY, id: 'private', from, charset: 'UTF-8' }, 'PULSE')
    const rows = await open.market.db.read((tx) =>
      tx.all<{ row: string }>(sql`
        select m::text as row from messages m union all select l::text from rate_limits l`),
    )
    expect(rows.filter(({ row }) => row.includes(from.slice(3)))).toEqual([])
  })

  test('can be written from a simulated phone, and the answer lies on it', async () => {
    const visitor = await open.visitor()
    const sent = await visitor.post('/demo/phones/923007770999/texts', { text: 'PULSE shoes' })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/demo/phones/923007770999'])
    expect((await readOn('+923007770999'))[0]?.text).toContain('of spending')
    expect(await (await visitor.get('/demo/phones/923007770999')).text()).toContain('of spending')
  })

  test('means every shelf of a name, however it is spelt', () => {
    const { categories } = open.market
    const goods = (text: string) => [...(meantGoods(categories, text)?.goods ?? [])].sort()
    expect(goods('jutay')).toEqual(goods('joote'))
    expect(goods('shoe')).toEqual(expect.arrayContaining(["Men's shoes", "Women's shoes"]))
    expect(goods('')).toEqual([])
    expect(smsSize(meantGoods(categories, 'joote')?.name ?? '').coding).toBe('gsm7')
  })
})
