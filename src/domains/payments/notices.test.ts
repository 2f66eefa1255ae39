import { expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { placed, trade } from '../../../tests/setup/trade.ts'
import { bankTransfer } from '../../adapters/payment/bank/bank.ts'
import { DAY_MS, later } from '../../kit/clock/clock.ts'
import { newId } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import { SYSTEM } from '../identity/identity.ts'
import { beginPayment } from './begin.ts'
import { forgetNotices } from './notices.ts'
import { judgeNotice, keepNotice } from './notices-store.ts'

test('notices are forgotten by their age: what is nobody’s soon, and nothing that a dispute still needs', async () => {
  const { db, clock } = await testDatabase()
  const at = await db.tx((tx) => trade(tx))
  const order = await db.tx((tx) => placed(tx, at, 'prepaid'))
  const bank = bankTransfer({ account: { iban: 'PK1', title: 'B', bank: 'M' }, findCredit: async () => undefined })
  const { payment } = await beginPayment(db, at.ayesha, bank, {
    checkout_id: order.checkout_id,
    orders: [{ shop_id: order.party_id, order_id: order.order_id, amount_paisa: order.total_paisa.toString() }],
    description: 'Chappal',
    return_url: 'http://localhost/back',
  })
  const told = async (verdict: string, reference: string) =>
    db.tx(async (tx) => {
      const notice_id = newId()
      const body_hash = Buffer.from(notice_id)
      await keepNotice(tx, { notice_id, provider: 'bank', body_hash, method: 'POST', query: '', body: verdict })
      await judgeNotice(tx, notice_id, { verdict, detail: '', reference })
    })
  await told('forged', '')
  await told('agreed', 'OTHER')
  await told('disagrees', payment.reference)
  const begun = clock.now
  const left = async (days: number) => {
    clock.now = later(begun, days * DAY_MS)
    await db.tx((tx) => forgetNotices(tx, SYSTEM, 400))
    const rows = await db.read((tx) =>
      tx.all<{ verdict: string }>(sql`select verdict from provider_notices order by verdict`),
    )
    return rows.map(({ verdict }) => verdict)
  }
  expect(await left(29)).toEqual(['agreed', 'disagrees', 'forged'])
  expect(await left(31)).toEqual(['agreed', 'disagrees'])
  expect(await left(399)).toEqual(['agreed', 'disagrees'])
  await db.tx((tx) => tx.count(sql`update payments set state = 'disputed' where payment_id = ${payment.payment_id}`))
  expect(await left(401)).toEqual(['disagrees'])
  await db.tx((tx) => tx.count(sql`update payments set state = 'failed' where payment_id = ${payment.payment_id}`))
  expect(await left(402)).toEqual([])
})
