import type { PrivacyRules } from '../privacy/parameters.ts'
import { bootstrapped, type Interval, lowerOfTold, moved, type Normals } from './bootstrap.ts'
import { DIGITS, type Figure, rounded } from './figure.ts'
import type { Spec, Sum } from './specs.ts'
import type { Told } from './told.ts'

/** One buyer's lines come together, so they say less than as many buyers would. */
export const CLUSTERED = 2
/** How much the worth of orders differs: deviation by mean, squared. */
const SPREAD_OF_VALUES = 2.25

/**
 * The figure of a spec from what may be told alone. Its interval is that of a parametric bootstrap: the told numbers
 * are moved by their noise and by what it does to have met these buyers and not others. A bootstrap over the people
 * would itself tell about them.
 */
export function publishedFigure(
  spec: Spec,
  told: Told,
  hidden: Uint8Array,
  rules: PrivacyRules,
  cutShare: number,
): Figure | undefined {
  const row = { figure: spec.figure, ...spec.place }
  const nothing = { value: undefined, lower: undefined, upper: undefined, orders: undefined }
  if (spec.bottom && spec.top.cells.length === 0) return undefined
  if (Number.isNaN(told.value[spec.top.of][spec.cell] ?? Number.NaN)) return undefined
  if (hidden[spec.cell]) return { ...row, ...nothing, status: 'suppressed' }
  const orders = told.value.orders[spec.cell] ?? 0
  const { value, interval, reach } = spec.bottom ? ratio(spec, spec.bottom, told) : count(spec, told, orders, rules)
  const isUseless = !Number.isFinite(value) || reach > Math.max(value, 1e-9) * rules.most_noise * 2
  if (!interval || isUseless) return { ...row, ...nothing, status: 'suppressed' }
  const isShare = /share|rate/.test(spec.figure)
  const digits = isShare ? 4 : Math.min(0, DIGITS[spec.figure] ?? 0)
  const most = isShare ? 1 : Number.POSITIVE_INFINITY
  // What lies beyond the bounds is missing in an average too; a share loses as much above as below.
  const cut = spec.bottom && spec.figure !== 'average_order_pkr' ? 0 : (value * cutShare) / (1 - cutShare)
  return {
    ...row,
    value: rounded(value, digits),
    lower: rounded(Math.max(0, Math.min(value, interval.lower)), digits),
    upper: rounded(Math.min(most, Math.max(value, interval.upper) + cut), digits),
    orders,
    status: 'published',
  }
}

interface Made {
  readonly value: number
  readonly interval: Interval | undefined
  /** How far it lies from its ends, by which it is told or not. */
  readonly reach: number
}

/** Rupees are told in rupees already: the paisa of a spec are gone with the noise. */
function count(spec: Spec, told: Told, orders: number, { most_noise: most }: PrivacyRules): Made {
  const value = sumOf(told.value, spec.top)
  const chance =
    spec.top.of === 'value'
      ? (value ** 2 * (1 + SPREAD_OF_VALUES) * CLUSTERED) / Math.max(1, orders)
      : value * CLUSTERED
  const noise = sumOf(told.variance, spec.top)
  const deviation = Math.sqrt(noise + chance)
  const { lower, upper } = moved(value, deviation)
  const reach = (upper - lower) / 2
  // From where on it is told: a cell by the noise of its orders, any number by all its error.
  const least = Math.max(reach / most / 2, spec.top.of === 'orders' ? (1.96 * Math.sqrt(noise)) / most : 0)
  return { value, interval: { lower: lowerOfTold(value, deviation, least), upper }, reach }
}

function ratio(spec: Spec, bottom: Sum, told: Told): Made {
  const [a, b] = [sumOf(told.value, spec.top), sumOf(told.value, bottom)]
  const [noiseA, noiseB] = [sumOf(told.variance, spec.top), sumOf(told.variance, bottom)].map(Math.sqrt)
  const value = a / b
  const orders = Math.max(1, told.value.orders[spec.cell] ?? 1)
  const whole = bottom.cells.reduce((sum, cell) => sum + (told.value.orders[cell] ?? 0), 0)
  const chance =
    spec.figure === 'average_order_pkr'
      ? (value ** 2 * SPREAD_OF_VALUES * CLUSTERED) / orders
      : (Math.max(0, value * (1 - value)) * CLUSTERED * (spec.top.of === 'value' ? 1 + SPREAD_OF_VALUES : 1)) /
        Math.max(1, whole)
  const deviation = Math.sqrt(chance)
  const made = (normals: Normals) => {
    const below = b + (noiseB ?? 0) * normals(1)
    return below > 0 ? (a + (noiseA ?? 0) * normals(0)) / below + deviation * normals(2) : Number.NaN
  }
  const interval = bootstrapped(made)
  return { value, interval, reach: interval ? (interval.upper - interval.lower) / 2 : Number.POSITIVE_INFINITY }
}

function sumOf(of: Told['value'], sum: Sum): number {
  return sum.cells.reduce((total, cell) => total + (of[sum.of][cell] ?? 0), 0)
}
