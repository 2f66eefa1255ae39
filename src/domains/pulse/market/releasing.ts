import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Database } from '../../../kit/sql/database.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { System } from '../../identity/identity.ts'
import type { PrivacyRules } from '../privacy/parameters.ts'
import { shopRhoOf } from '../privacy/steps.ts'
import { makeAway, type ReleaseInMaking } from '../release/away.ts'
import { publicFrom } from '../release/calendar.ts'
import { figureFrom } from '../release/csv.ts'
import type { Revision } from '../release/release.ts'
import {
  type BudgetKind,
  type BudgetRow,
  findReleaseHead,
  findReleaseRow,
  insertCharge,
  insertRelease,
  listBudgets,
  listReleaseRows,
  listVersions,
  openBudget,
  type ReleaseRow,
  spend,
} from './releases-store.ts'
import { countMoved } from './rollups.ts'
import { localTime, soldRows } from './sold.ts'

/** Releases of a year, and corrections that it may have. */
export const RELEASES_A_YEAR = 12 + 2
/**
 * A release looks back to the first of January so many years before its own year: long enough for seasons to meet
 * themselves three times. An older order is told no more, so what all releases together tell of it has an end.
 */
const YEARS_BACK = 3
const MILLION = 1_000_000

/**
 * Makes the release of the last whole month from the orders of the years before its end, if it is not there yet. The
 * budget is charged in a transaction of its own before any noise is drawn; a release that was charged and then lost is
 * made without being charged again, because nobody has seen its noise. It is public on its day, or at once (in a demo).
 * Answers its id, or undefined when there is nothing to tell.
 *
 * Refuses: limit pulse.budget_spent when the year has no budget left. Parties: reads all, writes none.
 */
export async function makeRelease(
  db: Database,
  by: System,
  rules: PrivacyRules,
  when: 'on its day' | 'at once' = 'on its day',
): Promise<string | undefined> {
  const month = await db.read(async (tx) => {
    const month = localTime(new Date(monthBegin(tx.now).getTime() - 1)).slice(0, 7)
    return (await listVersions(tx, month)).length > 0 ? undefined : month
  })
  return month && build(db, by, rules, { release_id: month, from: when === 'at once' ? (now) => now : publicFrom })
}

/**
 * Puts a mistake right: makes another release of the same month from the orders as they are known now, which says what
 * changed. The wrong one keeps its address. It is charged like every release.
 *
 * Refuses: invalid pulse.no_reason; not_found pulse.no_release; limit pulse.budget_spent.
 */
export async function correctRelease(
  db: Database,
  by: System,
  wrong: { readonly release_id: string; readonly reason: string },
  rules: PrivacyRules,
): Promise<string | undefined> {
  const reason = wrong.reason.trim()
  if (reason === '') throw new Refusal('invalid', 'pulse.no_reason')
  const { month, revision } = await db.read(async (tx) => {
    const { facts } = await findRelease(tx, wrong.release_id)
    const month = wrong.release_id.slice(0, 7)
    const version = (await listVersions(tx, month)).length + 1
    const changes = [...facts.revision.changes, `${localTime(tx.now).slice(0, 10)}: ${reason}`]
    return { month, revision: { version, changes } }
  })
  return build(db, by, rules, { release_id: `${month}-v${revision.version}`, revision, from: (now) => now })
}

interface Making {
  readonly release_id: string
  readonly revision?: Pick<Revision, 'version' | 'changes'>
  /** When it becomes public. */
  readonly from: (now: Date) => Date
}

async function build(
  db: Database,
  by: System,
  rules: PrivacyRules,
  { release_id, revision, from }: Making,
): Promise<string | undefined> {
  await countMoved(db, by)
  const making = await db.read((tx) => readSold(tx, beginOf(release_id), monthAfter(release_id)))
  if (!making) return undefined
  try {
    await db.tx((tx) => chargeRelease(tx, by, release_id, rules))
    const options = { isExact: false, seed: undefined, rules, ...(revision ? { revision } : {}) }
    const { facts, files } = await making.build(options)
    await db.tx((tx) =>
      insertRelease(tx, { release_id, published_at: from(tx.now), facts, figures_csv: files['figures.csv'] ?? '' }),
    )
    return release_id
  } finally {
    await making.stop()
  }
}

/** Gives what was sold to a release in the making, each time to a new one; undefined when nothing was sold. */
async function readSold(tx: Tx, from: string, before: string): Promise<ReleaseInMaking | undefined> {
  const making = makeAway()
  try {
    let isAny = false
    for await (const rows of soldRows(tx, from, before)) {
      making.push(rows)
      isAny = true
    }
    if (isAny) return making
  } catch (error) {
    await making.stop()
    throw error
  }
  await making.stop()
  return undefined
}

/** How many releases and corrections can tell of one order while they look back at it. */
export const TOLD_AGAIN = RELEASES_A_YEAR * (YEARS_BACK + 1)

/** The first day that the release of a month looks at. */
function beginOf(month: string): string {
  return `${Number(month.slice(0, 4)) - YEARS_BACK}-01-01`
}

/** The first day after a month. */
function monthAfter(month: string): string {
  const [year = 0, at = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, at, 1)).toISOString().slice(0, 10)
}

/**
 * Writes down what a release will spend. A second charge of one release costs nothing.
 * Refuses: limit pulse.budget_spent.
 */
export function chargeRelease(tx: Tx, by: System, releaseId: string, rules: PrivacyRules): Promise<void> {
  const year = Number(releaseId.slice(0, 4))
  const cost = { rho: rules.rho, shop_rho: shopRhoOf(rules) }
  return charge(tx, by, { id: releaseId, kind: 'index', year, ...cost, most_a_year: RELEASES_A_YEAR })
}

export interface Spending {
  /** Of what is told: `2026-10`, `demand:2026-11-16`. */
  readonly id: string
  readonly kind: BudgetKind
  readonly year: number
  /** On what one person did in a month, and on what one shop sold on a day. */
  readonly rho: number
  readonly shop_rho: number
  /** How many of its kind a year may have. */
  readonly most_a_year: number
}

/**
 * Writes into the public ledger what something that is told will spend, before its noise is drawn. Asked again for the
 * same id it costs nothing. Refuses: limit pulse.budget_spent when the year has no budget of this kind left.
 */
export async function charge(tx: Tx, _by: System, spending: Spending): Promise<void> {
  const { id, kind, year, most_a_year } = spending
  const [buyer, shop] = [spending.rho, spending.shop_rho].map((rho) => BigInt(Math.ceil(rho * MILLION - 1e-6)))
  const cost = { buyer: buyer ?? 0n, shop: shop ?? 0n }
  const times = BigInt(most_a_year)
  await openBudget(tx, year, kind, { buyer: cost.buyer * times, shop: cost.shop * times })
  if ((await insertCharge(tx, id, year, kind, cost)) === 0) return
  if ((await spend(tx, year, kind, cost)) === 0) throw new Refusal('limit', 'pulse.budget_spent')
}

/** Midnight in Pakistan at the beginning of the running month. */
function monthBegin(now: Date): Date {
  return new Date(`${localTime(now).slice(0, 7)}-01T00:00:00+05:00`)
}

/** A release that is public by now. Refuses: not_found pulse.no_release. */
export async function findRelease(tx: Tx, releaseId: string): Promise<ReleaseRow> {
  const head = await findReleaseHead(tx, releaseId)
  const key = `${head?.release_id} ${head?.digest}`
  const row = kept.get(key) ?? (head && (await findReleaseRow(tx, releaseId)))
  if (!row) throw new Refusal('not_found', 'pulse.no_release')
  if (!kept.has(key) && kept.size >= MOST_KEPT) kept.clear()
  kept.set(key, row)
  return row
}

/** Releases that were read: they never change, and a million bytes are not read again for every page. */
const kept = new Map<string, ReleaseRow>()
const MOST_KEPT = 6

/** How much more than usual the whole market ordered before a festival, as a public release tells it. */
export interface Uplift {
  /** Of the festival, as festivalsBetween says it. */
  readonly name: string
  readonly year: string
  readonly times: number
  readonly lower: number
  readonly upper: number
}

/** The festivals that the newest public release tells of, the newest first. */
export async function listUplifts(tx: Tx): Promise<Uplift[]> {
  const [newest] = await listReleases(tx, 1)
  if (!newest) return []
  const { figures_csv } = await findRelease(tx, newest.release_id)
  return figures_csv
    .split('\n')
    .filter((row) => row.startsWith('festival_uplift,'))
    .map(figureFrom)
    .flatMap(({ period, group, value, lower, upper, status }): Uplift[] => {
      if (status !== 'published' || value === undefined || lower === undefined || upper === undefined) return []
      return [{ name: group.replace(/^festival:/, ''), year: period, times: value, lower, upper }]
    })
    .sort((a, b) => Number(b.year) - Number(a.year))
}

/** Public releases, the newest month first, and of a month the newest version. */
export function listReleases(tx: Tx, limit = 24): Promise<{ release_id: string; published_at: Date }[]> {
  return listReleaseRows(tx, limit)
}

/** The public ledger: what each year may spend and has spent, releases and weekly reports apart. */
export function listPrivacyBudgets(tx: Tx): Promise<BudgetRow[]> {
  return listBudgets(tx)
}
