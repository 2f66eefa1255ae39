import { Refusal } from '../../../kit/errors/refusal.ts'
import { record } from '../../../kit/events/events.ts'
import { MARKET_PARTY, newId } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator, ShopActor, System } from '../../identity/identity.ts'
import { retireDetails } from './details-store.ts'
import { lockPlan } from './plans-store.ts'
import { allOpenStops, insertStop, openStops, type StopCause, type StopRow, setLifted } from './stops-store.ts'

/**
 * Nobody is paid until an operator lifts it: the books do not add up, and what is paid may not be ours to pay.
 * Events: payouts.stopped, the first time. Parties: the market's only.
 */
export async function stopPayouts(tx: Tx, why: string): Promise<void> {
  const stop = { party_id: MARKET_PARTY, stop_id: newId(), cause: 'books', note: why, made_by: null } as const
  if ((await insertStop(tx, stop)) === 1) await record(tx, MARKET_PARTY, 'payouts.stopped', { why })
}

/** Why nobody is paid now, and since when; undefined when payouts run. */
export async function payoutsStopped(tx: Tx): Promise<StopRow | undefined> {
  return (await openStops(tx, MARKET_PARTY))[0]
}

/** Stops the payouts of one shop. Told twice for one cause, it is one stop. Locks the shop's plan. */
export async function stopShop(
  tx: Tx,
  by: Operator | System,
  shopId: string,
  cause: StopCause,
  note: string,
): Promise<void> {
  await lockPlan(tx, shopId)
  const made_by = by.kind === 'system' ? null : by.person_id
  const fresh = await insertStop(tx, { party_id: shopId, stop_id: newId(), cause, note, made_by })
  if (fresh === 1) await record(tx, shopId, 'payouts.held', { shop_id: shopId, cause })
}

/**
 * Somebody of the shop says that they did not change where its money goes. The new details are never used, nothing is
 * paid, and an operator looks at it.
 * Events: payouts.held.
 */
export async function sayNotMe(tx: Tx, by: ShopActor): Promise<void> {
  await lockPlan(tx, by.shop_id)
  const stop = { party_id: by.shop_id, stop_id: newId(), cause: 'not_me', note: '', made_by: by.person_id } as const
  const [fresh] = await Promise.all([insertStop(tx, stop), retireDetails(tx, by.shop_id)])
  if (fresh === 1) await record(tx, by.shop_id, 'payouts.held', { shop_id: by.shop_id, cause: 'not_me' })
}

/**
 * An operator has looked into it, and payouts run again. Refuses: invalid payments.say_why without a reason; conflict
 * payments.not_stopped when there is no such stop.
 * Events: payouts.lifted.
 */
export async function liftStop(
  tx: Tx,
  by: Operator,
  stop: { party_id: string; cause: StopCause; note: string },
): Promise<void> {
  const note = stop.note.trim()
  if (note.length < 5) throw new Refusal('invalid', 'payments.say_why')
  if ((await setLifted(tx, stop, by.person_id, note)) === 0) throw new Refusal('conflict', 'payments.not_stopped')
  await record(tx, stop.party_id, 'payouts.lifted', { party_id: stop.party_id, cause: stop.cause })
}

/** What stops the payouts of a shop, the oldest first; empty when nothing does. */
export function listStopsOf(tx: Tx, by: ShopActor): Promise<StopRow[]> {
  return openStops(tx, by.shop_id)
}

/** Every stop that waits for an operator, the oldest first. */
export function listStops(tx: Tx, _by: Operator, limit = 100): Promise<StopRow[]> {
  return allOpenStops(tx, limit)
}
