import { assert } from '../../../kit/errors/refusal.ts'
import { MARKET_PARTY, newId } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { type Entry, post } from '../../ledger/ledger.ts'
import { MARKET_HOLDER, receiveCash } from '../holds.ts'
import { addAdvance, findAdvance, insertBreak, lessenBreak, openBreaksOf, takeAdvance } from './breaks-store.ts'
import { endClaim } from './claims-store.ts'
import { type Judgement, judge, type KnownParcel } from './judge.ts'
import { type HoldFacts, type LineRow, lockHold, lockLine, readHoldFacts, setBooked } from './remittances-store.ts'
import { MONEY_FIELDS, type MoneyField, type RemittanceLine } from './shape.ts'
import { termsOf } from './terms.ts'

/** Where the order of a parcel is. Payments knows no parcels: whoever calls brings this along. */
export interface ParcelAt {
  readonly shop_id: string
  readonly order_id: string
}

/** Finds the orders of a courier's parcels by its own numbers; unknown numbers are left out. */
export type FindParcels = (
  tx: Tx,
  courier: string,
  trackings: readonly string[],
) => Promise<ReadonlyMap<string, ParcelAt>>

/**
 * Books one waiting line of a courier's file, in one transaction. Whoever comes second finds it booked and does
 * nothing. Returns what it was. Parties: the market's, and the shop's whose order it is.
 */
export async function bookLine(
  tx: Tx,
  by: string,
  lineId: string,
  at: ParcelAt | undefined,
): Promise<Judgement | undefined> {
  const row = await lockLine(tx, lineId)
  if (row?.state !== 'waiting') return undefined
  const judgement = await judgeNow(tx, row.courier, lineOf(row), at)
  await bookJudged(tx, by, row, at, { judgement, cause: `remittance:${row.line_id}` })
  return judgement
}

/** Locks what a line is about, and judges it by how it stands now. */
async function judgeNow(tx: Tx, courier: string, line: RemittanceLine, at: ParcelAt | undefined): Promise<Judgement> {
  if (at) await lockHold(tx, at.shop_id, at.order_id)
  const [known, terms] = await Promise.all([knownParcel(tx, courier, line.tracking, at), termsOf(tx, courier)])
  return judge(line, known, terms)
}

/** What we know of a parcel's money. */
export async function knownParcel(
  tx: Tx,
  courier: string,
  tracking: string,
  at: ParcelAt | undefined,
): Promise<KnownParcel | undefined> {
  if (!at) return undefined
  const [hold, advance, breaks] = await Promise.all([
    readHoldFacts(tx, at.shop_id, at.order_id),
    findAdvance(tx, courier, tracking),
    openBreaksOf(tx, courier, tracking),
  ])
  if (!hold) return undefined
  const open = breaks.map(({ open_paisa }) => open_paisa)
  return {
    ...at,
    cod_due_paisa: isWith(hold, courier) ? hold.amount_paisa - hold.parts_paisa : 0n,
    place: placeOf(hold),
    advance_paisa: advance?.open_paisa ?? 0n,
    short_paisa: sum(open.filter((paisa) => paisa > 0n)),
    over_paisa: -sum(open.filter((paisa) => paisa < 0n)),
  }
}

function isWith(hold: HoldFacts, courier: string): boolean {
  return hold.method === 'cod' && hold.holder === courier && hold.state !== 'promised' && hold.state !== 'void'
}

/** Cash is taken when a parcel is delivered; a promise that came to nothing came home, or never left. */
function placeOf({ method, state }: HoldFacts): KnownParcel['place'] {
  if (state === 'void') return 'back'
  return method === 'cod' && state === 'promised' ? 'on_way' : 'delivered'
}

/** The figures of a line as they were kept. */
export function lineOf(row: LineRow): RemittanceLine {
  const figures: Partial<Record<MoneyField, Paisa>> = {}
  for (const field of MONEY_FIELDS) figures[field] = BigInt(row.figures[field] ?? '0')
  return { line_key: row.line_key, tracking: row.tracking, figures: figures as RemittanceLine['figures'] }
}

interface Booking {
  judgement: Judgement
  /** Names the transfers, once for ever. */
  cause: string
}

/**
 * Writes what a line did: the order's cash is handed in and its charges come off in the shop's books; advances, what is
 * short and what is over stand in the market's. Both together move exactly the net to the market's cash.
 */
async function bookJudged(tx: Tx, by: string, row: LineRow, at: ParcelAt | undefined, it: Booking): Promise<void> {
  const { judgement, cause } = it
  if (at && judgement.cod_paisa > 0n) {
    const received = await receiveCash(tx, at.shop_id, at.order_id, row.courier, by)
    assert(received === judgement.cod_paisa, 'a locked hold gives the cash that was read')
    await endClaim(tx, at.shop_id, at.order_id)
  }
  const off = takenOff(judgement)
  if (at && off.length > 0) await post(tx, at.shop_id, { cause, by, entries: withCash(off) })
  const open = leftOpen(row.courier, judgement)
  if (open.length > 0) await post(tx, MARKET_PARTY, { cause, by, entries: withCash(open) })
  const { verdict, due_paisa } = judgement
  await keepOpenThings(tx, by, row, at, judgement)
  await setBooked(tx, {
    line_id: row.line_id,
    verdict,
    due_paisa,
    shop_id: at?.shop_id ?? null,
    order_id: at?.order_id ?? null,
  })
}

/** What the courier took off, each as a line of its own. */
function takenOff(it: Judgement): Entry[] {
  const entries = [
    { account: 'expense:freight', paisa: it.freight_paisa },
    { account: 'expense:cash_handling', paisa: it.handling_paisa },
    { account: 'expense:gst', paisa: it.gst_paisa },
    { account: 'tax_withheld:income', paisa: it.income_tax_paisa },
    { account: 'tax_withheld:sales', paisa: it.sales_tax_paisa },
  ]
  return entries.filter(({ paisa }) => paisa !== 0n)
}

function leftOpen(courier: string, it: Judgement): Entry[] {
  const entries = [
    { account: `courier_advance:${courier}`, paisa: -it.advance_paisa },
    { account: `cash_short:${courier}`, paisa: it.short_paisa },
    { account: `cash_over:${courier}`, paisa: -it.over_paisa },
  ]
  return entries.filter(({ paisa }) => paisa !== 0n)
}

/** The market's cash takes the other side. */
export function withCash(entries: readonly Entry[]): Entry[] {
  const paisa = -sum(entries.map((entry) => entry.paisa))
  return paisa === 0n ? [...entries] : [...entries, { account: `cash:${MARKET_HOLDER}`, paisa }]
}

async function keepOpenThings(tx: Tx, by: string, row: LineRow, at: ParcelAt | undefined, it: Judgement) {
  const { courier, tracking, line_id } = row
  if (at && it.advance_paisa > 0n) await addAdvance(tx, { courier, tracking, ...at, amount_paisa: it.advance_paisa })
  if (it.advance_paisa < 0n) {
    assert((await takeAdvance(tx, courier, tracking, -it.advance_paisa)) === 1, 'an advance is settled once')
  }
  // Only one of the two settles: more than was due pays what was short, less takes back what was over.
  if (it.short_paisa < 0n) await lessen(tx, by, row, it.short_paisa)
  if (it.over_paisa < 0n) await lessen(tx, by, row, -it.over_paisa)
  const amount_paisa = it.short_paisa > 0n ? it.short_paisa : -it.over_paisa
  if (it.short_paisa <= 0n && it.over_paisa <= 0n) return
  const kind = it.verdict === 'unknown' || it.verdict === 'undelivered' || it.verdict === 'wrong_charge'
  const shop_id = at?.shop_id ?? null
  await insertBreak(tx, {
    break_id: newId(),
    courier,
    kind: kind ? (it.verdict as 'unknown') : amount_paisa > 0n ? 'short' : 'over',
    line_id,
    tracking,
    shop_id,
    order_id: at?.order_id ?? null,
    amount_paisa,
  })
}

/** Settles open breaks of a parcel, the oldest first: below zero it pays what was short, above zero what was over. */
async function lessen(tx: Tx, by: string, { courier, tracking, line_id }: LineRow, paisa: Paisa): Promise<void> {
  let left = paisa
  for (const it of await openBreaksOf(tx, courier, tracking)) {
    if (left === 0n || it.open_paisa > 0n === left > 0n) continue
    const most = -left
    const by_paisa = magnitude(it.open_paisa) < magnitude(most) ? it.open_paisa : most
    await lessenBreak(tx, { break_id: it.break_id, by_paisa, how: 'line', by, note: line_id })
    left += by_paisa
  }
  assert(left === 0n, 'what a line settles was open')
}

const sum = (amounts: readonly Paisa[]): Paisa => amounts.reduce((total, paisa) => total + paisa, 0n)
const magnitude = (paisa: Paisa): Paisa => (paisa < 0n ? -paisa : paisa)

/** Judges a line again that stayed open because its parcel was unknown or not delivered, and books it anew. */
export async function bookAgain(tx: Tx, by: string, lineId: string, at: ParcelAt): Promise<Judgement | undefined> {
  const row = await lockLine(tx, lineId)
  assert(row, 'a break names a line')
  const judgement = await judgeNow(tx, row.courier, lineOf(row), at)
  if (judgement.verdict === 'unknown' || judgement.verdict === 'undelivered') return undefined
  await bookJudged(tx, by, row, at, { judgement, cause: `remittance:${row.line_id}:again` })
  return judgement
}
