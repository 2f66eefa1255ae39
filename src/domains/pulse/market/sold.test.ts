import { expect, test } from 'vitest'
import { rolledBack } from '../../../../tests/setup/database.ts'
import { placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { actForShop, SYSTEM, tellWhoLeads } from '../../identity/identity.ts'
import { recount } from '../pulse.ts'
import { soldRows } from './sold.ts'
import { SoldReader } from './sold-reader.ts'

/** The trade of two shops with one order, counted. */
async function counted(tx: Tx): Promise<Trade> {
  const at = await trade(tx)
  await placed(tx, at)
  await recount(tx, SYSTEM)
  return at
}

async function linesOf(tx: Tx, from = '2023-01-01') {
  const reader = new SoldReader()
  for await (const rows of soldRows(tx, from, '2026-02-01')) reader.push(rows)
  return reader.finish().lines
}

test('a shop counts as led by women once it says so, and for nothing before', () =>
  rolledBack(async (tx) => {
    const at = await counted(tx)
    const marks = async () => [...(await linesOf(tx)).womenLedShop]
    expect(await marks()).toEqual([0])
    const owner = { kind: 'person', person_id: at.bilal.person_id } as const
    const by = await actForShop(tx, owner, at.bilal.shop_id, 'shop')
    await tellWhoLeads(tx, by, true)
    expect(await marks()).toEqual([1])
    await tellWhoLeads(tx, by, false)
    expect(await marks()).toEqual([2])
    await tellWhoLeads(tx, by, null)
    expect(await marks()).toEqual([0])
    await expect(tellWhoLeads(tx, { ...by, tasks: ['orders'] }, true)).rejects.toMatchObject({ code: 'forbidden' })
  }))

test('what was ordered before the first day that a release looks at is not read', () =>
  rolledBack(async (tx) => {
    await counted(tx)
    const [first] = (await linesOf(tx)).day
    const dayOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)
    expect((await linesOf(tx, dayOf(first ?? 0))).count).toBe(1)
    expect((await linesOf(tx, dayOf((first ?? 0) + 1))).count).toBe(0)
  }))

test('what a unit holds is read from the words of the order', () =>
  rolledBack(async (tx) => {
    const at = await counted(tx)
    const contents = async () => [...(await linesOf(tx)).content]
    expect(await contents()).toEqual([0])
    await tx.count(
      sql`update order_lines set title = 'Chai ki patti', choices = '950 g' where party_id = ${at.bilal.shop_id}`,
    )
    expect(await contents()).toEqual([950])
  }))
