import { Webhook } from 'standardwebhooks'
import { DAY_MS, later, MINUTE_MS } from '../../kit/clock/clock.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { newId, type Prefix, shown } from '../../kit/ids/ids.ts'
import { digest, type Keys } from '../../kit/keys/keys.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { assertTask, type ShopActor } from '../identity/identity.ts'
import {
  type CallRow,
  dropCalls,
  type HeardEvent,
  type HookRow,
  listUnheard,
  lookFrom,
  noteAnswer,
  putCalls,
  putHook,
  selectCalls,
  selectHooks,
  stopFailing,
  stopHook,
  takeDueCalls,
} from './hooks-store.ts'
import type { HookSender } from './sender.ts'

export type { CallRow, HookRow } from './hooks-store.ts'

/** What a shop's program may be told of. */
export const HOOK_EVENTS = [
  ...(['order.placed', 'order.paid', 'order.packed', 'order.shipped', 'order.at_door', 'order.opened'] as const),
  ...(['order.completed', 'order.refused', 'order.returned', 'order.cancelled', 'order.expired'] as const),
  ...(['refund.sent', 'payout.sent'] as const),
]

const HOOKS_MOST = 5
/** A try that failed is followed by the next after so long; after the last the call is given up. */
const WAITS_S = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000]
const FAILING_MOST_MS = 5 * DAY_MS
/** No transaction stays open for as long as this. */
const LATE_MS = 10 * MINUTE_MS
const AT_ONCE = 20

/**
 * Lets a program of the shop be told of events at an address. The secret that it checks them by is `hookSecret`.
 * Refuses: forbidden exports.owner_only; invalid exports.hook_url with {why}, exports.hook_events; limit
 * exports.hooks_many.
 */
export async function makeHook(
  tx: Tx,
  by: ShopActor,
  sender: Pick<HookSender, 'fault'>,
  { url, events }: { url: string; events: readonly string[] },
): Promise<HookRow> {
  assertOwner(by)
  const address = url.trim()
  const fault = address.length > 500 ? 'not_an_address' : sender.fault(address)
  if (fault) throw new Refusal('invalid', `exports.hook.${fault}`)
  const known = HOOK_EVENTS.filter((name) => events.includes(name))
  if (known.length === 0) throw new Refusal('invalid', 'exports.hook_events')
  const alive = (await selectHooks(tx, by.shop_id)).filter(({ ended_at }) => ended_at === null)
  if (alive.length >= HOOKS_MOST) throw new Refusal('limit', 'exports.hooks_many', { most: HOOKS_MOST })
  const hook = { party_id: by.shop_id, hook_id: newId(), url: address, events: known }
  await putHook(tx, hook, by.person_id, idFloor(later(tx.now, -LATE_MS)))
  return { ...hook, made_at: tx.now, failing_since: null, ended_at: null, end_reason: '' }
}

/** Ends a hook. What still waits is not sent. Refuses: forbidden exports.owner_only; not_found exports.hook_unknown. */
export async function endHook(tx: Tx, by: ShopActor, hookId: string): Promise<void> {
  assertOwner(by)
  if ((await stopHook(tx, by.shop_id, hookId, 'owner')) === 0) throw new Refusal('not_found', 'exports.hook_unknown')
}

/** The shop's hooks, those that ended in the last month among them, and what was last sent. */
export async function listHooks(tx: Tx, by: ShopActor): Promise<{ hooks: HookRow[]; calls: CallRow[] }> {
  assertTask(by, 'money')
  const [hooks, calls] = await Promise.all([selectHooks(tx, by.shop_id), selectCalls(tx, by.shop_id, 20)])
  return { hooks, calls }
}

/** The secret of a hook, as Standard Webhooks writes it. It is derived and lies nowhere; only the owner is shown it. */
export function hookSecret(keys: Keys, by: ShopActor, hookId: string): string {
  assertOwner(by)
  return secretOf(keys, by.shop_id, hookId)
}

function secretOf(keys: Keys, shopId: string, hookId: string): string {
  return `whsec_${digest(keys.sign, 'hook', shopId, hookId).toString('base64')}`
}

/**
 * Tells the programs what has happened: each event once a hook, in the order of events, again after a failure and with
 * the same id. Nothing is sent inside of a transaction. Returns how many calls were tried.
 */
export async function tellHooks(db: Database, sender: HookSender): Promise<number> {
  await db.tx(async (tx) => {
    const heard = await listUnheard(tx, 500)
    if (heard.length > 0) await putCalls(tx, heard.map(callOf))
    // What did not fit is found again: only a look that saw everything moves on.
    if (heard.length < 500) await lookFrom(tx, idFloor(later(tx.now, -LATE_MS)))
  })
  const { due, keys } = await db.tx(async (tx) => ({ due: await takeDueCalls(tx, WAITS_S, AT_ONCE), keys: tx.keys }))
  await Promise.all(due.map((call) => tell(db, sender, keys, call)))
  return due.length
}

async function tell(db: Database, sender: HookSender, keys: Keys, call: CallRow & { url: string }): Promise<void> {
  // The hook was ended while its call waited.
  if (call.url === '') return db.tx((tx) => noteAnswer(tx, call, 'given_up', 'ended'))
  const id = `evt_${call.event_id.replaceAll('-', '')}`
  const at = sender.now()
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Bharosa-Hooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secretOf(keys, call.party_id, call.hook_id)).sign(id, at, call.body),
  }
  const { ok, words } = await sender.post(call.url, headers, call.body)
  const state = ok ? 'done' : call.tried_count >= WAITS_S.length ? 'given_up' : 'waiting'
  await db.tx((tx) => noteAnswer(tx, call, state, words))
}

/** Ends hooks that took nothing for five days, and forgets calls of a month ago. */
export async function tidyHooks(tx: Tx): Promise<void> {
  await stopFailing(tx, later(tx.now, -FAILING_MOST_MS))
  await dropCalls(tx, later(tx.now, -30 * DAY_MS))
}

/** The ids that an event may name outside; nothing else of it is told, and never a person. */
const TOLD: readonly (readonly [string, string, Prefix])[] = [
  ['order', 'order_id', 'ord'],
  ['refund', 'refund_id', 'rfd'],
]

function callOf({ party_id, hook_id, event_id, name, payload, recorded_at }: HeardEvent) {
  const facts = orderIn(payload)
  const data = Object.fromEntries(
    TOLD.flatMap(([word, key, prefix]) => {
      const id = facts[key]
      return typeof id === 'string' ? [[word, shown(prefix, id)]] : []
    }),
  )
  const body = JSON.stringify({ type: name, timestamp: recorded_at.toISOString(), data })
  return { party_id, hook_id, event_id, name, body }
}

/** A placed order lies one step deeper in its event. */
function orderIn(payload: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { order } = payload
  return typeof order === 'object' && order !== null ? { ...order } : payload
}

/** The lowest id that can have been made at a moment (UUIDv7 begins with its milliseconds). */
function idFloor(moment: Date): string {
  const ms = moment.getTime().toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`
}

function assertOwner(by: ShopActor): void {
  if (by.role !== 'owner') throw new Refusal('forbidden', 'exports.owner_only')
}
