import { expect, test } from 'vitest'
import { addLine, newCart } from '../../src/domains/cart/cart.ts'
import { offersFor, setOffers, submitListing } from '../../src/domains/offers/offers.ts'
import { findOrder, placeCart } from '../../src/domains/orders/orders.ts'
import { listRefunds } from '../../src/domains/payments/payments.ts'
import { codesFor, keepSomeOfIt, openAtDoor, releaseAtDoor, sendBack } from '../../src/domains/trust/trust.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { pricedChappal } from '../setup/bazaar.ts'
import { testDatabase } from '../setup/database.ts'
import { atOf, broughtToDoor, opened, paid, placed, trade, wayFee } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

test('a basket of two shops, of which one has sold its last: one order, one clear no, nothing half', async () => {
  const { db } = await testDatabase()
  const at = await db.tx((tx) => trade(tx))
  const { cart, shawl } = await db.tx(async (tx) => {
    const goods = await pricedChappal(tx, at.farah)
    await submitListing(tx, at.farah, goods.listing_id, { without_photo: true })
    const made = await newCart(tx, at.ayesha)
    await addLine(tx, made.party_id, { shop_id: at.bilal.shop_id, variant_id: at.small, quantity: 1 })
    await addLine(tx, made.party_id, { shop_id: at.farah.shop_id, variant_id: goods.small, quantity: 2 })
    return { cart: made, shawl: goods }
  })
  // The price stays, the shelf is empty.
  const gone = { variant_id: shawl.small, price_paisa: 245_000n, stock_count: 1 }
  await db.tx((tx) => setOffers(tx, at.farah, shawl.listing_id, [gone]))

  const wish = {
    checkout_id: cart.checkout_id,
    cart_id: cart.party_id,
    address_id: at.address_id,
    method: 'cod' as const,
    language: 'en',
  }
  const { orders, refused } = await placeCart(db, at.ayesha, wish, wayFee)
  expect(orders.map(({ party_id }) => party_id)).toEqual([at.bilal.shop_id])
  expect(refused).toMatchObject([{ shop_id: at.farah.shop_id, refusal: { reason: 'offers.sold_out' } }])
  const holds = await db.read((tx) => tx.all(sql`select party_id, state from holds`))
  expect(holds).toEqual([{ party_id: at.bilal.shop_id, state: 'promised' }])
  const [left] = await db.read((tx) => offersFor(tx, at.farah.shop_id, [shawl.small]))
  expect(left).toMatchObject({ on_hand_count: 1, reserved_count: 0 })
  expect(await db.read(troubles)).toEqual([])
})

test('a part is kept and all of it is sent back in the same moment: one verdict, and its money alone', async () => {
  const { db } = await testDatabase()
  const at = await db.tx((tx) => trade(tx, 10))
  for (let i = 0; i < 4; i++) {
    const order = await db.tx(async (tx) => {
      const made = await placed(tx, at, 'prepaid', 2)
      await paid(tx, made)
      await opened(tx, at, made)
      return made
    })
    const one = { reason: 'damaged', lines: [{ line: 1, quantity: 1 }], words: '', photo_names: [] }
    const verdicts = await Promise.allSettled([
      db.tx((tx) => keepSomeOfIt(tx, at.ayesha, atOf(order), one)),
      db.tx((tx) => sendBack(tx, at.ayesha, atOf(order), { reason: 'damaged', words: '', photo_names: [] })),
    ])
    expect(verdicts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const { state } = (await db.read((tx) => findOrder(tx, order.order_id))).order
    const refunds = await db.read((tx) => listRefunds(tx, order.party_id, order.order_id))
    const back = state === 'completed' ? order.items_paisa / 2n : order.total_paisa
    expect(refunds.map(({ amount_paisa }) => amount_paisa)).toEqual([back])
  }
  expect(await db.read(troubles)).toEqual([])
})

test('the codes of one order open and pay no other', async () => {
  const { db } = await testDatabase()
  const at = await db.tx((tx) => trade(tx))
  const [mine, other] = await db.tx(async (tx) => [await placed(tx, at), await placed(tx, at)])
  await db.tx((tx) => broughtToDoor(tx, at, mine))
  const wrong = { code: 'invalid', reason: 'trust.code_wrong' }
  await expect(
    db.tx((tx) => openAtDoor(tx, at.ghazi, atOf(mine), codesFor(tx, other.order_id).inspect)),
  ).rejects.toMatchObject(wrong)
  await db.tx((tx) => openAtDoor(tx, at.ghazi, atOf(mine), codesFor(tx, mine.order_id).inspect))
  await expect(
    db.tx((tx) => releaseAtDoor(tx, at.ghazi, atOf(mine), codesFor(tx, other.order_id).release)),
  ).rejects.toMatchObject(wrong)
  expect(await db.read(troubles)).toEqual([])
})
