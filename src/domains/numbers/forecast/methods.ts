import { ahead, mean, type Smoothing, type State, smooth, squaredErrors, startOf } from './smoothing.ts'

/** What may look ahead. naive: as yesterday. seasonal: as a week ago. smooth: level alone. winters: trend and week. */
export const METHODS = ['mean', 'naive', 'seasonal', 'smooth', 'winters'] as const
export type Method = (typeof METHODS)[number]

/** Sales of a shop swing with the day of the week. */
export const WEEK = 7

/** The mean looks at the last four weeks: what was before says little about the next one. */
const MEAN_DAYS = 28

/** A method that has learnt its parameters, if it has any, and can be asked at any later day. */
export type Learnt = (values: readonly number[], days: number) => number[]

/** Learns from a beginning of a series. What comes after is not looked at. */
export function learn(method: Method, values: readonly number[]): Learnt {
  switch (method) {
    case 'mean':
      return (known, days) => filled(days, () => mean(known.slice(-MEAN_DAYS)))
    case 'naive':
      return (known, days) => filled(days, () => known.at(-1) ?? 0)
    case 'seasonal':
      return (known, days) => filled(days, (i) => known.at((i % WEEK) - WEEK) ?? 0)
    case 'smooth':
      return smoothed(values, 1, grid(ALPHAS, [undefined], [undefined]))
    case 'winters':
      return smoothed(values, WEEK, grid(ALPHAS, BETAS, GAMMAS))
  }
}

const ALPHAS = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7]
const BETAS = [0, 0.01, 0.05, 0.1]
const GAMMAS = [0.01, 0.05, 0.1, 0.3]

function grid(
  alphas: readonly number[],
  betas: readonly (number | undefined)[],
  gammas: readonly (number | undefined)[],
): Smoothing[] {
  return alphas.flatMap((alpha) => betas.flatMap((beta) => gammas.map((gamma) => ({ alpha, beta, gamma }))))
}

function smoothed(values: readonly number[], period: number, tried: readonly Smoothing[]): Learnt {
  const begin = (known: readonly number[]): State => startOf(known, period, period > 1)
  const start = begin(values)
  const best = tried
    .map((how) => ({ how, errors: squaredErrors(values, start, how) }))
    .reduce((a, b) => (b.errors < a.errors ? b : a))
  return (known, days) => {
    const state = smooth(known, start, best.how)
    return filled(days, (i) => ahead(state, i + 1))
  }
}

/** Nobody buys less than nothing. */
function filled(days: number, of: (i: number) => number): number[] {
  return Array.from({ length: days }, (_, i) => Math.max(0, of(i)))
}
