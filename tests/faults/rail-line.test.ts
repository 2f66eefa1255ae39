import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { jazzCash } from '../../src/adapters/payment/jazzcash/jazzcash.ts'
import { findOrder, type OrderRow } from '../../src/domains/orders/orders.ts'
import { askPayment, type PaymentRail, receiveNotice, sendRefunds } from '../../src/domains/payments/payments.ts'
import { sendBack } from '../../src/domains/trust/trust.ts'
import type { Runner } from '../../src/kit/events/runner.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import type { NotedEvent } from '../../src/kit/sql/tx.ts'
import { type TestDatabase, testDatabase } from '../setup/database.ts'
import { atOf, opened, placed, type Trade, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'
import { type HeardRail, hearRail, payAtRail } from './killing/begin.ts'
import { BACK, openWorkshop, RAIL_KEYS, rawNotice } from './killing/commands.ts'
import { type FaultProxy, openProxy, type Toxic } from './proxy.ts'

let base: TestDatabase
let at: Trade
let near: HeardRail
let line: FaultProxy
/** The same rail, reached by a line that fails. */
let far: PaymentRail
let runner: Runner

beforeAll(async () => {
  let hear: (events: readonly NotedEvent[]) => void = () => undefined
  base = await testDatabase({ onEvents: (events) => hear(events) })
  at = await base.db.tx((tx) => trade(tx, 1_000))
  near = await hearRail(() => base.clock.now)
  const { hostname, port } = new URL(near.base)
  line = await openProxy({ host: hostname, port: Number(port) }, 23)
  const api_base = `http://127.0.0.1:${line.port}`
  far = jazzCash({ ...RAIL_KEYS, page_base: near.base, api_base, timeout_ms: 400 })
  runner = (await openWorkshop(base.db, near.base)).runner
  hear = (events) => runner.noted(events)
})
afterEach(() => {
  line.set({})
  line.cut()
})
afterAll(async () => {
  await runner.stop()
  await line.close()
  await near.close()
})

const BAD: readonly (readonly [string, { up?: Toxic[]; down?: Toxic[] }])[] = [
  ['never answers', { down: [{ kind: 'timeout', ms: 0 }] }],
  ['never hears us', { up: [{ kind: 'timeout', ms: 0 }] }],
  ['answers too late', { down: [{ kind: 'latency', ms: 900 }] }],
  ['answers too thinly', { down: [{ kind: 'bandwidth', bytes_per_s: 300 }] }],
  ['breaks off in the middle of its answer', { down: [{ kind: 'limit_data', bytes: 180 }] }],
  ['hangs up', { down: [{ kind: 'reset_peer', ms: 5 }] }],
]

async function paidAtRail(): Promise<{ order: OrderRow; reference: string; notice: string }> {
  const order = await base.db.tx((tx) => placed(tx, at, 'prepaid'))
  return { order, ...(await payAtRail({ db: base.db, at, rail: near }, order)) }
}

const stateOf = async ({ order_id }: OrderRow) => (await base.db.read((tx) => findOrder(tx, order_id))).order.state

describe('a rail that', () => {
  test.each(BAD)('%s leaves a payment open, and is asked again by our reference', async (_, toxics) => {
    const { order, reference, notice } = await paidAtRail()
    line.set(toxics)
    expect(await receiveNotice(base.db, far, rawNotice(notice))).toBe('asking')
    await runner.settled(5_000)
    expect(await stateOf(order)).toBe('awaiting_payment')
    line.set({})
    expect(await askPayment(base.db, far, reference)).toBe('paid')
    expect(await askPayment(base.db, far, reference)).toBe('paid')
    await runner.settled(5_000)
    expect(await stateOf(order)).toBe('placed')
    expect(await base.db.read(troubles)).toEqual([])
  })

  test('comes in crumbs is understood', async () => {
    const { reference } = await paidAtRail()
    line.set({ down: [{ kind: 'slicer', bytes: 40, gap_ms: 1 }] })
    expect(await askPayment(base.db, far, reference)).toBe('paid')
  })

  test('is down for hours is asked in vain, cash still works, and the payment is found when it is back', async () => {
    const { order, reference } = await paidAtRail()
    line.down()
    for (let hour = 0; hour < 3; hour++) expect(await askPayment(base.db, far, reference)).toBe('asking')
    const other = await base.db.tx((tx) => placed(tx, at, 'cod'))
    expect(other.state).toBe('placed')
    await line.up()
    expect(await askPayment(base.db, far, reference)).toBe('paid')
    await runner.settled(5_000)
    expect(await stateOf(order)).toBe('placed')
  })

  test.each(BAD)('%s while money goes back sends it once', async (_, toxics) => {
    const { order, reference } = await paidAtRail()
    await askPayment(base.db, near.rail, reference)
    await runner.settled(5_000)
    await base.db.tx(async (tx) => {
      await opened(tx, at, { ...order, state: 'placed' })
      await sendBack(tx, at.ayesha, atOf(order), BACK)
    })
    const rails = new Map([[far.name, far]])
    line.set(toxics)
    expect(await sendRefunds(base.db, rails)).toBe(0)
    expect(await refundOf(order)).toMatchObject({ state: 'owed' })
    line.set({})
    // The time of its next try comes.
    base.clock.now = new Date(base.clock.now.getTime() + 86_400_000)
    expect(await sendRefunds(base.db, rails)).toBe(1)
    expect(await refundOf(order)).toMatchObject({ state: 'sent', amount_paisa: order.total_paisa })
    expect(await near.rail.inquire(reference)).toMatchObject({ value: { status: 'refunded' } })
    expect(await base.db.read(troubles)).toEqual([])
  })
})

function refundOf(order: OrderRow) {
  return base.db.read((tx) =>
    tx.one<{ state: string; amount_paisa: bigint }>(sql`
      select state, amount_paisa from refunds where party_id = ${order.party_id} and order_id = ${order.order_id}`),
  )
}
