import type { Advice } from '../../../domains/numbers/numbers.ts'
import { assert } from '../../../kit/errors/refusal.ts'
import type { Say } from '../../../kit/text/messages.ts'

/** A suggestion as a person reads it, with its reason. */
export interface AdviceWords {
  readonly say: string
  readonly why: string
}

/** Puts a suggestion into words. nameOf says what the thing it is about is called. */
export function adviceWords(t: Say, advice: Advice, nameOf: (about: string) => string): AdviceWords {
  const { name, about, count = 0, of = 0, paisa, least = 0, most = 0 } = advice
  const values = {
    // Set apart from the sentence: an Urdu title may stand in an English one, and the other way round.
    thing: about === undefined ? '' : `\u2068${nameOf(about)}\u2069`,
    amount: paisa === undefined ? '' : t.rupees(paisa),
    ...{ count, of, least, most },
  }
  const [say, why] = [t.maybe(`numbers.advice.${name}`, values), t.maybe(`numbers.advice.${name}.why`, values)]
  assert(say !== undefined && why !== undefined, `the suggestion ${name} has its words`)
  return { say, why }
}
