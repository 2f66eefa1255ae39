import { generateSecret, generateURI, verifySync } from 'otplib'
import { Refusal } from '../../kit/errors/refusal.ts'
import { useLimit } from '../../kit/limits/limits.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Session } from './actors.ts'
import { plainDigits } from './codes.ts'
import { tell } from './events.ts'
import { LIMITS } from './rules.ts'
import { assertProved, proved } from './sessions.ts'
import { deleteTotp, findTotp, putTotp, takeStep } from './sign-in-store.ts'
import { keyOf, sealText, unsealText } from './vault.ts'

const FIELD = 'totp'
/** Clocks of old phones are off by up to half a minute. */
const TOLERANCE_S = 30

/**
 * Begins to pair an authenticator app. The secret is shown this once; it counts from confirmTotp on.
 * Refuses: forbidden when the session was not proved lately; conflict when an app is paired already.
 */
export async function addTotp(tx: Tx, session: Session, market: string): Promise<{ uri: string; secret: string }> {
  assertProved(session, tx.now)
  const key = await keyOf(tx, session.person_id)
  const secret = generateSecret()
  if (!(await putTotp(tx, session.person_id, sealText(key, session.person_id, FIELD, secret)))) {
    throw new Refusal('conflict', 'identity.totp_exists')
  }
  // The label names the market and not the phone: the code is often shown on a screen that others see.
  return { secret, uri: generateURI({ issuer: market, label: market, secret }) }
}

/**
 * Pairs the app for good with its first six digits.
 * Refuses: forbidden when the session was not proved lately; not_found when none was begun; conflict when an app is
 * paired already; invalid when the digits are wrong; limit.
 * Events: person.factor_changed.
 */
export async function confirmTotp(tx: Tx, session: Session, digits: string): Promise<void> {
  assertProved(session, tx.now)
  if ((await findTotp(tx, session.person_id))?.confirmed_at) throw new Refusal('conflict', 'identity.totp_exists')
  await takeDigits(tx, session, digits, 'pairing')
  const { person_id } = session
  await tell(tx, person_id, 'person.factor_changed', { person_id, factor: 'totp', change: 'added' })
}

/**
 * Proves the person behind a session by the six digits of their app. Each digits are good once.
 * Refuses: not_found when no app is paired; invalid when the digits are wrong or were used before; limit.
 */
export async function proveByTotp(tx: Tx, session: Session, digits: string): Promise<Session> {
  await takeDigits(tx, session, digits, 'paired')
  return proved(tx, session)
}

/**
 * Forgets the app.
 * Refuses: forbidden when the session was not proved lately; not_found when no app is paired.
 * Events: person.factor_changed.
 */
export async function removeTotp(tx: Tx, session: Session): Promise<void> {
  assertProved(session, tx.now)
  if ((await deleteTotp(tx, session.person_id)) === 0) throw new Refusal('not_found', 'identity.totp_missing')
  const { person_id } = session
  await tell(tx, person_id, 'person.factor_changed', { person_id, factor: 'totp', change: 'removed' })
}

/** Whether an authenticator app is paired. */
export async function hasTotp(tx: Tx, session: Session): Promise<boolean> {
  return Boolean((await findTotp(tx, session.person_id))?.confirmed_at)
}

async function takeDigits(tx: Tx, session: Session, typed: string, state: 'pairing' | 'paired'): Promise<void> {
  const row = await findTotp(tx, session.person_id)
  if (!row || (state === 'paired' && !row.confirmed_at)) throw new Refusal('not_found', 'identity.totp_missing')
  await useLimit(tx, `identity.totp:${session.person_id}`, LIMITS.proofs_per_person)
  const key = await keyOf(tx, session.person_id)
  const secret = unsealText(key, session.person_id, FIELD, row.secret_sealed)
  const step = stepOf(secret, plainDigits(typed), tx.now)
  // The step is used up by one guarded write: of two equal answers at once, one is too late.
  if (step === undefined || !(await takeStep(tx, session.person_id, step))) {
    throw new Refusal('invalid', 'identity.totp_wrong', {}, true)
  }
}

/** The time step for which the digits are right, or undefined. */
function stepOf(secret: string, digits: string, now: Date): bigint | undefined {
  if (!/^\d{6}$/.test(digits)) return undefined
  const epoch = Math.floor(now.getTime() / 1000)
  const result = verifySync({ secret, token: digits, epoch, epochTolerance: TOLERANCE_S })
  return result.valid && 'timeStep' in result ? BigInt(result.timeStep) : undefined
}
