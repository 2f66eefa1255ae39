import { later, MINUTE_MS } from '../../kit/clock/clock.ts'
import { assert } from '../../kit/errors/refusal.ts'
import { unseal } from '../../kit/keys/seal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { isLocale, type Locale } from '../../kit/text/locale.ts'
import { CODE, hasConsent, readPeople, SYSTEM } from '../identity/identity.ts'
import type { Channel } from './channel.ts'
import { render } from './render.ts'
import { claim, findDue, type MessageRow, markFailed, markRetry, markSent, markWithheld } from './store.ts'
import { isTemplate, TEMPLATES, type TemplateRule } from './templates.ts'

/** What this needs from the database. */
export interface OpensTransactions {
  tx<T>(body: (tx: Tx) => Promise<T>): Promise<T>
}

/** Longer than any channel may take for one answer, or a second runner would send the same message. */
const LEASE_MS = 3 * MINUTE_MS

/** When a message is tried again, by how often it was tried. After the last one it has failed. */
const WAITS_MS = [10_000, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 120 * MINUTE_MS]
export const MOST_TRIES = WAITS_MS.length + 1

/** What lies sealed in a message: a code, and the number when it belongs to nobody yet. */
export interface Secret {
  readonly code?: string
  readonly to?: string
}

export function secretPlace(messageId: string): string {
  return `message|${messageId}`
}

interface Ready {
  readonly message: MessageRow
  readonly to: string
  readonly text: string
  readonly language: Locale
}

export interface DeliveryCount {
  readonly sent: number
  readonly later: number
  readonly failed: number
}

/**
 * Sends the messages that wait for a channel. Each is claimed for three minutes, so that two runners never send the
 * same
 * one; the channel is called outside any transaction, with the message's id as its own. A message that is tried six
 * times, or a sign-in code that is older than its life, has failed. The answer says what became of them.
 */
export async function deliverWaiting(
  db: OpensTransactions,
  channel: Channel,
  { limit = 20, origin }: { readonly limit?: number; readonly origin: string },
): Promise<DeliveryCount> {
  const { ready, failed } = await db.tx((tx) => takeDue(tx, channel.name, limit, origin))
  const outcomes = await Promise.all(ready.map((each) => sendOne(db, channel, each)))
  const having = (outcome: string) => outcomes.filter((each) => each === outcome).length
  return { sent: having('sent'), later: having('later'), failed: failed + having('failed') }
}

async function takeDue(tx: Tx, channel: string, limit: number, origin: string) {
  const due = await findDue(tx, channel, limit)
  // The rows are locked in the order of their ids by every runner, so that none waits for another in a circle.
  const inOrder = due.toSorted((a, b) => (a.message_id < b.message_id ? -1 : 1))
  const taken = await Promise.all(inOrder.map((message) => claim(tx, message, later(tx.now, LEASE_MS))))
  const mine = inOrder.filter((_, index) => taken[index] === 1)
  const prepared = await Promise.all(mine.map((message) => prepare(tx, message, origin)))
  const ready = prepared.filter((each) => each !== undefined)
  return { ready, failed: mine.length - ready.length }
}

/** Finds out where a message goes and in which words. One that can no longer go has failed, or is not wanted. */
async function prepare(tx: Tx, message: MessageRow, origin: string): Promise<Ready | undefined> {
  const fail = async (trouble: string) => {
    await markFailed(tx, message, trouble)
    return undefined
  }
  const { template } = message
  if (!isTemplate(template)) return fail('no such template')
  const age_ms = tx.now.getTime() - message.asked_at.getTime()
  if (template.startsWith('code.') && age_ms > CODE.life_ms) return fail('the code is too old')
  if (message.tried_count >= MOST_TRIES) return fail('tried too often')
  const rule: TemplateRule = TEMPLATES[template]
  if (!rule.always && !(await hasConsent(tx, message.party_id, rule.consent ?? 'order_messages'))) {
    await markWithheld(tx, message)
    return undefined
  }
  const secret = openSecret(tx, message)
  const person = secret.to === undefined ? await findReceiver(tx, message) : undefined
  const to = secret.to ?? person?.phone
  if (to === undefined) return fail('the person is gone')
  const language = [message.language, person?.language].find((each) => isLocale(each))
  assert(language !== undefined, 'a message has a language')
  const text = render(template, language, message.facts, { origin, code: secret.code })
  return { message, to, text, language }
}

/** The look is logged with the template, so that the person sees why their number was read. */
async function findReceiver(tx: Tx, message: MessageRow) {
  const people = await readPeople(tx, SYSTEM, 'message', [message.party_id], message.template)
  return people.get(message.party_id)
}

function openSecret(tx: Tx, message: MessageRow): Secret {
  if (!message.secret_sealed) return {}
  return JSON.parse(unseal(tx.keys.wrap, secretPlace(message.message_id), message.secret_sealed).toString())
}

async function sendOne(db: OpensTransactions, channel: Channel, ready: Ready): Promise<'sent' | 'later' | 'failed'> {
  const { message, to, text, language } = ready
  const answer = await channel.send({ to, text, id: message.message_id })
  return db.tx(async (tx) => {
    if (answer.outcome === 'done') {
      await markSent(tx, message, answer.value.provider_id, language)
      return 'sent'
    }
    const wait_ms = answer.outcome === 'retry' ? WAITS_MS[message.tried_count] : undefined
    if (wait_ms === undefined) {
      await markFailed(tx, message, answer.detail)
      return 'failed'
    }
    await markRetry(tx, message, later(tx.now, wait_ms), answer.detail)
    return 'later'
  })
}
