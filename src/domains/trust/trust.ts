import { later } from '../../kit/clock/clock.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Operator, Person, Rider, ShopActor } from '../identity/identity.ts'
import {
  beginInspection,
  type Decision,
  decideOrder,
  findOrderOfBuyer,
  keepGoods,
  keepSome,
  LOOK_AT_DOOR_MS,
  lockFor,
  type OrderAt,
  type OrderRow,
  packOrder,
  refuseGoods,
} from '../orders/orders.ts'
import { checkCode, codeOf } from './codes.ts'
import {
  clearTries,
  type EvidenceRow,
  type InspectionRow,
  insertEvidence,
  insertInspection,
  insertSendBack,
  readAllTries,
  readEvidence,
  readInspection,
  readSendBack,
  readStanding,
  SEND_BACK_REASONS,
  type SendBackReason,
  type SendBackRow,
  writeVerdict,
} from './store.ts'

export { OWN_LOOKS } from './own-store.ts'
export { syncReceipt } from './receipts.ts'
export type { EvidenceRow, InspectionRow, SendBackReason, SendBackRow } from './store.ts'
export { SEND_BACK_REASONS } from './store.ts'

const MOST_PHOTOS = 6
const MOST_WORDS = 500

/**
 * The shop packs an order and shows what goes in: at least one photo, kept for whoever asks later.
 * Refuses: invalid trust.photo_needed, trust.too_many_photos; what packOrder refuses. Events: order.packed.
 */
export async function packWithProof(
  tx: Tx,
  by: ShopActor,
  at: OrderAt,
  proof: { photos: { name: string; colour: string }[]; carrier: string },
): Promise<OrderRow> {
  if (proof.photos.length === 0) throw new Refusal('invalid', 'trust.photo_needed')
  if (proof.photos.length > MOST_PHOTOS) throw new Refusal('invalid', 'trust.too_many_photos', { most: MOST_PHOTOS })
  const order = await packOrder(tx, by, at, proof.carrier)
  await Promise.all(proof.photos.map((photo) => insertEvidence(tx, at.shop_id, at.order_id, photo, by.person_id)))
  return order
}

/**
 * The code that opens the parcel. The buyer has it from the moment the parcel is on its way, and gives it to the rider
 * at
 * the door. Refuses: not_found; conflict trust.no_code_now.
 */
export async function inspectCodeFor(tx: Tx, by: Person, orderId: string): Promise<string> {
  const { order } = await findOrderOfBuyer(tx, by, orderId)
  if (order.state !== 'shipped' && order.state !== 'at_door') throw new Refusal('conflict', 'trust.no_code_now')
  return codeOf(tx.keys, 'inspect', order.order_id)
}

/**
 * The code that pays the shop. It is shown only after the parcel was opened, so that nobody can ask for it before.
 * Refuses: not_found; conflict trust.no_code_now.
 */
export async function releaseCodeFor(tx: Tx, by: Person, orderId: string): Promise<string> {
  const { order } = await findOrderOfBuyer(tx, by, orderId)
  if (order.state !== 'inspecting') throw new Refusal('conflict', 'trust.no_code_now')
  return codeOf(tx.keys, 'release', order.order_id)
}

/**
 * Both codes, for the messages that carry them. Only consequences may ask; the state was checked by the step itself.
 */
export function codesFor(tx: Tx, orderId: string): { inspect: string; release: string } {
  return { inspect: codeOf(tx.keys, 'inspect', orderId), release: codeOf(tx.keys, 'release', orderId) }
}

/**
 * At the door the rider types the buyer's inspect code: the parcel is opened and the buyer looks.
 * Refuses: invalid trust.code_wrong; limit trust.code_locked; conflict orders.not_now. Events: order.opened.
 */
export async function openAtDoor(tx: Tx, by: Rider, at: OrderAt, code: string): Promise<OrderRow> {
  await lockFor(tx, by, at)
  await checkCode(tx, at, 'inspect', code)
  return open(tx, by, at, 'rider')
}

/**
 * The buyer opens the parcel alone, after a courier left it: the clock of looking starts.
 * Refuses: not_found; conflict trust.rider_opens while a rider stands at the door; conflict orders.not_now.
 * Events: order.opened.
 */
export async function openDelivered(tx: Tx, by: Person, at: OrderAt): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  if (order.state === 'at_door') throw new Refusal('conflict', 'trust.rider_opens')
  return open(tx, by, at, 'buyer')
}

async function open(tx: Tx, by: Rider | Person, at: OrderAt, as: 'rider' | 'buyer'): Promise<OrderRow> {
  const order = await beginInspection(tx, by, at)
  const look_until = order.due_at ?? later(tx.now, LOOK_AT_DOOR_MS)
  await insertInspection(tx, at.shop_id, at.order_id, { by: by.person_id, as, look_until })
  return order
}

/**
 * The rider types the buyer's release code, with the cash in hand when it is due: the shop is paid.
 * Refuses: conflict trust.open_first before the parcel was opened; invalid trust.code_wrong; limit trust.code_locked.
 * Events: order.completed.
 */
export async function releaseAtDoor(tx: Tx, by: Rider, at: OrderAt, code: string): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  if (order.state !== 'inspecting') throw new Refusal('conflict', 'trust.open_first')
  await checkCode(tx, at, 'release', code)
  return keep(tx, by, at)
}

/**
 * The buyer presses "Keep it" after looking. Cash due at the door goes through the rider and the code instead.
 * Refuses: not_found; conflict trust.open_first; conflict orders.cash_first. Events: order.completed.
 */
export async function keepIt(tx: Tx, by: Person, at: OrderAt): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  if (order.state !== 'inspecting' && order.state !== 'delivered') throw new Refusal('conflict', 'trust.open_first')
  return keep(tx, by, at)
}

async function keep(tx: Tx, by: Rider | Person, at: OrderAt): Promise<OrderRow> {
  const order = await keepGoods(tx, by, at)
  await writeVerdict(tx, at.shop_id, at.order_id, 'kept', by.person_id)
  return order
}

/** What goes back while the rest is kept: why, and how many of which lines. */
export interface SomeBack {
  reason: string
  lines: readonly { line: number; quantity: number }[]
}

/**
 * The buyer keeps some of what was paid before, and sends the rest back: what was paid for the rest comes back.
 * Refuses: invalid trust.reason_needed; conflict trust.open_first; what keepSome refuses. Events: order.completed.
 */
export async function keepSomeOfIt(tx: Tx, by: Person, at: OrderAt, back: SomeBack): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  if (order.state !== 'inspecting' && order.state !== 'delivered') throw new Refusal('conflict', 'trust.open_first')
  return keepPart(tx, by, at, back)
}

/**
 * At the door the rider takes some of the goods along and the cash for the others, with the buyer's release code.
 * Refuses: as releaseAtDoor and keepSome; invalid trust.reason_needed. Events: order.completed.
 */
export async function keepSomeAtDoor(tx: Tx, by: Rider, at: OrderAt, code: string, back: SomeBack): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  if (order.state !== 'inspecting') throw new Refusal('conflict', 'trust.open_first')
  await checkCode(tx, at, 'release', code)
  return keepPart(tx, by, at, back)
}

async function keepPart(tx: Tx, by: Rider | Person, at: OrderAt, back: SomeBack): Promise<OrderRow> {
  if (!SEND_BACK_REASONS.some((known) => known === back.reason)) throw new Refusal('invalid', 'trust.reason_needed')
  const order = await keepSome(tx, by, at, back)
  await writeVerdict(tx, at.shop_id, at.order_id, 'kept', by.person_id)
  return order
}

/**
 * The goods go back, with a reason and photos. At the door the rider takes the parcel along.
 * Refuses: not_found; invalid trust.reason_needed, trust.too_many_photos, trust.words_too_long; conflict
 * orders.not_now.
 * Events: order.refused.
 */
export async function sendBack(
  tx: Tx,
  by: Person | Rider,
  at: OrderAt,
  back: { reason: string; words: string; photo_names: string[] },
): Promise<OrderRow> {
  const reason = SEND_BACK_REASONS.find((known) => known === back.reason)
  if (!reason) throw new Refusal('invalid', 'trust.reason_needed')
  if (back.photo_names.length > MOST_PHOTOS)
    throw new Refusal('invalid', 'trust.too_many_photos', { most: MOST_PHOTOS })
  if (back.words.length > MOST_WORDS) throw new Refusal('invalid', 'trust.words_too_long', { most: MOST_WORDS })
  const order = await refuseGoods(tx, by, at, reason)
  await Promise.all([
    insertSendBack(tx, at.shop_id, at.order_id, { ...back, reason, by: by.person_id }),
    writeVerdict(tx, at.shop_id, at.order_id, 'sent_back', by.person_id),
  ])
  return order
}

/**
 * An operator decides what nobody else can, and unlocks its codes. Refuses and events: as decideOrder.
 */
export async function decide(tx: Tx, by: Operator, at: OrderAt, decision: Decision): Promise<OrderRow> {
  const order = await decideOrder(tx, by, at, decision)
  const reason: SendBackReason = 'decided'
  await Promise.all([
    decision.side === 'buyer'
      ? insertSendBack(tx, at.shop_id, at.order_id, {
          reason,
          words: decision.words,
          photo_names: [],
          by: by.person_id,
        })
      : Promise.resolve(0),
    writeVerdict(tx, at.shop_id, at.order_id, 'decided', by.person_id),
    clearTries(tx, at.shop_id, at.order_id),
  ])
  return order
}

/** An operator who spoke with the buyer lets a locked code be tried again. Refuses: not_found. */
export async function unlockCodes(tx: Tx, by: Operator, at: OrderAt): Promise<void> {
  await lockFor(tx, by, at)
  await clearTries(tx, at.shop_id, at.order_id)
}

/** How often each code of an order was typed wrong, and since when it is locked, for the operator. */
export function codeTriesOf(tx: Tx, _by: Operator, at: OrderAt) {
  return readAllTries(tx, at.shop_id, at.order_id)
}

export interface Proofs {
  evidence: EvidenceRow[]
  inspection: InspectionRow | undefined
  send_back: SendBackRow | undefined
}

/** What was shown and said about an order. Whoever may read the order may read this. */
export async function proofsOf(tx: Tx, at: OrderAt): Promise<Proofs> {
  const [evidence, inspection, send_back] = await Promise.all([
    readEvidence(tx, at.shop_id, at.order_id),
    readInspection(tx, at.shop_id, at.order_id),
    readSendBack(tx, at.shop_id, at.order_id),
  ])
  return { evidence, inspection, send_back }
}

/** A shop's record, from facts only: how many were kept, sent back, and sent back by the shop's fault. */
export async function standingOf(tx: Tx, shopId: string) {
  return (await readStanding(tx, shopId)) ?? { kept_count: 0, sent_back_count: 0, shop_fault_count: 0 }
}

/** Time released the money of an order that was opened: the record says so. Called by consequences. */
export async function noteKeptByTime(tx: Tx, at: OrderAt): Promise<void> {
  await writeVerdict(tx, at.shop_id, at.order_id, 'kept_by_time', null)
}
