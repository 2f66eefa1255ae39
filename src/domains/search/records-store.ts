import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** One row when nobody noted it before. */
export function insertSales(
  tx: Tx,
  sale: { shop_id: string; order_id: string; buyer_id: string; listing_ids: readonly string[] },
): Promise<number> {
  return tx.count(sql`
    insert into search_sales (party_id, listing_id, order_id, buyer_id, sold_at)
    select ${sale.shop_id}, l.listing_id, ${sale.order_id}, ${sale.buyer_id}, ${tx.now}
    from unnest(${sale.listing_ids}::uuid[]) as l (listing_id)
    on conflict (party_id, listing_id, order_id) do nothing`)
}

/** How many different people bought each listing since a time. */
export function countBuyers(tx: Tx, listingIds: readonly string[], shopIds: readonly string[], since: Date) {
  return tx.all<{ listing_id: string; buyer_count: number }>(sql`
    select listing_id, count(distinct buyer_id)::int as buyer_count
    from search_sales
    where party_id = any(${shopIds}::uuid[]) and listing_id = any(${listingIds}::uuid[]) and sold_at > ${since}
    group by listing_id`)
}

export function deleteSales(tx: Tx, before: Date): Promise<number> {
  return tx.count(sql`
    delete from search_sales where sold_at < ${before} -- every party: what is older says nothing of today`)
}

export function readSteps(tx: Tx, shopIds: readonly string[]) {
  return tx.all<{ party_id: string; step: number }>(sql`
    select party_id, step::int as step from search_standings where party_id = any(${shopIds}::uuid[])`)
}

export function writeStep(tx: Tx, shopId: string, step: number): void {
  tx.send(sql`
    insert into search_standings (party_id, step, turned_at) values (${shopId}, ${step}, ${tx.now})
    on conflict (party_id) do update set step = excluded.step, turned_at = excluded.turned_at`)
}
