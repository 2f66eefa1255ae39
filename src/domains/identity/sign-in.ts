import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type Language, personOf, type Session } from './actors.ts'
import { answerCode, makeCode, useNetworkLimits } from './codes.ts'
import { tell } from './events.ts'
import { personWithPhone } from './people.ts'
import { readPhone } from './phone.ts'
import { LIMITS } from './rules.ts'
import { openSession, proved } from './sessions.ts'
import { hasStrongFactor } from './sign-in-store.ts'
import { readPerson } from './vault.ts'

/** A code on its way to a phone. It leaves this domain once, towards the messages, in the same transaction. */
export interface CodeToSend {
  /** E.164. */
  readonly phone: string
  readonly code: string
}

/**
 * Makes a sign-in code for a number, known or not, in place of an earlier one. It lives ten minutes and has five tries.
 * Refuses: invalid when the number cannot be read; limit by number, address, network and country.
 */
export async function askSignInCode(
  tx: Tx,
  ask: { readonly phone: string; readonly ip: string; readonly language: Language },
): Promise<CodeToSend> {
  const phone = readPhone(ask.phone)
  return { phone: phone.e164, code: await makeCode(tx, 'sign_in', phone, ask) }
}

/**
 * Signs in with a code; the first time makes the person. Who has only the phone is thereby freshly proved; who has a
 * passkey or an authenticator app proves themselves with that before money moves.
 * Refuses: invalid when the number cannot be read, the code is wrong ({left} tries) or no longer good; limit.
 * Events: person.signed_in, and person.joined the first time.
 */
export async function signIn(
  tx: Tx,
  answer: {
    readonly phone: string
    readonly code: string
    readonly device: string
    readonly ip: string
    readonly kind: 'browser' | 'api'
  },
): Promise<{ token: string; session: Session; is_new: boolean }> {
  const { e164 } = readPhone(answer.phone)
  await useNetworkLimits(tx, 'try', answer.ip, LIMITS.tries_per_address, LIMITS.tries_per_network)
  const { language } = await answerCode(tx, 'sign_in', e164, answer.code)
  const { person_id, is_new } = await personWithPhone(tx, e164, language, 'sign_in')
  const strong = await hasStrongFactor(tx, person_id)
  const opened = await openSession(tx, person_id, { kind: answer.kind, device: answer.device, proved: !strong })
  const { session_id } = opened.session
  await tell(tx, person_id, 'person.signed_in', { person_id, session_id, way: 'code', is_new })
  return { ...opened, is_new }
}

/**
 * Makes a code for the phone of somebody who is signed in, to prove themselves before money moves.
 * Refuses: forbidden when the person has a passkey or an authenticator app: the stronger proof is then the only one;
 * limit.
 */
export async function askProofCode(tx: Tx, session: Session, from: { readonly ip: string }): Promise<CodeToSend> {
  await assertNoStrongFactor(tx, session)
  const own = await readPerson(tx, personOf(session), 'own', session.person_id)
  const phone = readPhone(own.phone)
  return { phone: phone.e164, code: await makeCode(tx, 'prove', phone, { ip: from.ip, language: own.language }) }
}

/**
 * Proves the person behind a session by the code that askProofCode sent.
 * Refuses: forbidden when the person has a stronger proof; invalid when the code is wrong ({left}) or no longer good.
 */
export async function proveByCode(tx: Tx, session: Session, code: string): Promise<Session> {
  await assertNoStrongFactor(tx, session)
  const own = await readPerson(tx, personOf(session), 'own', session.person_id)
  await answerCode(tx, 'prove', own.phone, code)
  return proved(tx, session)
}

async function assertNoStrongFactor(tx: Tx, session: Session): Promise<void> {
  if (await hasStrongFactor(tx, session.person_id)) throw new Refusal('forbidden', 'identity.stronger_factor')
}
