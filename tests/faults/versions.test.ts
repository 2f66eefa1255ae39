import { expect, test } from 'vitest'
import { sql } from '../../src/kit/sql/sql.ts'
import { openBazaar, opens } from '../setup/buying.ts'

test('a program whose tables a newer one has changed says that it is not ready, and answers who is there', async () => {
  const open = await openBazaar()
  const ready = async () => (await fetch(`${open.base}/readyz`)).status
  expect(await ready()).toBe(200)
  await open.market.db.tx((tx) =>
    tx.count(sql`insert into migrations (name, sha256) values ('9999_newer.sql', 'another program')`),
  )
  expect(await ready()).toBe(503)
  await opens(await open.visitor(), '/')
})
