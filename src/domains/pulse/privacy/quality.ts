import type { Walk } from '../figures/walks.ts'
import { REASONS, type Reason } from '../reading/quality.ts'
import type { Bounded } from './bounds.ts'
import type { Budget } from './budget.ts'
import type { Chance } from './chance.ts'
import { discreteGaussian, varianceFor } from './discrete.ts'
import type { PrivacyRules } from './parameters.ts'
import { QUALITY_PARTS, qualitySteps } from './steps.ts'
import { OTHER_SHARES } from './tables.ts'

interface Question {
  readonly rules: PrivacyRules
  readonly budget: Budget
  readonly chance: Chance
}

/** A number with noise, and how wide that noise is. */
interface Noised {
  readonly count: number
  readonly deviation: number
}

/** What is told of the lines beside the figures; each number is charged, and noised. */
export interface LineQuality {
  readonly monthLines: Noised
  readonly monthValue: Noised
  readonly dayLines: Noised
  /** Lines that count and name a buyer, a shop. */
  readonly withBuyer: Noised
  readonly withShop: Noised
}

/** What of the lines does not count, and who is named in them, as far as it may be told. */
export interface Shares {
  /** Shares beyond the bounds of all that counts or lies within twice the bounds: for the ends of intervals. */
  readonly linesBeyond: number
  readonly valueBeyond: number
  /** The same in whole percent, 0 where it is not surely there. */
  readonly lines_beyond_bounds_percent: number
  readonly value_beyond_bounds_percent: number
  /** Lines that name their buyer and their shop; undefined where that is too unsure. */
  readonly lines_with_buyer_percent: number | undefined
  readonly lines_with_shop_percent: number | undefined
}

/** Charges one number of the quality to the budget; answers the noise for it, and how wide that is. */
function ask(name: keyof typeof QUALITY_PARTS, { rules, budget, chance }: Question) {
  const rho = rules.rho * OTHER_SHARES.quality * QUALITY_PARTS[name]
  const { buyer, shop } = qualitySteps(rules)[name]
  const variance = varianceFor(buyer, rho)
  const cost = { buyer_step: buyer, shop_step: shop, rho, variance: Number(variance) }
  budget.charge({ table: 'quality', quantity: name, ...cost })
  const stream = chance.named(`quality ${name}`)
  const deviation = Math.sqrt(Number(variance))
  return (count: number): Noised => ({
    count: Math.max(0, count + Number(discreteGaussian(stream, variance))),
    deviation,
  })
}

/** How many lines name a buyer or a shop, and what lies beyond the bounds. */
export function noisyQuality(walk: Walk, bounded: Bounded, buyerCount: number, question: Question): LineQuality {
  let [buyers, shops] = [0, 0]
  for (let i = 0; i < walk.count; i++) {
    if (bounded.isKept[i] === 0) continue
    // Behind the numbers of the known buyers come those who stand for one order each.
    if ((walk.who[i] ?? 0) < buyerCount) buyers++
    if ((walk.shop[i] ?? -1) >= 0) shops++
  }
  const { monthLines, monthValue, dayLines } = bounded.beyond
  return {
    withBuyer: ask('lines_with_buyer', question)(buyers),
    withShop: ask('lines_with_shop', question)(shops),
    monthLines: ask('lines_beyond_month', question)(monthLines),
    monthValue: ask('value_beyond_month', question)(monthValue),
    dayLines: ask('lines_beyond_day', question)(dayLines),
  }
}

/** Noise may make up what is not there: what is not so many times its noise is not told. */
const SURE = 3
/** A share is told where its noise is less than so much of it. */
const CLOSE = 0.05

/** As shares of what counts, from told numbers alone. What a shop's day lost in rupees is taken as its lines. */
export function sharesOf(quality: LineQuality, all: { lines: number; value: number }): Shares {
  const by = (whole: number, part: number) => (whole > 0 ? part / whole : 0)
  const beyond = (of: (noised: Noised) => number) => {
    const lines = by(all.lines, of(quality.monthLines) + of(quality.dayLines))
    const value = by(all.value, of(quality.monthValue)) + by(all.lines, of(quality.dayLines))
    return { lines: lines / (1 + lines), value: value / (1 + value) }
  }
  const named = ({ count, deviation }: Noised) =>
    1.96 * deviation < CLOSE * all.lines ? percent(Math.min(1, by(all.lines, count))) : undefined
  const [likely, sure] = [beyond(({ count }) => count), beyond((noised) => (isSure(noised) ? noised.count : 0))]
  return {
    linesBeyond: likely.lines,
    valueBeyond: likely.value,
    lines_beyond_bounds_percent: percent(sure.lines),
    value_beyond_bounds_percent: percent(sure.value),
    lines_with_buyer_percent: named(quality.withBuyer),
    lines_with_shop_percent: named(quality.withShop),
  }
}

const percent = (share: number) => Math.round(100 * share)
const isSure = ({ count, deviation }: Noised) => count >= SURE * deviation

/** The rows that were left out, by reason, with noise. Of one person few rows are counted at all. */
export function noisyRows(
  counts: readonly { readonly reason: string; readonly bounded: number }[],
  question: Question,
): { reason: Reason; lines: number; treatment: 'out' }[] {
  const noised = ask('rows', question)
  const reasons = (Object.keys(REASONS) as Reason[]).filter((reason) => REASONS[reason] === 'out')
  return reasons.flatMap((reason) => {
    const rows = noised(counts.find((count) => count.reason === reason)?.bounded ?? 0)
    return isSure(rows) ? [{ reason, lines: roughly(rows.count), treatment: 'out' as const }] : []
  })
}

/** Numbers of rows are told to the next ten: what is finer is noise. */
export const roughly = (rows: number): number => Math.round(rows / 10) * 10
