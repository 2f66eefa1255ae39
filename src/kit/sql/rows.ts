import type { Sql } from './sql.ts'

const ROW = /\bvalues\s*(\((?:[^()]|\([^()]*\))*\))/
const MOST = 64

/**
 * Inserts of a row each, as few statements: rows of the same statement become one with many. It has 64, 32, 16 … rows,
 * so that the prepared statements stay few.
 */
export function together(inserts: readonly Sql[]): Sql[] {
  const groups = Map.groupBy(inserts, ({ text }) => text)
  return [...groups.values()].flatMap((group) => {
    const statements: Sql[] = []
    for (let at = 0; at < group.length; ) {
      const size = Math.min(MOST, 2 ** Math.floor(Math.log2(group.length - at)))
      statements.push(joined(group.slice(at, at + size)))
      at += size
    }
    return statements
  })
}

const texts = new Map<string, string>()

function joined(group: readonly Sql[]): Sql {
  const [first] = group
  if (!first || group.length === 1) return first as Sql
  const key = `${group.length} ${first.text}`
  const text = texts.get(key) ?? repeated(first, group.length)
  texts.set(key, text)
  return { text, values: group.flatMap(({ values }) => values), isSql: true }
}

function repeated({ text, values }: Sql, count: number): string {
  const row = ROW.exec(text)?.[1]
  if (!row) throw new Error(`no row of values to repeat: ${text}`)
  const rows = Array.from({ length: count }, (_, i) =>
    row.replace(/\$(\d+)/g, (_all, n: string) => `$${i * values.length + Number(n)}`),
  )
  return text.replace(row, () => rows.join(', '))
}
