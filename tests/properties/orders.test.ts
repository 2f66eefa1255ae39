import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SYSTEM } from '../../src/domains/identity/identity.ts'
import {
  arriveAtDoor,
  cancelOrder,
  decideOrder,
  deliverOrder,
  findOrder,
  isOver,
  nobodyHome,
  type OrderRow,
  shipOrder,
  takeBack,
  takeDueSteps,
} from '../../src/domains/orders/orders.ts'
import { codesFor, keepIt, openAtDoor, openDelivered, releaseAtDoor, sendBack } from '../../src/domains/trust/trust.ts'
import { Refusal } from '../../src/kit/errors/refusal.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { testDatabase } from '../setup/database.ts'
import { atOf, packed, paid, placed, type Trade, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

const BACK = { reason: 'damaged', words: '', photo_names: [] }

/** Everything anybody can do with an order, by name. */
const COMMANDS: Record<string, (tx: Tx, at: Trade, order: OrderRow) => Promise<unknown>> = {
  pay: (tx, _at, order) => paid(tx, order, `01890000-0000-7000-8000-${order.order_id.slice(-12)}`),
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
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<'cod' | 'prepaid'>('cod', 'prepaid'),
      start,
      fc.array(command, { minLength: 3, maxLength: 14 }),
      async (method, first, then) => {
        const order = await db.tx((tx) => placed(tx, at, method))
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
    { numRuns: 60, seed: 20_260_102 },
  )
  // The walk is no proof when it never gets anywhere.
  expect([...ended].sort()).toEqual(['cancelled', 'completed', 'expired', 'returned'])
}, 120_000)
