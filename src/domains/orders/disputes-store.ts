import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { OrderRow } from './store.ts'

/** What is disputed about an order: by its buyer, in words, or by its courier, whose two scans cannot both be true. */
export interface DisputeRow {
  party_id: string
  order_id: string
  opened_by: 'buyer' | 'courier'
  words: string
  first_scan: string | null
  first_scan_at: Date | null
  second_scan: string | null
  second_scan_at: Date | null
  opened_at: Date
}

type At = Pick<OrderRow, 'party_id' | 'order_id'>

/** Opens a dispute; none when one by the same side is open already. */
export function insertDispute(tx: Tx, dispute_id: string, it: Omit<DisputeRow, 'opened_at'>) {
  return tx.count(sql`
    insert into order_disputes (party_id, dispute_id, order_id, opened_by, words, first_scan, first_scan_at,
      second_scan, second_scan_at, opened_at)
    values (${it.party_id}, ${dispute_id}, ${it.order_id}, ${it.opened_by}, ${it.words}, ${it.first_scan},
      ${it.first_scan_at}, ${it.second_scan}, ${it.second_scan_at}, ${tx.now})
    on conflict (party_id, order_id, opened_by) where ended_at is null do nothing`)
}

/** What a buyer wrote about orders of any shop is forgotten; that it was said stays. */
export function blankDisputes(tx: Tx, buyerId: string) {
  return tx.count(sql`
    update order_disputes d
    set words = ''
    from buyer_orders b
    where b.party_id = ${buyerId} and d.party_id = b.shop_id and d.order_id = b.order_id and d.opened_by = 'buyer'`)
}

/** Ends what is open about an order: of one side, or all of it. */
export function endDisputes(
  tx: Tx,
  at: At,
  end: { opened_by?: DisputeRow['opened_by']; how: string; words?: string; by: string | null },
) {
  return tx.count(sql`
    update order_disputes
    set ended_at = ${tx.now}, ended_how = ${end.how}, ended_words = ${end.words ?? ''}, ended_by = ${end.by}
    where party_id = ${at.party_id} and order_id = ${at.order_id} and ended_at is null
      and (${end.opened_by ?? null}::text is null or opened_by = ${end.opened_by ?? null})`)
}

/** What was written down of goods that went back, and did not. */
export function dropFault(tx: Tx, at: At) {
  return tx.count(sql`
    delete from order_faults where party_id = ${at.party_id} and order_id = ${at.order_id}`)
}

/** What is open about an order, the oldest first. */
export function readDisputes(tx: Tx, at: At) {
  return tx.all<DisputeRow>(sql`
    select party_id, order_id, opened_by, words, first_scan, first_scan_at, second_scan, second_scan_at, opened_at
    from order_disputes
    where party_id = ${at.party_id} and order_id = ${at.order_id} and ended_at is null
    order by opened_at, dispute_id`)
}

/** Orders that were let go on stand still again while their courier contradicts itself, one or all of a shop. */
export function freezeContradicted(tx: Tx, partyId: string, orderId: string | null) {
  return tx.count(sql`
    update orders o
    set frozen_at = ${tx.now}, frozen_for = 'courier'
    where o.party_id = ${partyId} and (${orderId}::uuid is null or o.order_id = ${orderId}) and o.frozen_at is null
      and o.state in ('delivered', 'inspecting') and exists (
        select 1
        from order_disputes d
        where d.party_id = ${partyId} and d.order_id = o.order_id and d.opened_by = 'courier' and d.ended_at is null)`)
}

/** An order that somebody questions: it stands still, or its money was settled and waits. */
export interface Disputed
  extends Pick<OrderRow, 'party_id' | 'order_id' | 'number' | 'state' | 'total_paisa' | 'frozen_for'> {
  since: Date
  words: string
  first_scan: string | null
  first_scan_at: Date | null
  second_scan: string | null
  second_scan_at: Date | null
}

/** What buyers, payers' banks and couriers' scans question, over all shops, the oldest first. */
export function readDisputed(tx: Tx, limit: number) {
  return tx.all<Disputed>(sql`
    with open as (
      select party_id, order_id, min(opened_at) as opened_at, max(words) as words, max(first_scan) as first_scan,
        max(first_scan_at) as first_scan_at, max(second_scan) as second_scan, max(second_scan_at) as second_scan_at
      from order_disputes
      where ended_at is null
      group by party_id, order_id
    ), questioned as (
      select party_id, order_id from orders where frozen_for in ('claim', 'rail', 'courier')
      union
      select party_id, order_id from open
    )
    select o.party_id, o.order_id, o.number, o.state, o.total_paisa, o.frozen_for,
      coalesce(open.opened_at, o.frozen_at) as since, coalesce(open.words, '') as words, open.first_scan,
      open.first_scan_at, open.second_scan, open.second_scan_at
    from questioned q
    join orders o on o.party_id = q.party_id and o.order_id = q.order_id
    left join open on open.party_id = q.party_id and open.order_id = q.order_id
    order by since, o.order_id
    limit ${limit}`)
}
