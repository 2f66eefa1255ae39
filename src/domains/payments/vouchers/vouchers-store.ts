import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

/** A code that takes something off. party_id is who pays for it: a shop, or the market. */
export interface VoucherRow {
  party_id: string
  code: string
  basis_points: number | null
  paisa: bigint | null
  most_paisa: bigint | null
  least_items_paisa: bigint
  total_cap: number
  buyer_cap: number
  used_count: number
  valid_from: Date
  valid_to: Date
  ended_at: Date | null
}

const columns = sql`party_id, code, basis_points, paisa, most_paisa, least_items_paisa, total_cap, buyer_cap,
  used_count, valid_from, valid_to, ended_at`

export type NewVoucher = Omit<VoucherRow, 'used_count' | 'ended_at'>

/** A code is said once in the market; none comes back when somebody has it already. */
export function claimCode(tx: Tx, code: string, partyId: string) {
  return tx.count(sql`
    insert into voucher_codes (code, party_id)
    values (${code}, ${partyId})
    on conflict (code) do nothing`)
}

export function findCode(tx: Tx, code: string) {
  return tx.one<{ party_id: string }>(sql`
    select party_id
    from voucher_codes
    where code = ${code}`)
}

export function insertVoucher(tx: Tx, v: NewVoucher, by: string) {
  return tx.count(sql`
    insert into vouchers (party_id, code, basis_points, paisa, most_paisa, least_items_paisa, total_cap, buyer_cap,
      valid_from, valid_to, made_by, made_at)
    values (${v.party_id}, ${v.code}, ${v.basis_points}, ${v.paisa}, ${v.most_paisa}, ${v.least_items_paisa},
      ${v.total_cap}, ${v.buyer_cap}, ${v.valid_from}, ${v.valid_to}, ${by}, ${tx.now})`)
}

export function readVoucher(tx: Tx, partyId: string, code: string) {
  return tx.one<VoucherRow>(sql`
    select ${columns}
    from vouchers
    where party_id = ${partyId} and code = ${code}`)
}

export function readVouchers(tx: Tx, partyId: string, limit: number) {
  return tx.all<VoucherRow>(sql`
    select ${columns}
    from vouchers
    where party_id = ${partyId}
    order by made_at desc, code
    limit ${limit}`)
}

export function setEnded(tx: Tx, partyId: string, code: string) {
  return tx.count(sql`
    update vouchers
    set ended_at = ${tx.now}
    where party_id = ${partyId} and code = ${code} and ended_at is null`)
}

/** Takes one use, if it can be used now and one is left. Whoever comes next waits until this one is over. */
export function takeUse(tx: Tx, partyId: string, code: string) {
  return tx.one<VoucherRow>(sql`
    update vouchers
    set used_count = used_count + 1
    where party_id = ${partyId} and code = ${code} and used_count < total_cap and ended_at is null
      and valid_from <= ${tx.now} and valid_to > ${tx.now}
    returning ${columns}`)
}

/** How often a buyer has used it; a use that was given back does not count. */
export async function countUses(tx: Tx, partyId: string, code: string, buyerId: string): Promise<number> {
  const row = await tx.one<{ use_count: number }>(sql`
    select count(*)::int as use_count
    from voucher_uses
    where party_id = ${partyId} and code = ${code} and buyer_id = ${buyerId} and given_back_at is null`)
  return row?.use_count ?? 0
}

export function insertUse(
  tx: Tx,
  use: { party_id: string; code: string; order_id: string; buyer_id: string; paisa: bigint },
) {
  return tx.count(sql`
    insert into voucher_uses (party_id, code, order_id, buyer_id, paisa, used_at)
    values (${use.party_id}, ${use.code}, ${use.order_id}, ${use.buyer_id}, ${use.paisa}, ${tx.now})`)
}

/** Gives a use back, once. */
export function giveUseBack(tx: Tx, partyId: string, code: string, orderId: string) {
  return tx.count(sql`
    with back as (
      update voucher_uses
      set given_back_at = ${tx.now}
      where party_id = ${partyId} and code = ${code} and order_id = ${orderId} and given_back_at is null
      returning party_id, code
    )
    update vouchers
    set used_count = used_count - 1
    where party_id = ${partyId} and code = ${code} and exists (select 1 from back)`)
}
