import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SYSTEM } from '../../src/domains/identity/identity.ts'
import {
  arriveAtDoor,
  cancelOrder,
  decideOrder,
  deliverOrder,
  endReversal,
  findOrder,
  freezeShop,
  isOver,
  keepSome,
  nobodyHome,
  type OrderRow,
  refundOrder,
  reverseOrder,
  saySomethingIsWrong,
  settleDispute,
  shipOrder,
  takeBack,
  takeDueSteps,
} from '../../src/domains/orders/orders.ts'
import { getHold, listRefunds } from '../../src/domains/payments/payments.ts'
import { codesFor, keepIt, openAtDoor, openDelivered, releaseAtDoor, sendBack } from '../../src/domains/trust/trust.ts'
import { Refusal } from '../../src/kit/errors/refusal.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { testDatabase } from '../setup/database.ts'
import { atOf, packed, paid, placed, type Trade, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

const BACK = { reason: 'damaged', words: '', photo_names: [] }

const ONE_BACK = { reason: 'damaged', lines: [{ line: 1, quantity: 1 }] }
const paymentOf = (order: OrderRow) => `01890000-0000-7000-8000-${order.order_id.slice(-12)}`
const partOf = (order: OrderRow) => ({ ...atOf(order), amount_paisa: order.total_paisa.toString() })

/** Everything anybody can do with an order, by name. */
const COMMANDS: Record<string, (tx: Tx, at: Trade, order: OrderRow) => Promise<unknown>> = {
  pay: (tx, _at, order) => paid(tx, order, paymentOf(order)),
  payAgain: (tx, _at, order) => paid(tx, order),
  cancel: (tx, at, order) => cancelOrder(tx, at.ayesha, atOf(order), ''),
  shopCancels: (tx, at, order) => cancelOrder(tx, at.bilal, atOf(order), ''),
  pack: (tx, at, order) => packed(tx, at, order),
  ship: (tx, at, order) => shipOrder(tx, at.ghazi, atOf(order)),
  arrive: (tx, at, order) => arriveAtDoor(tx, at.ghazi, atOf(order)),
  nobody: (tx, at, order) => nobodyHome(tx, at.ghazi, atOf(order)),
  deliver: (tx, _at, order) => deliverOrder(tx, SYSTEM, atOf(order), 'leopards'),
  open: (tx, at, order) => openAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).inspect),
  openWrong: (tx, at, order) => openAtDoor(tx, at.ghazi, atOf(order), '12'),
  openAlone: (tx, at, order) => openDelivered(tx, at.ayesha, atOf(order)),
  release: (tx, at, order) => releaseAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).release),
  keep: (tx, at, order) => keepIt(tx, at.ayesha, atOf(order)),
  sendBack: (tx, at, order) => sendBack(tx, at.ayesha, atOf(order), BACK),
  takeBack: (tx, at, order) => takeBack(tx, at.bilal, atOf(order), true),
  decideShop: (tx, at, order) => decideOrder(tx, at.dania, atOf(order), { side: 'shop', words: 'heard both' }),
  decideBuyer: (tx, at, order) => decideOrder(tx, at.dania, atOf(order), { side: 'buyer', words: 'heard both' }),
  decideLost: (tx, at, order) =>
    decideOrder(tx, at.dania, atOf(order), { side: 'buyer', words: 'lost on the way', fault: 'carrier' }),
  decideSplit: (tx, at, order) =>
    decideOrder(tx, at.dania, atOf(order), { side: 'split', words: 'heard both', buyer_percent: 33 }),
  keepSome: (tx, at, order) => keepSome(tx, at.ayesha, atOf(order), ONE_BACK),
  keepSomeAtDoor: (tx, at, order) => keepSome(tx, at.ghazi, atOf(order), ONE_BACK),
  refundSome: (tx, at, order) => refundOrder(tx, at.bilal, atOf(order), { goods_paisa: 77_777n, words: 'we agreed' }),
  refundAll: (tx, at, order) =>
    refundOrder(tx, at.dania, atOf(order), { goods_paisa: order.items_paisa, way_paisa: 20_000n, words: 'all of it' }),
  goodwill: (tx, at, order) =>
    refundOrder(tx, at.dania, atOf(order), { goods_paisa: 10_001n, borne_by: 'market', words: 'our mistake' }),
  somethingIsWrong: (tx, at, order) => saySomethingIsWrong(tx, at.ayesha, atOf(order), 'it is not what I bought'),
  settled: (tx, at, order) => settleDispute(tx, at.ayesha, atOf(order)),
  shopStopped: (tx, at) => freezeShop(tx, at.bilal.shop_id, 'stopped'),
  shopOpened: (tx, at) => freezeShop(tx, at.bilal.shop_id, 'open'),
  reversed: async (tx, _at, order) => {
    const [hold, refunds] = await Promise.all([
      getHold(tx, order.party_id, order.order_id),
      listRefunds(tx, order.party_id, order.order_id),
    ])
    // A rail can only take back what came.
    const came = [hold, ...refunds].some(({ payment_id }) => payment_id === paymentOf(order))
    if (came) await reverseOrder(tx, partOf(order), paymentOf(order))
  },
  won: (tx, at, order) => endReversal(tx, at.dania, { ...atOf(order), payment_id: paymentOf(order) }, 'won'),
  lost: (tx, at, order) => endReversal(tx, at.dania, { ...atOf(order), payment_id: paymentOf(order) }, 'lost'),
}

test('whatever anybody does in whatever order, the books balance and the goods are counted', async () => {
  const { db, clock } = await testDatabase()
  const at = await db.tx((tx) => trade(tx, 10_000))
  const ended = new Set<string>()
  const command = fc.constantFrom(...Object.keys(COMMANDS), 'threeDaysPass')
  // Half of the walks begin far along, since a blind walk rarely gets to the door.
  const start = fc.constantFrom(
    [],
    ['pay', 'pack', 'ship'],
    ['pay', 'pack', 'ship', 'arrive', 'open'],
    ['pay', 'pack', 'ship', 'deliver'],
    ['pay', 'pack', 'ship', 'arrive', 'open', 'keep'],
    ['pay', 'pack', 'ship', 'arrive', 'open', 'decideShop'],
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<'cod' | 'prepaid'>('cod', 'prepaid'),
      start,
      fc.array(command, { minLength: 3, maxLength: 14 }),
      async (method, first, then) => {
        const order = await db.tx((tx) => placed(tx, at, method, 2))
        for (const name of [...first, ...then]) {
          if (name === 'threeDaysPass') {
            clock.now = new Date(clock.now.getTime() + 3 * 86_400_000 + 60_000)
            await takeDueSteps(db)
            continue
          }
          await db
            .tx((tx) => COMMANDS[name]?.(tx, at, order) ?? Promise.resolve())
            .catch((error: unknown) => {
              if (!(error instanceof Refusal)) throw error
            })
        }
        const { order: last } = await db.read((tx) => findOrder(tx, order.order_id))
        if (isOver(last.state)) ended.add(last.state)
        expect(await db.read(troubles)).toEqual([])
      },
    ),
    { numRuns: 80, seed: 20_260_102 },
  )
  // The walk is no proof when it never gets anywhere.
  expect([...ended].sort()).toEqual(['cancelled', 'completed', 'expired', 'returned'])
}, 120_000)
