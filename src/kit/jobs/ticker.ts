import { errorFacts, type Log } from '../log/log.ts'

/** The piece of pg-boss that a ticker needs. */
interface RunsSql {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

export interface Ticker {
  stop(): void
}

/**
 * The lease of a repeated job: its name may be taken once in a window, by the database's own clock, whatever the
 * number of processes. It is one more row of what is limited. A turn that a power cut forgets is only taken again, so
 * the disk need not be waited for every second.
 */
const TAKE_TURN = `
  insert into rate_limits as l (limit_key, window_started_at, used_count)
  select $1, clock_timestamp(), 1 from (select set_config('synchronous_commit', 'off', true)) as hurry
  on conflict (limit_key) do update
  set window_started_at = clock_timestamp(), used_count = 1
  where l.window_started_at <= clock_timestamp() - make_interval(secs => $2::float)
  returning limit_key`

/**
 * Runs a body every so many seconds, too often for a cron line: the timer is here, and a lease in the database sees
 * to it that of several processes one takes each turn. A run that takes long is not overtaken by the next here.
 */
export function openTicker(
  db: RunsSql,
  job: { readonly name: string; readonly seconds: number },
  body: () => Promise<void>,
  log: Log,
): Ticker {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const next = () => {
    if (!stopped) timer = setTimeout(() => void turn(), job.seconds * 1000)
  }
  const turn = async () => {
    try {
      // A little less than the interval, or a timer that fires a hair early would lose every second turn.
      const { rows } = await db.executeSql(TAKE_TURN, [`job:${job.name}`, job.seconds * 0.8])
      if (rows.length > 0 && !stopped) await body()
    } catch (error) {
      log.warn({ job: job.name, ...errorFacts(error) }, 'a turn was lost; the next one comes')
    }
    next()
  }
  next()
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
