import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { Racer } from './racer.ts'

/** One decision of a schedule: who could go, and who went. */
export interface Decision {
  readonly chosen: number
  readonly open: readonly number[]
}

export interface Race<T> {
  /** The decisions in order: the schedule. */
  readonly decisions: readonly Decision[]
  readonly outcomes: readonly PromiseSettledResult<T>[]
  readonly deadlock_count: number
  /** Step by step, for whoever has to understand a failure. */
  readonly story: readonly string[]
}

/** After so long without any change somebody waits for something that never comes. */
const PATIENCE_MS = 15_000

/**
 * Lets several act at once, one step at a time. The schedule says whose turn it is; where it says nothing (any more),
 * or where that one waits for a lock, whoever went last goes on, else the first who can.
 */
export async function race<T>(
  acts: readonly ((racer: Racer) => Promise<T>)[],
  schedule: readonly number[],
  eye: pg.Client,
): Promise<Race<T>> {
  let changed = () => {}
  const racers = acts.map(() => new Racer(() => changed()))
  const change = () =>
    new Promise<void>((resolve) => {
      changed = resolve
    })
  const outcomes = Promise.allSettled(
    acts.map(async (act, i) => {
      const racer = racers[i] as Racer
      return act(racer).finally(() => racer.ended())
    }),
  )
  const decisions: Decision[] = []
  const story: string[] = []
  let last = -1
  for (;;) {
    await allStand(racers, change, eye)
    const open = racers.flatMap((racer, i) => (racer.isReady ? [i] : []))
    if (open.length === 0) {
      if (racers.every(({ isOver }) => isOver)) break
      // Everybody waits for a lock: the database will end one of them.
      await Promise.race([change(), wait(5)])
      continue
    }
    const wanted = schedule[decisions.length] ?? last
    const chosen = open.includes(wanted) ? wanted : (open[0] ?? 0)
    decisions.push({ chosen, open })
    const racer = racers[chosen] as Racer
    racer.go()
    story.push(`${'AB'.charAt(chosen)} ${racer.said.at(-1)}`)
    last = chosen
  }
  return {
    decisions,
    outcomes: await outcomes,
    deadlock_count: racers.reduce((sum, { deadlock_count }) => sum + deadlock_count, 0),
    story,
  }
}

/** Waits until each of them stands before its next step, is at its end, or waits for a lock. */
async function allStand(racers: readonly Racer[], change: () => Promise<void>, eye: pg.Client): Promise<void> {
  const since = performance.now()
  for (;;) {
    await nextTurn()
    const moving = racers.filter((racer) => !racer.isReady && !racer.isOver)
    if (moving.every(({ isBlocked }) => isBlocked)) {
      // Whoever was seen waiting may have been let go by the last step of another.
      if (moving.length === 0 || (await look(moving, eye))) return
    }
    await Promise.race([change(), wait(1)])
    const sent = moving.filter(({ isSent }) => isSent)
    if (sent.length > 0) await look(sent, eye)
    if (performance.now() - since > PATIENCE_MS) throw new Error('a racer waits for something that never comes')
  }
}

/** Asks the server who waits for a lock; true when all of them do. */
async function look(racers: readonly Racer[], eye: pg.Client): Promise<boolean> {
  const { rows } = await eye.query<{ pid: number }>({
    name: 'who waits',
    text: 'select pid from pg_locks where not granted and pid = any($1::int[])',
    values: [racers.map(({ pid }) => pid)],
  })
  const waiting = new Set(rows.map(({ pid }) => pid))
  for (const racer of racers) racer.isBlocked = racer.isSent && waiting.has(racer.pid)
  return racers.every(({ isBlocked }) => isBlocked)
}

/**
 * The schedules of a race, one after the other, each different from all before: first one act after the other, both
 * ways round, then those that change over once in the middle, then twice. Which of the many comes next is thrown by the
 * dice; each race that was run shows which others there are.
 */
export class Schedules {
  /** The schedules to come, by how often they change over. */
  readonly #frontier: number[][][]
  readonly #throwDice: () => number

  constructor(throwDice: () => number, mostChanges = 2) {
    this.#throwDice = throwDice
    this.#frontier = [[[0], [1]], ...Array.from({ length: mostChanges }, () => [])]
  }

  /** The next schedule, or undefined when there is none left with so few changes. */
  next(): number[] | undefined {
    for (const [changes, level] of this.#frontier.entries()) {
      if (level.length === 0) continue
      // The two plain ones come in order, the others as the dice fall.
      return level.splice(changes === 0 ? 0 : Math.floor(this.#throwDice() * level.length), 1)[0]
    }
    return undefined
  }

  /** How many schedules are known and were not taken. */
  get left_count(): number {
    return this.#frontier.reduce((sum, level) => sum + level.length, 0)
  }

  /** Learns from a race that followed a schedule which other ways there were. */
  learn(schedule: readonly number[], decisions: readonly Decision[]): void {
    let changes = 0
    decisions.forEach(({ chosen, open }, i) => {
      const before = decisions[i - 1]?.chosen
      const couldStay = before !== undefined && open.includes(before)
      if (i >= schedule.length) {
        for (const other of open) {
          if (other === chosen) continue
          const others = changes + (couldStay && other !== before ? 1 : 0)
          // Two beginnings there are from the start.
          if (i > 0) this.#frontier[others]?.push([...decisions.slice(0, i).map((one) => one.chosen), other])
        }
      }
      if (couldStay && chosen !== before) changes++
    })
  }
}
