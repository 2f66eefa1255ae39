import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { ReleaseFacts } from '../release/release.ts'

/** What spends: releases of the Index, or the weekly reports of demand that shops read. */
export type BudgetKind = 'index' | 'demand'

export interface BudgetRow {
  year: number
  kind: BudgetKind
  /** On what one person did in a month. */
  cap_rho_millionths: bigint
  spent_rho_millionths: bigint
  /** On what of one shop's day counts. */
  cap_shop_rho_millionths: bigint
  spent_shop_rho_millionths: bigint
}

/** What is spent on a person's month and on a shop's day, in millionths of ρ. */
export interface Cost {
  readonly buyer: bigint
  readonly shop: bigint
}

export interface ReleaseRow {
  release_id: string
  made_at: Date
  published_at: Date
  facts: ReleaseFacts
  figures_csv: string
}

export function openBudget(tx: Tx, year: number, kind: BudgetKind, cap: Cost): Promise<number> {
  return tx.count(sql`
    insert into pulse_budgets (year, kind, cap_rho_millionths, cap_shop_rho_millionths)
    values (${year}, ${kind}, ${cap.buyer}, ${cap.shop})
    on conflict (year, kind) do nothing`)
}

/** 0 when the year has not so much left. */
export function spend(tx: Tx, year: number, kind: BudgetKind, { buyer, shop }: Cost): Promise<number> {
  return tx.count(sql`
    update pulse_budgets
    set spent_rho_millionths = spent_rho_millionths + ${buyer},
      spent_shop_rho_millionths = spent_shop_rho_millionths + ${shop}
    where year = ${year} and kind = ${kind} and spent_rho_millionths + ${buyer} <= cap_rho_millionths
      and spent_shop_rho_millionths + ${shop} <= cap_shop_rho_millionths`)
}

/** 0 when the release has been charged already. */
export function insertCharge(tx: Tx, releaseId: string, year: number, kind: BudgetKind, cost: Cost): Promise<number> {
  return tx.count(sql`
    insert into pulse_charges (release_id, year, kind, rho_millionths, shop_rho_millionths, charged_at)
    values (${releaseId}, ${year}, ${kind}, ${cost.buyer}, ${cost.shop}, ${tx.now})
    on conflict (release_id) do nothing`)
}

export function listBudgets(tx: Tx): Promise<BudgetRow[]> {
  return tx.all<BudgetRow>(sql`
    select year, kind, cap_rho_millionths, spent_rho_millionths, cap_shop_rho_millionths, spent_shop_rho_millionths
    from pulse_budgets
    order by year desc, kind desc`)
}

export function insertRelease(tx: Tx, row: Omit<ReleaseRow, 'made_at'>): Promise<number> {
  return tx.count(sql`
    insert into pulse_releases (release_id, made_at, published_at, facts, figures_csv)
    values (${row.release_id}, ${tx.now}, ${row.published_at}, ${row.facts}::jsonb, ${row.figures_csv})
    on conflict (release_id) do nothing`)
}

export function findReleaseRow(tx: Tx, releaseId: string): Promise<ReleaseRow | undefined> {
  return tx.one<ReleaseRow>(sql`
    select release_id, made_at, published_at, facts, figures_csv from pulse_releases
    where release_id = ${releaseId} and published_at <= ${tx.now}`)
}

/** Which release it is, without its figures: the digest of these says whether it is one that is known. */
export function findReleaseHead(
  tx: Tx,
  releaseId: string,
): Promise<{ release_id: string; digest: string } | undefined> {
  return tx.one(sql`
    select release_id, facts #>> '{files,figures.csv}' as digest from pulse_releases
    where release_id = ${releaseId} and published_at <= ${tx.now}`)
}

/** The newest month first, and of a month what was published last; without their figures. */
export function listReleaseRows(tx: Tx, limit: number): Promise<{ release_id: string; published_at: Date }[]> {
  return tx.all(sql`
    select release_id, published_at from pulse_releases where published_at <= ${tx.now}
    order by left(release_id, 7) desc, published_at desc, release_id desc limit ${limit}`)
}

/** Every release of a month that was made, public by now or not. */
export function listVersions(tx: Tx, month: string): Promise<{ release_id: string }[]> {
  return tx.all(sql`select release_id from pulse_releases where left(release_id, 7) = ${month} order by made_at`)
}
