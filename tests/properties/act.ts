import type { Model, ModelOrder } from './model.ts'
import type { Real } from './real.ts'

/** Something that can be done in the market and in the model. */
export interface Act {
  readonly name: string
  /** How often it is drawn, beside the others. */
  readonly weight: number
  /** Whether it works, by the model; undefined when the model cannot know. */
  may(model: Model, number: number): boolean | undefined
  /** What it does to the model when it has worked. */
  after(model: Model, number: number, real: Real): void
  run(real: Real, number: number): Promise<unknown>
}

/** The order of a number, round and round. */
export const orderOf = (model: Model, number: number): ModelOrder | undefined =>
  model.orders[number % Math.max(1, model.orders.length)]
