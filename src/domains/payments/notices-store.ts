import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export interface NoticeRow {
  notice_id: string
  told_count: number
  verdict: string
}

export interface KeptNotice {
  notice_id: string
  provider: string
  body_hash: Buffer
  method: string
  query: string
  body: string
}

/** Keeps what a provider said before anybody reads it; the same words again only raise the count. */
export function keepNotice(tx: Tx, notice: KeptNotice) {
  return tx.one<NoticeRow>(sql`
    insert into provider_notices as n (notice_id, provider, body_hash, method, query, body, received_at)
    values (${notice.notice_id}, ${notice.provider}, ${notice.body_hash}, ${notice.method}, ${notice.query},
      ${notice.body}, ${tx.now})
    on conflict (provider, body_hash) do update
    set told_count = n.told_count + 1
    returning notice_id, told_count, verdict`)
}

/** What came of a notice, and which payment of ours it speaks of. */
export function judgeNotice(tx: Tx, noticeId: string, is: { verdict: string; detail: string; reference: string }) {
  return tx.count(sql`
    update provider_notices
    set verdict = ${is.verdict}, detail = ${is.detail}, reference = ${is.reference}, read_at = ${tx.now}
    where notice_id = ${noticeId}`)
}

/**
 * Forgets notices from before a time, the oldest first; those of nobody sooner. What a payment needs that is disputed,
 * reversed or in doubt is kept until that has ended.
 */
export function deleteNotices(tx: Tx, before: { ours: Date; nobodys: Date }, most: number) {
  return tx.count(sql`
    delete from provider_notices
    where notice_id in (
      select n.notice_id
      from provider_notices n
      where n.received_at < case when n.verdict in ('unreadable', 'forged', 'unknown_reference')
          then ${before.nobodys}::timestamptz else ${before.ours}::timestamptz end
        and not exists (
          select 1
          from payment_references r
          join payments p on p.party_id = r.party_id and p.payment_id = r.payment_id
          where r.reference = n.reference
            and (p.state in ('disputed', 'reversed', 'created', 'begun', 'pending', 'unknown') or p.trouble <> ''))
      order by n.received_at
      limit ${most})`)
}

export interface BadNotice {
  notice_id: string
  provider: string
  received_at: Date
  told_count: number
  verdict: string
  detail: string
}

export function listBadNotices(tx: Tx, limit: number) {
  return tx.all<BadNotice>(sql`
    select notice_id, provider, received_at, told_count, verdict, detail
    from provider_notices
    where verdict not in ('agreed', 'unread')
    order by received_at desc
    limit ${limit}`)
}
