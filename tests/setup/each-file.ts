import fc from 'fast-check'
import { afterAll } from 'vitest'
import { closeAll } from './closing.ts'

// The same examples in each run, so that a red run is red again; `FAST_CHECK_SEED=7 npm test` looks at others.
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_260_101) })

afterAll(closeAll)
