import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { deliveredBy, leopardsFile, remitted, told, withCourier } from '../../../../tests/setup/remitting.ts'
import { trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { sql } from '../../../kit/sql/sql.ts'

/** One line of a made file: about which parcel, with which figures. In rupees. */
const LINE = fc.record({
  parcel: fc.integer({ min: 0, max: 8 }),
  cheque: fc.constantFrom('A', 'B', 'C'),
  cod: fc.constantFrom(2_650, 2_650, 2_000, 0),
  shipment: fc.integer({ min: 0, max: 400 }),
  tax: fc.constantFrom(53, 53, 0, 106),
  off: fc.constantFrom(0, 0, 0, -1, 1, -300, 250, -2_500),
})

test('whatever a courier sends, its net is booked, once, and every rupee that disagrees is on a list', async () => {
  const { db } = await testDatabase()
  const at = await db.tx((tx) => trade(tx, 500))
  let run = 0
  const cash = async () => {
    const row = await db.read((tx) =>
      tx.one<{ paisa: bigint }>(
        sql`select coalesce(sum(amount_paisa), 0)::bigint as paisa from ledger_postings where account = 'cash:market'`,
      ),
    )
    return row?.paisa ?? 0n
  }
  const any = fc.asyncProperty(fc.array(LINE, { minLength: 1, maxLength: 14 }), async (wild) => {
    run++
    const cn = (parcel: number) => `LE${run}P${parcel}X`
    await db.tx(async (tx) => {
      for (const parcel of [0, 1, 2, 3]) await deliveredBy(tx, at, 'leopards', cn(parcel))
      await withCourier(tx, at, 'leopards', cn(4))
      await told(tx, await withCourier(tx, at, 'leopards', cn(5)), 'returned')
    })
    const fresh = new Map<string, (typeof wild)[number]>()
    for (const line of wild)
      if (!fresh.has(`${line.cheque} ${line.parcel}`)) fresh.set(`${line.cheque} ${line.parcel}`, line)
    const netOf = (line: (typeof wild)[number]) => line.cod - line.shipment - 2 * line.tax + line.off
    const row = (line: (typeof wild)[number]) => {
      const { cod, shipment, tax, cheque } = line
      const figures = [cod, shipment, 0, 0, 0, tax, tax, netOf(line)].map(String)
      return ['1', cn(line.parcel), '', ...figures, `${run}${cheque}`, '']
    }
    const before = await cash()
    await remitted(db, at, 'leopards', { name: 'a.csv', bytes: leopardsFile(wild.map(row)) })
    const net = [...fresh.values()].reduce((sum, line) => sum + BigInt(netOf(line)) * 100n, 0n)
    expect((await cash()) - before).toBe(net)
    const again = leopardsFile([...fresh.values()].map(row).toReversed(), '1')
    await remitted(db, at, 'leopards', { name: 'b.csv', bytes: again })
    expect((await cash()) - before).toBe(net)
    expect(await db.tx(troubles)).toEqual([])
  })
  await fc.assert(any, { numRuns: 12 })
}, 120_000)
