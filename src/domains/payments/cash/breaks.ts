import { DAY_MS } from '../../../kit/clock/clock.ts'
import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { MARKET_PARTY, newId } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { type Entry, post } from '../../ledger/ledger.ts'
import { bookAgain, type FindParcels, withCash } from './book.ts'
import {
  type Advance,
  type CashBreak,
  findBreak,
  lessenBreak,
  lockBreak,
  openAdvances,
  openBreaks,
  setBreakOwner,
  sumBreaks,
} from './breaks-store.ts'
import { type CourierClaim, findClaim, insertClaims, openClaims, setClaimSent } from './claims-store.ts'
import { claimedBefore } from './terms.ts'
import { allTerms, heldSince } from './terms-store.ts'

/** What does not add up between couriers and us, the oldest first, each with its age and its owner. */
export function listBreaks(tx: Tx, _by: Operator, limit = 100): Promise<CashBreak[]> {
  return openBreaks(tx, limit)
}

/** One break. Refuses: not_found cash.no_break. */
export async function getBreak(tx: Tx, _by: Operator, breakId: string): Promise<CashBreak> {
  const found = await findBreak(tx, breakId)
  if (!found) throw new Refusal('not_found', 'cash.no_break')
  return found
}

/** What each courier owes, and what of its money nobody can explain. Paisa. */
export function listBreakSums(tx: Tx, _by: Operator) {
  return sumBreaks(tx)
}

/** What couriers paid for parcels before they delivered them, and may take back. Paisa. */
export function listAdvances(tx: Tx, _by: Operator, limit = 100): Promise<Advance[]> {
  return openAdvances(tx, limit)
}

/** An operator takes a break on. Refuses: conflict cash.break_settled when it is settled or not there. */
export async function ownBreak(tx: Tx, by: Operator, breakId: string): Promise<void> {
  if ((await setBreakOwner(tx, breakId, by.person_id)) === 0) throw new Refusal('conflict', 'cash.break_settled')
}

/** How an operator ends a break by hand. */
export type Settling = 'paid' | 'written_off' | 'paid_back' | 'kept'

const FOR_SHORT: readonly Settling[] = ['paid', 'written_off']

/**
 * Ends a break by hand, whole: what was short came by another way or is given up as a loss; what was over went back to
 * the courier or is kept as income. Why stands with it.
 * Refuses: invalid orders.reason_needed; not_found cash.no_break; conflict cash.break_settled; invalid cash.settling
 * when this kind of break does not end that way. Parties: the market's.
 */
export async function settleBreak(
  tx: Tx,
  by: Operator,
  breakId: string,
  settling: { how: Settling; note: string },
): Promise<void> {
  const note = settling.note.trim().slice(0, 300)
  if (note.length < 5) throw new Refusal('invalid', 'orders.reason_needed')
  const found = await lockOpen(tx, breakId)
  const isShort = found.open_paisa > 0n
  if (FOR_SHORT.includes(settling.how) !== isShort) throw new Refusal('invalid', 'cash.settling')
  const cause = `break:${breakId}:settled`
  const memo = note
  await post(tx, MARKET_PARTY, { cause, memo, by: by.person_id, entries: settledBy(found, settling.how) })
  const lessened = { break_id: breakId, by_paisa: found.open_paisa, how: settling.how, by: by.person_id, note }
  assert((await lessenBreak(tx, lessened)) === 1, 'a locked break is settled')
}

function settledBy(found: CashBreak, how: Settling): Entry[] {
  const account = found.open_paisa > 0n ? `cash_short:${found.courier}` : `cash_over:${found.courier}`
  const open: Entry[] = [{ account, paisa: -found.open_paisa }]
  if (how === 'written_off') return [...open, { account: 'expense:loss', paisa: found.open_paisa }]
  if (how === 'kept') return [...open, { account: 'income:found', paisa: found.open_paisa }]
  return withCash(open)
}

async function lockOpen(tx: Tx, breakId: string): Promise<CashBreak> {
  const found = await lockBreak(tx, breakId)
  if (!found) throw new Refusal('not_found', 'cash.no_break')
  if (found.settled_at) throw new Refusal('conflict', 'cash.break_settled')
  return found
}

/**
 * Looks again at money that came for a parcel we did not know, or that was not delivered: when it is now, the line is
 * booked as it should have been. Parties: the market's, and the shop's.
 * Refuses: not_found cash.no_break; conflict cash.break_settled; invalid cash.settling for other kinds of break;
 * conflict cash.still_open when nothing has changed.
 */
export async function recheckBreak(tx: Tx, by: Operator, breakId: string, find: FindParcels): Promise<void> {
  const found = await lockOpen(tx, breakId)
  const { courier, tracking, kind, open_paisa, amount_paisa } = found
  if (kind !== 'unknown' && kind !== 'undelivered') throw new Refusal('invalid', 'cash.settling')
  const at = (await find(tx, courier, [tracking])).get(tracking)
  if (!at || open_paisa !== amount_paisa) throw new Refusal('conflict', 'cash.still_open')
  // First the break is undone, so that the parcel is judged without it; what follows puts the money where it belongs.
  const lessened = { break_id: breakId, by_paisa: open_paisa, how: 'rechecked', by: by.person_id, note: '' }
  await lessenBreak(tx, lessened)
  await post(tx, MARKET_PARTY, {
    cause: `break:${breakId}:rechecked`,
    by: by.person_id,
    entries: withCash(settledOpen(found)),
  })
  const judgement = await bookAgain(tx, by.person_id, found.line_id, at)
  if (!judgement) throw new Refusal('conflict', 'cash.still_open')
}

function settledOpen({ open_paisa, courier }: CashBreak): Entry[] {
  const account = open_paisa > 0n ? `cash_short:${courier}` : `cash_over:${courier}`
  return [{ account, paisa: -open_paisa }]
}

/** So many orders are claimed at once. */
const A_PAGE = 1_000

/**
 * Opens a claim for cash that a courier has had for longer than agreed, once for each order, page after page until none
 * is left. Returns how many are new. Parties: the market's; what is claimed is read from every shop's.
 */
export async function claimOverdue(tx: Tx, page = A_PAGE): Promise<number> {
  let opened = 0
  for (const terms of await allTerms(tx)) {
    for (let claimed = page; claimed === page; opened += claimed) {
      const late = await heldSince(tx, terms.courier, claimedBefore(tx.now, terms), page)
      claimed = await insertClaims(
        tx,
        terms.courier,
        late.map((one) => ({ ...one, claim_id: newId() })),
      )
    }
  }
  return opened
}

/** Cash that was claimed of couriers and has not come, the longest delivered first. */
export function listCashClaims(tx: Tx, _by: Operator, limit = 100): Promise<CourierClaim[]> {
  return openClaims(tx, limit)
}

/** One claim. Refuses: not_found cash.no_claim. */
export async function getCashClaim(tx: Tx, _by: Operator, claimId: string): Promise<CourierClaim> {
  const found = await findClaim(tx, claimId)
  if (!found) throw new Refusal('not_found', 'cash.no_claim')
  return found
}

/** An operator has demanded it of the courier. Refuses: invalid orders.reason_needed; conflict cash.claim_ended. */
export async function noteClaimSent(tx: Tx, by: Operator, claimId: string, note: string): Promise<void> {
  if (note.trim().length < 5) throw new Refusal('invalid', 'orders.reason_needed')
  const sent = await setClaimSent(tx, claimId, by.person_id, note.trim().slice(0, 300))
  if (sent === 0) throw new Refusal('conflict', 'cash.claim_ended')
}

/** How many whole days ago something began. */
export function daysSince(at: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - at.getTime()) / DAY_MS))
}
