/**
 * Exponential smoothing, as in Hyndman and Athanasopoulos, Forecasting: Principles and Practice (2nd ed.), chapter 7.
 * The state after each value is folded from what stood before; a forecast is read off the last state.
 */
export interface Smoothing {
  /** How fast the level follows, 0 to 1. */
  readonly alpha: number
  /** How fast the trend follows the level. No trend when it is left out. */
  readonly beta?: number | undefined
  /** How fast the season follows. No season when it is left out. */
  readonly gamma?: number | undefined
}

/** Where the smoothing stands. season[i] belongs to the value i + 1 steps ahead. */
export interface State {
  readonly level: number
  readonly trend: number
  readonly season: readonly number[]
}

/**
 * The additive method over all the values (FPP2, 7.3):
 * l = α(y − s) + (1 − α)(l' + b'), b = β(l − l') + (1 − β)b', s = γ(y − l' − b') + (1 − γ)s'.
 * errors are the squares of what each value missed its forecast by, summed. Many are tried, so it works in place.
 */
function run(values: readonly number[], start: State, how: Smoothing): { state: State; errors: number } {
  const { alpha, beta = 0, gamma = 0 } = how
  const season = [...start.season]
  let { level, trend } = start
  let [at, errors] = [0, 0]
  for (const value of values) {
    const swing = season[at] ?? 0
    const before = level + trend
    errors += (value - before - swing) ** 2
    const next = alpha * (value - swing) + (1 - alpha) * before
    trend = beta * (next - level) + (1 - beta) * trend
    level = next
    if (season.length === 0) continue
    season[at] = gamma * (value - before) + (1 - gamma) * swing
    at = (at + 1) % season.length
  }
  return { state: { level, trend, season: [...season.slice(at), ...season.slice(0, at)] }, errors }
}

/** What the state says about the value `ahead` steps on, 1 for the next one. */
export function ahead({ level, trend, season }: State, steps: number): number {
  const swing = season.length === 0 ? 0 : (season[(steps - 1) % season.length] ?? 0)
  return level + steps * trend + swing
}

/** The state after all the values. */
export function smooth(values: readonly number[], start: State, how: Smoothing): State {
  return run(values, start, how).state
}

/** The squares of the one-step errors, summed: what good parameters keep small. */
export function squaredErrors(values: readonly number[], start: State, how: Smoothing): number {
  return run(values, start, how).errors
}

/**
 * Where smoothing begins, from the first two seasons: the mean of the first one, what the second has more a step, and
 * by how much each place of the season lies above its own season's mean, on average over both.
 */
export function startOf(values: readonly number[], period: number, hasTrend: boolean): State {
  const first = values.slice(0, period)
  const second = values.slice(period, 2 * period)
  const [one, two] = [mean(first), mean(second)]
  const trend = hasTrend ? (two - one) / period : 0
  // The mean of a season is the level in its middle; smoothing begins just before its first value.
  const level = one - trend * ((period + 1) / 2)
  const season = first.map((value, i) => {
    const drift = trend * (i - (period - 1) / 2)
    return (value - one - drift + ((second[i] ?? value) - two - drift)) / 2
  })
  return { level, trend, season: period > 1 ? season : [] }
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
