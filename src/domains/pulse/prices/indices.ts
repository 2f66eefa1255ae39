// Index numbers from prices and quantities of matched products. Every index compares two periods; 1 is no change.

/** A product that was sold in both periods: what was spent on it and its unit value, then and now. */
export interface Matched {
  readonly spent0: number
  readonly spent1: number
  readonly price0: number
  readonly price1: number
}

/** Σ p1·q0 / Σ p0·q0: what the basket of then costs now. */
export function laspeyres(goods: readonly Matched[]): number {
  let [now, then] = [0, 0]
  for (const { spent0, price0, price1 } of goods) {
    now += (spent0 / price0) * price1
    then += spent0
  }
  return now / then
}

/** Σ p1·q1 / Σ p0·q1: what the basket of now would have cost then. */
export function paasche(goods: readonly Matched[]): number {
  let [now, then] = [0, 0]
  for (const { spent1, price0, price1 } of goods) {
    now += spent1
    then += (spent1 / price1) * price0
  }
  return now / then
}

/** The geometric mean of Laspeyres and Paasche. */
export function fisher(goods: readonly Matched[]): number {
  return Math.sqrt(laspeyres(goods) * paasche(goods))
}

/** Π (p1/p0)^((s0+s1)/2), with the shares of the matched products. */
export function tornqvist(goods: readonly Matched[]): number {
  let [all0, all1] = [0, 0]
  for (const { spent0, spent1 } of goods) {
    all0 += spent0
    all1 += spent1
  }
  let log = 0
  for (const { spent0, spent1, price0, price1 } of goods) {
    log += ((spent0 / all0 + spent1 / all1) / 2) * Math.log(price1 / price0)
  }
  return Math.exp(log)
}

/** The geometric mean of the price relatives, without weights. */
export function jevons(goods: readonly Matched[]): number {
  let log = 0
  for (const { price0, price1 } of goods) log += Math.log(price1 / price0)
  return Math.exp(log / goods.length)
}

/** What a comparison of two months or weeks is made of, so that it can be made again for other weights of groups. */
export interface Pairs {
  readonly months: number
  /** The logarithm of the index between two months; NaN when no product was sold in both. */
  log(from: number, to: number): number
}

/**
 * GEKS over a window: from month `window[0]` to every other, the mean of all comparisons by way of each month of the
 * window. Logarithms; a way on which nothing matches is left out of the mean. Transitive where all pairs match.
 */
export function geks(
  pairs: Pairs,
  first: number,
  length: number,
  { begin, logs }: Window = windowOf(length),
): Float64Array {
  for (let k = 0; k < length; k++) begin[k] = pairs.log(first, first + k)
  for (let t = 0; t < length; t++) {
    let [sum, ways] = [0, 0]
    for (let k = 0; k < length; k++) {
      const way = (begin[k] ?? 0) + pairs.log(first + k, first + t)
      if (Number.isNaN(way)) continue
      sum += way
      ways++
    }
    logs[t] = ways === 0 ? Number.NaN : sum / ways
  }
  return logs
}

/** What a window is worked out in, to be used again for the next one. */
interface Window {
  readonly begin: Float64Array
  readonly logs: Float64Array
}

const windowOf = (length: number): Window => ({ begin: new Float64Array(length), logs: new Float64Array(length) })

/** Months in the window of the index: two years and a month, so that every season meets itself. */
export const WINDOW = 25
/** The same for weeks: a quarter of a year and a week. */
export const WEEK_WINDOW = 14

/**
 * The published series: GEKS over the first window; every later month is joined on by the mean splice, the geometric
 * mean of the joins at all months that the new window shares with what is published. Nothing published is ever revised.
 */
export function spliced(pairs: Pairs, window = WINDOW): Float64Array {
  const series = new Float64Array(pairs.months).fill(Number.NaN)
  const head = Math.min(window, pairs.months)
  series.set(geks(pairs, 0, head))
  const room = windowOf(window)
  for (let t = window; t < pairs.months; t++) {
    const first = t - window + 1
    const own = geks(pairs, first, window, room)
    const last = own[window - 1] ?? Number.NaN
    let [sum, joins] = [0, 0]
    for (let l = 0; l < window - 1; l++) {
      const join = (series[first + l] ?? Number.NaN) + last - (own[l] ?? Number.NaN)
      if (Number.isNaN(join)) continue
      sum += join
      joins++
    }
    series[t] = joins === 0 ? Number.NaN : sum / joins
  }
  return series
}

/**
 * The monthly links one after the other. A month in which nothing matches the one before has no index, and the chain
 * goes on from where it stood: a number there would say that prices stood still.
 */
export function chained(pairs: Pairs): Float64Array {
  const series = new Float64Array(pairs.months)
  let sum = 0
  for (let t = 1; t < pairs.months; t++) {
    const link = pairs.log(t - 1, t)
    series[t] = sum + link
    if (!Number.isNaN(link)) sum += link
  }
  return series
}
