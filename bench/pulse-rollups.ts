// How long the Pulse takes to count a day: on a short history and on long ones, so that one sees what it grows with.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { SYSTEM } from '../src/domains/identity/identity.ts'
import { countMoved, marketDays } from '../src/domains/pulse/pulse.ts'
import { median, rounded } from './client.ts'
import { makeDay, makeHistory, makeShops } from './pulse-history.ts'
import { openScratch } from './scratch.ts'

const ROUNDS = 3

export interface DayFigures {
  history_lines: number
  new_lines: number
  late_orders: number
  /** Counting the day, from the first order that waits to the last: on the clock, and in processor time. */
  day_ms: number
  cpu_ms: number
  lines_per_s: number
  /** Asking for the exact numbers of a month of days. */
  month_ms: number
  cells: number
  table_mb: number
}

/** Days of new lines and late changes after a history of each length. */
export async function measureRollups(histories: readonly number[], newLines: number): Promise<DayFigures[]> {
  const scratch = await openScratch()
  const client = new pg.Client({ connectionString: scratch.url })
  await client.connect()
  try {
    await makeShops(client)
    const figures: DayFigures[] = []
    for (const history of histories) {
      await makeHistory(client, history, scratch.folder)
      const late = Math.min(Math.floor(newLines / 10), Math.floor(history / 1_000))
      const [times, processor, months]: [number[], number[], number[]] = [[], [], []]
      for (let round = 0; round < ROUNDS; round++) {
        await makeDay(client, round, newLines, late)
        const [begun, cpu] = [performance.now(), cpuMs(scratch.folder)]
        const { lines } = await countMoved(scratch.db, SYSTEM)
        times.push(performance.now() - begun)
        processor.push(cpuMs(scratch.folder) - cpu)
        if (lines < newLines) throw new Error(`broken promise: ${newLines} new lines are counted, not ${lines}`)
        const asked = performance.now()
        const span = { from: '2026-10-01', to: '2026-10-31' }
        const { waiting } = await scratch.db.read((tx) => marketDays(tx, SYSTEM, span))
        months.push(performance.now() - asked)
        if (waiting > 0) throw new Error('broken promise: nothing waits once all is counted')
      }
      await checkCells(client)
      figures.push({
        history_lines: history,
        new_lines: newLines,
        late_orders: late,
        day_ms: Math.round(median(times)),
        cpu_ms: Math.round(median(processor)),
        lines_per_s: Math.round(newLines / (median(times) / 1000)),
        month_ms: rounded(median(months)),
        ...(await sizes(client)),
      })
      process.stderr.write(`${JSON.stringify(figures.at(-1))}\n`)
    }
    return figures
  } finally {
    await client.end()
    await scratch.end()
  }
}

async function sizes(client: pg.Client): Promise<{ cells: number; table_mb: number }> {
  const { rows } = await client.query(`
    select (select count(*) from pulse_cells)::int as cells,
      (pg_total_relation_size('pulse_sales') / 1048576)::int as table_mb`)
  return rows[0]
}

/** The cells of the last days are what their lines add up to. */
async function checkCells(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`
    select a.day from (select day, sum(line_count) as lines, sum(value_paisa) as paisa from pulse_cells
      where day > '2026-10-20' and outcome <> 'cancelled' group by day) a
    full join (select ordered_on as day, count(*) as lines, sum(value_paisa) as paisa from pulse_sales
      where ordered_on > '2026-10-20' and outcome <> 'cancelled' group by ordered_on) b on b.day = a.day
    where (a.lines, a.paisa) is distinct from (b.lines, b.paisa)`)
  if (rows.length > 0) throw new Error(`broken promise: cells are the sums of their lines, on ${rows[0].day} too`)
}

/** Processor time of this program and of every process of the database, in milliseconds. */
function cpuMs(folder: string): number {
  const { user, system } = process.cpuUsage()
  const ours = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isOf(name, folder))
  const ticks = ours.reduce((sum, name) => sum + ticksOf(name), 0)
  return (user + system) / 1000 + ticks * 10
}

function isOf(pid: string, folder: string): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const parent = /PPid:\s+(\d+)/.exec(status)?.[1] ?? '0'
    return [pid, parent].some((one) => readFileSync(`/proc/${one}/cmdline`, 'utf8').includes(join(folder, 'pg')))
  } catch {
    return false
  }
}

function ticksOf(pid: string): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
  } catch {
    return 0
  }
}
