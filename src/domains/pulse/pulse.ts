// The door of the domain: reading order files, building releases, and what the market keeps of them.

export { SHOP_SIZES } from './figures/dims.ts'
export type { Figure } from './figures/figure.ts'
export type { BudgetRow, ReleaseRow } from './market/releases-store.ts'
export {
  charge,
  chargeRelease,
  correctRelease,
  findRelease,
  listPrivacyBudgets,
  listReleases,
  listUplifts,
  makeRelease,
  RELEASES_A_YEAR,
  TOLD_AGAIN,
  type Uplift,
} from './market/releasing.ts'
export { countMoved, marketDays, noteKinds, noteMoved, recount } from './market/rollups.ts'
export type { DayRow } from './market/rollups-store.ts'
export { Chance } from './privacy/chance.ts'
export { discreteGaussian, varianceFor } from './privacy/discrete.ts'
export { DEMO_PRIVACY, epsilonOf, PRIVACY, type PrivacyRules } from './privacy/parameters.ts'
export { isSensitive } from './privacy/rules.ts'
export type { OrderLines } from './reading/lines.ts'
export { REASONS } from './reading/quality.ts'
export { type OrderFile, readOrders } from './reading/read-orders.ts'
export { nextReleaseAt } from './release/calendar.ts'
export { figuresFrom, sdmxCsv } from './release/csv.ts'
export { methodOf, outsideTheBudget } from './release/method.ts'
export {
  type BuildOptions,
  buildRelease,
  type QualityRow,
  type Release,
  type ReleaseFacts,
  type Source,
} from './release/release.ts'
export { type Summary, summaryOf } from './release/summary.ts'
export { type Festival, festivalsBetween } from './season/islamic.ts'
