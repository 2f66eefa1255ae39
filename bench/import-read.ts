import { drafts } from '../src/domains/catalogue/import/drafts.ts'
import { readTable } from '../src/kit/tables/read.ts'
import { goodsCsv } from './import-rows.ts'

/** How fast rows become drafts, before anything is stored: the reading share of `bench import`. */
export async function measureReading(
  rows = 100_000,
  rounds = 3,
): Promise<{ read_rows_per_s: number; draft_rows_per_s: number; rss_mb: number }> {
  const reading: number[] = []
  const drafting: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now()
    for await (const _row of readTable(goodsCsv(rows)));
    const middle = performance.now()
    let count = 0
    for await (const outcome of drafts(goodsCsv(rows))) if (outcome.draft) count += 1
    if (count !== rows) throw new Error(`broken promise: ${rows} rows make ${rows} drafts, not ${count}`)
    if (round === 0) continue // The first round warms the compiler up.
    reading.push(middle - start)
    drafting.push(performance.now() - middle)
  }
  const rate = (times: number[]) => Math.round(rows / ((times.sort((a, b) => a - b)[times.length >> 1] ?? 1) / 1000))
  return {
    read_rows_per_s: rate(reading),
    draft_rows_per_s: rate(drafting),
    rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measureReading())}\n`)
