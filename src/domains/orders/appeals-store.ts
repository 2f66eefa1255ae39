import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** A second look at a decision, asked for by the buyer or by the shop. */
export interface AppealRow {
  party_id: string
  order_id: string
  asked_by: string
  asked_as: 'person' | 'shop'
  words: string
  asked_at: Date
  answer: 'stands' | 'for_buyer' | 'for_shop' | null
  answer_words: string
  answered_by: string | null
  answered_at: Date | null
}

const columns = sql`party_id, order_id, asked_by, asked_as, words, asked_at, answer, answer_words, answered_by,
  answered_at`

/** Once for an order. */
/** What a person wrote when asking for a second look is forgotten; that it was asked for stays. */
export function blankAppeals(tx: Tx, personId: string) {
  return tx.count(sql`
    update order_appeals a
    set words = ''
    from buyer_orders b
    where b.party_id = ${personId} and a.party_id = b.shop_id and a.order_id = b.order_id and a.asked_by = ${personId}`)
}

export function insertAppeal(
  tx: Tx,
  appeal: Pick<AppealRow, 'party_id' | 'order_id' | 'asked_by' | 'asked_as' | 'words'>,
) {
  return tx.count(sql`
    insert into order_appeals (party_id, order_id, asked_by, asked_as, words, asked_at)
    values (${appeal.party_id}, ${appeal.order_id}, ${appeal.asked_by}, ${appeal.asked_as}, ${appeal.words}, ${tx.now})
    on conflict (party_id, order_id) do nothing`)
}

export function readAppeal(tx: Tx, partyId: string, orderId: string) {
  return tx.one<AppealRow>(sql`
    select ${columns}
    from order_appeals
    where party_id = ${partyId} and order_id = ${orderId}`)
}

export function setAnswer(
  tx: Tx,
  appeal: Pick<AppealRow, 'party_id' | 'order_id'>,
  said: { answer: NonNullable<AppealRow['answer']>; words: string; by: string },
) {
  return tx.count(sql`
    update order_appeals
    set answer = ${said.answer}, answer_words = ${said.words}, answered_by = ${said.by}, answered_at = ${tx.now}
    where party_id = ${appeal.party_id} and order_id = ${appeal.order_id} and answer is null`)
}

/** Second looks that nobody has answered, over all shops, the oldest first. */
export function openAppeals(tx: Tx, limit: number) {
  return tx.all<AppealRow & { number: string; total_paisa: bigint }>(sql`
    select a.party_id, a.order_id, a.asked_by, a.asked_as, a.words, a.asked_at, a.answer, a.answer_words, a.answered_by,
      a.answered_at, o.number, o.total_paisa
    from order_appeals a
    join orders o on o.party_id = a.party_id and o.order_id = a.order_id
    where a.answer is null
    order by a.asked_at, a.order_id
    limit ${limit}`)
}
