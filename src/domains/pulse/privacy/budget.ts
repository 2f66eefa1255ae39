import { assert } from '../../../kit/errors/refusal.ts'
import { epsilonOf, type PrivacyRules } from './parameters.ts'

/** One question that was put to the people's data, and what it cost. */
export interface Charge {
  readonly table: string
  readonly quantity: string
  /** By how much one person's month can change the answer (L2), and one shop's day. */
  readonly buyer_step: number
  readonly shop_step: number
  readonly rho: number
  /** The variance of the noise on each number of the answer. */
  readonly variance: number
}

/**
 * The budget of one release. A question is charged before its noise is drawn, and a question that costs more than what
 * is left is a bug: nothing is drawn for it.
 */
export class Budget {
  readonly #rules: PrivacyRules
  readonly charges: Charge[] = []
  #spent = 0

  constructor(rules: PrivacyRules) {
    this.#rules = rules
  }

  charge(charge: Charge): void {
    assert(this.#spent + charge.rho <= this.#rules.rho * (1 + 1e-9), 'a release spends no more than its budget')
    this.#spent += charge.rho
    this.charges.push(charge)
  }

  /** What the release spent on a person's month and on a shop's day. */
  summary() {
    const shopRho = this.charges.reduce(
      (sum, { rho, buyer_step, shop_step }) => sum + rho * (shop_step / buyer_step) ** 2,
      0,
    )
    const told = (rho: number) => ({ rho: digits(rho), epsilon: digits(epsilonOf(rho, this.#rules.delta)) })
    return {
      buyer: { unit: 'what one person bought in one month', ...told(this.#spent) },
      shop: { unit: 'what one shop sold on one day', ...told(shopRho) },
      delta: this.#rules.delta,
    }
  }
}

const digits = (value: number) => Number(value.toPrecision(4))
