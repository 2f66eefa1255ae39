import { expect, test } from 'vitest'
import { type Bazaar, openBazaar, SETTLE_MS } from '../../../tests/setup/buying.ts'
import { atOf, opened, paid, placed } from '../../../tests/setup/trade.ts'
import { sql } from '../../kit/sql/sql.ts'
import { erasePerson } from '../identity/identity.ts'
import { decideOrder, saySomethingIsWrong } from './orders.ts'

const wordsOf = ({ market }: Bazaar) =>
  market.db.read((tx) =>
    tx.all<{ words: string }>(sql`select words from order_disputes union all select words from order_appeals`),
  )

test('what Ayesha wrote about her order is forgotten with her, and that she wrote stays', async () => {
  const open = await openBazaar()
  const { market, at } = open
  await market.db.tx(async (tx) => {
    const order = await placed(tx, at, 'prepaid')
    await paid(tx, order)
    await opened(tx, at, order)
    await saySomethingIsWrong(tx, at.ayesha, atOf(order), 'Call Ayesha Khan, house 12, street 5')
    await decideOrder(tx, at.dania, atOf(order), { side: 'shop', words: 'Both were heard' })
  })
  await market.runner.settled(SETTLE_MS)
  expect(await wordsOf(open)).toEqual([{ words: 'Call Ayesha Khan, house 12, street 5' }])
  await market.db.tx((tx) => erasePerson(tx, { kind: 'person', person_id: at.ayesha.person_id }))
  await market.runner.settled(SETTLE_MS)
  expect(await wordsOf(open)).toEqual([{ words: '' }])
})
