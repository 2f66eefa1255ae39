import { Refusal } from '../errors/refusal.ts'
import { sql } from '../sql/sql.ts'
import type { Tx } from '../sql/tx.ts'

export interface Limit {
  /** How many times in one window. */
  most: number
  window_ms: number
}

/**
 * Counts one use of something limited and keeps the count even though the caller is refused.
 * Refuses: limit when it was used more often than allowed in this window; the reason gets {minutes} to wait.
 */
export async function useLimit(tx: Tx, key: string, limit: Limit, reason = 'limits.too_often'): Promise<void> {
  const oldest = new Date(tx.now.getTime() - limit.window_ms)
  const row = await tx.one<{ used_count: number; window_started_at: Date }>(sql`
    insert into rate_limits as l (limit_key, window_started_at, used_count)
    values (${key}, ${tx.now}, 1)
    on conflict (limit_key) do update
    set used_count = case when l.window_started_at < ${oldest} then 1 else l.used_count + 1 end,
        window_started_at = case when l.window_started_at < ${oldest} then ${tx.now} else l.window_started_at end
    returning used_count, window_started_at`)
  if (!row || row.used_count <= limit.most) return
  const wait_ms = row.window_started_at.getTime() + limit.window_ms - tx.now.getTime()
  throw new Refusal('limit', reason, { minutes: Math.max(1, Math.ceil(wait_ms / 60_000)) }, true)
}
