import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Database } from '../../../kit/sql/database.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { System } from '../../identity/identity.ts'
import type { PrivacyRules } from '../privacy/parameters.ts'
import { buildAway } from '../release/away.ts'
import {
  type BudgetRow,
  findReleaseRow,
  insertCharge,
  insertRelease,
  listBudgets,
  listReleaseRows,
  openBudget,
  type ReleaseRow,
  spend,
} from './releases-store.ts'
import { countMoved } from './rollups.ts'
import { localTime, readSold } from './sold.ts'

/** Releases of a year. */
const A_YEAR = 12
const MILLION = 1_000_000

/**
 * Makes the release of the last whole month from all orders up to its end, if it is not there yet. The budget is
 * charged
 * in a transaction of its own before any noise is drawn; a release that was charged and then lost is made without being
 * charged again, because nobody has seen its noise. Answers its id, or undefined when there is nothing to tell.
 *
 * Refuses: limit pulse.budget_spent when the year has no budget left. Parties: reads all, writes none.
 */
export async function makeRelease(db: Database, by: System, rules: PrivacyRules): Promise<string | undefined> {
  await countMoved(db, by)
  const { release_id, source } = await db.read(async (tx) => {
    const before = monthBegin(tx.now)
    const release_id = localTime(new Date(before.getTime() - 1)).slice(0, 7)
    const isThere = await findReleaseRow(tx, release_id)
    return { release_id, source: isThere ? undefined : await readSold(tx, localTime(before).slice(0, 10)) }
  })
  if (!source) return undefined
  await db.tx((tx) => chargeRelease(tx, by, release_id, rules))
  const { facts, files } = await buildAway(source, { isExact: false, seed: undefined, rules })
  await db.tx((tx) =>
    insertRelease(tx, { release_id, published_at: tx.now, facts, figures_csv: files['figures.csv'] ?? '' }),
  )
  return release_id
}

/**
 * Writes down what a release will spend. A second charge of one release costs nothing.
 * Refuses: limit pulse.budget_spent.
 */
export async function chargeRelease(tx: Tx, _by: System, releaseId: string, rules: PrivacyRules): Promise<void> {
  const year = Number(releaseId.slice(0, 4))
  const rho = BigInt(Math.round(rules.rho * MILLION))
  await openBudget(tx, year, rho * BigInt(A_YEAR))
  if ((await insertCharge(tx, releaseId, year, rho)) === 0) return
  if ((await spend(tx, year, rho)) === 0) throw new Refusal('limit', 'pulse.budget_spent')
}

/** Midnight in Pakistan at the beginning of the running month. */
function monthBegin(now: Date): Date {
  return new Date(`${localTime(now).slice(0, 7)}-01T00:00:00+05:00`)
}

/** A release that is public by now. Refuses: not_found pulse.no_release. */
export async function findRelease(tx: Tx, releaseId: string): Promise<ReleaseRow> {
  const row = await findReleaseRow(tx, releaseId)
  if (!row) throw new Refusal('not_found', 'pulse.no_release')
  return row
}

/** Public releases, the newest first. */
export function listReleases(tx: Tx, limit = 24): Promise<{ release_id: string; published_at: Date }[]> {
  return listReleaseRows(tx, limit)
}

/** The public ledger: what each year may spend and has spent. */
export function listPrivacyBudgets(tx: Tx): Promise<BudgetRow[]> {
  return listBudgets(tx)
}
