// The shape of the tree as a test: who may import whom, how long things may be, which words are banned, and the rules
// that let the same tables and statements run on one PostgreSQL and on many. Run: node tools/tidy.ts
import { join } from 'node:path'
import { report } from './source.ts'
import { checkCode } from './tidy/code.ts'
import { checkStatements } from './tidy/parties.ts'
import { checkTables } from './tidy/tables.ts'
import { checkWalls } from './tidy/walls.ts'
import { checkWords } from './tidy/words.ts'

/** Everything that is untidy in a project. */
export function tidy(root: string) {
  const { tables, problems } = checkTables(root)
  return [...checkWalls(root), ...checkCode(root), ...checkWords(root), ...problems, ...checkStatements(root, tables)]
}

if (import.meta.main) report(tidy(join(import.meta.dirname, '..')), 'tidy')
