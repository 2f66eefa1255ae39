import pg from 'pg'
import { type Keys, keysFrom } from '../../src/kit/keys/keys.ts'
import { type Database, openDatabase } from '../../src/kit/sql/database.ts'
import { type Sql, sql } from '../../src/kit/sql/sql.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'

/** A database in which races are run: many small markets in one, each seen alone. */
export interface Ring {
  /** Sees everything. */
  readonly db: Database
  /** For those who race: once `races.parties` is set on a connection, it sees these parties only. */
  readonly narrow: Database
  /** A connection that watches who waits for a lock. */
  readonly eye: pg.Client
  /** The clock of everything here; it goes on by a millisecond with each transaction. */
  readonly clock: { now: Date }
  close(): Promise<void>
}

/**
 * Makes a migrated database into a ring. A rule of row security shows those who race only their own parties, so that a
 * verb that looks through the whole market (who is to be paid, what is due) finds one small market; and the judge can
 * check every invariant after each race at the price of that small market.
 */
export async function openRing(url: string, keys: Keys = keysFrom(Buffer.alloc(32, 7))): Promise<Ring> {
  const clock = { now: new Date('2026-01-02T10:00:00Z') }
  const tick = () => {
    clock.now = new Date(clock.now.getTime() + 1)
    return clock.now
  }
  const db = openDatabase(url, { keys, clock: tick, max: 4 })
  await db.tx(partParties)
  const narrow = openDatabase(url, { keys, clock: tick, max: 4 })
  const eye = new pg.Client({ connectionString: url })
  await eye.connect()
  return {
    db,
    narrow,
    eye,
    clock,
    async close() {
      await Promise.all([db.close(), narrow.close(), eye.end()])
    },
  }
}

/** Commits do not wait for the disk here, and each row of a party is shown only to those who may see the party. */
async function partParties(tx: Tx): Promise<void> {
  const row = await tx.one<{ name: string }>(sql`select quote_ident(current_database()) as name`)
  await tx.count(plain(`alter database ${row?.name ?? ''} set synchronous_commit = off`))
  const setting = (name: string) => `nullif(current_setting('races.${name}', true), '')`
  // The span is for the index: the list alone, which may be empty, would read every row.
  const seen = `party_id >= coalesce(${setting('least')}, '${LEAST}')::uuid
    and party_id <= coalesce(${setting('most')}, '${MOST}')::uuid
    and (${setting('parties')} is null or party_id = any (string_to_array(${setting('parties')}, ',')::uuid[]))`
  for (const name of await partyTables(tx)) {
    await tx.count(plain(`alter table ${name} enable row level security`))
    await tx.count(plain(`alter table ${name} force row level security`))
    await tx.count(plain(`create policy small_market on ${name} using (${seen}) with check (true)`))
  }
}

const LEAST = '00000000-0000-0000-0000-000000000000'
const MOST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The tables whose rows belong to a party. */
export async function partyTables(tx: Tx): Promise<string[]> {
  const tables = await tx.all<{ name: string }>(sql`
    select c.table_name as name
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'party_id' and t.table_type = 'BASE TABLE'
    order by c.table_name`)
  return tables.map(({ name }) => name)
}

/** A statement that is made of names and carries no values. */
function plain(text: string) {
  return { text, values: [], isSql: true } as const
}

/** From here on, to the end of the transaction or of the connection, these parties are all there is. */
export function seeOnly(parties: readonly string[], until: 'commit' | 'close'): Sql {
  const sorted = parties.toSorted()
  const [least = '', most = ''] = [sorted[0], sorted.at(-1)]
  const isLocal = until === 'commit'
  return sql`select pg_backend_pid() as pid, set_config('races.parties', ${parties.join(',')}, ${isLocal}),
    set_config('races.least', ${least}, ${isLocal}), set_config('races.most', ${most}, ${isLocal})`
}

/** Works or looks in the small market of some parties. */
export function among<T>(ring: Ring, parties: readonly string[], body: (tx: Tx) => Promise<T>): Promise<T> {
  return ring.db.tx(async (tx) => {
    await tx.one(seeOnly(parties, 'commit'))
    return body(tx)
  })
}
