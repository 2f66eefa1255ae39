import { expect, test } from 'vitest'
import { testDatabase } from '../tests/setup/database.ts'
import { trade } from '../tests/setup/trade.ts'
import { SYSTEM } from './domains/identity/identity.ts'
import { post } from './domains/ledger/ledger.ts'
import { listVerifyRuns, makePayoutBatch, payoutsStopped } from './domains/payments/payments.ts'
import { liftStop } from './domains/payments/payouts/stops.ts'
import { MARKET_PARTY, newId } from './kit/ids/ids.ts'
import { openLog } from './kit/log/log.ts'
import { sql } from './kit/sql/sql.ts'
import { watchBooks } from './rounds.ts'

const { db, clock } = await testDatabase()
const watch = () => watchBooks({ db, log: openLog('silent'), now: () => clock.now })

test('books that do not add up stop every payout, once, until Dania lifts it with a reason', async () => {
  const at = await db.tx((tx) => trade(tx))
  await watch()
  expect(await db.read((tx) => payoutsStopped(tx))).toBeUndefined()

  const shop = newId()
  const entries = [
    { account: 'cash:jazzcash', paisa: 500n },
    { account: 'payable', paisa: -500n },
  ]
  await db.tx((tx) => post(tx, shop, { cause: 'nobody earned this', entries }))
  await watch()
  await watch()
  expect(await db.read((tx) => payoutsStopped(tx))).toMatchObject({ cause: 'books', note: '1 findings: I12' })
  await expect(db.tx((tx) => makePayoutBatch(tx, SYSTEM))).rejects.toMatchObject({ reason: 'payments.payouts_stopped' })
  const told = await db.read((tx) => tx.all(sql`select 1 from outbox where name = 'payouts.stopped'`))
  expect(told).toHaveLength(1)
  const runs = await db.read((tx) => listVerifyRuns(tx, at.dania))
  expect(runs.map(({ violation_count }) => violation_count)).toEqual([1, 1, 0])

  const stop = { party_id: MARKET_PARTY, cause: 'books' } as const
  const lift = (note: string) => db.tx((tx) => liftStop(tx, at.dania, { ...stop, note }))
  await expect(lift(' ok ')).rejects.toMatchObject({ reason: 'payments.say_why' })
  await lift('a transfer of a test, undone by hand')
  await expect(lift('once more')).rejects.toMatchObject({ reason: 'payments.not_stopped' })
  expect(await db.read((tx) => payoutsStopped(tx))).toBeUndefined()
})

test('when the look itself fails, nobody knows that all is well, and payouts stop', async () => {
  const broken = { ...db, read: () => Promise.reject(new Error('the database is away')) }
  await watchBooks({ db: broken, log: openLog('silent'), now: () => clock.now })
  expect(await db.read((tx) => payoutsStopped(tx))).toMatchObject({ note: '1 findings: watch' })
})
