import { bootstrapped, type Normals } from '../figures/bootstrap.ts'
import type { Dims } from '../figures/dims.ts'
import { EVERYWHERE, type Figure, rounded } from '../figures/figure.ts'
import { untold } from '../figures/medians.ts'
import { ordersOf } from '../figures/orders.ts'
import { CLUSTERED } from '../figures/published.ts'
import type { Walk } from '../figures/walks.ts'
import type { Bounded } from './bounds.ts'
import type { Budget } from './budget.ts'
import type { Chance } from './chance.ts'
import { discreteGaussian, varianceFor } from './discrete.ts'
import type { PrivacyRules } from './parameters.ts'
import { bandsStep, peopleSteps } from './steps.ts'
import { OTHER_SHARES } from './tables.ts'

interface Question {
  readonly rules: PrivacyRules
  readonly budget: Budget
  readonly chance: Chance
}

/** Orders are sorted into bands by what they are worth; each band is a quarter more than the one before. */
const BANDS = Array.from({ length: 56 }, (_, i) => 50 * 1.25 ** i)
const DOOR_DAYS = Array.from({ length: 46 }, (_, days) => days)

/** The median order and the median days to the door, from noised bands. */
export function noisyMedians(walk: Walk, bounded: Bounded, dims: Dims, { rules, budget, chance }: Question): Figure[] {
  const { sizes, delivery } = bandsOf(walk, bounded, dims)
  const { buyer, shop } = bandsStep(rules)
  const ask = (table: 'sizes' | 'delivery', edges: readonly number[], counts: readonly number[]) => {
    const rho = rules.rho * OTHER_SHARES[table]
    const variance = varianceFor(buyer, rho)
    budget.charge({ table, quantity: 'orders', buyer_step: buyer, shop_step: shop, rho, variance: Number(variance) })
    const stream = chance.named(table)
    const noisy = counts.map((count) => count + Number(discreteGaussian(stream, variance)))
    return medianOfBands(edges, noisy, Number(variance), rules)
  }
  return [
    rowOf('median_order_pkr', ask('sizes', BANDS, sizes), Math.round),
    delivery.some((orders) => orders > 0)
      ? rowOf('delivery_days_median', ask('delivery', DOOR_DAYS, delivery), Math.floor)
      : untold('delivery_days_median', 'suppressed'),
  ]
}

/** How many orders of the lines that count lie in each band, before any noise. */
export function bandsOf(walk: Walk, { isKept }: Bounded, dims: Dims): Record<'sizes' | 'delivery', number[]> {
  const orders = ordersOf(walk, { isKept, monthOf: dims.month.of })
  const countsOf = (edges: readonly number[], numbers: ArrayLike<number>, unit: number, least: number) => {
    const counts = edges.map(() => 0)
    for (let i = 0; i < orders.count; i++) {
      const number = (numbers[i] ?? -1) / unit
      if (number < least) continue
      const band = bandOf(edges, number)
      counts[band] = (counts[band] ?? 0) + 1
    }
    return counts
  }
  return {
    sizes: countsOf(BANDS, orders.value, 100, 0.01),
    delivery: countsOf(DOOR_DAYS, orders.delivery, 1, 0),
  }
}

/** The last edge that a number reaches; the first one for what lies below all. */
function bandOf(edges: readonly number[], number: number): number {
  let [low, high] = [0, edges.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (number >= (edges[middle] ?? 0)) low = middle
    else high = middle
  }
  return low
}

interface Found {
  readonly value: number
  readonly lower: number
  readonly upper: number
  readonly orders: number
}

/** A day lasts until the next one begins: of days the whole ones are told, as they are counted. */
function rowOf(figure: string, found: Found | undefined, as: (number: number) => number): Figure {
  if (!found) return untold(figure, 'suppressed')
  const { value, lower, upper, orders } = found
  return { figure, ...EVERYWHERE, value: as(value), lower: as(lower), upper: as(upper), orders, status: 'published' }
}

/** The number below which half of the noised counts lie, and the numbers that noise and chance could make of it. */
function medianOfBands(
  edges: readonly number[],
  noisy: readonly number[],
  variance: number,
  rules: PrivacyRules,
): Found | undefined {
  const total = noisy.reduce((sum, each) => sum + each, 0)
  const reach = 1.96 * (Math.sqrt((variance * edges.length) / 4) + Math.sqrt(Math.max(0, total)) / 2)
  if (total < rules.least_buyers || reach > total * 0.4) return undefined
  const orders = Math.round(total / rules.count_step) * rules.count_step
  const deviations = noisy.map((count) => Math.sqrt(variance + CLUSTERED * Math.max(0, count)))
  const made = (normals: Normals) =>
    middleOf(
      edges,
      noisy.map((count, band) => count + (deviations[band] ?? 0) * normals(band)),
    )
  const [value, interval] = [made(() => 0), bootstrapped(made)]
  return interval && { value, lower: Math.min(value, interval.lower), upper: Math.max(value, interval.upper), orders }
}

/**
 * The number below which half of the counts lie. With noise the sums up to each band may fall; they are taken as the
 * nearest ones that rise, and no band is left out for being small: many small ones hold half of the orders together.
 */
function middleOf(edges: readonly number[], counts: readonly number[]): number {
  let total = 0
  const sums = rising(
    counts.map((count) => {
      total += count
      return total
    }),
  )
  const half = total / 2
  const band = sums.findIndex((sum) => sum >= half)
  const below = Math.max(0, sums[band - 1] ?? 0)
  if (half <= below) return Number.NaN
  const [edge = Number.NaN, next = edge] = [edges[band], edges[band + 1]]
  return edge + (next - edge) * ((half - below) / ((sums[band] ?? 0) - below))
}

/** The nearest numbers (least squares) that never fall: neighbours that do are pooled (Ayer and others 1955). */
function rising(numbers: readonly number[]): number[] {
  const pools: { mean: number; of: number }[] = []
  for (const number of numbers) {
    let pool = { mean: number, of: 1 }
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      const of = last.of + pool.of
      pool = { mean: (last.mean * last.of + pool.mean * pool.of) / of, of }
      pools.pop()
    }
    pools.push(pool)
  }
  return pools.flatMap(({ mean, of }) => Array<number>(of).fill(mean))
}

/** Distinct buyers of every month, and how many of them were new, with noise. */
export function noisyPeople(walk: Walk, bounded: Bounded, dims: Dims, { rules, budget, chance }: Question): Figure[] {
  const months = dims.month.labels.length
  const [buyers, fresh] = [new Float64Array(months), new Float64Array(months)]
  const last = new Int32Array(months).fill(-1)
  const firsts = firstMonths(walk, bounded, dims)
  for (let i = 0; i < walk.count; i++) {
    if (bounded.isKept[i] === 0) continue
    const [who, month] = [walk.who[i] ?? 0, dims.month.of[walk.bases.day[i] ?? 0] ?? 0]
    if (last[month] === who) continue
    last[month] = who
    buyers[month] = (buyers[month] ?? 0) + 1
    if (firsts(i) === month) fresh[month] = (fresh[month] ?? 0) + 1
  }
  const steps = peopleSteps(rules)
  const parts = [
    { quantity: 'buyers', step: steps.buyers, counts: buyers },
    { quantity: 'new buyers', step: steps.fresh, counts: fresh },
  ].map(({ quantity, step: { buyer, shop }, counts }) => {
    const rho = (rules.rho * OTHER_SHARES.people) / 2
    const variance = varianceFor(buyer, rho)
    const cost = { buyer_step: buyer, shop_step: shop, rho, variance: Number(variance) }
    budget.charge({ table: 'people', quantity, ...cost })
    const stream = chance.named(quantity)
    return {
      variance: Number(variance),
      noisy: Array.from(counts, (n) => n + Number(discreteGaussian(stream, variance))),
    }
  })
  const [all, news] = parts
  return dims.month.labels.slice(1).flatMap((period, i): Figure[] => {
    const count = all?.noisy[i + 1] ?? 0
    const reach = 1.96 * Math.sqrt(all?.variance ?? 0)
    const isTold = count >= rules.least_buyers && reach <= count * rules.most_noise
    const fresh = Math.min(Math.max(0, count), Math.max(0, news?.noisy[i + 1] ?? 0))
    const [ofAll, ofFresh] = [Math.sqrt(all?.variance ?? 0), Math.sqrt(news?.variance ?? 0)]
    const share = fresh / Math.max(1, count)
    const chance = Math.sqrt((CLUSTERED * share * (1 - share)) / Math.max(1, count))
    const rough = (value: number) => Math.max(0, Math.round(value / rules.count_step) * rules.count_step)
    const shareOf = (value: number) => rounded(Math.min(1, Math.max(0, value)), 4)
    const row = (figure: string, made: (normals: Normals) => number, as: (value: number) => number): Figure => {
      const interval = isTold ? bootstrapped(made) : undefined
      const told = (value: number | undefined) => (value === undefined || !interval ? undefined : as(value))
      return {
        figure,
        ...EVERYWHERE,
        period,
        value: told(made(() => 0)),
        lower: told(interval?.lower),
        upper: told(interval?.upper),
        orders: undefined,
        status: interval ? 'published' : 'suppressed',
      }
    }
    const newShare = (normals: Normals) =>
      (fresh + ofFresh * normals(0)) / Math.max(1, count + ofAll * normals(1)) + chance * normals(2)
    return [
      row('buyers', (normals) => count + Math.sqrt(ofAll ** 2 + CLUSTERED * Math.max(0, count)) * normals(0), rough),
      row('new_buyer_share', newShare, shareOf),
      row('returning_buyer_share', (normals) => 1 - newShare(normals), shareOf),
    ]
  })
}

/** The first month of each person, by the place of any of her lines. */
function firstMonths(walk: Walk, bounded: Bounded, dims: Dims): (line: number) => number {
  const first = new Uint16Array(walk.count)
  for (let begin = 0, end = 0; begin < walk.count; begin = end) {
    let least = 0
    for (end = begin; end < walk.count && walk.who[end] === walk.who[begin]; end++) {
      const month = dims.month.of[walk.bases.day[end] ?? 0] ?? 0
      if (bounded.isKept[end] === 1 && month > 0 && (least === 0 || month < least)) least = month
    }
    first.fill(least, begin, end)
  }
  return (line) => first[line] ?? 0
}
