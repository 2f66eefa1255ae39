import { assert } from '../../../kit/errors/refusal.ts'
import { epsilonOf, type PrivacyRules } from './parameters.ts'
import { shopRhoOf } from './steps.ts'

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
 * The budget of one release: on a person's month, and on a shop's day. A question is charged to both before its noise
 * is drawn, and a question that costs more than what is left of either is a bug: nothing is drawn for it.
 */
export class Budget {
  readonly #rules: PrivacyRules
  readonly charges: Charge[] = []
  #spent = 0
  #spentOnShop = 0

  constructor(rules: PrivacyRules) {
    this.#rules = rules
  }

  charge(charge: Charge): void {
    const onShop = charge.rho * (charge.shop_step / charge.buyer_step) ** 2
    const hasRoom = (spent: number, most: number) => spent <= most * (1 + 1e-9)
    assert(hasRoom(this.#spent + charge.rho, this.#rules.rho), 'a release spends no more than its budget')
    const most = shopRhoOf(this.#rules)
    assert(hasRoom(this.#spentOnShop + onShop, most), 'a release spends no more on a shop than its budget')
    this.#spent += charge.rho
    this.#spentOnShop += onShop
    this.charges.push(charge)
  }

  /** What the release spent on a person's month and on a shop's day. */
  summary() {
    const told = (rho: number) => ({ rho: digits(rho), epsilon: digits(epsilonOf(rho, this.#rules.delta)) })
    return {
      buyer: told(this.#spent),
      shop: told(this.#spentOnShop),
      delta: this.#rules.delta,
    }
  }
}

/** What is known of who stands behind the lines: whether anybody at all, and in how many percent of them. */
interface Named {
  readonly hasBuyers: boolean
  readonly hasShops: boolean
  readonly lines_with_buyer_percent: number | undefined
  readonly lines_with_shop_percent: number | undefined
}

const NO_BUYERS = 'one order: persons are not protected, because the file names no buyers'
const NO_SHOPS = 'shops are not protected: the file names none'

/** Whom the budget protects: what a person did in a month and a shop sold on a day, where the file names them. */
export function unitsOf({ hasBuyers, hasShops, ...shares }: Named): { buyer: string; shop: string } {
  return {
    buyer: hasBuyers ? personUnit(shares.lines_with_buyer_percent) : NO_BUYERS,
    shop: hasShops ? shopUnit(shares.lines_with_shop_percent) : NO_SHOPS,
  }
}

const personUnit = (percent: number | undefined) =>
  `what one person bought in one month, as far as lines name their buyer (${share(percent)}); ` +
  'a line without a buyer protects its order alone'

const shopUnit = (percent: number | undefined) =>
  `what one shop sold on one day, as far as it counts and lines name their shop (${share(percent)})`

const share = (percent: number | undefined) =>
  percent === undefined ? 'how many do is too unsure to tell' : `about ${percent} % do`

const digits = (value: number) => Number(value.toPrecision(4))
