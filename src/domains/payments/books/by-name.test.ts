import { expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { type Sql, sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { heldByHolder } from './coverage-store.ts'
import { openItems } from './lines-store.ts'

/** The plan of each statement that a reader sends, in words. */
async function plansOf(tx: Tx, read: (tx: Tx) => Promise<unknown>): Promise<string> {
  const plans: string[] = []
  const explain = async <Row>(query: Sql): Promise<Row[]> => {
    const rows = await tx.all<{ 'QUERY PLAN': string }>(sql`explain ${query}`)
    plans.push(...rows.map((row) => row['QUERY PLAN']))
    return []
  }
  await read({ ...tx, all: explain, one: async (query) => (await explain<never>(query))[0] })
  return plans.join('\n')
}

test('sums over everybody’s books read the postings of one name, and no others', async () => {
  const { db } = await testDatabase()
  await db.tx(async (tx) => {
    await tx.count(sql`
      insert into ledger_transfers (party_id, transfer_id, cause, event_at, posted_at)
      select gen_random_uuid(), gen_random_uuid(), 'test:' || n, ${tx.now}, ${tx.now}
      from generate_series(1, 4000) as n`)
    await tx.count(sql`
      insert into ledger_postings (party_id, transfer_id, line, account, amount_paisa, posted_at)
      select t.party_id, t.transfer_id, leg.line, leg.account || leg.line * (random() * 1000)::int, leg.paisa, ${tx.now}
      from ledger_transfers t, (values (1, 'hold:', 5), (2, 'payable:', -5)) as leg (line, account, paisa)`)
    await tx.count(sql`analyze`)
  })
  for (const read of [heldByHolder, (tx: Tx) => openItems(tx, 'market', 100)]) {
    const plan = await db.read((tx) => plansOf(tx, read))
    expect(plan).toContain('ledger_postings_by_name')
    expect(plan).not.toMatch(/Seq Scan on ledger_postings|using ledger_postings_by_account|ledger_postings_pkey/)
  }
})
