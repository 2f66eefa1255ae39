import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export type DebtKind = 'refund' | 'claw_back' | 'correction' | 'freight' | 'chargeback'

export interface DebtRow {
  party_id: string
  debt_id: string
  cause: string
  kind: DebtKind
  order_id: string | null
  note: string
  amount_paisa: bigint
  repaid_paisa: bigint
  owed_at: Date
  repaid_at: Date | null
}

const columns = sql`party_id, debt_id, cause, kind, order_id, note, amount_paisa, repaid_paisa, owed_at, repaid_at`

export function insertDebt(
  tx: Tx,
  debt: Pick<DebtRow, 'party_id' | 'debt_id' | 'cause' | 'kind' | 'order_id' | 'note' | 'amount_paisa'>,
) {
  return tx.count(sql`
    insert into shop_debts (party_id, debt_id, cause, kind, order_id, note, amount_paisa, owed_at)
    values (${debt.party_id}, ${debt.debt_id}, ${debt.cause}, ${debt.kind}, ${debt.order_id}, ${debt.note},
      ${debt.amount_paisa}, ${tx.now})
    on conflict (party_id, cause) do nothing`)
}

/** What a shop still owes, the oldest first. The caller holds the lock of the shop's plan. */
export function openDebts(tx: Tx, partyId: string) {
  return tx.all<DebtRow>(sql`
    select ${columns}
    from shop_debts
    where party_id = ${partyId} and repaid_at is null
    order by owed_at, debt_id`)
}

export function debtsOf(tx: Tx, partyId: string, limit: number) {
  return tx.all<DebtRow>(sql`
    select ${columns}
    from shop_debts
    where party_id = ${partyId}
    order by (repaid_at is null) desc, owed_at desc
    limit ${limit}`)
}

export function repay(tx: Tx, debt: DebtRow, paisa: bigint) {
  return tx.count(sql`
    update shop_debts
    set repaid_paisa = repaid_paisa + ${paisa},
      repaid_at = case when repaid_paisa + ${paisa} = amount_paisa then ${tx.now}::timestamptz end
    where party_id = ${debt.party_id} and debt_id = ${debt.debt_id} and repaid_paisa + ${paisa} <= amount_paisa`)
}

export interface NewRepayment {
  party_id: string
  repayment_id: string
  debt_id: string
  amount_paisa: bigint
  holder: string
}

export function insertRepayment(tx: Tx, repayment: NewRepayment) {
  return tx.count(sql`
    insert into debt_repayments (party_id, repayment_id, debt_id, amount_paisa, holder, repaid_at)
    values (${repayment.party_id}, ${repayment.repayment_id}, ${repayment.debt_id}, ${repayment.amount_paisa},
      ${repayment.holder}, ${tx.now})`)
}

/** What a shop has at hand and not paid out, by who holds it: earnings, and what debts took of them already. */
export function unpaidByHolder(tx: Tx, partyId: string) {
  return tx.all<{ holder: string; earned_paisa: bigint; repaid_paisa: bigint }>(sql`
    select coalesce(e.holder, r.holder) as holder, coalesce(e.paisa, 0)::bigint as earned_paisa,
      coalesce(r.paisa, 0)::bigint as repaid_paisa
    from (
      select holder, sum(amount_paisa) as paisa
      from earnings
      where party_id = ${partyId} and payout_id is null and at_hand_at is not null
      group by holder
    ) e
    full join (
      select holder, sum(amount_paisa) as paisa
      from debt_repayments
      where party_id = ${partyId} and payout_id is null
      group by holder
    ) r on r.holder = e.holder
    order by 1`)
}

export interface ShopDebtSum {
  party_id: string
  debt_count: number
  owed_paisa: bigint
  oldest_at: Date
}

/** Shops that owe, the most first. */
export function sumDebts(tx: Tx, limit: number) {
  return tx.all<ShopDebtSum>(sql`
    select party_id, count(*)::int as debt_count, sum(amount_paisa - repaid_paisa)::bigint as owed_paisa,
      min(owed_at) as oldest_at
    from shop_debts
    where repaid_at is null
    group by party_id
    order by sum(amount_paisa - repaid_paisa) desc
    limit ${limit}`)
}
