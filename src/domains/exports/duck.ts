import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refusal } from '../../kit/errors/refusal.ts'
import { outputOf } from '../../kit/programs/output.ts'
import type { OwnKind, OwnTable } from '../../kit/tables/own-table.ts'

/** A table that DuckDB gets, from a file that was written for it. */
export interface DuckTable {
  readonly name: string
  readonly columns: Readonly<Record<string, string>>
  readonly file: string
}

/** What the other program is to do with its tables: answer one question, or write one of them as Parquet. */
export interface DuckJob {
  readonly tables: readonly DuckTable[]
  readonly question?: { readonly sql: string; readonly rows: number }
  readonly parquet?: { readonly table: string; readonly file: string }
}

export type DuckAnswer =
  | { readonly columns: readonly string[]; readonly rows: readonly (string | null)[][]; readonly more: boolean }
  | { readonly fault: string }

const KINDS: Record<OwnKind, string> = { text: 'VARCHAR', integer: 'BIGINT', time: 'TIMESTAMP' }

/** A question that takes longer is ended. */
const LONGEST_MS = 5_000
const MOST_BYTES = 2_000_000

export function duckTable({ name, columns }: OwnTable, file: string): DuckTable {
  return { name, file, columns: Object.fromEntries(Object.entries(columns).map(([one, kind]) => [one, KINDS[kind]])) }
}

/** A folder that only this program may read, and that is gone afterwards. */
export async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bharosa-own-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Runs DuckDB as a program of its own, with no setting and no secret of the market in its surroundings: whatever a
 * question does to it, the market goes on. It is ended after five seconds.
 * Refuses: limit exports.too_slow; unavailable exports.no_duck.
 */
export async function runDuck(folder: string, job: DuckJob): Promise<DuckAnswer> {
  const file = join(folder, 'job.json')
  await writeFile(file, JSON.stringify(job), { mode: 0o600 })
  const name = import.meta.url.endsWith('.ts') ? './duck-program.ts' : './own-duck.js'
  const program = fileURLToPath(new URL(name, import.meta.url))
  const child = spawn(process.execPath, ['--max-old-space-size=128', program, file], {
    cwd: folder,
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  })
  const { output, ended, wasKilled } = await outputOf(child, MOST_BYTES)
  if (wasKilled) throw new Refusal('limit', 'exports.too_slow')
  if (ended !== '0') throw new Refusal('unavailable', 'exports.no_duck')
  return JSON.parse(output.toString())
}
