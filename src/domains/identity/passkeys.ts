import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { later, MINUTE_MS } from '../../kit/clock/clock.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Session } from './actors.ts'
import { useNetworkLimits } from './codes.ts'
import { tell } from './events.ts'
import { line } from './people.ts'
import { LIMITS } from './rules.ts'
import { assertProved, openSession, proved } from './sessions.ts'
import {
  deletePasskeys,
  findPasskeys,
  insertPasskey,
  lockPasskey,
  markPasskeyUsed,
  putChallenge,
  takeChallenge,
} from './sign-in-store.ts'

/** The site that passkeys are bound to. */
export interface Site {
  /** 'market.example' */
  readonly rp_id: string
  /** 'https://market.example' */
  readonly origin: string
  readonly name: string
}

export interface Passkey {
  readonly passkey_id: string
  readonly name: string
  readonly added_at: Date
  readonly used_at: Date | null
}

const CEREMONY_MS = 5 * MINUTE_MS
/** Ed25519, ECDSA on P-256, RSA: what every device can, and what the runtime verifies without experiments. */
const ALGORITHMS = [-8, -7, -257]

/**
 * Begins to add a passkey; the answer goes to navigator.credentials.create().
 * Refuses: forbidden when the session was not proved lately; conflict at ten passkeys.
 */
export async function beginPasskey(
  tx: Tx,
  session: Session,
  site: Site,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  assertProved(session, tx.now)
  const known = await findPasskeys(tx, session.person_id)
  if (known.length >= LIMITS.passkeys)
    throw new Refusal('conflict', 'identity.passkeys_full', { most: LIMITS.passkeys })
  const options = await generateRegistrationOptions({
    rpName: site.name,
    rpID: site.rp_id,
    // The device shows this name in its list; the number would be readable by whoever holds the device.
    userName: site.name,
    userID: Uint8Array.from(Buffer.from(session.person_id)),
    excludeCredentials: known.map((key) => ({ id: key.credential_id, transports: key.transports })),
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await begin(tx, options.challenge, session.person_id, 'add')
  return options
}

/**
 * Adds the passkey that the device made.
 * Refuses: forbidden when the session was not proved lately; invalid when the answer does not fit or comes too late.
 * Events: person.factor_changed.
 */
export async function addPasskey(
  tx: Tx,
  session: Session,
  site: Site,
  response: RegistrationResponseJSON,
  name: string,
): Promise<string> {
  assertProved(session, tx.now)
  await assertChallenge(tx, response, session.person_id, 'add')
  const result = await orRefuse(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: () => true,
      expectedOrigin: site.origin,
      expectedRPID: site.rp_id,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  )
  if (!result.verified) throw new Refusal('invalid', 'identity.passkey_wrong', {}, true)
  const { credential } = result.registrationInfo
  const passkeyId = newId()
  const added = await insertPasskey(tx, session.person_id, {
    passkey_id: passkeyId,
    credential_id: credential.id,
    public_key: Buffer.from(credential.publicKey),
    sign_count: BigInt(credential.counter),
    transports: credential.transports ?? [],
    name: line(name).slice(0, 60),
  })
  if (!added) throw new Refusal('conflict', 'identity.passkey_exists')
  const { person_id } = session
  await tell(tx, person_id, 'person.factor_changed', { person_id, factor: 'passkey', change: 'added' })
  return passkeyId
}

/**
 * Begins to sign in with a passkey; the answer goes to navigator.credentials.get(). It names nobody. Refuses: limit.
 */
export async function beginPasskeySignIn(
  tx: Tx,
  site: Site,
  from: { readonly ip: string },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  await useNetworkLimits(tx, 'passkey', from.ip, LIMITS.tries_per_address, LIMITS.tries_per_network)
  const options = await generateAuthenticationOptions({ rpID: site.rp_id, userVerification: 'required' })
  await begin(tx, options.challenge, null, 'sign_in')
  return options
}

/**
 * Signs in with a passkey. The session is proved, since the device has checked finger, face or PIN.
 * Refuses: invalid when the answer does not fit, comes too late, or belongs to no passkey that is known.
 * Events: person.signed_in.
 */
export async function signInByPasskey(
  tx: Tx,
  site: Site,
  response: AuthenticationResponseJSON,
  on: { readonly device: string; readonly kind: 'browser' | 'api' },
): Promise<{ token: string; session: Session }> {
  await assertChallenge(tx, response, null, 'sign_in')
  const personId = Buffer.from(response.response.userHandle ?? '', 'base64url').toString()
  if (!/^[0-9a-f-]{36}$/.test(personId)) throw new Refusal('invalid', 'identity.passkey_wrong', {}, true)
  await verify(tx, site, personId, response)
  const opened = await openSession(tx, personId, { ...on, proved: true })
  const { session_id } = opened.session
  await tell(tx, personId, 'person.signed_in', { person_id: personId, session_id, way: 'passkey', is_new: false })
  return opened
}

/** Begins to prove the person behind a session by a passkey. Refuses: not_found when the person has none. */
export async function beginPasskeyProof(
  tx: Tx,
  session: Session,
  site: Site,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const known = await findPasskeys(tx, session.person_id)
  if (known.length === 0) throw new Refusal('not_found', 'identity.passkey_unknown')
  const options = await generateAuthenticationOptions({
    rpID: site.rp_id,
    userVerification: 'required',
    allowCredentials: known.map((key) => ({ id: key.credential_id, transports: key.transports })),
  })
  await begin(tx, options.challenge, session.person_id, 'prove')
  return options
}

/** Proves the person behind a session by a passkey. Refuses: invalid when the answer does not fit or comes too late. */
export async function proveByPasskey(
  tx: Tx,
  session: Session,
  site: Site,
  response: AuthenticationResponseJSON,
): Promise<Session> {
  await assertChallenge(tx, response, session.person_id, 'prove')
  await verify(tx, site, session.person_id, response)
  return proved(tx, session)
}

/** The person's passkeys, oldest first. */
export async function listPasskeys(tx: Tx, session: Session): Promise<Passkey[]> {
  const rows = await findPasskeys(tx, session.person_id)
  return rows.map(({ passkey_id, name, added_at, used_at }) => ({ passkey_id, name, added_at, used_at }))
}

/**
 * Forgets a passkey.
 * Refuses: forbidden when the session was not proved lately; not_found. Events: person.factor_changed.
 */
export async function removePasskey(tx: Tx, session: Session, passkeyId: string): Promise<void> {
  assertProved(session, tx.now)
  const { person_id } = session
  if ((await deletePasskeys(tx, person_id, passkeyId)) === 0) throw new Refusal('not_found', 'identity.passkey_unknown')
  await tell(tx, person_id, 'person.factor_changed', { person_id, factor: 'passkey', change: 'removed' })
}

async function begin(tx: Tx, challenge: string, personId: string | null, purpose: 'add' | 'prove' | 'sign_in') {
  await putChallenge(tx, { challenge, person_id: personId, purpose, expires_at: later(tx.now, CEREMONY_MS) })
}

/** The challenge that the answer names must be one of ours, unanswered, and for this person and purpose. */
async function assertChallenge(
  tx: Tx,
  response: { readonly response: { readonly clientDataJSON: string } },
  personId: string | null,
  purpose: 'add' | 'prove' | 'sign_in',
): Promise<void> {
  const challenge = challengeIn(response.response.clientDataJSON)
  if (!challenge || !(await takeChallenge(tx, challenge, personId, purpose))) {
    throw new Refusal('invalid', 'identity.passkey_wrong', {}, true)
  }
}

function challengeIn(clientData: string): string | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientData, 'base64url').toString())
    if (typeof data !== 'object' || data === null || !('challenge' in data)) return undefined
    return typeof data.challenge === 'string' ? data.challenge : undefined
  } catch {
    return undefined
  }
}

async function verify(tx: Tx, site: Site, personId: string, response: AuthenticationResponseJSON): Promise<void> {
  const key = await lockPasskey(tx, personId, response.id)
  if (!key) throw new Refusal('invalid', 'identity.passkey_wrong', {}, true)
  const result = await orRefuse(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: () => true,
      expectedOrigin: site.origin,
      expectedRPID: site.rp_id,
      credential: {
        id: key.credential_id,
        publicKey: Uint8Array.from(key.public_key),
        counter: Number(key.sign_count),
        transports: key.transports,
      },
    }),
  )
  if (!result.verified) throw new Refusal('invalid', 'identity.passkey_wrong', {}, true)
  await markPasskeyUsed(tx, personId, key.passkey_id, BigInt(result.authenticationInfo.newCounter))
}

/** The library throws for every answer it does not like; to us each of them is a wrong answer. */
async function orRefuse<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check()
  } catch {
    throw new Refusal('invalid', 'identity.passkey_wrong', {}, true)
  }
}
