import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startEmbedded } from '../../src/kit/postgres/embedded.ts'

const folder = mkdtempSync(join(tmpdir(), 'bharosa-orphan-'))
chmodSync(folder, 0o755)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a database whose head was killed opens again, though one of its hands is still busy', {
  timeout: 60_000,
}, async () => {
  const first = await startEmbedded({ folder, log: () => {} })
  const busy = new pg.Client({ connectionString: first.url })
  busy.on('error', () => undefined)
  await busy.connect()
  const { rows } = await busy.query<{ pid: number }>('select pg_backend_pid() as pid')
  const [{ pid } = { pid: 0 }] = rows
  const answer = busy.query('select count(*) from generate_series(1, 100000000000) as n').catch(() => 'broken off')
  await untilBusy(first.url, pid)
  const head = Number.parseInt(readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8'), 10)
  expect(head).toBeGreaterThan(1)
  process.kill(head, 'SIGKILL')
  await first.stop()

  const second = await startEmbedded({ folder, log: () => {} })
  expect(await answer).toBe('broken off')
  await second.stop()
})

async function untilBusy(url: string, pid: number): Promise<void> {
  const other = new pg.Client({ connectionString: url })
  other.on('error', () => undefined)
  await other.connect()
  for (let state = ''; state !== 'active'; ) {
    const { rows } = await other.query<{ state: string }>('select state from pg_stat_activity where pid = $1', [pid])
    state = rows[0]?.state ?? ''
  }
  await other.end()
}
