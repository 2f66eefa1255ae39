/** A series taken apart: trend × season × rest. NaN where the trend cannot be known, half a year at both ends. */
export interface Decomposed {
  readonly trend: Float64Array
  /** One factor for each period of the cycle; their mean is 1. */
  readonly factors: Float64Array
  readonly adjusted: Float64Array
}

/**
 * Ratio to moving average, the classical multiplicative decomposition: a centred moving average over one cycle (2 × 12
 * for months), the mean of the ratios of each period of the cycle, scaled so that the factors have the mean 1.
 * `phase` is the period of the first number. Undefined when the series is shorter than two cycles.
 */
export function ratioToMovingAverage(series: ArrayLike<number>, cycle: number, phase = 0): Decomposed | undefined {
  const n = series.length
  if (n < cycle * 2) return undefined
  const trend = centredAverage(series, cycle)
  const sums = new Float64Array(cycle)
  const counts = new Float64Array(cycle)
  for (let i = 0; i < n; i++) {
    const ratio = (series[i] ?? 0) / (trend[i] ?? Number.NaN)
    if (!Number.isFinite(ratio)) continue
    const period = (i + phase) % cycle
    sums[period] = (sums[period] ?? 0) + ratio
    counts[period] = (counts[period] ?? 0) + 1
  }
  const raw = sums.map((sum, period) => sum / (counts[period] ?? 1))
  const mean = raw.reduce((sum, each) => sum + each, 0) / cycle
  const factors = raw.map((each) => each / mean)
  const adjusted = Float64Array.from({ length: n }, (_, i) => (series[i] ?? 0) / (factors[(i + phase) % cycle] ?? 1))
  return { trend, factors, adjusted }
}

/** The centred moving average over one cycle; an even cycle weighs its two ends by half. */
export function centredAverage(series: ArrayLike<number>, cycle: number): Float64Array {
  const half = Math.floor(cycle / 2)
  const trend = new Float64Array(series.length).fill(Number.NaN)
  for (let i = half; i < series.length - half; i++) {
    let sum = 0
    for (let j = -half; j <= half; j++) {
      const isEnd = cycle % 2 === 0 && Math.abs(j) === half
      sum += (series[i + j] ?? 0) * (isEnd ? 0.5 : 1)
    }
    trend[i] = sum / cycle
  }
  return trend
}
