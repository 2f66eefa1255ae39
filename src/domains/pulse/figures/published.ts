import type { PrivacyRules } from '../privacy/parameters.ts'
import { DIGITS, type Figure, rounded } from './figure.ts'
import type { Spec, Sum } from './specs.ts'
import type { Told } from './told.ts'

/** One buyer's lines come together, so they say less than as many buyers would. */
const CLUSTERED = 2
/** How much the worth of orders differs: deviation by mean, squared. */
const SPREAD_OF_VALUES = 2.25

/**
 * The figure of a spec from what may be told alone. Its interval holds the noise and, from the same numbers, the error
 * of
 * having seen these buyers and not others: a bootstrap over the people would itself tell about them.
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
  const made = spec.bottom ? ratio(spec, told, cutShare) : count(spec, told, orders, cutShare)
  const isUseless = !Number.isFinite(made.value) || made.reach > Math.max(made.value, 1e-9) * rules.most_noise * 2
  if (isUseless) return { ...row, ...nothing, status: 'suppressed' }
  const isShare = /share|rate/.test(spec.figure)
  const digits = isShare ? 4 : Math.min(0, DIGITS[spec.figure] ?? 0)
  const most = isShare ? 1 : Number.POSITIVE_INFINITY
  return {
    ...row,
    value: rounded(made.value, digits),
    lower: rounded(Math.max(0, made.value - made.reach), digits),
    upper: rounded(Math.min(most, made.value + made.reach + made.cut), digits),
    orders,
    status: 'published',
  }
}

interface Made {
  readonly value: number
  readonly reach: number
  readonly cut: number
}

/** Rupees are told in rupees already: the paisa of a spec are gone with the noise. */
function count(spec: Spec, told: Told, orders: number, cutShare: number): Made {
  const value = sumOf(told.value, spec.top)
  const noise = sumOf(told.variance, spec.top)
  const chance =
    spec.top.of === 'value'
      ? (value ** 2 * (1 + SPREAD_OF_VALUES) * CLUSTERED) / Math.max(1, orders)
      : value * CLUSTERED
  return { value, reach: 1.96 * Math.sqrt(noise + chance), cut: (value * cutShare) / (1 - cutShare) }
}

/** What lies beyond the bounds is missing in an average too; a share loses as much above as below. */
function ratio(spec: Spec, told: Told, cutShare: number): Made {
  const bottom = spec.bottom ?? spec.top
  const [a, b] = [sumOf(told.value, spec.top), sumOf(told.value, bottom)]
  const [noiseA, noiseB] = [sumOf(told.variance, spec.top), sumOf(told.variance, bottom)]
  const value = a / b
  const orders = Math.max(1, told.value.orders[spec.cell] ?? 1)
  const whole = bottom.cells.reduce((sum, cell) => sum + (told.value.orders[cell] ?? 0), 0)
  const chance =
    spec.figure === 'average_order_pkr'
      ? (value ** 2 * SPREAD_OF_VALUES * CLUSTERED) / orders
      : (Math.max(0, value * (1 - value)) * CLUSTERED * (spec.top.of === 'value' ? 1 + SPREAD_OF_VALUES : 1)) /
        Math.max(1, whole)
  const cut = spec.figure === 'average_order_pkr' ? (value * cutShare) / (1 - cutShare) : 0
  return { value, reach: 1.96 * Math.sqrt((noiseA + value ** 2 * noiseB) / b ** 2 + chance), cut }
}

function sumOf(of: Told['value'], sum: Sum): number {
  return sum.cells.reduce((total, cell) => total + (of[sum.of][cell] ?? 0), 0)
}
