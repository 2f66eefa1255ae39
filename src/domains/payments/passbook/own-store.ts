import { sql } from '../../../kit/sql/sql.ts'
import { type OwnRow, type OwnTable, placeOf } from '../../../kit/tables/own-table.ts'

/** Every change of what the shop has with the market: above zero came to the shop, below was taken or paid out. */
export const OWN_MONEY: OwnTable = {
  name: 'money',
  columns: { transfer_id: 'text', cause: 'text', posted_at: 'time', amount_paisa: 'integer' },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      select p.transfer_id as place, p.transfer_id, t.cause, t.posted_at, -sum(p.amount_paisa)::bigint as amount_paisa
      from ledger_postings p
      join ledger_transfers t on t.party_id = p.party_id and t.transfer_id = p.transfer_id
      where p.party_id = ${shopId} and p.account in ('payable', 'debt') and p.transfer_id > ${placeOf(after)}
      group by p.transfer_id, t.cause, t.posted_at
      order by p.transfer_id
      limit ${limit}`),
}

export const OWN_PAYOUTS: OwnTable = {
  name: 'payouts',
  columns: { payout_id: 'text', amount_paisa: 'integer', state: 'text', made_at: 'time', ended_at: 'time' },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      select payout_id as place, payout_id, amount_paisa, state, made_at, ended_at
      from payouts
      where party_id = ${shopId} and payout_id > ${placeOf(after)}
      order by payout_id
      limit ${limit}`),
}

export const OWN_REFUNDS: OwnTable = {
  name: 'refunds',
  columns: {
    ...{ refund_id: 'text', order_id: 'text', amount_paisa: 'integer', rail: 'text', state: 'text' },
    ...{ owed_at: 'time', sent_at: 'time' },
  },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      select refund_id as place, refund_id, order_id, amount_paisa, rail, state, owed_at, sent_at
      from refunds
      where party_id = ${shopId} and refund_id > ${placeOf(after)}
      order by refund_id
      limit ${limit}`),
}
