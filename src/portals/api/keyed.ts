import { Refusal } from '../../kit/errors/refusal.ts'
import { type Asked, type Keep, once } from '../../kit/idempotency/idempotency.ts'
import { digest } from '../../kit/keys/keys.ts'
import { seal, unseal } from '../../kit/keys/seal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Market } from '../web/market.ts'
import type { Caller } from './ask.ts'

/** A request that came with an Idempotency-Key. */
export interface KeyedRequest {
  readonly key: string
  readonly hash: Buffer
  readonly status: number
  readonly caller: Caller | undefined
  readonly address: string
}

/** Keeps the answer in the transaction that makes the effect. */
export type KeepAnswer = (tx: Tx, answer: unknown) => Promise<void>

/**
 * Does a keyed request once. Answers may hold a token or an address, so they lie sealed until they are given again.
 * Refuses: as once() in the kit.
 */
export async function onceFor(
  market: Market,
  request: KeyedRequest,
  run: (keep: KeepAnswer) => Promise<unknown>,
): Promise<{ answer: unknown; isReplayed: boolean }> {
  const { key, hash, status } = request
  const asked: Asked = { party_id: partyOf(market, request), key, request_hash: hash }
  const place = `api_answer:${asked.party_id}:${key}`
  const sealed = (answer: unknown) => ({
    status,
    body: seal(market.keys.wrap, place, Buffer.from(JSON.stringify(answer))).toString('base64'),
  })
  let fresh: { answer: unknown } | undefined
  const { answer: kept } = await once(market.db, asked, async (keep: Keep) => {
    fresh = { answer: await run((tx, answer) => keep(tx, sealed(answer))) }
    return sealed(fresh.answer)
  })
  if (fresh) return { answer: fresh.answer, isReplayed: false }
  // A person whose key has another shape (it was kept by something else) may not read it here.
  if (typeof kept.body !== 'string') throw new Refusal('invalid', 'requests.key_reused')
  const answer: unknown = JSON.parse(unseal(market.keys.wrap, place, Buffer.from(kept.body, 'base64')).toString())
  return { answer, isReplayed: true }
}

/** A key belongs to the person; of somebody who is not signed in we know only where they call from. */
function partyOf(market: Market, { caller, address }: KeyedRequest): string {
  if (caller) return caller.person.person_id
  const hex = digest(market.keys.index, 'api.asker', address).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
