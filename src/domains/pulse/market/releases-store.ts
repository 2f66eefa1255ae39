import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { ReleaseFacts } from '../release/release.ts'

export interface BudgetRow {
  year: number
  cap_rho_millionths: bigint
  spent_rho_millionths: bigint
}

export interface ReleaseRow {
  release_id: string
  made_at: Date
  published_at: Date
  facts: ReleaseFacts
  figures_csv: string
}

/** What the market's orders say about one line, in the words of an order file. */
export interface SoldRow {
  order_id: string
  ordered_at: Date
  buyer_id: string
  shop_id: string
  province: string
  city: string
  category: string
  product_id: string
  quantity: number
  unit_price_paisa: bigint
  method: string
  state: string
  delivered_at: Date | null
  condition: string
}

/** Every line that was ordered before a moment, oldest first. It reads across the market and writes nothing. */
export function listSold(tx: Tx, before: Date): Promise<SoldRow[]> {
  return tx.all<SoldRow>(sql`
    select o.order_id, o.placed_at as ordered_at, o.buyer_id, o.party_id as shop_id, c.province, c.name_en as city,
      k.name_en as category, l.listing_id as product_id, l.quantity, l.unit_price_paisa, o.method, o.state,
      (select min(s.taken_at) from order_steps s
        where s.party_id = o.party_id and s.order_id = o.order_id and s.to_state in ('at_door', 'delivered')
      ) as delivered_at, g.condition
    from orders o
    join order_lines l on l.party_id = o.party_id and l.order_id = o.order_id
    join cities c on c.city_id = o.city_id
    join listings g on g.party_id = l.party_id and g.listing_id = l.listing_id
    join categories k on k.category_id = g.category_id
    where o.placed_at < ${before}
    order by o.placed_at, o.order_id, l.line`)
}

export function openBudget(tx: Tx, year: number, cap: bigint): Promise<number> {
  return tx.count(sql`
    insert into pulse_budgets (year, cap_rho_millionths) values (${year}, ${cap}) on conflict (year) do nothing`)
}

/** 0 when the year has not so much left. */
export function spend(tx: Tx, year: number, rho: bigint): Promise<number> {
  return tx.count(sql`
    update pulse_budgets set spent_rho_millionths = spent_rho_millionths + ${rho}
    where year = ${year} and spent_rho_millionths + ${rho} <= cap_rho_millionths`)
}

/** 0 when the release has been charged already. */
export function insertCharge(tx: Tx, releaseId: string, year: number, rho: bigint): Promise<number> {
  return tx.count(sql`
    insert into pulse_charges (release_id, year, rho_millionths, charged_at)
    values (${releaseId}, ${year}, ${rho}, ${tx.now}) on conflict (release_id) do nothing`)
}

export function listBudgets(tx: Tx): Promise<BudgetRow[]> {
  return tx.all<BudgetRow>(sql`
    select year, cap_rho_millionths, spent_rho_millionths from pulse_budgets order by year desc`)
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

/** The newest first, without their figures. */
export function listReleaseRows(tx: Tx, limit: number): Promise<{ release_id: string; published_at: Date }[]> {
  return tx.all(sql`
    select release_id, published_at from pulse_releases where published_at <= ${tx.now}
    order by published_at desc, release_id desc limit ${limit}`)
}
