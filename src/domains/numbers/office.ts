import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { listCategories } from '../catalogue/catalogue.ts'
import type { Operator } from '../identity/identity.ts'
import { dayAfter, localDay } from './days.ts'
import { topsOf } from './demand.ts'
import {
  type Cohort,
  type Funnel,
  type MonthRow,
  readCohorts,
  readFunnel,
  readMarketReasons,
  readMonths,
  readOrderedShelves,
} from './office-store.ts'
import { findReport, replaceReport } from './reports-store.ts'

/** What the office reads of the whole market, as it was in the night. Exact: it is for operators alone. */
export interface OfficeReport {
  readonly cohorts: readonly Cohort[]
  readonly months: readonly MonthRow[]
  /** Over OFFICE_DAYS. */
  readonly funnel: Funnel
  /** Pieces ordered by shelves at the top of the tree, over OFFICE_DAYS. */
  readonly demand: readonly { shelf: string; pieces: number }[]
  readonly reasons: readonly { reason: string; back_count: number }[]
}

export const OFFICE_DAYS = 28
const MONTHS = 6

/** Makes the office's report anew, each night and when a demo is filled. Reads all, writes a reference table. */
export async function makeOffice(tx: Tx): Promise<void> {
  const today = localDay(tx.now)
  const from = dayAfter(today, 1 - OFFICE_DAYS)
  const since = new Date(tx.now.getTime() - OFFICE_DAYS * DAY_MS)
  const [categories, cohorts, months, funnel, ordered, reasons] = await Promise.all([
    listCategories(tx),
    readCohorts(tx, MONTHS),
    readMonths(tx, `${monthsBack(today, MONTHS - 1)}-01`),
    readFunnel(tx, from, since),
    readOrderedShelves(tx, since),
    readMarketReasons(tx, `${monthsBack(today, 2)}-01`),
  ])
  const topOf = topsOf(categories)
  const pieces = new Map<string, number>()
  for (const one of ordered) {
    const shelf = topOf(one.category_id)
    pieces.set(shelf, (pieces.get(shelf) ?? 0) + one.pieces)
  }
  const demand = [...pieces].map(([shelf, count]) => ({ shelf, pieces: count })).sort((a, b) => b.pieces - a.pieces)
  const report: OfficeReport = { cohorts, months, funnel, demand, reasons }
  await replaceReport(tx, 'office', report)
}

/** The report of the last night; undefined before the first. */
export async function readOffice(tx: Tx, _by: Operator): Promise<{ report: OfficeReport; made_at: Date } | undefined> {
  const found = await findReport<OfficeReport>(tx, 'office')
  return found && { report: found.body, made_at: found.made_at }
}

/** The month some months before that of a day: monthsBack('2026-01-02', 1) is 2025-12. */
export function monthsBack(day: string, months: number): string {
  const at = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() - months)
  return at.toISOString().slice(0, 7)
}
