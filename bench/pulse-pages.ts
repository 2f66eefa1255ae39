// How fast the pages and files of the Pulse answer: from what a release keeps, however long the history behind it is.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildRelease, readOrders } from '../src/domains/pulse/pulse.ts'
import { sql } from '../src/kit/sql/sql.ts'
import { Client, median, quantile, rounded, together } from './client.ts'
import { orderRows } from './pulse-rows.ts'
import { openScratch, type Scratch } from './scratch.ts'

const ROUNDS = 5
const REQUESTS = 300
/** Later than those of the demo, so that the newest is one of these. */
const RELEASES = ['2098-11', '2098-12']

export interface PageFigures {
  path: string
  connections: number
  rps: number
  p50_ms: number
  p99_ms: number
  /** Of the quietest round: what others on the machine take is not in it. */
  quiet_p99_ms: number
  bytes: number
}

/** Builds a release from so many made-up lines, stores it as two months, and asks for everything that is public. */
export async function measurePages(lines: number): Promise<PageFigures[]> {
  const scratch = await openScratch()
  try {
    await keepReleases(scratch, lines)
    const { port } = await scratch.serve()
    const client = new Client(port)
    const latest = await client.ask('GET', '/pulse', '')
    const picture = /src="([^"]+\.svg)"/.exec(latest.body.toString())?.[1] ?? '/pulse'
    const paths = ['/pulse', '/pulse?lang=ur', '/pulse/2098-11', '/pulse/method', '/pulse/spoken', '/pulse/feed.xml']
    const files = ['figures.csv', 'figures.json', 'figures.sdmx.csv', 'release.json', 'spoken.ur.txt'].map(
      (at) => `/pulse/2098-12/${at}`,
    )
    const pages: PageFigures[] = []
    const all = [...paths, picture, ...files]
    // A server that has just started compiles what it does often, and has chores of its own.
    const warm = (path: string) =>
      together(REQUESTS, 8, async () => void (await client.ask('GET', path, '', undefined, 'gzip')))
    for (const path of all) await warm(path)
    for (const path of all) {
      for (const width of [1, 8]) pages.push(await measure(client, path, width))
      process.stderr.write(`${JSON.stringify(pages.slice(-2))}\n`)
    }
    client.close()
    return pages
  } finally {
    await scratch.end()
  }
}

async function measure(client: Client, path: string, width: number): Promise<PageFigures> {
  const [rates, p50s, p99s]: [number[], number[], number[]] = [[], [], []]
  let bytes = 0
  for (let round = 0; round < ROUNDS; round++) {
    const times: number[] = []
    const ms = await together(REQUESTS, width, async () => {
      const told = await client.ask('GET', path, '', undefined, 'gzip')
      if (told.status !== 200) throw new Error(`${path} answers ${told.status}`)
      times.push(told.ms)
      bytes = told.body.length
    })
    rates.push((REQUESTS / ms) * 1_000)
    p50s.push(quantile(times, 0.5))
    p99s.push(quantile(times, 0.99))
  }
  const [rps, p50_ms, p99_ms] = [rates, p50s, p99s].map((each) => rounded(median(each)))
  const quiet_p99_ms = rounded(Math.min(...p99s))
  return { path, connections: width, rps: rps ?? 0, p50_ms: p50_ms ?? 0, p99_ms: p99_ms ?? 0, quiet_p99_ms, bytes }
}

async function keepReleases({ db }: Scratch, lines: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bharosa-bench-'))
  try {
    const path = join(folder, 'orders.csv')
    writeFileSync(path, Buffer.concat([...orderRows(lines, 3)]))
    const { lines: columns, quality, shape, sha256 } = await readOrders(path, 30_000)
    const { name, currency } = shape
    const source = { lines: columns, rows: quality.rows, quality: quality.table(), shape: name, currency, sha256 }
    const { facts, files } = buildRelease(source, { isExact: false, seed: '1' })
    for (const release of RELEASES) {
      await db.tx((tx) =>
        tx.count(sql`
          insert into pulse_releases (release_id, made_at, published_at, facts, figures_csv)
          values (${release}, ${tx.now}, ${tx.now}, ${facts}::jsonb, ${files['figures.csv']})`),
      )
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
