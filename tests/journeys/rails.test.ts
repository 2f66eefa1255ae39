// Each rail with the whole of payments behind it, on a real database: what is believed, what is not, and the books.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BENCHES, type Bench, openBench } from '../../src/adapters/payment/contract/benches.ts'
import { consequences } from '../../src/consequences.ts'
import { findOrder, type OrderRow } from '../../src/domains/orders/orders.ts'
import { askOpenPayments, askPayment, beginPayment, receiveNotice } from '../../src/domains/payments/payments.ts'
import { makeEngine } from '../../src/domains/search/search.ts'
import { openRunner, type Runner } from '../../src/kit/events/runner.ts'
import { openLog } from '../../src/kit/log/log.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { TEST_NOW, type TestDatabase, testDatabase } from '../setup/database.ts'
import { atOf, placed, type Trade, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

describe.each(Object.keys(BENCHES))('%s', { timeout: 30_000 }, (name) => {
  let at: Trade
  let base: TestDatabase
  let runner: Runner
  let bench: Bench

  beforeEach(async () => {
    base = await testDatabase({ onEvents: (events) => runner?.noted(events) })
    at = await base.db.tx((tx) => trade(tx))
    const engine = await makeEngine(base.db)
    runner = openRunner(
      base.db,
      consequences(engine, (city) => city),
      openLog('silent'),
    )
    const make = BENCHES[name]
    if (!make) throw new Error(name)
    bench = await openBench(make, TEST_NOW)
  })
  afterEach(async () => {
    await runner.stop()
    await bench.close()
  })

  async function begun(mobile = '0312 3456789') {
    const order = await base.db.tx((tx) => placed(tx, at, 'prepaid'))
    const began = await beginPayment(base.db, at.ayesha, bench.rail, {
      checkout_id: order.checkout_id,
      orders: [{ ...atOf(order), amount_paisa: order.total_paisa.toString() }],
      description: 'Chappal',
      return_url: `${bench.shop.base}/back?checkout=1`,
      payer: { mobile, cnic6: '345678' },
    })
    return { order, began, reference: began.payment.reference }
  }
  const stateOf = async (order: OrderRow) => (await base.db.read((tx) => findOrder(tx, order.order_id))).order.state
  const holds = () => base.db.read((tx) => tx.all(sql`select state, holder from holds`))

  test('Ayesha pays once and it is told often: one payment, one hold at its holder, books that agree', async () => {
    const { order, began, reference } = await begun()
    await bench.pay(reference, began.begun, '03123456789', order.total_paisa)
    await bench.send()
    const told = bench.heard.length > 0 ? [...bench.heard, ...bench.heard, ...bench.heard] : []
    const settled = await Promise.all(told.map((raw) => receiveNotice(base.db, bench.rail, raw)))
    if (told.length === 0) settled.push(await askPayment(base.db, bench.rail, reference))
    expect(new Set(settled)).toEqual(new Set(['paid']))
    await runner.settled(5_000)
    expect(await stateOf(order)).toBe('placed')
    expect(await holds()).toEqual([{ state: 'funded', holder: bench.rail.holder }])
    expect(await base.db.read(troubles)).toEqual([])
  })

  test('Eve tells lies about an order that nobody paid: nothing happens, and each lie is kept', async () => {
    // Who answers a prompt has paid when it was begun: this payer thinks about it.
    const { order, reference } = await begun('0312 3456781')
    const json = { 'content-type': 'application/json' }
    const claims = { basket_id: reference, order_id: reference, orderRefNumber: reference, pp_TxnRefNo: reference }
    const paid = { err_code: '000', tracker: 'x', sig: 'x', pp_ResponseCode: '000', pp_Amount: '1', status: '0000' }
    const raw = { method: 'POST', query: {}, headers: {}, body: '' }
    const lies = [
      { ...raw, body: new URLSearchParams({ ...claims, ...paid }).toString() },
      { ...raw, headers: json, body: JSON.stringify({ ...claims, ...paid }) },
      { ...raw, headers: json, body: JSON.stringify({ messageInfo: { subDept: reference, status: 'ACSC' } }) },
      { ...raw, headers: { ...json, 'x-sfpy-signature': 'ab' }, body: `{"data":{"order_id":"${reference}"}}` },
      { ...raw, method: 'GET', query: { ...claims, ...paid, url: `https://evil.example/${reference}` } },
      { ...raw, body: '<html>' },
    ]
    for (const lie of lies) expect(await receiveNotice(base.db, bench.rail, lie)).not.toBe('paid')
    await runner.settled(5_000)
    expect(await stateOf(order)).toBe('awaiting_payment')
    const kept = await base.db.read((tx) => tx.all(sql`select verdict from provider_notices`))
    expect(kept).toHaveLength(lies.length)
    expect(await base.db.read(troubles)).toEqual([])
  })

  test('a notice that is lost is found by our own question', async () => {
    const { order, began, reference } = await begun()
    await bench.pay(reference, began.begun, '03123456782', order.total_paisa)
    base.clock.now = new Date(base.clock.now.getTime() + 2 * 60_000)
    await askOpenPayments(base.db, new Map([[bench.rail.name, bench.rail]]))
    await runner.settled(5_000)
    expect(await stateOf(order)).toBe('placed')
    expect(await base.db.read(troubles)).toEqual([])
  })
})
