import { expect, test } from 'vitest'
import { testMarket } from '../../../../tests/setup/market.ts'
import { trade } from '../../../../tests/setup/trade.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'

test('messages cost by the price of their own channel, and nothing where nobody said a price', async () => {
  const open = await testMarket()
  const { dania } = await open.market.db.tx((tx) => trade(tx))
  const sent = { sms: 5, post: 3 }
  await open.market.db.tx(async (tx) => {
    await tx.count(sql`delete from messages`)
    for (const [channel, count] of Object.entries(sent)) {
      for (let i = 0; i < count; i++) {
        await tx.count(sql`
          insert into messages (party_id, message_id, cause, template, language, channel, state, asked_at, try_after)
          values (${dania.person_id}, ${newId()}, ${newId()}, 'order.packed', 'en', ${channel}, 'sent',
            ${tx.now}, ${tx.now})`)
      }
    }
  })
  const operator = await open.visitor({ kind: 'person', person_id: dania.person_id })
  const costs = async (query: string) => {
    const html = await (await operator.get(`/operate/numbers?lang=en${query}`)).text()
    const rows = [...html.matchAll(/<tr><th scope="row">(SMS|post)<\/th>(.*?)<\/tr>/g)]
    return rows.map(([, channel, cells = '']) => [channel, cells.replace(/<[^>]*>/g, '|').replace(/\|+/g, '|')])
  }
  expect(await costs('')).toEqual([
    ['SMS', '|5|Rs 2|Rs 10|'],
    ['post', '|3|not said|'],
  ])
  expect(await costs('&price_sms=3.50&price_post=40')).toEqual([
    ['SMS', '|5|Rs 3.50|Rs 17.50|'],
    ['post', '|3|Rs 40|Rs 120|'],
  ])
})
