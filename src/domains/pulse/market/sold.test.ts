import { expect, test } from 'vitest'
import { rolledBack } from '../../../../tests/setup/database.ts'
import { placed, trade } from '../../../../tests/setup/trade.ts'
import { sql } from '../../../kit/sql/sql.ts'
import { actForShop, SYSTEM, tellWhoLeads } from '../../identity/identity.ts'
import { recount } from '../pulse.ts'
import { readSold } from './sold.ts'

test('a shop counts as led by women once it says so, and for nothing before', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    await placed(tx, at)
    await recount(tx, SYSTEM)
    const marks = async () => [...((await readSold(tx, '2026-02-01'))?.lines.womenLedShop ?? [])]
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

test('what a unit holds is read from the words of the order', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    await placed(tx, at)
    await recount(tx, SYSTEM)
    const contents = async () => [...((await readSold(tx, '2026-02-01'))?.lines.content ?? [])]
    expect(await contents()).toEqual([0])
    await tx.count(
      sql`update order_lines set title = 'Chai ki patti', choices = '950 g' where party_id = ${at.bilal.shop_id}`,
    )
    expect(await contents()).toEqual([950])
  }))
