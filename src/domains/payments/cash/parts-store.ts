import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

/** Part of an order's money that came by a rail before the cash at the door. party_id is the shop's. */
export interface HoldPart {
  party_id: string
  order_id: string
  payment_id: string
  payment_reference: string
  rail: string
  holder: string
  amount_paisa: bigint
}

export function insertPart(tx: Tx, part: HoldPart) {
  return tx.count(sql`
    insert into hold_parts (party_id, order_id, payment_id, payment_reference, rail, holder, amount_paisa, paid_at)
    values (${part.party_id}, ${part.order_id}, ${part.payment_id}, ${part.payment_reference}, ${part.rail},
      ${part.holder}, ${part.amount_paisa}, ${tx.now})
    on conflict (party_id, order_id, payment_id) do nothing`)
}

export function readParts(tx: Tx, partyId: string, orderId: string) {
  return tx.all<HoldPart>(sql`
    select party_id, order_id, payment_id, payment_reference, rail, holder, amount_paisa
    from hold_parts
    where party_id = ${partyId} and order_id = ${orderId}
    order by paid_at, payment_id`)
}

/** Money on its way back to a buyer is sent by whoever has it now. */
export function moveOwedRefunds(tx: Tx, partyId: string, orderId: string, move: { from: string; to: string }) {
  return tx.count(sql`
    update refunds
    set holder = ${move.to}
    where party_id = ${partyId} and order_id = ${orderId} and holder = ${move.from} and state <> 'sent'`)
}

/** The promised hold of an order, locked until the transaction ends. */
export function lockPromised(tx: Tx, partyId: string, orderId: string) {
  return tx.one<{ amount_paisa: bigint }>(sql`
    select amount_paisa
    from holds
    where party_id = ${partyId} and order_id = ${orderId} and method = 'cod' and state = 'promised'
    for update`)
}

export interface Receipt {
  party_id: string
  receipt_id: string
  order_id: string
  rider_id: string
  amount_paisa: bigint
  taken_at: Date
}

/** Keeps a receipt once; a second one for the same order, or with the same id, is left out. */
export function insertReceipt(tx: Tx, receipt: Receipt) {
  return tx.count(sql`
    insert into cash_receipts (party_id, receipt_id, order_id, rider_id, amount_paisa, taken_at, synced_at)
    values (${receipt.party_id}, ${receipt.receipt_id}, ${receipt.order_id}, ${receipt.rider_id},
      ${receipt.amount_paisa}, ${receipt.taken_at}, ${tx.now})
    on conflict do nothing`)
}

export function findReceipt(tx: Tx, partyId: string, receiptId: string) {
  return tx.one<Receipt>(sql`
    select party_id, receipt_id, order_id, rider_id, amount_paisa, taken_at
    from cash_receipts
    where party_id = ${partyId} and receipt_id = ${receiptId}`)
}
