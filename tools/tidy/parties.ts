// A write or a lock in a party table touches the rows of one party, or it could not be sent to one machine.
import { filesUnder, type Problem } from '../source.ts'
import { type Found, statementsIn } from '../statements.ts'
import type { Kind } from './tables.ts'

/** Where statements may stand: in the stores of the domains, in the queries of their invariants, and in the kit. */
const STORES = /^src\/(kit\/.*|domains\/[a-z]+\/((.*-)?store|invariants|verify))\.ts$/

export function checkStatements(root: string, tables: Map<string, Kind>): Problem[] {
  const files = filesUnder(root, 'src', ['.ts', '.tsx']).filter((file) => !/\.test\.tsx?$/.test(file))
  return files.flatMap((file) => {
    if (file.startsWith('src/kit/sql/')) return []
    const statements = statementsIn(root, file)
    const first = statements[0]
    if (first && !STORES.test(file)) return [{ file, line: first.line, words: 'SQL stands in a store.ts only' }]
    return distinct(statements.flatMap((statement) => faultsOf(statement, tables)))
  })
}

/** A statement that is meant for every party says why in a comment of its own: `-- every party: old rows go away`. */
const EVERY_PARTY = /-- every party: \S/

function faultsOf({ file, line, text }: Found, tables: Map<string, Kind>): Problem[] {
  if (EVERY_PARTY.test(text)) return []
  const plain = text.replace(/'(?:[^']|'')*'/g, "''").replace(/--[^\n]*/g, '')
  const writes = [...plain.matchAll(/(?<!\b(?:do|for|key)\s+)\b(update|delete\s+from)\s+(?:only\s+)?(\w+)/gi)]
  const locks = [...plain.matchAll(/\bfor\s+(?:no\s+key\s+)?(?:update|share)\b/gi)]
  return [
    ...writes
      .filter(([, , table = '']) => tables.get(table) === 'party')
      .filter((match) => !names(partAround(plain, match.index)))
      .map(([, verb = '', table]) => ({
        file,
        line,
        words: `${verb} ${table}: the rows of one party (where party_id = …)`,
      })),
    ...locks
      .filter((match) => tablesIn(partAround(plain, match.index)).some((table) => tables.get(table) === 'party'))
      .filter((match) => !names(partAround(plain, match.index)))
      .map(() => ({ file, line, words: 'a lock takes the rows of one party (where party_id = …)' })),
  ]
}

function names(part: string): boolean {
  return /\bwhere\b[\s\S]*\bparty_id\s*=(?!\s*any\b)/i.test(part)
}

function tablesIn(part: string): string[] {
  return [...part.matchAll(/\b(?:from|join)\s+(?:only\s+)?(\w+)/gi)].map(([, table = '']) => table)
}

/** The statement that stands around a place, without what lies outside its brackets. */
function partAround(text: string, at: number): string {
  let start = 0
  for (let i = at, depth = 0; i >= 0; i--) {
    if (text[i] === ')') depth++
    if (text[i] === '(' && depth-- === 0) {
      start = i + 1
      break
    }
  }
  let end = text.length
  for (let i = at, depth = 0; i < text.length; i++) {
    if (text[i] === '(') depth++
    if (text[i] === ')' && depth-- === 0) {
      end = i
      break
    }
  }
  return text.slice(start, end)
}

function distinct(problems: Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.line}:${problem.words}`, problem])).values()]
}
