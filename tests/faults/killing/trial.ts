import { expect } from 'vitest'
import { Refusal } from '../../../src/kit/errors/refusal.ts'
import type { Runner } from '../../../src/kit/events/runner.ts'
import type { Database } from '../../../src/kit/sql/database.ts'
import { sql } from '../../../src/kit/sql/sql.ts'
import type { NotedEvent } from '../../../src/kit/sql/tx.ts'
import { TEST_NOW, testDatabase } from '../../setup/database.ts'
import { trade } from '../../setup/trade.ts'
import { begin, type HeardRail, openWallet, wantMoney } from './begin.ts'
import { type Command, openWorkshop, type Told } from './commands.ts'
import { changeOf, readFacts } from './facts.ts'
import { DEAD, inOtherProcess, pausedInOtherProcess } from './process.ts'
import type { Kill } from './steps.ts'

/** What one run of a command did. */
export interface Outcome {
  /** Its steps, or undefined when it was killed at one of them. */
  readonly steps: readonly string[] | undefined
  /** What stands in the market that did not stand there before. */
  readonly change: Record<string, bigint>
}

/** A market in which one command is done again and again, each time on a fresh order. */
export interface Trial {
  readonly db: Database
  /** Done in a process of its own, and not done again. */
  clean(): Promise<Outcome>
  /** Done, killed on the way or not, and then done again by the next start of the program. */
  retried(kill: Kill | undefined): Promise<Outcome>
  /** It stands still on the way, somebody else does it meanwhile, and then it goes on. */
  overtaken(pause: Kill): Promise<Outcome>
}

export interface Clock {
  now: Date
}

export async function openTrial(name: string, command: Command, rail: HeardRail, clock: Clock): Promise<Trial> {
  clock.now = TEST_NOW
  let hear: (events: readonly NotedEvent[]) => void = () => undefined
  const base = await testDatabase({ onEvents: (events) => hear(events), clock: () => clock.now })
  const at = await base.db.tx((tx) => trade(tx, 100_000))
  await wantMoney(base.db, at)
  await openWallet(base.db, at)
  const address = `${base.url}${base.url.includes('?') ? '&' : '?'}application_name=${DEAD}`

  /** A runner of its own, as after a start: it does first what was forgotten. */
  const listen = async (): Promise<Runner> => {
    const { runner } = await openWorkshop(base.db, rail.base)
    hear = (events) => runner.noted(events)
    await runner.sweep({ atStart: true })
    expect(await runner.settled(10_000)).toBe(true)
    return runner
  }
  /** The program is started again, finds what it had begun, and the person presses the button again. */
  const again = async (told: Told) => {
    await untilBuried(base.db)
    const runner = await listen()
    await command.act({ db: base.db, rail: rail.rail }, told).catch(anAnswer)
    expect(await runner.settled(10_000)).toBe(true)
  }
  const ready = async () => {
    clock.now = TEST_NOW
    const runner = await listen()
    const before = await readFacts(base.db)
    const settle = () => runner.settled(10_000)
    const told = await begin({ db: base.db, at, rail, settle }, command)
    expect(await settle()).toBe(true)
    clock.now = new Date(TEST_NOW.getTime() + (command.after_ms ?? 0))
    const order = { url: address, now: clock.now.toISOString(), command: name, told }
    return { before, told, order, settle }
  }
  const run = async (isRetried: boolean, kill: Kill | undefined): Promise<Outcome> => {
    const { before, told, order } = await ready()
    const steps = await inOtherProcess(kill ? { ...order, kill } : order)
    if (isRetried) await again(told)
    return { steps, change: changeOf(before, await readFacts(base.db)) }
  }
  const overtaken = async (pause: Kill): Promise<Outcome> => {
    const { before, told, order, settle } = await ready()
    const paused = await pausedInOtherProcess({ ...order, kill: { ...pause, isPause: true } })
    await command.act({ db: base.db, rail: rail.rail }, told)
    expect(await settle()).toBe(true)
    await paused.resume()
    await untilBuried(base.db)
    await listen()
    return { steps: undefined, change: changeOf(before, await readFacts(base.db)) }
  }
  return { db: base.db, clean: () => run(false, undefined), retried: (kill) => run(true, kill), overtaken }
}

/** A no is an answer: it was done before. */
function anAnswer(error: unknown): void {
  if (!(error instanceof Refusal) || error.code !== 'conflict') throw error
}

/** The database lets go of the dead a moment after they died; a new start takes longer than that. */
async function untilBuried(db: Database): Promise<void> {
  for (let left = 1; left > 0; ) {
    const row = await db.read((tx) =>
      tx.one<{ left: number }>(sql`
        select count(*)::int as left
        from pg_stat_activity
        where datname = current_database() and application_name = ${DEAD}`),
    )
    left = row?.left ?? 0
  }
}
