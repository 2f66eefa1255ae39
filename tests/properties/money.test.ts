import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRing } from '../races/ring.ts'
import { loadCast } from '../races/scene.ts'
import { testDatabase } from '../setup/database.ts'
import { type Kept, walk, walkAgain } from './walks.ts'

const KEPT = JSON.parse(readFileSync(join(import.meta.dirname, 'seeds.json'), 'utf8')) as Kept[]

/** A database of its own, with everybody in it, for as long as the body runs. */
async function inRing<T>(body: (where: Parameters<typeof walk>[0]) => Promise<T>): Promise<T> {
  const ring = await openRing((await testDatabase()).url)
  try {
    return await body({ ring, cast: await ring.db.tx(loadCast), done: { count: 0, worked: 0 } })
  } finally {
    await ring.close()
  }
}

test(
  'whatever people do in whatever order, the market answers and counts as the model does',
  () =>
    inRing(async (where) => {
      await Promise.all([1, 2, 3, 4].map((seed) => walk(where, { seed, runs: 10, most: 120 })))
      expect(where.done.count).toBeGreaterThan(1_000)
      // A walk that is refused everything proves nothing.
      expect(where.done.worked / where.done.count).toBeGreaterThan(0.15)
    }),
  120_000,
)

test.each(KEPT)('what went wrong once is walked again: $why', ({ walk: words }) =>
  inRing(async (where) => {
    await expect(walkAgain(where, words)).resolves.toBeUndefined()
  }),
)
