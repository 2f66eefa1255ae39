import { SYSTEM } from '../domains/identity/identity.ts'
import { correctRelease, DEMO_PRIVACY, PRIVACY } from '../domains/pulse/pulse.ts'
import type { Answer } from './bharosa.ts'
import { withData } from './with-data.ts'

/**
 * Puts a mistake in a release right: another release of the same month, from the orders as they are known now, with a
 * version in its address and the reason in its change log. It is charged to the year's privacy budget.
 */
export function pulseCorrect(_words: readonly string[], options: ReadonlyMap<string, string>): Promise<Answer> {
  const [release_id, reason] = [options.get('release'), options.get('why')]
  if (!release_id || !reason) throw new Error('say the release and why: pulse correct --release 2026-10 --why "…"')
  return withData(async ({ db, config }) => {
    const rules = config.demo ? DEMO_PRIVACY : PRIVACY
    const made = await correctRelease(db, SYSTEM, { release_id, reason }, rules)
    return { facts: { release: made }, words: `Release ${made} puts ${release_id} right.`, ok: made !== undefined }
  })
}
