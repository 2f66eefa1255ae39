import type { SendBackReason } from '../../src/domains/trust/trust.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import type { Happening } from './fill-clock.ts'
import type { Bazaar, Deal } from './fill-deals.ts'
import type { Schedule } from './fill-times.ts'

/** One order, the times of its life, and the market it lives in. */
export interface Story {
  readonly bazaar: Bazaar
  readonly deal: Deal
  readonly schedule: Schedule
}

/** What happens to one order, in one transaction of its own. */
export function taking({ deal }: Story, at: Date, body: (tx: Tx) => Promise<unknown>): Happening {
  return {
    at,
    of: affairOf(deal),
    act: async (replay, time) => {
      await replay.at(time, body)
    },
  }
}

/** Whose affair an order is: a rider's or an operator's part in it is told to nobody else. */
export function affairOf({ plan }: Deal): string[] {
  return [plan.buyer, plan.shop]
}

/** What the reasons of the plan mean, as the form asks for them. */
const REASONS: readonly (readonly [word: string, reason: SendBackReason])[] = [
  ['rang', 'not_as_shown'],
  ['رنگ', 'not_as_shown'],
  ['patla', 'not_as_shown'],
  ['size', 'wrong_item'],
  ['model', 'wrong_item'],
  ['missing', 'missing_part'],
  ['nakli', 'fake'],
]

/** The form's own word for why something goes back. */
export function reasonOf(words: string): SendBackReason {
  const read = words.toLowerCase()
  return REASONS.find(([word]) => read.includes(word))?.[1] ?? 'damaged'
}
