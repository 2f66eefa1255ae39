import { Refusal } from '../errors/refusal.ts'
import { sql } from '../sql/sql.ts'
import type { Tx } from '../sql/tx.ts'

/** What was answered: an HTTP status and a body that JSON can carry. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** A request that must not be done twice. */
export interface Asked {
  /** Whose key it is: two parties may choose the same key. */
  readonly party_id: string
  readonly key: string
  /** A digest of the request: method, path and body. */
  readonly request_hash: Uint8Array
}

/** What this needs from the database. */
interface OpensTransactions {
  tx<T>(body: (tx: Tx) => Promise<T>): Promise<T>
}

/** Stores the answer in the transaction that makes the effect, so that both are there or neither is. */
export type Keep = (tx: Tx, answer: Answer) => Promise<void>

interface KeyRow {
  readonly request_hash: Buffer
  readonly status: number | null
  readonly answer: { readonly body: unknown } | null
  readonly asked_at: Date
  readonly answered_at: Date | null
}

/** After so long an unanswered request is taken for abandoned (its program died), and may be made again. */
const ABANDONED_AFTER_MS = 60_000

/**
 * Does a request once for its key. The same key and the same request get the stored answer again. The body calls
 * keep(tx, answer) in the transaction of its effect; when it does not, the answer is stored right after it. A body that
 * throws a Refusal has done nothing, and the key is free again. A bug leaves the key taken until it counts as
 * abandoned.
 * Refuses: invalid 'requests.key_unreadable' when the key is empty or too long; invalid 'requests.key_reused' when the
 * key came with another request before; conflict 'requests.in_flight' while the first one is being answered.
 */
export async function once(
  db: OpensTransactions,
  asked: Asked,
  body: (keep: Keep) => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly replayed: boolean }> {
  if (asked.key.length < 1 || asked.key.length > 255) throw new Refusal('invalid', 'requests.key_unreadable')
  const claim = await db.tx((tx) => claimKey(tx, asked))
  if ('answer' in claim) return { answer: claim.answer, replayed: true }
  let kept = false
  const keep: Keep = async (tx, answer) => {
    await storeAnswer(tx, asked, claim.asked_at, answer)
    kept = true
  }
  try {
    const answer = await body(keep)
    if (!kept) await db.tx((tx) => keep(tx, answer))
    return { answer, replayed: false }
  } catch (error) {
    if (error instanceof Refusal) await db.tx((tx) => freeKey(tx, asked, claim.asked_at))
    throw error
  }
}

/** Forgets the keys of requests older than a time. Money does not rest on these rows: its causes are kept for ever. */
export function forgetRequests(tx: Tx, before: Date): Promise<number> {
  return tx.count(sql`
    delete from idempotency_keys where asked_at < ${before} -- every party: an old answer is of use to nobody`)
}

type Claim = { readonly asked_at: Date } | { readonly answer: Answer }

async function claimKey(tx: Tx, asked: Asked): Promise<Claim> {
  const made = await tx.count(sql`
    insert into idempotency_keys (party_id, key, request_hash, asked_at)
    values (${asked.party_id}, ${asked.key}, ${asked.request_hash}, ${tx.now})
    on conflict (party_id, key) do nothing`)
  if (made === 1) return { asked_at: tx.now }
  const row = await tx.one<KeyRow>(sql`
    select request_hash, status, answer, asked_at, answered_at
    from idempotency_keys
    where party_id = ${asked.party_id} and key = ${asked.key}
    for update`)
  // The first request was refused, and its key freed, between the two statements: it may be asked again.
  if (!row) throw new Refusal('conflict', 'requests.in_flight')
  if (!row.request_hash.equals(asked.request_hash)) throw new Refusal('invalid', 'requests.key_reused')
  if (row.answered_at) return { answer: { status: row.status ?? 200, body: row.answer?.body ?? null } }
  if (tx.now.getTime() - row.asked_at.getTime() < ABANDONED_AFTER_MS) {
    throw new Refusal('conflict', 'requests.in_flight')
  }
  await tx.count(sql`
    update idempotency_keys
    set asked_at = ${tx.now}
    where party_id = ${asked.party_id} and key = ${asked.key} and answered_at is null`)
  return { asked_at: tx.now }
}

/** Whoever was taken for abandoned and comes back late must not answer: its effect goes back with this refusal. */
async function storeAnswer(tx: Tx, asked: Asked, askedAt: Date, answer: Answer): Promise<void> {
  const stored = await tx.count(sql`
    update idempotency_keys
    set status = ${answer.status}, answer = ${{ body: answer.body }}, answered_at = ${tx.now}
    where party_id = ${asked.party_id} and key = ${asked.key} and asked_at = ${askedAt} and answered_at is null`)
  if (stored === 0) throw new Refusal('conflict', 'requests.in_flight')
}

function freeKey(tx: Tx, asked: Asked, askedAt: Date): Promise<number> {
  return tx.count(sql`
    delete from idempotency_keys
    where party_id = ${asked.party_id} and key = ${asked.key} and asked_at = ${askedAt} and answered_at is null`)
}
