import { type Job, PgBoss } from 'pg-boss'
import { newId } from '../ids/ids.ts'
import { errorFacts, type Log } from '../log/log.ts'
import { underRequest } from '../log/request.ts'
import { openTicker, type Ticker } from './ticker.ts'

/** When a repeated job runs: at the times of a cron line (UTC, minutes at the finest), or every so many seconds. */
export type When = { readonly cron: string } | { readonly seconds: number }

/** Work that may run twice: what it does is keyed, so that the second time changes nothing. */
export type JobHandler = (data: object) => Promise<void>

export interface Jobs {
  /** Runs a job again and again, in one process at a time. Declare it before start(). */
  every(name: string, when: When, handler: () => Promise<void>): void
  /** Says who does the jobs of a name. Declare it before start(). */
  work(name: string, handler: JobHandler): void
  /** Asks for a job. Of one key at most one waits: while it does, another is not added. */
  send(name: string, data: object, options?: { readonly key?: string }): Promise<void>
  start(): Promise<void>
  /** The names of what repeats by a cron line. */
  schedules(): Promise<string[]>
  /** Lets running handlers finish, for eight seconds at most; what they did not finish is done again later. */
  stop(): Promise<void>
}

export interface JobsOptions {
  readonly log: Log
  readonly schema?: string
  /** How often to ask for work, in seconds. Longer is cheaper while nothing happens. */
  readonly poll_seconds?: number
  /** How long running handlers may take to finish when the program ends. */
  readonly stop_within_ms?: number
}

const RETRIES = { retryLimit: 8, retryDelay: 2, retryBackoff: true, retryDelayMax: 3_600 }

/** Opens the job queue: pg-boss in its own schema of the same database, with two connections of its own. */
export function openJobs(url: string, options: JobsOptions): Jobs {
  return new BossJobs(url, options)
}

class BossJobs implements Jobs {
  readonly #boss: PgBoss
  readonly #log: Log
  readonly #poll_seconds: number
  readonly #stop_within_ms: number
  readonly #handlers = new Map<string, JobHandler>()
  readonly #crons = new Map<string, string>()
  readonly #intervals: { readonly name: string; readonly seconds: number; readonly handler: () => Promise<void> }[] = []
  readonly #queues = new Map<string, Promise<void>>()
  readonly #running = new Set<Promise<void>>()
  #tickers: Ticker[] = []

  constructor(url: string, { log, schema = 'pgboss', poll_seconds = 2, stop_within_ms = 8_000 }: JobsOptions) {
    this.#stop_within_ms = stop_within_ms
    this.#log = log
    this.#poll_seconds = poll_seconds
    this.#boss = new PgBoss({
      connectionString: url,
      schema,
      max: 2,
      application_name: 'bharosa jobs',
      // The defaults ask the database several times a second while nothing happens.
      cronWorkerIntervalSeconds: 10,
      flowIntervalSeconds: 60,
      superviseIntervalSeconds: 120,
      monitorIntervalSeconds: 300,
      reindex: false,
    })
    this.#boss.on('error', (error) => log.error(errorFacts(error), 'the job queue has trouble'))
    this.#boss.on('warning', (warning) => log.warn({ words: warning.message }, 'the job queue warns'))
  }

  every(name: string, when: When, handler: () => Promise<void>): void {
    if ('seconds' in when) {
      this.#intervals.push({ name, seconds: when.seconds, handler })
    } else {
      this.#crons.set(name, when.cron)
      this.#handlers.set(name, handler)
    }
  }

  work(name: string, handler: JobHandler): void {
    this.#handlers.set(name, handler)
  }

  async send(name: string, data: object, { key = newId() }: { readonly key?: string } = {}): Promise<void> {
    await this.#queue(name)
    await this.#boss.send(name, data, { singletonKey: key })
  }

  async start(): Promise<void> {
    await this.#boss.start()
    await this.#forgetOldSchedules()
    for (const [name, handler] of this.#handlers) {
      await this.#queue(name)
      const cron = this.#crons.get(name)
      if (cron !== undefined) await this.#boss.schedule(name, cron, {}, { singletonKey: 'cron' })
      const poll = { pollingIntervalSeconds: cron === undefined ? this.#poll_seconds : 10 }
      await this.#boss.work<object, void>(name, poll, (jobs) => this.#runAll(name, handler, jobs))
    }
    const db = this.#boss.getDb()
    this.#tickers = this.#intervals.map(({ name, seconds, handler }) =>
      openTicker(db, { name, seconds }, () => this.#run(name, newId(), handler).catch(() => {}), this.#log),
    )
  }

  async stop(): Promise<void> {
    for (const ticker of this.#tickers) ticker.stop()
    const ended = Promise.all([...this.#running, this.#boss.stop({ timeout: this.#stop_within_ms - 2_000 })])
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), this.#stop_within_ms)
    })
    const how = await Promise.race([ended, late])
    clearTimeout(timer)
    if (how === 'late') this.#log.warn({}, 'some jobs were still running at the end; they will be done again')
  }

  async schedules(): Promise<string[]> {
    return (await this.#boss.getSchedules()).map((schedule) => schedule.name)
  }

  /** Makes a queue once. Its policy lets one job of a key wait, and any number run. */
  #queue(name: string): Promise<void> {
    const known = this.#queues.get(name)
    if (known) return known
    const made = this.#boss.createQueue(name, {
      ...RETRIES,
      policy: 'short',
      expireInSeconds: 300,
      deleteAfterSeconds: 86_400,
    })
    this.#queues.set(name, made)
    made.catch(() => this.#queues.delete(name))
    return made
  }

  /** A schedule that an older version declared would go on for ever. */
  async #forgetOldSchedules(): Promise<void> {
    for (const name of await this.schedules()) if (!this.#crons.has(name)) await this.#boss.unschedule(name)
  }

  async #runAll(name: string, handler: JobHandler, jobs: readonly Job<object>[]): Promise<void> {
    for (const job of jobs) await this.#run(name, job.id, () => handler(job.data ?? {}))
  }

  /**
   * Runs a handler under a request id of its own; what it throws is logged, then thrown so that the queue tries again.
   */
  async #run(name: string, id: string, handler: () => Promise<void>): Promise<void> {
    const run = underRequest(id, async () => {
      try {
        await handler()
      } catch (error) {
        this.#log.error({ job: name, ...errorFacts(error) }, 'a job failed')
        throw error
      }
    })
    const settled = run.catch(() => {})
    this.#running.add(settled)
    try {
      await run
    } finally {
      this.#running.delete(settled)
    }
  }
}
