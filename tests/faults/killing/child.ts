// One command in a process of its own, which is killed at one of its steps. It is told on stdin which.
import { createInterface } from 'node:readline'
import { Refusal } from '../../../src/kit/errors/refusal.ts'
import { keysFrom } from '../../../src/kit/keys/keys.ts'
import { openDatabase } from '../../../src/kit/sql/database.ts'
import type { NotedEvent } from '../../../src/kit/sql/tx.ts'
import { CARELESS, COMMANDS, openWorkshop, type Told } from './commands.ts'
import { type Kill, watchSteps } from './steps.ts'

export interface Order {
  readonly url: string
  readonly now: string
  readonly command: string
  readonly told: Told
  readonly kill?: Kill
}

const steps = watchSteps()
process.stdout.write('ready\n')
for await (const line of createInterface({ input: process.stdin })) {
  await run(JSON.parse(line) as Order)
  process.exit(0)
}

async function run({ url, now, command, told, kill }: Order): Promise<void> {
  let hear: (events: readonly NotedEvent[]) => void = () => undefined
  const db = openDatabase(url, {
    // The keys of every test (tests/setup/database.ts).
    keys: keysFrom(Buffer.alloc(32, 7)),
    clock: () => new Date(now),
    max: 2,
    onEvents: (events) => hear(events),
  })
  const { runner, ...workshop } = await openWorkshop(db, told.rail_base)
  hear = (events) => runner.noted(events)
  steps.begin(kill)
  await { ...COMMANDS, ...CARELESS }[command]?.act(workshop, told).catch((error: unknown) => {
    // Somebody else did it meanwhile: that is an answer.
    if (error instanceof Refusal) process.exit(3)
    throw error
  })
  await runner.settled(10_000)
  process.stdout.write(`${JSON.stringify(steps.taken())}\n`)
}
