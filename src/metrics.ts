import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { Market } from './portals/web/market.ts'
import { addressOf, type Measure } from './portals/web/web.ts'

export interface Metrics {
  measure: Measure
  answer(c: Context, token: string | undefined): Promise<Response>
}

const BUCKETS_MS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000]

/** Counts requests and how long they took, and tells it as Prometheus text to this machine or to who has the token. */
export function openMetrics(market: Market): Metrics {
  const counts = new Map<string, number>()
  const buckets = BUCKETS_MS.map(() => 0)
  let sum_ms = 0
  let total = 0
  return {
    measure({ method, status, ms }) {
      const key = `method="${method}",status="${status}"`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      BUCKETS_MS.forEach((most, i) => {
        if (ms <= most) buckets[i] = (buckets[i] ?? 0) + 1
      })
      sum_ms += ms
      total++
    },
    async answer(c, token) {
      if (!mayRead(c, market, token)) return c.text('', 403)
      const database_ms = await market.db.ping()
      const lines = [
        '# TYPE bharosa_requests_total counter',
        ...[...counts].map(([labels, count]) => `bharosa_requests_total{${labels}} ${count}`),
        '# TYPE bharosa_request_duration_milliseconds histogram',
        ...BUCKETS_MS.map((most, i) => `bharosa_request_duration_milliseconds_bucket{le="${most}"} ${buckets[i] ?? 0}`),
        `bharosa_request_duration_milliseconds_bucket{le="+Inf"} ${total}`,
        `bharosa_request_duration_milliseconds_sum ${sum_ms.toFixed(3)}`,
        `bharosa_request_duration_milliseconds_count ${total}`,
        '# TYPE bharosa_memory_bytes gauge',
        `bharosa_memory_bytes ${process.memoryUsage.rss()}`,
        '# TYPE bharosa_database_ping_milliseconds gauge',
        `bharosa_database_ping_milliseconds ${database_ms.toFixed(3)}`,
        '# TYPE bharosa_listings_on_sale gauge',
        `bharosa_listings_on_sale ${market.search.size}`,
      ]
      return c.text(`${lines.join('\n')}\n`, 200, { 'content-type': 'text/plain; version=0.0.4' })
    },
  }
}

function mayRead(c: Context, market: Market, token: string | undefined): boolean {
  const given = Buffer.from(c.req.header('authorization') ?? '')
  const right = Buffer.from(`Bearer ${token ?? ''}`)
  if (token && given.length === right.length && timingSafeEqual(given, right)) return true
  const address = addressOf(c, market)
  return market.proxyCount === 0 && /^(127\.|::1$|::ffff:127\.)/.test(address)
}
