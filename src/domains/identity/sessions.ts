import { createHash, randomBytes } from 'node:crypto'
import { later } from '../../kit/clock/clock.ts'
import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Operator, Person, Session, System } from './actors.ts'
import { line } from './people.ts'
import { PROOF_MS, SESSION } from './rules.ts'
import {
  deleteStale,
  findSession,
  findSessions,
  insertSession,
  markProved,
  stopSession,
  stopSessionsBut,
  touchSession,
} from './sign-in-store.ts'
import { findLanguage, findRoles } from './store.ts'

/** A device that is signed in, as its owner sees it in the list. */
export interface SignedInDevice {
  readonly session_id: string
  readonly kind: 'browser' | 'api'
  readonly device: string
  readonly opened_at: Date
  readonly seen_at: Date
}

/**
 * The session behind a token, or undefined when there is none, or when it has ended, expired or lain idle too long.
 * One statement that only reads. When seen_at is older than five minutes, the caller notes it with noteSeen.
 */
export async function sessionOf(tx: Tx, token: string): Promise<(Session & { readonly seen_at: Date }) | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return undefined
  return findSession(tx, hashToken(token), later(tx.now, -SESSION.idle_ms))
}

/** True when a session was last noted as seen so long ago that it should be noted again. */
export function isDueToBeSeen(session: { readonly seen_at: Date }, now: Date): boolean {
  return session.seen_at < later(now, -SESSION.refresh_ms)
}

/** Notes that a session is in use, so that it does not lie idle. */
export async function noteSeen(tx: Tx, token: string): Promise<void> {
  await touchSession(tx, hashToken(token), later(tx.now, -SESSION.idle_ms))
}

/** The person's signed-in devices, last used first. */
export function listSessions(tx: Tx, person: Person): Promise<SignedInDevice[]> {
  return findSessions(tx, person.person_id, later(tx.now, -SESSION.idle_ms))
}

/** Signs one device out, at once and on the server. Refuses: not_found when it is not the person's or has ended. */
export async function endSession(tx: Tx, person: Person, sessionId: string): Promise<void> {
  if ((await stopSession(tx, person.person_id, sessionId)) === 0) {
    throw new Refusal('not_found', 'identity.session_unknown')
  }
}

/** Signs every device out but this one. Says how many. */
export function endOtherSessions(tx: Tx, session: Session): Promise<number> {
  return stopSessionsBut(tx, session.person_id, session.session_id)
}

/** Signs a person out everywhere: what an operator does when a phone was stolen. Says how many. */
export function endSessionsOf(tx: Tx, by: Operator | System, personId: string): Promise<number> {
  assert(by.kind === 'operator' || by.kind === 'system', 'others end their own sessions only')
  return stopSessionsBut(tx, personId, null)
}

/**
 * Stops an act that needs a fresh proof of who is there: money, factors, pay-out accounts.
 * Refuses: forbidden when the session was not proved within within_ms.
 */
export function assertProved(session: Session, now: Date, within_ms: number = PROOF_MS): void {
  const proved = session.proved_at
  if (!proved || proved < later(now, -within_ms)) throw new Refusal('forbidden', 'identity.prove_first')
}

/** Opens a session without a code, for seeds, benchmarks and tests. Refuses: not_found when nobody is there. */
export async function openSessionFor(
  tx: Tx,
  by: System,
  personId: string,
  kind: 'browser' | 'api' = 'browser',
): Promise<{ token: string; session: Session }> {
  assert(by.kind === 'system', 'only the market itself opens sessions without a code')
  return openSession(tx, personId, { kind, device: '', proved: true })
}

/** Forgets sessions, codes and challenges that ended more than a month ago. Run daily. Says how many. */
export function forgetStaleSessions(tx: Tx, by: System): Promise<number> {
  assert(by.kind === 'system', 'a job of the market')
  return deleteStale(tx, later(tx.now, -SESSION.idle_ms))
}

// ── inside the domain only ──

/** A new token of 256 random bits each time. Only its SHA-256 is kept, so that the table lets nobody in. */
export async function openSession(
  tx: Tx,
  personId: string,
  how: { readonly kind: 'browser' | 'api'; readonly device: string; readonly proved: boolean },
): Promise<{ token: string; session: Session }> {
  const [person, roles] = await Promise.all([findLanguage(tx, personId), findRoles(tx, personId)])
  if (!person) throw new Refusal('not_found', 'identity.person_unknown')
  const token = randomBytes(32).toString('base64url')
  const session: Session = {
    session_id: newId(),
    person_id: personId,
    language: person.language,
    roles: roles.map((row) => row.role),
    proved_at: how.proved ? tx.now : null,
    kind: how.kind,
  }
  await insertSession(tx, {
    ...session,
    roles: [...session.roles],
    token_hash: hashToken(token),
    device: line(how.device).slice(0, 120),
    expires_at: later(tx.now, SESSION.life_ms),
  })
  return { token, session }
}

/** Notes that the person behind a session has just proved themselves. */
export async function proved(tx: Tx, session: Session): Promise<Session> {
  if ((await markProved(tx, session.person_id, session.session_id)) === 0) {
    throw new Refusal('not_found', 'identity.session_unknown')
  }
  return { ...session, proved_at: tx.now }
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
