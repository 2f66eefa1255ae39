// How long the Pulse takes to count a day: on a short history and on long ones, so that one sees what it grows with.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { SYSTEM } from '../src/domains/identity/identity.ts'
import { countMoved, marketDays } from '../src/domains/pulse/pulse.ts'
import { median, rounded } from './client.ts'
import { makeDay, makeHistory, makeShops } from './pulse-history.ts'
import { openScratch, type Scratch } from './scratch.ts'

const ROUNDS = 3

export interface DayFigures {
  history_lines: number
  /** Making the history, which is not measured. */
  history_s: number
  /** The same after every history. */
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

/** Days of so many new lines and late orders, after a history of each length. */
export async function measureRollups(
  histories: readonly number[],
  newLines: readonly number[],
  late: number,
): Promise<DayFigures[]> {
  const scratch = await openScratch()
  const client = new pg.Client({ connectionString: scratch.url })
  await client.connect()
  try {
    await makeShops(client)
    const figures: DayFigures[] = []
    for (const history of histories) {
      const history_s = Math.round(await makeHistory(client, history, scratch.folder))
      let day = 0
      for (const lines of newLines) {
        const days: Day[] = []
        for (let round = 0; round < ROUNDS; round++) days.push(await measureDay(scratch, client, day++, lines, late))
        const of = (name: keyof Day) => median(days.map((each) => each[name]))
        figures.push({
          history_lines: history,
          history_s,
          new_lines: lines,
          late_orders: late,
          day_ms: Math.round(of('day_ms')),
          cpu_ms: Math.round(of('cpu_ms')),
          lines_per_s: Math.round(lines / (of('day_ms') / 1000)),
          month_ms: rounded(of('month_ms')),
          ...(await sizes(client)),
        })
        process.stderr.write(`${JSON.stringify(figures.at(-1))}\n`)
      }
      await checkCells(client)
    }
    return figures
  } finally {
    await client.end()
    await scratch.end()
  }
}

type Day = Pick<DayFigures, 'day_ms' | 'cpu_ms' | 'month_ms'>

async function measureDay(scratch: Scratch, client: pg.Client, day: number, lines: number, late: number): Promise<Day> {
  const moving = await makeDay(client, day, lines, late)
  const [begun, cpu] = [performance.now(), cpuMs(scratch.folder)]
  const counted = await countMoved(scratch.db, SYSTEM)
  const [day_ms, cpu_ms] = [performance.now() - begun, cpuMs(scratch.folder) - cpu]
  if (counted.lines !== moving) throw new Error(`broken promise: ${moving} lines moved, ${counted.lines} are counted`)
  const asked = performance.now()
  const span = { from: '2026-10-01', to: '2026-10-31' }
  const { waiting } = await scratch.db.read((tx) => marketDays(tx, SYSTEM, span))
  if (waiting > 0) throw new Error('broken promise: nothing waits once all is counted')
  return { day_ms, cpu_ms, month_ms: performance.now() - asked }
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
