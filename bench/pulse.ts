// Measures the Pulse, and prints one line of JSON. Without a word: building a release from generated order lines, all
// figures of it, from the first byte of the file to the last of the figures, on one core; BENCH_LINES says how many,
// "1000000,10000000" by default. `rollups`: counting days of BENCH_NEW_LINES ("100000") lines and BENCH_LATE (500)
// late orders, the same after each history of BENCH_LINES ("1000000") lines. `pages`: everything public over HTTP, of a
// release of BENCH_LINES lines (200,000).
// `duckdb`: the same file read by DuckDB, in several ways, beside our reader (1,000,000 lines).
import { spawnSync } from 'node:child_process'
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildRelease, readOrders } from '../src/domains/pulse/pulse.ts'
import { orderRows } from './pulse-rows.ts'

export interface PulseFigures {
  lines: number
  rows_per_s: number
  /** The same in seconds of this program's processor time: what a machine with nothing else to do would need. */
  rows_per_cpu_s: number
  read_rows_per_s: number
  /** Counting the bytes of the same file that end a row, and nothing else: the raw floor. */
  raw_rows_per_s: number
  ratio_to_raw: number
  rss_mb: number
  figures: number
}

/** Builds an exact or a published release of so many lines and gives the medians of some rounds after a small one. */
export async function measurePulse(lines: number, rounds: number, isExact = false): Promise<PulseFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'bharosa-bench-'))
  try {
    const path = join(folder, 'orders.csv')
    const file = openSync(path, 'w')
    for (const piece of orderRows(lines)) writeSync(file, piece)
    closeSync(file)
    const raw = await rawSeconds(path)
    const [whole, cpu, read]: number[][] = [[], [], []]
    let figures = 0
    for (let round = 0; round < rounds; round++) {
      const [begun, processor] = [performance.now(), process.cpuUsage()]
      const { lines: columns, quality, shape, sha256 } = await readOrders(path, 30_000)
      read?.push(performance.now() - begun)
      const about = {
        rows: quality.rows,
        quality: quality.table(),
        shape: shape.name,
        currency: shape.currency,
        sha256,
      }
      figures = buildRelease({ lines: columns, ...about }, { isExact, seed: '1' }).figures.length
      whole?.push(performance.now() - begun)
      const { user, system } = process.cpuUsage(processor)
      cpu?.push((user + system) / 1000)
      if (columns.count !== lines) throw new Error(`broken promise: ${lines} lines are read, not ${columns.count}`)
    }
    const rate = (times: number[] | undefined) => Math.round(lines / (median(times ?? []) / 1000))
    return {
      lines,
      rows_per_s: rate(whole),
      rows_per_cpu_s: rate(cpu),
      read_rows_per_s: rate(read),
      raw_rows_per_s: Math.round(lines / raw),
      ratio_to_raw: Number((rate(whole) / (lines / raw)).toFixed(3)),
      rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
      figures,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function rawSeconds(path: string): Promise<number> {
  const begun = performance.now()
  let rows = 0
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    for (let i = 0; i < piece.length; i++) if (piece[i] === 10) rows++
  }
  if (rows === 0) throw new Error('broken promise: the file has rows')
  return (performance.now() - begun) / 1000
}

const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] ?? 1

const [part = ''] = process.argv.slice(2)
const linesOf = (usual: string) => (process.env.BENCH_LINES ?? usual).split(',').map(Number)

/** Each size in a process of its own, or the memory of one would be told of the other. */
function measureApart(sizes: readonly number[]): object {
  const runs = sizes.map((lines) => {
    const args = [...process.execArgv, process.argv[1] ?? '', String(lines)]
    const { stdout, status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    if (status !== 0) throw new Error(`the measurement of ${lines} lines broke`)
    const measured: PulseFigures = JSON.parse(stdout.toString())
    return measured
  })
  const most = runs.at(-1)
  return { rows_per_s: most?.rows_per_s, rss_mb: most?.rss_mb, runs }
}

async function measurePart(): Promise<object> {
  // What a part does not need is not loaded: it would be told as its memory.
  if (part === 'rollups') {
    const { measureRollups } = await import('./pulse-rollups.ts')
    const newLines = (process.env.BENCH_NEW_LINES ?? '100000').split(',').map(Number)
    return { days: await measureRollups(linesOf('1000000'), newLines, Number(process.env.BENCH_LATE ?? 500)) }
  }
  if (part === 'pages') {
    const { measurePages } = await import('./pulse-pages.ts')
    const pages = await measurePages(linesOf('200000')[0] ?? 0)
    const worst = (name: 'p99_ms' | 'quiet_p99_ms') => Math.max(...pages.map((each) => each[name]))
    return { worst_p99_ms: worst('p99_ms'), worst_quiet_p99_ms: worst('quiet_p99_ms'), pages }
  }
  if (part === 'duckdb') {
    const { measureDuckDb, measureWay } = await import('./pulse-duckdb.ts')
    const [, way, path = '', lines] = process.argv.slice(2)
    if (way) return measureWay(way, path, Number(lines))
    return measureDuckDb(linesOf('1000000')[0] ?? 0, [...process.execArgv, process.argv[1] ?? '', part])
  }
  if (part === '') return measureApart(linesOf('1000000,10000000'))
  return measurePulse(Number(part), Number(part) > 2_000_000 ? 1 : 3)
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measurePart())}\n`)
