import type { Database } from '../../../src/kit/sql/database.ts'
import type { Tx } from '../../../src/kit/sql/tx.ts'

/** What stands in a market: how many rows of each kind, and how much money on each kind of account. */
export type Facts = ReadonlyMap<string, bigint>

/** Counters and locks: they may differ between two ways to the same end. */
const PASSING = new Set(['migrations', 'rate_limits', 'idempotency_keys'])
/** The columns by which the rows of a table are of different kinds. */
const KINDS = ['state', 'verdict', 'outcome', 'kind', 'name', 'template', 'to_state']

/** Reads every table there is, so that an effect that nobody thought of is seen as well. */
export async function readFacts(db: Database): Promise<Facts> {
  return db.read(async (tx) => {
    const columns = await tx.all<{ table_name: string; column_name: string }>(
      plain(`select table_name, column_name from information_schema.columns where table_schema = 'public'`),
    )
    const tables = Map.groupBy(columns, ({ table_name }) => table_name)
    const queries = [...tables].flatMap(([table, its]) => {
      if (PASSING.has(table)) return []
      const names = its.map(({ column_name }) => column_name)
      const kind = KINDS.filter((name) => names.includes(name)).map((name) => `coalesce(${name}::text, '-')`)
      if (names.includes('delivered_at')) kind.push(`case when delivered_at is null then 'waits' else 'told' end`)
      const sum = names.filter((name) => /_(paisa|count)$/.test(name) && !/^(tried|told|asked)_/.test(name))
      return [
        `select concat_ws(' ', '${table}', ${[...kind, `''`].join(', ')}) as fact, count(*)::bigint as value
         from ${table} group by 1`,
        ...sum.map(
          (name) => `select '${table} ${name}' as fact, coalesce(sum(${name}), 0)::bigint as value from ${table}`,
        ),
      ]
    })
    queries.push(`select 'account ' || split_part(account, ':', 1) as fact, sum(amount_paisa)::bigint as value
      from ledger_postings group by 1`)
    const rows = await tx.all<{ fact: string; value: bigint }>(plain(queries.join('\nunion all\n')))
    return new Map(rows.map(({ fact, value }) => [fact, value]))
  })
}

type Query = Parameters<Tx['all']>[0]

/** The names in it come from the database itself. */
function plain(text: string): Query {
  return { text, values: [], isSql: true }
}

/** What came to be between two looks: only what changed. */
export function changeOf(before: Facts, after: Facts): Record<string, bigint> {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  const changed = names.map((name) => [name, (after.get(name) ?? 0n) - (before.get(name) ?? 0n)] as const)
  return Object.fromEntries(changed.filter(([, by]) => by !== 0n))
}
