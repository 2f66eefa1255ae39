import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pickSome, randomFrom } from '../../../db/seed/random.ts'
import { TEST_NOW } from '../../setup/database.ts'
import { troubles } from '../../setup/verify.ts'
import { type HeardRail, hearRail } from './begin.ts'
import { CARELESS, COMMANDS } from './commands.ts'
import { dismiss } from './process.ts'
import type { Kill } from './steps.ts'
import { type Clock, openTrial } from './trial.ts'

/** Every step of every command with BHAROSA_ALL=1; otherwise one of each. */
const isAll = process.env.BHAROSA_ALL === '1'

/** Kills in one market: the fifth sale gives a shop another standing. */
const EACH = 2

const clock: Clock = { now: TEST_NOW }
let rail: HeardRail
beforeAll(async () => {
  rail = await hearRail(() => clock.now)
})
afterAll(async () => {
  dismiss()
  await rail.close()
})

describe('the program is killed on the way, and whoever does it again reaches one effect', () => {
  const timeout = isAll ? 600_000 : 60_000
  Object.entries(COMMANDS).forEach(([name, command], seed) => {
    test(name, { timeout }, async () => {
      let trial = await openTrial(name, command, rail, clock)
      const { steps = [], change: effect } = await trial.clean()
      expect(steps).toContain('commit')
      expect((await trial.retried(undefined)).change, 'done twice').toEqual(effect)
      const kills = isAll ? killsOf(steps) : someOf(killsOf(steps), seed)
      for (const [i, kill] of kills.entries()) {
        // A buyer who did it often meets other rules, such as the five orders that may wait for their money.
        if (i > 0 && i % EACH === 0) trial = await openTrial(name, command, rail, clock)
        const where = `killed ${kill.when} step ${kill.at} of ${steps.length}: ${steps[kill.at - 1]}`
        const outcome = await trial.retried(kill)
        expect(outcome.steps, `it was not ${where}`).toBeUndefined()
        expect(outcome.change, where).toEqual(effect)
        expect(await trial.db.read(troubles), where).toEqual([])
      }
    })
  })
})

test('a command that forgets half of itself when it is killed is found out', { timeout: 60_000 }, async () => {
  const [[name, command] = []] = Object.entries(CARELESS)
  if (!name || !command) throw new Error('there is a careless command')
  const trial = await openTrial(name, command, rail, clock)
  const { steps = [], change: effect } = await trial.clean()
  const between = steps.indexOf('commit') + 2
  expect((await trial.retried({ at: between, when: 'before' })).change).not.toEqual(effect)
})

/** Every point at which the program may die. */
function killsOf(steps: readonly string[]): Kill[] {
  return steps.flatMap((step, i): Kill[] => {
    const at = i + 1
    const isPivot = step === 'commit' || step.startsWith('call ')
    const whens: readonly Kill['when'][] = isPivot ? ['before', 'sent', 'after'] : ['before']
    return whens.map((when) => ({ at, when }))
  })
}

function someOf(kills: readonly Kill[], seed: number): Kill[] {
  const random = randomFrom(seed)
  const isPivot = ({ when }: Kill) => when === 'sent'
  const others = kills.filter((kill) => !isPivot(kill))
  // Every other command in the middle of its COMMIT or its call, the rest at any other point.
  const pivots = kills.filter(isPivot)
  return pickSome(random, seed % 2 === 0 && pivots.length > 0 ? pivots : others, 1)
}
