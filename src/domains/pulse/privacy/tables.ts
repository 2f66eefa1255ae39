import type { DimName } from '../figures/dims.ts'

/** A question that is put to the bounded lines: how many in each of these cells? */
export interface Question {
  readonly dims: readonly DimName[]
  /** Its part of the budget of a release. */
  readonly share: number
}

/**
 * All questions of a release. Every published count is a sum of answers to these and to nothing else. They are fitted
 * from the first to the last: a later table keeps to the totals of those before it.
 */
export const QUESTIONS = {
  month: { dims: ['month'], share: 0.14 },
  payment: { dims: ['month', 'method', 'outcome'], share: 0.18 },
  category: { dims: ['month', 'category'], share: 0.12 },
  goods: { dims: ['category', 'method', 'outcome'], share: 0.1 },
  place: { dims: ['place', 'year', 'method'], share: 0.08 },
  fate: { dims: ['place', 'outcome'], share: 0.05 },
  metro: { dims: ['month', 'metro', 'method'], share: 0.07 },
  day: { dims: ['day'], share: 0.07 },
  hour: { dims: ['hour'], share: 0.03 },
  size: { dims: ['size'], share: 0.02 },
  condition: { dims: ['condition'], share: 0.01 },
  womenLed: { dims: ['womenLed'], share: 0.01 },
} as const satisfies Readonly<Record<string, Question>>

export type TableName = keyof typeof QUESTIONS

/**
 * The rest of the budget: distinct people a month, the sizes of orders, days to the door, names common enough, how
 * large shops are, and what is told of the file itself.
 */
export const OTHER_SHARES = {
  people: 0.04,
  sizes: 0.015,
  delivery: 0.005,
  names: 0.04,
  shops: 0.01,
  quality: 0.01,
} as const

/** Lists of names that must be common enough before anything is measured by them. */
export const NAMED = ['category', 'method', 'province', 'place'] as const satisfies readonly DimName[]

/** How the part of a table is dealt to its three numbers. */
export const QUANTITY_SHARES = { lines: 0.3, orders: 0.4, value: 0.3 } as const

/** Which table tells a view: the first one that has all its dimensions. */
const VIEW_TABLES: readonly (readonly [TableName, readonly DimName[]])[] = [
  ['month', ['year', 'month']],
  ['payment', ['year', 'month', 'method', 'outcome']],
  ['category', ['year', 'month', 'category']],
  ['goods', ['category', 'method', 'outcome']],
  ['place', ['province', 'division', 'city', 'year', 'method']],
  ['fate', ['province', 'city', 'outcome']],
  ['metro', ['year', 'month', 'metro', 'method']],
  ['day', ['week', 'weekday']],
  ['hour', ['hour']],
  ['size', ['size']],
  ['condition', ['condition']],
  ['womenLed', ['womenLed']],
]

/** The table that tells a view of some dimensions. */
export function tableOf(dims: readonly DimName[]): TableName | undefined {
  return VIEW_TABLES.find(([, own]) => dims.every((one) => own.includes(one)))?.[0]
}
