import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

/** How the money of an order was shared out when it was released. Paisa. */
export interface SettlementRow {
  party_id: string
  order_id: string
  captured_paisa: bigint
  discount_paisa: bigint
  back_paisa: bigint
  earned_paisa: bigint
  commission_paisa: bigint
  delivery_paisa: bigint
  tip_paisa: bigint
  income_tax_paisa: bigint
  sales_tax_paisa: bigint
  settled_at: Date
}

export function insertSettlement(tx: Tx, row: Omit<SettlementRow, 'settled_at'>) {
  return tx.count(sql`
    insert into settlements (party_id, order_id, captured_paisa, discount_paisa, back_paisa, earned_paisa,
      commission_paisa, delivery_paisa, tip_paisa, income_tax_paisa, sales_tax_paisa, settled_at)
    values (${row.party_id}, ${row.order_id}, ${row.captured_paisa}, ${row.discount_paisa}, ${row.back_paisa},
      ${row.earned_paisa}, ${row.commission_paisa}, ${row.delivery_paisa}, ${row.tip_paisa}, ${row.income_tax_paisa},
      ${row.sales_tax_paisa}, ${tx.now})`)
}

export function readSettlement(tx: Tx, partyId: string, orderId: string) {
  return tx.one<SettlementRow>(sql`
    select party_id, order_id, captured_paisa, discount_paisa, back_paisa, earned_paisa, commission_paisa,
      delivery_paisa, tip_paisa, income_tax_paisa, sales_tax_paisa, settled_at
    from settlements
    where party_id = ${partyId} and order_id = ${orderId}`)
}

/** Money given back after a sale was settled, in paisa: what it is for, and whose it was. */
export interface SaleRefundRow {
  party_id: string
  order_id: string
  refund_number: number
  kind: 'refund' | 'chargeback' | 'uncollected'
  paisa: bigint
  goods_paisa: bigint
  way_paisa: bigint
  shop_paisa: bigint
  commission_paisa: bigint
  income_tax_paisa: bigint
  sales_tax_paisa: bigint
  discount_paisa: bigint
  market_paisa: bigint
  made_by: string | null
  words: string
  made_at: Date
}

export function insertSaleRefund(tx: Tx, row: Omit<SaleRefundRow, 'made_at'>) {
  return tx.count(sql`
    insert into sale_refunds (party_id, order_id, refund_number, kind, paisa, goods_paisa, way_paisa, shop_paisa,
      commission_paisa, income_tax_paisa, sales_tax_paisa, discount_paisa, market_paisa, made_by, words, made_at)
    values (${row.party_id}, ${row.order_id}, ${row.refund_number}, ${row.kind}, ${row.paisa}, ${row.goods_paisa},
      ${row.way_paisa}, ${row.shop_paisa}, ${row.commission_paisa}, ${row.income_tax_paisa}, ${row.sales_tax_paisa},
      ${row.discount_paisa}, ${row.market_paisa}, ${row.made_by}, ${row.words}, ${tx.now})`)
}

export function saleRefundsOf(tx: Tx, partyId: string, orderId: string) {
  return tx.all<SaleRefundRow>(sql`
    select party_id, order_id, refund_number, kind, paisa, goods_paisa, way_paisa, shop_paisa, commission_paisa,
      income_tax_paisa, sales_tax_paisa, discount_paisa, market_paisa, made_by, words, made_at
    from sale_refunds
    where party_id = ${partyId} and order_id = ${orderId} and undone_at is null
    order by refund_number`)
}

/** How many there were, with those that were undone. */
export async function countSaleRefunds(tx: Tx, partyId: string, orderId: string): Promise<number> {
  const row = await tx.one<{ refund_count: number }>(sql`
    select count(*)::int as refund_count
    from sale_refunds
    where party_id = ${partyId} and order_id = ${orderId}`)
  return row?.refund_count ?? 0
}

/** A chargeback was won: what it took is the shop's again. */
export function undoChargeback(tx: Tx, partyId: string, orderId: string) {
  return tx.one<SaleRefundRow>(sql`
    update sale_refunds
    set undone_at = ${tx.now}
    where party_id = ${partyId} and order_id = ${orderId} and kind = 'chargeback' and undone_at is null
    returning party_id, order_id, refund_number, kind, paisa, goods_paisa, way_paisa, shop_paisa, commission_paisa,
      income_tax_paisa, sales_tax_paisa, discount_paisa, market_paisa, made_by, words, made_at`)
}

export interface TipRow {
  party_id: string
  order_id: string
  rider_id: string
  paisa: bigint
  earned_at: Date
  paid_at: Date | null
}

export function insertTip(tx: Tx, tip: Pick<TipRow, 'party_id' | 'order_id' | 'rider_id' | 'paisa'>) {
  return tx.count(sql`
    insert into tips (party_id, order_id, rider_id, paisa, earned_at)
    values (${tip.party_id}, ${tip.order_id}, ${tip.rider_id}, ${tip.paisa}, ${tx.now})`)
}

/** What a rider has not been given yet, of every shop's orders. */
export function unpaidTips(tx: Tx, riderId: string) {
  return tx.all<TipRow>(sql`
    select party_id, order_id, rider_id, paisa, earned_at, paid_at
    from tips
    where rider_id = ${riderId} and paid_at is null
    order by party_id, order_id`)
}

export function tipsByRider(tx: Tx) {
  return tx.all<{ rider_id: string; tip_count: number; paisa: bigint }>(sql`
    select rider_id, count(*)::int as tip_count, sum(paisa)::bigint as paisa
    from tips
    where paid_at is null
    group by rider_id
    order by rider_id`)
}

export function setTipPaid(tx: Tx, tip: TipRow, by: string, receipt: string) {
  return tx.count(sql`
    update tips
    set paid_at = ${tx.now}, paid_by = ${by}, receipt = ${receipt}
    where party_id = ${tip.party_id} and order_id = ${tip.order_id} and paid_at is null`)
}

export interface ReversalRow {
  party_id: string
  order_id: string
  payment_id: string
  paisa: bigint
  holder: string
  bearer: 'buyer' | 'shop' | 'market'
  state: 'open' | 'lost' | 'won'
  told_at: Date
  ended_at: Date | null
}

/** Once for each payment of an order; none comes back when it was told before. */
export function insertReversal(tx: Tx, row: Omit<ReversalRow, 'state' | 'told_at' | 'ended_at'>) {
  return tx.count(sql`
    insert into reversals (party_id, order_id, payment_id, paisa, holder, bearer, state, told_at)
    values (${row.party_id}, ${row.order_id}, ${row.payment_id}, ${row.paisa}, ${row.holder}, ${row.bearer}, 'open',
      ${tx.now})
    on conflict (party_id, order_id, payment_id) do nothing`)
}

export function endReversal(tx: Tx, at: { party_id: string; order_id: string; payment_id: string }, state: string) {
  return tx.one<ReversalRow>(sql`
    update reversals
    set state = ${state}, ended_at = ${tx.now}
    where party_id = ${at.party_id} and order_id = ${at.order_id} and payment_id = ${at.payment_id} and state = 'open'
    returning party_id, order_id, payment_id, paisa, holder, bearer, state, told_at, ended_at`)
}

/** Marks who bears a reversal in the end: goods that came back make it nobody's loss. */
export function setBearer(tx: Tx, row: ReversalRow, bearer: ReversalRow['bearer']) {
  return tx.count(sql`
    update reversals
    set bearer = ${bearer}
    where party_id = ${row.party_id} and order_id = ${row.order_id} and payment_id = ${row.payment_id}
      and state <> 'won'`)
}

export function reversalsOf(tx: Tx, partyId: string, orderId: string) {
  return tx.all<ReversalRow>(sql`
    select party_id, order_id, payment_id, paisa, holder, bearer, state, told_at, ended_at
    from reversals
    where party_id = ${partyId} and order_id = ${orderId}
    order by told_at, payment_id`)
}

/** What the market bore of a shop's lost reversals since a time. Paisa. */
export async function sumBorne(tx: Tx, partyId: string, since: Date): Promise<bigint> {
  const row = await tx.one<{ paisa: bigint }>(sql`
    select coalesce(sum(paisa), 0)::bigint as paisa
    from reversals
    where party_id = ${partyId} and bearer = 'market' and state = 'lost' and ended_at > ${since}`)
  return row?.paisa ?? 0n
}

/** For the operator: what rails took back and nobody has answered, the oldest first. */
export function openReversals(tx: Tx, limit: number) {
  return tx.all<ReversalRow>(sql`
    select party_id, order_id, payment_id, paisa, holder, bearer, state, told_at, ended_at
    from reversals
    where state = 'open'
    order by told_at, order_id
    limit ${limit}`)
}

export interface CarrierClaimRow {
  party_id: string
  order_id: string
  carrier: string
  paisa: bigint
  opened_at: Date
  paid_at: Date | null
  receipt: string
}

export function insertClaim(tx: Tx, claim: Pick<CarrierClaimRow, 'party_id' | 'order_id' | 'carrier' | 'paisa'>) {
  return tx.count(sql`
    insert into carrier_claims (party_id, order_id, carrier, paisa, opened_at)
    values (${claim.party_id}, ${claim.order_id}, ${claim.carrier}, ${claim.paisa}, ${tx.now})
    on conflict (party_id, order_id) do nothing`)
}

export function setClaimPaid(tx: Tx, partyId: string, orderId: string, by: string | null, receipt: string) {
  return tx.one<CarrierClaimRow>(sql`
    update carrier_claims
    set paid_at = ${tx.now}, paid_by = ${by}, receipt = ${receipt}
    where party_id = ${partyId} and order_id = ${orderId} and paid_at is null
    returning party_id, order_id, carrier, paisa, opened_at, paid_at, receipt`)
}

export function openClaims(tx: Tx, limit: number) {
  return tx.all<CarrierClaimRow>(sql`
    select party_id, order_id, carrier, paisa, opened_at, paid_at, receipt
    from carrier_claims
    where paid_at is null
    order by opened_at, order_id
    limit ${limit}`)
}

/** What was earned for an order besides its sale. Paisa. */
export interface ExtraRow {
  earning_id: string
  order_id: string
  kind: 'claim' | 'won' | 'appeal'
  amount_paisa: bigint
  earned_at: Date
  payout_id: string | null
}

/** A carrier's claim is paid the moment it is earned; what is no claim is a chargeback that was won. */
export function extrasOf(tx: Tx, partyId: string, limit: number) {
  return tx.all<ExtraRow>(sql`
    select e.order_id as earning_id, e.extra_of as order_id, e.amount_paisa, e.earned_at, e.payout_id,
      coalesce(e.extra_why, case when c.order_id is null then 'won' else 'claim' end) as kind
    from earnings e
    left join carrier_claims c on c.party_id = e.party_id and c.order_id = e.extra_of and c.paid_at = e.earned_at
    where e.party_id = ${partyId} and e.extra_of is not null
    order by e.earned_at desc, e.order_id desc
    limit ${limit}`)
}

/** Earned for an order besides its sale; it is paid out like every earning. */
export function insertExtraEarning(
  tx: Tx,
  extra: {
    party_id: string
    earning_id: string
    order_id: string
    amount_paisa: bigint
    holder: string
    why: ExtraRow['kind']
  },
) {
  return tx.count(sql`
    insert into earnings (party_id, order_id, extra_of, amount_paisa, holder, earned_at, at_hand_at, extra_why)
    values (${extra.party_id}, ${extra.earning_id}, ${extra.order_id}, ${extra.amount_paisa}, ${extra.holder},
      ${tx.now}, ${tx.now}, ${extra.why})`)
}
