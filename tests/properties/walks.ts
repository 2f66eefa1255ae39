import fc from 'fast-check'
import { Refusal } from '../../src/kit/errors/refusal.ts'
import type { Ring } from '../races/ring.ts'
import type { Cast } from '../races/scene.ts'
import type { Act } from './act.ts'
import { ACTS } from './acts.ts'
import { type Model, newModel } from './model.ts'
import { compare, newReal, type Real } from './real.ts'

const STOCK = 6

/** A walk that went wrong once, in words, so that it can be walked again whatever acts have been added since. */
export interface Kept {
  readonly seed: number
  readonly path: string
  readonly why: string
  /** 'cancel (2)': the act, and the number of the order. */
  readonly walk: readonly string[]
}

class Walked implements fc.AsyncCommand<Model, Real> {
  readonly act: Act
  readonly number: number

  constructor(act: Act, number: number) {
    this.act = act
    this.number = number
  }

  check(): boolean {
    return true
  }

  async run(model: Model, real: Real): Promise<void> {
    const meant = this.act.may(model, this.number)
    const worked = await this.act.run(real, this.number).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal) return error
        throw error
      },
    )
    real.done.count++
    if (worked === true) real.done.worked++
    if (meant !== undefined && meant !== (worked === true)) {
      throw new Error(`${this} ${worked === true ? 'worked' : `was refused (${worked})`}, by the model it is not so`)
    }
    if (worked === true) this.act.after(model, this.number, real)
  }

  toString(): string {
    return `${this.act.name} (${this.number})`
  }
}

const commands = ACTS.map((act) => ({
  weight: act.weight,
  arbitrary: fc.nat({ max: 5 }).map((number) => new Walked(act, number)),
}))

interface Where {
  readonly ring: Ring
  readonly cast: Cast
  readonly done: Real['done']
}

/**
 * Walks at random through the market and the model side by side. Each answer must be the one the model gives, and in
 * the end each account and the shelf must be as in the model, and every invariant hold.
 */
export async function walk(where: Where, options: { seed: number; runs: number; most: number }): Promise<void> {
  const walks = fc.array(fc.oneof(...commands), { minLength: 5, maxLength: options.most, size: 'max' })
  const property = fc.asyncProperty(walks, (walked) => walkOnce(where, walked))
  await fc.assert(property, { seed: options.seed, numRuns: options.runs, endOnFailure: true })
}

async function walkOnce({ ring, cast, done }: Where, walked: readonly Walked[]): Promise<void> {
  const state = { model: newModel(STOCK), real: await newReal(ring, cast, STOCK, done) }
  await fc.asyncModelRun(() => state, walked)
  const wrong = await compare(ring, state.real, state.model)
  if (wrong.length > 0) throw new Error(wrong.join('; '))
}

/** Walks what was written down in words. */
export function walkAgain(where: Where, words: readonly string[]): Promise<void> {
  const walked = words.map((word) => {
    const [, name = '', number = '0'] = /^(.+) \((\d+)\)$/.exec(word) ?? []
    const act = ACTS.find((one) => one.name === name)
    if (!act) throw new Error(`there is no act ${word}`)
    return new Walked(act, Number(number))
  })
  return walkOnce(where, walked)
}

/** What a failed walk was, from the words in which it is told; what is not needed for the failure is left out. */
export async function keptOf(where: Where, error: Error): Promise<Kept | undefined> {
  const [, seed, path] = /seed: (-?\d+), path: "([\d:]+)"/.exec(error.message) ?? []
  const [, told] = /Counterexample: \[\[?(.*?)\]?\]\n/.exec(error.message) ?? []
  if (!seed || !path || !told) return undefined
  const fails = (words: readonly string[]) =>
    walkAgain(where, words).then(
      () => false,
      () => true,
    )
  let words = told.split(/,(?! )/)
  for (let i = words.length - 1; i >= 0; i--) {
    const shorter = words.toSpliced(i, 1)
    if (await fails(shorter)) words = shorter
  }
  const why = error.cause instanceof Error ? error.cause.message.slice(0, 300) : ''
  return { seed: Number(seed), path, why, walk: words }
}
