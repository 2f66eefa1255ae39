// bench ledger: transfers over 1,000 accounts and over 4 hot ones, and in the same run the raw floor, the same rows
// written by hand in one transaction each; then the books are made long and verified. Prints one line of JSON
// (CONTRACTS: bench ledger).
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { post } from '../src/domains/ledger/ledger.ts'
import { newId } from '../src/kit/ids/ids.ts'
import type { Database } from '../src/kit/sql/database.ts'
import { sql } from '../src/kit/sql/sql.ts'
import { ALL_INVARIANTS } from '../src/rounds.ts'
import { median, rounded, together } from './client.ts'
import { fillBooks, verifyInChild } from './long-books.ts'
import { rawPool } from './raw-order.ts'
import { openScratch } from './scratch.ts'

const WRITERS = Number(process.env.BENCH_WRITERS ?? 16)
const TRANSFERS = Number(process.env.BENCH_TRANSFERS ?? 11_000)
const LINES = Number(process.env.BENCH_LINES ?? 1_000_000)
const ROUNDS = 3

const say = (line: string) => process.stderr.write(`${line}\n`)

const scratch = await openScratch()
const pool = rawPool(scratch.url)

/** So many accounts, four to a party: money goes round between them. */
interface Books {
  parties: readonly string[]
}

const cold: Books = { parties: Array.from({ length: 250 }, () => newId()) }
const hot: Books = { parties: [newId()] }
const ACCOUNTS = ['cash:jazzcash', 'cash:market', 'fee:commission', 'fee:delivery']

/** A pair of the four accounts, another one each time. */
function pairOf(i: number): [string, string] {
  const from = i % ACCOUNTS.length
  return [ACCOUNTS[from] ?? '', ACCOUNTS[(from + 1 + (Math.floor(i / 4) % 3)) % ACCOUNTS.length] ?? '']
}

const partyOf = ({ parties }: Books, i: number) => parties[(i * 7919) % parties.length] ?? ''

async function transferRound(db: Database, books: Books, count: number): Promise<number> {
  const ms = await together(count, WRITERS, async (i) => {
    const [from, to] = pairOf(i)
    await db.tx((tx) =>
      post(tx, partyOf(books, i), {
        cause: `bench:${newId()}`,
        entries: [
          { account: to, paisa: 100n },
          { account: from, paisa: -100n },
        ],
      }),
    )
  })
  return (count / ms) * 1_000
}

/** The same rows by hand: BEGIN, the transfer, its two postings, COMMIT, one after the other. */
async function rawTransfer(i: number): Promise<void> {
  const client = await pool.connect()
  const [from, to] = pairOf(i)
  const party = partyOf(cold, i)
  const id = newId()
  const now = new Date()
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values })
  try {
    await client.query('begin')
    await run(
      'transfer',
      `insert into ledger_transfers (party_id, transfer_id, cause, event_at, posted_at) values ($1, $2, $3, $4, $4)`,
      [party, id, `raw:${id}`, now],
    )
    await run(
      'postings',
      `insert into ledger_postings (party_id, transfer_id, line, account, amount_paisa, posted_at)
      values ($1, $2, 1, $3, 100, $5), ($1, $2, 2, $4, -100, $5)`,
      [party, id, to, from, now],
    )
    await client.query('commit')
  } finally {
    client.release()
  }
}

async function rawRound(count: number): Promise<number> {
  const ms = await together(count, WRITERS, rawTransfer)
  return (count / ms) * 1_000
}

/** What Postgres counted: a deadlock that was tried again is still one. */
async function deadlocks(from: pg.Pool): Promise<number> {
  // The figures of other connections arrive a moment late.
  await wait(1_000)
  const { rows } = await from.query<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  return Number(rows[0]?.deadlocks ?? 0)
}

say('warming up …')
await transferRound(scratch.db, cold, 1_000)
await rawRound(1_000)
const speeds = { cold: [] as number[], hot: [] as number[], raw: [] as number[] }
for (let round = 1; round <= ROUNDS; round++) {
  const one = {
    cold: await transferRound(scratch.db, cold, TRANSFERS),
    hot: await transferRound(scratch.db, hot, TRANSFERS),
    raw: await rawRound(TRANSFERS),
  }
  for (const name of ['cold', 'hot', 'raw'] as const) speeds[name].push(one[name])
  say(`round ${round}: ${rounded(one.cold)} transfers/s, ${rounded(one.hot)} hot, raw ${rounded(one.raw)}`)
}
const dead = await deadlocks(pool)
say(`${LINES.toLocaleString('en')} lines of books …`)
const lines = await fillBooks(scratch.db, LINES)
const verified = await verifyInChild(scratch)
const balance = await scratch.db.read((tx) =>
  tx.one<{ paisa: bigint }>(sql`select coalesce(sum(amount_paisa), 0)::bigint as paisa from ledger_postings`),
)
await pool.end()
await scratch.end()
const ratio = (a: readonly number[], b: readonly number[]) => rounded(median(a.map((x, i) => x / (b[i] ?? 1))), 3)
process.stdout.write(
  `${JSON.stringify({
    writers: WRITERS,
    accounts: cold.parties.length * ACCOUNTS.length,
    transfers_per_s: rounded(median(speeds.cold)),
    hot_transfers_per_s: rounded(median(speeds.hot)),
    raw_tx_per_s: rounded(median(speeds.raw)),
    ratio_to_raw: ratio(speeds.cold, speeds.raw),
    hot_to_cold: ratio(speeds.hot, speeds.cold),
    transfers: 2_000 + ROUNDS * TRANSFERS * 3,
    deadlocks: dead,
    off_by_paisa: Number(balance?.paisa ?? 0n),
    lines,
    invariants: ALL_INVARIANTS.length,
    ...verified,
  })}\n`,
)
process.exit(0)
