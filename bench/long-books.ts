import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from '../src/kit/sql/database.ts'
import { sql } from '../src/kit/sql/sql.ts'
import { rounded } from './client.ts'
import type { Scratch } from './scratch.ts'

const PARTIES = 20_000
const AT_ONCE = 250_000

/** Makes the books long: transfers of two lines among 20,000 parties, over a year. Returns how many lines there are. */
export async function fillBooks(db: Database, lines: number): Promise<number> {
  const transfers = Math.floor(lines / 2)
  for (let from = 0; from < transfers; from += AT_ONCE) {
    const to = Math.min(from + AT_ONCE, transfers)
    await db.tx(async (tx) => {
      await tx.one(sql`select set_config('statement_timeout', '0', true)`)
      await tx.count(sql`
        with made as (
          insert into ledger_transfers (party_id, transfer_id, cause, event_at, posted_at)
          select ('00000000-0000-4000-8000-' || lpad((n % ${PARTIES}::int)::text, 12, '0'))::uuid,
            ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'long:' || n, at, at
          from generate_series(${from}::int, ${to - 1}::int) as n,
            lateral (select ${tx.now}::timestamptz - make_interval(secs => (n % 31536000)::float) as at) as moment
          returning party_id, transfer_id, posted_at
        )
        insert into ledger_postings (party_id, transfer_id, line, account, amount_paisa, posted_at)
        select party_id, transfer_id, line, account, paisa, posted_at
        from made, (values (1, 'cash:market', 5000), (2, 'fee:delivery', -5000)) as entry (line, account, paisa)`)
    })
    process.stderr.write(`${(to * 2).toLocaleString('en')} lines\n`)
  }
  const vacuumed = await db.read((tx) =>
    tx.one<{ lines: number }>(sql`select count(*)::int as lines from ledger_postings`),
  )
  return vacuumed?.lines ?? 0
}

/** Runs `bharosa ledger verify` as an operator does, and watches what it and the database's processes take. */
export async function verifyInChild(scratch: Scratch) {
  const start = performance.now()
  const child = spawn(process.execPath, ['build/bharosa.js', 'ledger', 'verify', '--json'], {
    env: { ...process.env, DATABASE_URL: scratch.url, BHAROSA_DATA: scratch.folder, MALLOC_ARENA_MAX: '2' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString()
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let peak = 0
  let databasePeak = 0
  let code: number | null | undefined
  while (code === undefined) {
    peak = Math.max(peak, memoryOf(child.pid ?? 0, 'VmRSS'))
    databasePeak = Math.max(databasePeak, memoryOfDatabase(scratch.folder))
    code = await Promise.race([ended, wait(100).then(() => undefined)])
  }
  const { violations } = JSON.parse(said) as { violations: unknown[] }
  return {
    verify_s: rounded((performance.now() - start) / 1_000),
    verify_rss_mb: peak,
    verify_database_mb: databasePeak,
    violations: violations.length,
  }
}

/** Memory of a process in MB, as the kernel counts it; 0 when it is gone. */
function memoryOf(pid: number, kind: 'VmRSS' | 'RssAnon'): number {
  try {
    const [, kb] = new RegExp(`${kind}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kb ?? 0) / 1024)
  } catch {
    return 0
  }
}

/** What the processes of the scratch database hold of their own, its shared buffers apart. */
function memoryOfDatabase(folder: string): number {
  const [postmaster = ''] = readFileSync(join(folder, 'pg', 'cluster', 'postmaster.pid'), 'utf8').split('\n')
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === postmaster)
  return children.reduce((sum, pid) => sum + memoryOf(Number(pid), 'RssAnon'), 0)
}

function parentOf(pid: string): string {
  try {
    return /\nPPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''
  } catch {
    return ''
  }
}
