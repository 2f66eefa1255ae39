import type { Quantity } from '../figures/specs.ts'
import { ROWS_OF_ONE } from '../reading/quality.ts'
import type { PrivacyRules } from './parameters.ts'
import { NAMED, OTHER_SHARES, QUESTIONS } from './tables.ts'

/** By how much (L2) a person's month and a shop's day can change an answer at most. */
export interface Step {
  readonly buyer: number
  readonly shop: number
}

/**
 * Of a table of counts. A person's lines go, and as many of others may come in their place: √2. Of rupees her month
 * goes, and as many lines of others come, each of as much as a line may count for. A shop's day is taken
 * as left uncounted, like lines beyond the bounds: these keep their people's room, so nothing comes in their place.
 * Were its people given that room back, a day of a thousand orders could change a thousand lines elsewhere.
 */
export function stepsOf(rules: PrivacyRules): Record<Quantity, Step> {
  const buyer = rules.buyer_lines_a_month * Math.SQRT2
  const shop = rules.shop_lines_a_day
  const rupees = rules.buyer_value_a_month_pkr
  return {
    lines: { buyer, shop },
    orders: { buyer, shop },
    value: {
      buyer: Math.hypot(rupees, rules.buyer_lines_a_month * rules.line_value_pkr),
      shop: (rupees * shop) / rules.buyer_lines_a_month,
    },
  }
}

/**
 * Of orders in bands of what they are worth, or of the days they took. A person's orders of a month are so many less in
 * one band; each line that others get in her place may move an order of theirs out of the same band into another one:
 * twice as many less here, as many more there. A line of a shop's day that is not counted moves one order.
 */
export function bandsStep({ buyer_lines_a_month: lines, shop_lines_a_day: shop }: PrivacyRules): Step {
  return { buyer: Math.hypot(2 * lines, lines), shop: shop * Math.SQRT2 }
}

/** Of distinct buyers a month: without her as many others may come in her place; who is new may be so elsewhere. */
export function peopleSteps(rules: PrivacyRules): { buyers: Step; fresh: Step } {
  const [buyer, shop] = [rules.buyer_lines_a_month, rules.shop_lines_a_day]
  return { buyers: { buyer, shop }, fresh: { buyer: buyer * Math.SQRT2, shop: shop * Math.SQRT2 } }
}

/** Of all lists of names: a person's own names, one each, and the people who may come in her place, all to one name. */
export function namesStep({ buyer_lines_a_month: lines, shop_lines_a_day }: PrivacyRules): Step {
  const lists = Math.sqrt(NAMED.length)
  return { buyer: (Math.sqrt(lines) + lines) * lists, shop: shop_lines_a_day * lists }
}

/** What is told of the file itself, and which part of its share each number has. */
export const QUALITY_PARTS = {
  rows: 0.25,
  lines_with_buyer: 0.05,
  lines_with_shop: 0.05,
  lines_beyond_month: 0.2,
  lines_beyond_day: 0.25,
  value_beyond_month: 0.2,
} as const

/**
 * Of these. Each counts what is beyond a bound up to as much again, so one person's month moves it by one bound; and
 * without her lines as many others of a shop's day are no longer beyond. A shop's lines may each be of another person.
 */
export function qualitySteps(rules: PrivacyRules): Record<keyof typeof QUALITY_PARTS, Step> {
  const { buyer_lines_a_month: buyer, shop_lines_a_day: shop, buyer_value_a_month_pkr: rupees } = rules
  const { lines } = stepsOf(rules)
  return {
    rows: { buyer: ROWS_OF_ONE, shop },
    lines_with_buyer: lines,
    lines_with_shop: lines,
    lines_beyond_month: { buyer, shop },
    lines_beyond_day: { buyer, shop },
    value_beyond_month: { buyer: rupees, shop: rupees * shop },
  }
}

/**
 * What a release that asks every question spends on one shop's day: the noise is drawn for a person's month, and what a
 * shop's day can change beyond that costs by its square.
 */
export function shopRhoOf(rules: PrivacyRules): number {
  const asked = Object.values(QUESTIONS).reduce((sum, { share }) => sum + share, 0)
  const times = ({ buyer, shop }: Step) => (shop / buyer) ** 2
  const tables = (asked + OTHER_SHARES.shops) * times(stepsOf(rules).orders)
  const bands = (OTHER_SHARES.sizes + OTHER_SHARES.delivery) * times(bandsStep(rules))
  const people = OTHER_SHARES.people * times(peopleSteps(rules).buyers)
  const steps = qualitySteps(rules)
  const names = Object.keys(QUALITY_PARTS) as (keyof typeof QUALITY_PARTS)[]
  const quality = names.reduce((sum, name) => sum + QUALITY_PARTS[name] * times(steps[name]), 0)
  const named = OTHER_SHARES.names * times(namesStep(rules))
  return rules.rho * (tables + bands + people + named + OTHER_SHARES.quality * quality)
}
