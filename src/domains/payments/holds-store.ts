import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export type PayMethod = 'cod' | 'prepaid'
export type HoldState = 'promised' | 'funded' | 'released' | 'refunded' | 'void' | 'reversed'

export interface HoldRow {
  party_id: string
  order_id: string
  method: PayMethod
  amount_paisa: bigint
  holder: string
  /** Who took it at first, whoever has it now. */
  taken_by: string | null
  payment_id: string | null
  payment_reference: string | null
  rail: string | null
  state: HoldState
  promised_at: Date
  funded_at: Date | null
  ended_at: Date | null
}

const columns = sql`party_id, order_id, method, amount_paisa, holder, taken_by, payment_id, payment_reference, rail,
  state, promised_at, funded_at, ended_at`

export function sendHold(
  tx: Tx,
  hold: { party_id: string; order_id: string; method: PayMethod; amount_paisa: bigint; holder: string },
): void {
  tx.send(sql`
    insert into holds (party_id, order_id, method, amount_paisa, holder, state, promised_at)
    values (${hold.party_id}, ${hold.order_id}, ${hold.method}, ${hold.amount_paisa}, ${hold.holder}, 'promised',
      ${tx.now})`)
}

export function readHold(tx: Tx, partyId: string, orderId: string) {
  return tx.one<HoldRow>(sql`
    select ${columns}
    from holds
    where party_id = ${partyId} and order_id = ${orderId}`)
}

/** The hold, so that nobody moves its money to another hand meanwhile. */
export function lockHold(tx: Tx, partyId: string, orderId: string) {
  return tx.one<HoldRow>(sql`
    select ${columns}
    from holds
    where party_id = ${partyId} and order_id = ${orderId}
    for update`)
}

export interface Funding {
  holder: string
  payment_id: string | null
  payment_reference: string | null
  rail: string | null
}

/** Funded once: a promised hold, or a void one whose money came too late and will go straight back. */
export function setFunded(tx: Tx, partyId: string, orderId: string, funding: Funding) {
  return tx.one<HoldRow>(sql`
    update holds
    set state = 'funded', holder = ${funding.holder}, taken_by = ${funding.holder}, payment_id = ${funding.payment_id},
      payment_reference = ${funding.payment_reference}, rail = ${funding.rail}, funded_at = ${tx.now}, ended_at = null
    where party_id = ${partyId} and order_id = ${orderId} and state in ('promised', 'void') and funded_at is null
    returning ${columns}`)
}

/** Less is due than was promised, because a part goes back. */
export function setPromised(tx: Tx, partyId: string, orderId: string, paisa: bigint) {
  return tx.count(sql`
    update holds
    set amount_paisa = ${paisa}
    where party_id = ${partyId} and order_id = ${orderId} and state = 'promised' and amount_paisa >= ${paisa}`)
}

export function endHold(tx: Tx, partyId: string, orderId: string, from: HoldState, to: HoldState) {
  return tx.one<HoldRow>(sql`
    update holds
    set state = ${to}, ended_at = ${tx.now}
    where party_id = ${partyId} and order_id = ${orderId} and state = ${from}
    returning ${columns}`)
}

export function insertEarning(
  tx: Tx,
  earning: { party_id: string; order_id: string; amount_paisa: bigint; holder: string; at_hand_at: Date | null },
) {
  return tx.count(sql`
    insert into earnings (party_id, order_id, amount_paisa, holder, earned_at, at_hand_at)
    values (${earning.party_id}, ${earning.order_id}, ${earning.amount_paisa}, ${earning.holder}, ${tx.now},
      ${earning.at_hand_at})`)
}

/** The money of an order arrived where payouts are made from. */
export function setAtHand(tx: Tx, partyId: string, orderId: string, holder: string) {
  return tx.count(sql`
    update earnings
    set at_hand_at = ${tx.now}, holder = ${holder}
    where party_id = ${partyId} and order_id = ${orderId} and at_hand_at is null`)
}

export function setHolder(tx: Tx, partyId: string, orderId: string, from: string, to: string) {
  return tx.one<HoldRow>(sql`
    update holds
    set holder = ${to}
    where party_id = ${partyId} and order_id = ${orderId} and holder = ${from} and state in ('released', 'funded',
      'refunded')
    returning ${columns}`)
}

/** Money in the hands of a holder (a courier, a rider), order by order. */
export function holdsWith(tx: Tx, holder: string) {
  return tx.all<HoldRow>(sql`
    select ${columns}
    from holds
    where holder = ${holder} and state in ('funded', 'released')
    order by funded_at, order_id`)
}

/** What is held for open orders, by who has it in hand. */
export function sumFundedHolds(tx: Tx) {
  return tx.all<{ holder: string; hold_count: number; amount_paisa: bigint; oldest_at: Date }>(sql`
    select holder, count(*)::int as hold_count, sum(amount_paisa)::bigint as amount_paisa, min(funded_at) as oldest_at
    from holds
    where state = 'funded'
    group by holder
    order by min(funded_at)`)
}

export interface MoneyRow {
  order_id: string
  method: PayMethod
  amount_paisa: bigint
  state: HoldState
  holder: string
  promised_at: Date
  ended_at: Date | null
  earned_paisa: bigint | null
  at_hand_at: Date | null
  payout_id: string | null
  /** Not paid out before this: somebody may ask for a second look at a decision. */
  held_until: Date | null
  /** Not paid out while the payer wants it back from the bank. */
  disputed_at: Date | null
}

const END_OF_TIME = new Date('9999-01-01T00:00:00Z')
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** A shop's money, order by order, newest first. */
export function readMoney(
  tx: Tx,
  partyId: string,
  limit: number,
  after: { before: Date; before_id: string } = { before: END_OF_TIME, before_id: FIRST_ID },
) {
  return tx.all<MoneyRow>(sql`
    select h.order_id, h.method, h.amount_paisa, h.state, h.holder, h.promised_at, h.ended_at,
      e.amount_paisa as earned_paisa, e.at_hand_at, e.payout_id, e.held_until, e.disputed_at
    from holds h
    left join earnings e on e.party_id = h.party_id and e.order_id = h.order_id
    where h.party_id = ${partyId} and (h.promised_at, h.order_id) < (${after.before}, ${after.before_id}::uuid)
    order by h.promised_at desc, h.order_id desc
    limit ${limit}`)
}

/** Those of some orders whose goods are kept for money that has not come. */
export async function unpaidOf(tx: Tx, partyId: string, orderIds: readonly string[]): Promise<string[]> {
  const rows = await tx.all<{ order_id: string }>(sql`
    select order_id
    from holds
    where party_id = ${partyId} and order_id = any(${orderIds}::uuid[]) and method = 'prepaid' and state = 'promised'`)
  return rows.map(({ order_id }) => order_id)
}

export interface CommissionRule {
  rule_id: string
  category_id: string | null
  basis_points: number
}

/** The rules in force at a time: the newest for each category, and the newest for everything. */
export function rulesInForce(tx: Tx, at: Date) {
  return tx.all<CommissionRule>(sql`
    select distinct on (category_id) rule_id, category_id, basis_points
    from commission_rules
    where in_force_from <= ${at}
    order by category_id, in_force_from desc, rule_id desc`)
}

export function insertRule(
  tx: Tx,
  rule: { rule_id: string; category_id: string | null; basis_points: number; from: Date; by: string },
) {
  return tx.count(sql`
    insert into commission_rules (rule_id, category_id, basis_points, in_force_from, added_by, added_at)
    values (${rule.rule_id}, ${rule.category_id}, ${rule.basis_points}, ${rule.from}, ${rule.by}, ${tx.now})`)
}
