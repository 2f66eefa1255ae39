import { MARKET_PARTY, newId } from '../../kit/ids/ids.ts'
import { seal } from '../../kit/keys/seal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { isLocale, type Locale } from '../../kit/text/locale.ts'
import { speak } from '../../kit/text/messages.ts'
import type { Person } from '../identity/identity.ts'
import { type Secret, secretPlace } from './deliver.ts'
import { assertComplete, render } from './render.ts'
import {
  countByState,
  findByProvider,
  findMessagesOf,
  findTroubled,
  markReceipt,
  type SentMessage,
  sendNewMessage,
  type TroubledMessage,
} from './store.ts'
import { type Facts, isTemplate, storedFacts, type Template } from './templates.ts'

export { type DeliveryCount, deliverWaiting } from './deliver.ts'
export type { MessageState, SentMessage, TroubledMessage } from './store.ts'
export { type Facts, TEMPLATES, type Template } from './templates.ts'

/** The way messages go unless somebody says otherwise. */
export const DEFAULT_CHANNEL = 'sms'

export interface NewMessage {
  readonly person_id: string
  /** One message for each cause of a person, however often it is told: 'order:<id>:placed:buyer'. */
  readonly cause: string
  readonly template: Template
  readonly facts: Facts
  /** The person's own language at the time of sending, when it is left out. */
  readonly language?: Locale
}

/**
 * Asks for a message to a person. It goes out soon after the commit. A person who does not want order messages gets
 * only codes, money and safety: the others are withheld when their time comes. Told twice for one cause, it is one
 * message.
 * Refuses: nothing. Parties: the person's only.
 */
export function sendMessage(tx: Tx, message: NewMessage): Promise<void> {
  return put(tx, message, undefined)
}

/** The same with a code in it, which is sealed until it is sent and then gone. */
export function sendSecret(tx: Tx, message: NewMessage & { readonly code: string }): Promise<void> {
  return put(tx, message, message.code)
}

/**
 * Sends a sign-in or proof code to a number, which may belong to nobody yet: number and code are sealed until then.
 * Refuses: nothing. Parties: the market's own.
 */
export async function sendCode(
  tx: Tx,
  message: {
    readonly phone: string
    readonly code: string
    readonly language: Locale
    readonly cause: string
    readonly template?: 'code.sign_in' | 'code.prove'
  },
): Promise<void> {
  const message_id = newId()
  sendNewMessage(tx, {
    party_id: MARKET_PARTY,
    message_id,
    cause: message.cause,
    template: message.template ?? 'code.sign_in',
    language: message.language,
    facts: {},
    secret_sealed: sealSecret(tx, message_id, { to: message.phone, code: message.code }),
    channel: DEFAULT_CHANNEL,
    state: 'waiting',
  })
}

/**
 * Answers a text from a number that may belong to nobody: the number is sealed until the answer is sent. A text that is
 * brought twice has one answer.
 * Refuses: nothing. Parties: the market's own.
 */
export async function sendAnswer(
  tx: Tx,
  answer: {
    readonly to: string
    readonly cause: string
    readonly template: Template
    readonly facts: Facts
    readonly language: Locale
  },
): Promise<void> {
  assertComplete(answer.template, answer.facts, false)
  const message_id = newId()
  sendNewMessage(tx, {
    party_id: MARKET_PARTY,
    message_id,
    cause: answer.cause,
    template: answer.template,
    language: answer.language,
    facts: storedFacts(answer.facts),
    secret_sealed: sealSecret(tx, message_id, { to: answer.to }),
    channel: DEFAULT_CHANNEL,
    state: 'waiting',
  })
}

/**
 * Notes what a channel says became of a message. id is the one that was given to the channel, or its own. False when no
 * message of the channel has it, or when we knew already.
 */
export async function recordReceipt(
  tx: Tx,
  channel: string,
  id: string,
  state: 'sent' | 'delivered' | 'failed',
): Promise<boolean> {
  const at = await findByProvider(tx, channel, id)
  return at !== undefined && (await markReceipt(tx, at, state)) === 1
}

/** A message as its receiver may read it again: without the code that was in it. */
export interface ReadMessage extends SentMessage {
  readonly text: string
}

/** What the market has told a person, the newest first, in the language they read now. */
export async function listMessagesOf(
  tx: Tx,
  person: Person,
  { origin, language, limit = 50 }: { readonly origin: string; readonly language: Locale; readonly limit?: number },
): Promise<ReadMessage[]> {
  const rows = await findMessagesOf(tx, person.person_id, limit)
  return rows.flatMap((row) => {
    if (!isTemplate(row.template)) return []
    const locale = isLocale(row.language) ? row.language : language
    const code = speak(locale)('messages.word.hidden')
    return [{ ...row, text: render(row.template, locale, row.facts, { origin, code }) }]
  })
}

/** How many messages are in which state since a time, by channel. For the operator. */
export function countMessages(tx: Tx, since: Date) {
  return countByState(tx, since)
}

/** Messages in trouble since a time, without a word of what was in them. For the operator. */
export function listTroubledMessages(tx: Tx, since: Date, limit = 50): Promise<TroubledMessage[]> {
  return findTroubled(tx, since, limit)
}

async function put(tx: Tx, message: NewMessage, code: string | undefined): Promise<void> {
  assertComplete(message.template, message.facts, code !== undefined)
  const message_id = newId()
  sendNewMessage(tx, {
    party_id: message.person_id,
    message_id,
    cause: message.cause,
    template: message.template,
    language: message.language ?? '',
    facts: storedFacts(message.facts),
    secret_sealed: code !== undefined ? sealSecret(tx, message_id, { code }) : null,
    channel: DEFAULT_CHANNEL,
    state: 'waiting',
  })
}

function sealSecret(tx: Tx, messageId: string, secret: Secret): Buffer {
  return seal(tx.keys.wrap, secretPlace(messageId), Buffer.from(JSON.stringify(secret)))
}
