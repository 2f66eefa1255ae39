import { describe, expect, test } from 'vitest'
import { SYSTEM } from '../../src/domains/identity/identity.ts'
import { cancelOrder, deliverOrder, findOrder, shipOrder, takeDueSteps } from '../../src/domains/orders/orders.ts'
import { keepIt } from '../../src/domains/trust/trust.ts'
import { openLog } from '../../src/kit/log/log.ts'
import { openDatabase } from '../../src/kit/sql/database.ts'
import { mayTimeAct } from '../../src/rounds.ts'
import { TEST_NOW, testDatabase, testKeys } from '../setup/database.ts'
import { atOf, opened, packed, paid, placed, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const shifted = (ms: number) => new Date(TEST_NOW.getTime() + ms)

describe('the clock', () => {
  test('of a program that is not the database’s takes no steps, and is said to be wrong', async () => {
    const log = openLog('silent')
    for (const [ahead_ms, may] of [
      [0, true],
      [30_000, true],
      [5 * 60_000, false],
      [HOUR_MS, false],
      [-HOUR_MS, false],
      [400 * DAY_MS, false],
    ] as const) {
      const { db } = await testDatabase({ clock: () => new Date(Date.now() + ahead_ms), max: 1 })
      expect(await mayTimeAct({ db, log, demo: undefined }), `${ahead_ms} ms ahead`).toBe(may)
    }
  })

  test('jumps back and forth: money is released when its time has come by the row, once', async () => {
    const { db, clock } = await testDatabase()
    const at = await db.tx((tx) => trade(tx))
    const order = await db.tx(async (tx) => {
      const made = await placed(tx, at, 'prepaid')
      await paid(tx, made)
      await packed(tx, at, made)
      await shipOrder(tx, SYSTEM, atOf(made))
      await deliverOrder(tx, SYSTEM, atOf(made), 'leopards')
      return made
    })
    for (const [ms, moved] of [
      [HOUR_MS, 0],
      [-HOUR_MS, 0],
      [3 * DAY_MS - 1, 0],
      [-DAY_MS, 0],
      [3 * DAY_MS, 1],
      [0, 0],
      [400 * DAY_MS, 0],
    ] as const) {
      clock.now = shifted(ms)
      expect(await takeDueSteps(db), `at ${ms} ms`).toBe(moved)
    }
    expect((await db.read((tx) => findOrder(tx, order.order_id))).order.state).toBe('completed')
    expect(await db.read(troubles)).toEqual([])
  })

  test('of two programs differs by five minutes: an order that both move keeps its path', async () => {
    const { db: fast, url } = await testDatabase({ clock: () => shifted(5 * 60_000) })
    const slow = openDatabase(url, { keys: testKeys, clock: () => TEST_NOW })
    try {
      const at = await fast.tx((tx) => trade(tx))
      const kept = await fast.tx((tx) => placed(tx, at, 'prepaid'))
      await slow.tx((tx) => paid(tx, kept))
      await fast.tx((tx) => opened(tx, at, kept))
      await slow.tx((tx) => keepIt(tx, at.ayesha, atOf(kept)))
      const other = await slow.tx((tx) => placed(tx, at, 'prepaid'))
      await fast.tx((tx) => paid(tx, other))
      await slow.tx((tx) => cancelOrder(tx, at.ayesha, atOf(other), ''))
      const states = await fast.read((tx) =>
        Promise.all([kept, other].map(async ({ order_id }) => (await findOrder(tx, order_id)).order.state)),
      )
      expect(states).toEqual(['completed', 'cancelled'])
      expect(await fast.read(troubles)).toEqual([])
    } finally {
      await slow.close()
    }
  })
})
