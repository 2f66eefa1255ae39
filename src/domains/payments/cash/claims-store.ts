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
  state: 'open' | 'sent' | 'paid' | 'void'
  opened_at: Date
  owner_id: string | null
  note: string
  ended_at: Date | null
}

const columns = sql`claim_id, courier, shop_id, order_id, amount_paisa, delivered_at, state, opened_at, owner_id, note,
  ended_at`

/** Claims the cash of orders, each once. */
export function insertClaims(
  tx: Tx,
  courier: string,
  claims: readonly { claim_id: string; party_id: string; order_id: string; amount_paisa: bigint; funded_at: Date }[],
) {
  return tx.count(sql`
    insert into courier_claims (party_id, claim_id, courier, shop_id, order_id, amount_paisa, delivered_at, state,
      opened_at)
    select ${MARKET_PARTY}, c.claim_id, ${courier}, c.shop_id, c.order_id, c.amount_paisa, c.delivered_at, 'open',
      ${tx.now}
    from unnest(${claims.map(({ claim_id }) => claim_id)}::uuid[], ${claims.map(({ party_id }) => party_id)}::uuid[],
      ${claims.map(({ order_id }) => order_id)}::uuid[], ${claims.map(({ amount_paisa }) => amount_paisa)}::bigint[],
      ${claims.map(({ funded_at }) => funded_at)}::timestamptz[])
      as c (claim_id, shop_id, order_id, amount_paisa, delivered_at)
    on conflict (party_id, shop_id, order_id) do nothing`)
}

/** The cash of an order came: its claim has done its work. */
export function endClaim(tx: Tx, shopId: string, orderId: string) {
  return tx.count(sql`
    update courier_claims
    set state = 'paid', ended_at = ${tx.now}
    where party_id = ${MARKET_PARTY} and shop_id = ${shopId} and order_id = ${orderId} and ended_at is null`)
}

/** The cash of an order was never collected: nothing is claimed for it. */
export function voidClaim(tx: Tx, shopId: string, orderId: string) {
  return tx.count(sql`
    update courier_claims
    set state = 'void', ended_at = ${tx.now}
    where party_id = ${MARKET_PARTY} and shop_id = ${shopId} and order_id = ${orderId} and ended_at is null`)
}

/** Cash that a courier has not paid and says it never took: a promise again, as before the door. */
export function setUncollected(tx: Tx, partyId: string, orderId: string, courier: string) {
  return tx.one<{ amount_paisa: bigint }>(sql`
    update holds
    set state = 'promised', taken_by = null, funded_at = null
    where party_id = ${partyId} and order_id = ${orderId} and method = 'cod' and state = 'funded'
      and holder = ${courier} and holder <> 'market'
    returning amount_paisa`)
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
