import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TEST_NOW } from '../../setup/database.ts'
import { troubles } from '../../setup/verify.ts'
import { type HeardRail, hearRail } from './begin.ts'
import { COMMANDS } from './commands.ts'
import { dismiss } from './process.ts'
import { type Clock, openTrial } from './trial.ts'

const clock: Clock = { now: TEST_NOW }
let rail: HeardRail
beforeAll(async () => {
  rail = await hearRail(() => clock.now)
})
afterAll(async () => {
  dismiss()
  await rail.close()
})

/** Where a machine may stand still with its turn taken and nothing locked: somebody else does the work. */
const PAUSES: readonly (readonly [name: string, step: string, when: 'before' | 'after'])[] = [
  ['send refunds by the rail', 'call ', 'before'],
  ['send refunds by the rail', 'call ', 'after'],
  ['take a notice of the rail', 'call ', 'after'],
  ['ask the rail', 'call ', 'before'],
  ['release by time', 'begin', 'before'],
  ['let an unpaid order expire', 'begin', 'before'],
  ['make a file of payouts', 'begin', 'before'],
  ['place an order', 'begin', 'before'],
]

describe.runIf(process.platform === 'linux')('a program stands still and is overtaken', () => {
  test.each(PAUSES)(
    '%s, at "%s", %s it: what it does late changes nothing',
    { timeout: 60_000 },
    async (name, step, when) => {
      const command = COMMANDS[name]
      if (!command) throw new Error(`${name} is no command`)
      const trial = await openTrial(name, command, rail, clock)
      const { steps = [], change: effect } = await trial.clean()
      const at = steps.findIndex((words) => words.startsWith(step)) + 1
      expect(at).toBeGreaterThan(0)
      expect((await trial.overtaken({ at, when })).change).toEqual(effect)
      expect(await trial.db.read(troubles)).toEqual([])
    },
  )
})
