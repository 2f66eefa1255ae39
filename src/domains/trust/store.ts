import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export interface EvidenceRow {
  photo_name: string
  colour: string
  taken_at: Date
}

export interface InspectionRow {
  opened_as: 'rider' | 'buyer'
  opened_at: Date
  look_until: Date
  verdict: 'kept' | 'sent_back' | 'kept_by_time' | 'decided' | null
  verdict_at: Date | null
}

export interface SendBackRow {
  reason: SendBackReason
  words: string
  photo_names: string[]
  said_at: Date
}

export const SEND_BACK_REASONS = [
  'wrong_item',
  'damaged',
  'not_as_shown',
  'fake',
  'missing_part',
  'changed_mind',
] as const
export type SendBackReason = (typeof SEND_BACK_REASONS)[number] | 'nobody_home' | 'decided'

export type CodeKind = 'inspect' | 'release'

export function insertEvidence(
  tx: Tx,
  partyId: string,
  orderId: string,
  photo: { name: string; colour: string },
  by: string,
) {
  return tx.count(sql`
    insert into pack_evidence (party_id, order_id, photo_name, colour, taken_by, taken_at)
    values (${partyId}, ${orderId}, ${photo.name}, ${photo.colour}, ${by}, ${tx.now})
    on conflict (party_id, order_id, photo_name) do nothing`)
}

export function readEvidence(tx: Tx, partyId: string, orderId: string) {
  return tx.all<EvidenceRow>(sql`
    select photo_name, colour, taken_at
    from pack_evidence
    where party_id = ${partyId} and order_id = ${orderId}
    order by taken_at, photo_name`)
}

export function insertInspection(
  tx: Tx,
  partyId: string,
  orderId: string,
  opened: { by: string; as: 'rider' | 'buyer'; look_until: Date },
) {
  return tx.count(sql`
    insert into inspections (party_id, order_id, opened_by, opened_as, opened_at, look_until)
    values (${partyId}, ${orderId}, ${opened.by}, ${opened.as}, ${tx.now}, ${opened.look_until})
    on conflict (party_id, order_id) do nothing`)
}

export function readInspection(tx: Tx, partyId: string, orderId: string) {
  return tx.one<InspectionRow>(sql`
    select opened_as, opened_at, look_until, verdict, verdict_at
    from inspections
    where party_id = ${partyId} and order_id = ${orderId}`)
}

export function writeVerdict(
  tx: Tx,
  partyId: string,
  orderId: string,
  verdict: InspectionRow['verdict'],
  by: string | null,
) {
  return tx.count(sql`
    update inspections
    set verdict = ${verdict}, verdict_by = ${by}, verdict_at = ${tx.now}
    where party_id = ${partyId} and order_id = ${orderId} and verdict is null`)
}

export function readTries(tx: Tx, partyId: string, orderId: string, kind: CodeKind) {
  return tx.one<{ wrong_count: number; locked_at: Date | null }>(sql`
    select wrong_count, locked_at
    from code_tries
    where party_id = ${partyId} and order_id = ${orderId} and kind = ${kind}`)
}

export function readAllTries(tx: Tx, partyId: string, orderId: string) {
  return tx.all<{ kind: CodeKind; wrong_count: number; locked_at: Date | null }>(sql`
    select kind, wrong_count, locked_at
    from code_tries
    where party_id = ${partyId} and order_id = ${orderId}
    order by kind`)
}

export function countWrong(tx: Tx, partyId: string, orderId: string, kind: CodeKind, most: number) {
  return tx.one<{ wrong_count: number }>(sql`
    insert into code_tries as t (party_id, order_id, kind, wrong_count)
    values (${partyId}, ${orderId}, ${kind}, 1)
    on conflict (party_id, order_id, kind) do update
    set wrong_count = t.wrong_count + 1,
        locked_at = case when t.wrong_count + 1 >= ${most}::int then ${tx.now}::timestamptz else t.locked_at end
    returning wrong_count`)
}

export function clearTries(tx: Tx, partyId: string, orderId: string) {
  return tx.count(sql`
    delete from code_tries
    where party_id = ${partyId} and order_id = ${orderId}`)
}

export function insertSendBack(
  tx: Tx,
  partyId: string,
  orderId: string,
  back: { reason: SendBackReason; words: string; photo_names: string[]; by: string | null },
) {
  return tx.count(sql`
    insert into send_backs (party_id, order_id, reason, words, photo_names, said_by, said_at)
    values (${partyId}, ${orderId}, ${back.reason}, ${back.words}, ${back.photo_names}, ${back.by}, ${tx.now})
    on conflict (party_id, order_id) do nothing`)
}

export function readSendBack(tx: Tx, partyId: string, orderId: string) {
  return tx.one<SendBackRow>(sql`
    select reason, words, photo_names, said_at
    from send_backs
    where party_id = ${partyId} and order_id = ${orderId}`)
}

/** What a shop's orders became, from facts only: kept, sent back by reason. */
export function readStanding(tx: Tx, partyId: string) {
  return tx.one<{ kept_count: number; sent_back_count: number; shop_fault_count: number }>(sql`
    select
      (select count(*) from inspections i where i.party_id = ${partyId}
        and i.verdict in ('kept', 'kept_by_time'))::int as kept_count,
      (select count(*) from send_backs s where s.party_id = ${partyId})::int as sent_back_count,
      (select count(*) from send_backs s where s.party_id = ${partyId}
        and s.reason in ('wrong_item', 'damaged', 'not_as_shown', 'fake', 'missing_part'))::int as shop_fault_count`)
}
