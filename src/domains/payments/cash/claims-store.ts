import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export interface CourierClaim {
  claim_id: string
  courier: string
  shop_id: string
  order_id: string
  amount_paisa: bigint
  delivered_at: Date
  state: 'open' | 'sent' | 'paid'
  opened_at: Date
  owner_id: string | null
  note: string
  ended_at: Date | null
}

const columns = sql`claim_id, courier, shop_id, order_id, amount_paisa, delivered_at, state, opened_at, owner_id, note,
  ended_at`

/** Claims the cash of an order, once. */
export function insertClaim(
  tx: Tx,
  claim: Pick<CourierClaim, 'claim_id' | 'courier' | 'shop_id' | 'order_id' | 'amount_paisa' | 'delivered_at'>,
) {
  return tx.count(sql`
    insert into courier_claims (party_id, claim_id, courier, shop_id, order_id, amount_paisa, delivered_at, state,
      opened_at)
    values (${MARKET_PARTY}, ${claim.claim_id}, ${claim.courier}, ${claim.shop_id}, ${claim.order_id},
      ${claim.amount_paisa}, ${claim.delivered_at}, 'open', ${tx.now})
    on conflict (party_id, shop_id, order_id) do nothing`)
}

/** The cash of an order came: its claim has done its work. */
export function endClaim(tx: Tx, shopId: string, orderId: string) {
  return tx.count(sql`
    update courier_claims
    set state = 'paid', ended_at = ${tx.now}
    where party_id = ${MARKET_PARTY} and shop_id = ${shopId} and order_id = ${orderId} and ended_at is null`)
}

/** Somebody has demanded it of the courier, and has it in hand. */
export function setClaimSent(tx: Tx, claimId: string, by: string, note: string) {
  return tx.count(sql`
    update courier_claims
    set state = 'sent', owner_id = ${by}, note = ${note}
    where party_id = ${MARKET_PARTY} and claim_id = ${claimId} and ended_at is null`)
}

/** Claims whose cash has not come, the longest delivered first. */
export function openClaims(tx: Tx, limit: number) {
  return tx.all<CourierClaim>(sql`
    select ${columns}
    from courier_claims
    where party_id = ${MARKET_PARTY} and ended_at is null
    order by delivered_at, claim_id
    limit ${limit}`)
}

export function findClaim(tx: Tx, claimId: string) {
  return tx.one<CourierClaim>(sql`
    select ${columns} from courier_claims where party_id = ${MARKET_PARTY} and claim_id = ${claimId}`)
}
