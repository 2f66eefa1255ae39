import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export type MessageState = 'waiting' | 'sent' | 'delivered' | 'failed' | 'withheld'

/** A message to a person; party_id is the person's, or the market's while the number belongs to nobody yet. */
export interface MessageRow {
  readonly party_id: string
  readonly message_id: string
  readonly cause: string
  readonly template: string
  /** '' while it is for the person's own language to say. */
  readonly language: string
  readonly facts: Readonly<Record<string, string | number>>
  readonly secret_sealed: Buffer | null
  readonly channel: string
  readonly state: MessageState
  readonly tried_count: number
  readonly asked_at: Date
  readonly try_after: Date
}

export type MessageKey = Pick<MessageRow, 'party_id' | 'message_id'>

const MESSAGE = sql`party_id, message_id, cause, template, language, facts, secret_sealed, channel, state, tried_count,
  asked_at, try_after`

export type NewMessage = Omit<MessageRow, 'tried_count' | 'asked_at' | 'try_after'>

/** Once per person and cause. */
export function sendNewMessage(tx: Tx, message: NewMessage): void {
  tx.sendRow(sql`
    insert into messages (party_id, message_id, cause, template, language, facts, secret_sealed, channel, state,
      asked_at, try_after)
    values (${message.party_id}, ${message.message_id}, ${message.cause}, ${message.template}, ${message.language},
      ${message.facts}, ${message.secret_sealed}, ${message.channel}, ${message.state}, ${tx.now}, ${tx.now})
    on conflict (party_id, cause) do nothing`)
}

/** Messages that are due, the oldest first. Nothing is locked: each is claimed by itself. */
export function findDue(tx: Tx, channel: string, limit: number) {
  return tx.all<MessageRow>(sql`
    select ${MESSAGE}
    from messages
    where state = 'waiting' and try_after <= ${tx.now} and channel = ${channel}
    order by try_after, message_id
    limit ${limit}`)
}

/**
 * Takes a message for a while, so that nobody else sends it meanwhile. Our id stands for the provider's until we know
 * that one: a receipt may come before the answer does.
 */
export function claim(tx: Tx, message: MessageRow, until: Date) {
  return tx.count(sql`
    update messages
    set try_after = ${until}, tried_count = tried_count + 1, provider_id = message_id::text
    where party_id = ${message.party_id} and message_id = ${message.message_id} and state = 'waiting'
      and tried_count = ${message.tried_count} and try_after = ${message.try_after}`)
}

/** The channel took it: its secret is gone from here. */
export function markSent(tx: Tx, at: MessageKey, providerId: string, language: string) {
  return tx.count(sql`
    update messages
    set state = 'sent', provider_id = ${providerId}, language = ${language}, secret_sealed = null, sent_at = ${tx.now},
      trouble = ''
    where party_id = ${at.party_id} and message_id = ${at.message_id} and state = 'waiting'`)
}

export function markRetry(tx: Tx, at: MessageKey, tryAfter: Date, trouble: string) {
  return tx.count(sql`
    update messages
    set try_after = ${tryAfter}, trouble = ${trouble.slice(0, 300)}
    where party_id = ${at.party_id} and message_id = ${at.message_id} and state = 'waiting'`)
}

export function markFailed(tx: Tx, at: MessageKey, trouble: string) {
  return tx.count(sql`
    update messages
    set state = 'failed', trouble = ${trouble.slice(0, 300)}, secret_sealed = null
    where party_id = ${at.party_id} and message_id = ${at.message_id} and state = 'waiting'`)
}

/** The person does not want this kind of message: it is kept, and not sent. */
export function markWithheld(tx: Tx, at: MessageKey) {
  return tx.count(sql`
    update messages
    set state = 'withheld', secret_sealed = null
    where party_id = ${at.party_id} and message_id = ${at.message_id} and state = 'waiting'`)
}

export function findByProvider(tx: Tx, channel: string, providerId: string) {
  return tx.one<MessageKey>(sql`
    select party_id, message_id from messages where channel = ${channel} and provider_id = ${providerId}`)
}

/** Receipts come in any order and more than once: what has arrived stays arrived. */
export function markReceipt(tx: Tx, at: MessageKey, state: 'sent' | 'delivered' | 'failed') {
  return tx.count(sql`
    update messages
    set state = ${state}, secret_sealed = null, sent_at = coalesce(sent_at, ${tx.now}),
      delivered_at = case when ${state} = 'delivered' then ${tx.now}::timestamptz end
    where party_id = ${at.party_id} and message_id = ${at.message_id}
      and (state = 'waiting' or (state = 'sent' and ${state} <> 'sent'))`)
}

export interface SentMessage {
  readonly message_id: string
  readonly template: string
  readonly language: string
  readonly facts: Readonly<Record<string, string | number>>
  readonly channel: string
  readonly state: MessageState
  readonly asked_at: Date
  readonly sent_at: Date | null
  readonly delivered_at: Date | null
}

export function findMessagesOf(tx: Tx, personId: string, limit: number) {
  return tx.all<SentMessage>(sql`
    select message_id, template, language, facts, channel, state, asked_at, sent_at, delivered_at
    from messages
    where party_id = ${personId}
    order by message_id desc
    limit ${limit}`)
}

export interface TroubledMessage {
  readonly message_id: string
  readonly template: string
  readonly channel: string
  readonly state: MessageState
  readonly tried_count: number
  readonly trouble: string
  readonly asked_at: Date
}

/** Messages that failed since a time, and those that are being tried again and again, the newest first. */
export function findTroubled(tx: Tx, since: Date, limit: number) {
  return tx.all<TroubledMessage>(sql`
    select message_id, template, channel, state, tried_count, trouble, asked_at
    from messages
    where asked_at >= ${since} and (state = 'failed' or (state = 'waiting' and tried_count > 2))
    order by asked_at desc, message_id
    limit ${limit}`)
}

/** How many messages are in which state since a time, for the operator. */
export function countByState(tx: Tx, since: Date) {
  return tx.all<{ channel: string; state: MessageState; messages: number }>(sql`
    select channel, state, count(*)::int as messages
    from messages
    where asked_at >= ${since}
    group by channel, state
    order by channel, state`)
}
