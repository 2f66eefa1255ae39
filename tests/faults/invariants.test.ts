import { expect, test } from 'vitest'
import { type OrderRow, shipOrder } from '../../src/domains/orders/orders.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { rolledBack } from '../setup/database.ts'
import { atOf, packed, paid, placed, type Trade, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

/** A market with two orders, of which one is on its way; then somebody spoils it behind our back. */
function spoiled(spoil: (tx: Tx, at: Trade, order: OrderRow) => Promise<unknown>): Promise<object[]> {
  return rolledBack(async (tx) => {
    const at = await trade(tx)
    const order = await placed(tx, at, 'prepaid')
    await paid(tx, order)
    await packed(tx, at, order)
    await shipOrder(tx, at.ghazi, atOf(order))
    const other = await placed(tx, at)
    expect(await troubles(tx)).toEqual([])
    await spoil(tx, at, other)
    return troubles(tx)
  })
}

const broken = (invariant: string) => expect.arrayContaining([expect.objectContaining({ invariant })])

test('I9: a piece that nobody counted is found', async () => {
  const found = await spoiled((tx, at) =>
    tx.count(sql`
      update stock_levels set on_hand_count = on_hand_count + 1
      where party_id = ${at.bilal.shop_id} and variant_id = ${at.small}`),
  )
  expect(found).toEqual(broken('I9'))
})

test('I9: a reservation that nobody ended is found when its goods are back on the shelf', async () => {
  const found = await spoiled((tx, at) =>
    tx.count(sql`
      update stock_levels set reserved_count = 0 where party_id = ${at.bilal.shop_id} and variant_id = ${at.small}`),
  )
  expect(found).toEqual(broken('I9'))
})

test('I17: an order that time forgot is found once the round ran, and not before', async () => {
  const late = (tx: Tx, order: OrderRow) =>
    tx.count(sql`
      update orders set due_at = ${new Date(tx.now.getTime() - 3 * 86_400_000)}
      where party_id = ${order.party_id} and order_id = ${order.order_id}`)
  expect(await spoiled((tx, _, order) => late(tx, order))).toEqual([])
  const found = await spoiled(async (tx, _, order) => {
    await late(tx, order)
    await turn(tx, 'deadlines')
  })
  expect(found).toEqual(broken('I17'))
})

test('I17: an event that nobody follows up is found, but not one that lies with the operator', async () => {
  const waiting = (tries: number) =>
    spoiled(async (tx, at) => {
      await tx.count(sql`
        update outbox set delivered_at = ${tx.now} where party_id is not null`)
      await tx.count(sql`
        update outbox set delivered_at = null, tried_count = ${tries},
          recorded_at = ${new Date(tx.now.getTime() - 3 * 86_400_000)}
        where party_id = ${at.bilal.shop_id} and name = 'order.shipped'`)
      await turn(tx, 'outbox')
    })
  expect(await waiting(1)).toEqual(broken('I17'))
  expect(await waiting(10)).toEqual([])
})

test('I18: a look at a person that says neither who nor why is found', async () => {
  const look = (purpose: string, role: string) =>
    spoiled((tx, at) =>
      tx.count(sql`
        insert into access_log (party_id, access_id, actor_id, actor_role, purpose, fields, looked_at)
        values (${at.ayesha.person_id}, ${at.ayesha.person_id}, null, ${role}, ${purpose}, ${['phone']}, ${tx.now})`),
    )
  expect(await look('message', 'system')).toEqual([])
  expect(await look('', 'system')).toEqual(broken('I18'))
  expect(await look('message', 'operator')).toEqual(broken('I18'))
})

function turn(tx: Tx, job: string): Promise<number> {
  return tx.count(sql`
    insert into rate_limits (limit_key, window_started_at, used_count) values (${`job:${job}`}, ${tx.now}, 1)`)
}
