import { timingSafeEqual } from 'node:crypto'
import { DAY_MS, HOUR_MS, later } from '../../kit/clock/clock.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import { digest, type Keys } from '../../kit/keys/keys.ts'
import { useLimit } from '../../kit/limits/limits.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Locale } from '../../kit/text/locale.ts'
import { assertTask, openFor, type ShopActor, sealFor } from '../identity/identity.ts'
import { FORMATS } from './files.ts'
import { OWN_TABLES } from './own-tables.ts'
import { type Place, readDraft, type SendingDraft } from './places.ts'
import type { BucketWriter } from './sender.ts'
import {
  countAlive,
  dropRuns,
  markProved,
  putRun,
  putSending,
  type RunRow,
  type SendingRow,
  selectRuns,
  selectSending,
  selectSendings,
  stopSending,
  stopUnproved,
} from './sendings-store.ts'

export type { Place, SendingDraft } from './places.ts'
export type { Every, RunRow, SendingRow, Way } from './sendings-store.ts'

export const EVERY = ['day', 'week', 'month'] as const
export const WAYS = ['email', 's3'] as const

/** A sending as its shop sees it: never the keys of a bucket. */
export interface Sending extends Omit<SendingRow, 'place_sealed'> {
  /** The e-mail address, or the bucket. Undefined for everybody but who made it. */
  readonly to: string | undefined
}

const SENDINGS_MOST = 5
/** Each makes a mail to an address that nobody has proved. */
const MADE = { most: 10, window_ms: DAY_MS }
const PROOFS = { most: 10, window_ms: HOUR_MS }
const PROOF_MOST_MS = 3 * DAY_MS
const KEPT_MS = 90 * DAY_MS

/**
 * Sends tables of the shop to a place from now on: once at once, then once each day, week or month. An e-mail address
 * gets a code first, and nothing else before that code is given back (`proveSending`).
 * Refuses: forbidden exports.owner_only; invalid exports.sending_tables, exports.sending_format, exports.sending_every,
 * exports.sending_way, exports.email_wrong, exports.endpoint.not_an_address, exports.endpoint.not_https,
 * exports.endpoint.not_public, exports.bucket_wrong, exports.prefix_wrong, exports.region_wrong, exports.keys_wrong;
 * limit exports.sendings_many, limits.too_often; unavailable exports.no_mail.
 */
export async function makeSending(
  tx: Tx,
  by: ShopActor,
  senders: { readonly mailer: unknown; readonly buckets: Pick<BucketWriter, 'fault'> },
  draft: SendingDraft,
  language: Locale,
): Promise<Sending> {
  assertOwner(by)
  const place = readDraft(draft, senders)
  const { tables, format, every } = readWhat(draft)
  if ((await countAlive(tx, by.shop_id)) >= SENDINGS_MOST) {
    throw new Refusal('limit', 'exports.sendings_many', { most: SENDINGS_MOST })
  }
  await useLimit(tx, `sending:${by.shop_id}`, MADE)
  const sending_id = newId()
  const sealed = await sealFor(tx, by.person_id, JSON.stringify(place), placeField(sending_id))
  const row = {
    ...{ party_id: by.shop_id, sending_id, way: place.way, tables, format, every, language },
    ...{ place_sealed: sealed, made_by: by.person_id, proved_at: place.way === 's3' ? tx.now : null },
  }
  await putSending(tx, row)
  if (place.way === 'email') await putRun(tx, by.shop_id, sending_id, 'proof')
  return shownSending({ ...row, made_at: tx.now, failed_count: 0, ended_at: null, end_reason: '' }, place)
}

function readWhat({ tables, format, every }: SendingDraft) {
  const known = OWN_TABLES.map(({ name }) => name).filter((name) => tables.includes(name))
  if (known.length === 0) throw new Refusal('invalid', 'exports.sending_tables')
  const formats = FORMATS.find((one) => one === format)
  const times = EVERY.find((one) => one === every)
  if (!formats) throw new Refusal('invalid', 'exports.sending_format')
  if (!times) throw new Refusal('invalid', 'exports.sending_every')
  return { tables: known, format: formats, every: times }
}

/**
 * The code from the mail is given back: from now on files go to that address.
 * Refuses: forbidden exports.owner_only; not_found exports.sending_unknown; invalid exports.proof_wrong; limit
 * limits.too_often.
 */
export async function proveSending(tx: Tx, by: ShopActor, sendingId: string, code: string): Promise<void> {
  assertOwner(by)
  await useLimit(tx, `sending-proof:${by.shop_id}`, PROOFS)
  const row = await selectSending(tx, by.shop_id, sendingId)
  if (!row || row.ended_at || row.way !== 'email') throw new Refusal('not_found', 'exports.sending_unknown', {}, true)
  const given = Buffer.from(code.replace(/\D/g, ''))
  const right = Buffer.from(proofCode(tx.keys, by.shop_id, sendingId))
  // A wrong code stays counted.
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    throw new Refusal('invalid', 'exports.proof_wrong', {}, true)
  }
  await markProved(tx, by.shop_id, sendingId)
}

/** Ends a sending. Refuses: forbidden exports.owner_only; not_found exports.sending_unknown. */
export async function endSending(tx: Tx, by: ShopActor, sendingId: string): Promise<void> {
  assertOwner(by)
  const ended = await stopSending(tx, by.shop_id, sendingId, 'owner')
  if (ended === 0) throw new Refusal('not_found', 'exports.sending_unknown')
}

/**
 * The shop's sendings, those that ended in the last month among them, and what went out last. Where to is shown only to
 * the person who made it. Refuses: forbidden when the task 'money' was not given.
 */
export async function listSendings(tx: Tx, by: ShopActor): Promise<{ sendings: Sending[]; runs: RunRow[] }> {
  assertTask(by, 'money')
  const [rows, runs] = await Promise.all([selectSendings(tx, by.shop_id), selectRuns(tx, by.shop_id, 20)])
  const sendings: Sending[] = []
  for (const row of rows) {
    sendings.push(shownSending(row, row.made_by === by.person_id ? await openOwn(tx, row) : undefined))
  }
  return { sendings, runs }
}

async function openOwn(tx: Tx, row: SendingRow): Promise<Place> {
  const me = { kind: 'person', person_id: row.made_by } as const
  return JSON.parse(await openFor(tx, me, 'own', row.made_by, row.place_sealed, placeField(row.sending_id)))
}

function shownSending({ place_sealed: _, ...row }: SendingRow, place: Place | undefined): Sending {
  return { ...row, to: place && (place.way === 'email' ? place.email : bucketWords(place)) }
}

function bucketWords({ endpoint, bucket, prefix }: Extract<Place, { way: 's3' }>): string {
  return [endpoint.replace(/\/$/, ''), bucket, ...(prefix ? [prefix] : [])].join('/')
}

/** Ends what nobody proved within three days, and forgets what was sent three months ago. */
export async function tidySendings(tx: Tx): Promise<void> {
  await stopUnproved(tx, later(tx.now, -PROOF_MOST_MS))
  await dropRuns(tx, later(tx.now, -KEPT_MS))
}

// ── inside the domain only ──

/** Eight digits that go to an e-mail address. They are derived and lie nowhere. */
export function proofCode(keys: Keys, shopId: string, sendingId: string): string {
  return String(digest(keys.sign, 'sending', shopId, sendingId).readUIntBE(0, 6) % 100_000_000).padStart(8, '0')
}

/** The name of a place in the binding of its seal: it opens in its own row only. */
export function placeField(sendingId: string): string {
  return `exports.sending:${sendingId}`
}

function assertOwner(by: ShopActor): void {
  if (by.role !== 'owner') throw new Refusal('forbidden', 'exports.owner_only')
}
