import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Language, MarketRole } from './actors.ts'

// ── codes ──

export interface CodeRow {
  code_hash: Buffer
  salt: Buffer
  tries_left: number
  language: Language
}

/** The newest code of a number for a purpose takes the place of the one before. */
export async function putCode(
  tx: Tx,
  row: { phone_index: Buffer; purpose: string; code_hash: Buffer; salt: Buffer; language: Language; expires_at: Date },
  tries: number,
): Promise<void> {
  await tx.count(sql`
    insert into sign_in_codes (phone_index, code_hash, salt, purpose, language, tries_left, sent_at, expires_at)
    values (${row.phone_index}, ${row.code_hash}, ${row.salt}, ${row.purpose}, ${row.language}, ${tries}, ${tx.now},
      ${row.expires_at})
    on conflict (phone_index) do update
    set code_hash = excluded.code_hash, salt = excluded.salt, purpose = excluded.purpose,
        language = excluded.language, tries_left = excluded.tries_left, sent_at = excluded.sent_at,
        expires_at = excluded.expires_at, used_at = null`)
}

/** Takes one try from a live code and locks it, so that of two answers at once the second sees what the first did. */
export function takeTry(tx: Tx, phoneIndex: Buffer) {
  return tx.one<CodeRow>(sql`
    update sign_in_codes set tries_left = tries_left - 1
    where phone_index = ${phoneIndex} and used_at is null and expires_at > ${tx.now} and tries_left > 0
    returning code_hash, salt, tries_left, language`)
}

export async function markCodeUsed(tx: Tx, phoneIndex: Buffer): Promise<void> {
  await tx.count(sql`update sign_in_codes set used_at = ${tx.now} where phone_index = ${phoneIndex}`)
}

export async function dropCode(tx: Tx, phoneIndex: Buffer): Promise<void> {
  await tx.count(sql`delete from sign_in_codes where phone_index = ${phoneIndex}`)
}

// ── sessions ──

export interface SessionRow {
  session_id: string
  person_id: string
  kind: 'browser' | 'api'
  language: Language
  roles: MarketRole[]
  proved_at: Date | null
}

export async function insertSession(
  tx: Tx,
  row: SessionRow & { token_hash: Buffer; device: string; expires_at: Date },
): Promise<void> {
  await tx.count(sql`
    insert into sessions (token_hash, person_id, session_id, kind, device, language, roles, opened_at, seen_at,
      expires_at, proved_at)
    values (${row.token_hash}, ${row.person_id}, ${row.session_id}, ${row.kind}, ${row.device}, ${row.language},
      ${row.roles}, ${tx.now}, ${tx.now}, ${row.expires_at}, ${row.proved_at})`)
}

/** The hot path: one row by its key, in one statement that only reads. */
export function findSession(tx: Tx, tokenHash: Buffer, idle: Date) {
  return tx.one<SessionRow & { seen_at: Date }>(sql`
    select session_id, person_id, kind, language, roles, proved_at, seen_at from sessions
    where token_hash = ${tokenHash} and ended_at is null and expires_at > ${tx.now}
      and (kind = 'api' or seen_at > ${idle})`)
}

/** Notes that a session was used. It wakes no session that has ended or lain idle too long. */
export function touchSession(tx: Tx, tokenHash: Buffer, idle: Date) {
  return tx.count(sql`
    update sessions set seen_at = ${tx.now}
    where token_hash = ${tokenHash} and ended_at is null and expires_at > ${tx.now}
      and (kind = 'api' or seen_at > ${idle})`)
}

export function findSessions(tx: Tx, personId: string, idleSince: Date) {
  return tx.all<{ session_id: string; kind: 'browser' | 'api'; device: string; opened_at: Date; seen_at: Date }>(sql`
    select session_id, kind, device, opened_at, seen_at from sessions
    where person_id = ${personId} and ended_at is null and expires_at > ${tx.now}
      and (kind = 'api' or seen_at > ${idleSince})
    order by seen_at desc, session_id limit 100`)
}

export function stopSession(tx: Tx, personId: string, sessionId: string): Promise<number> {
  return tx.count(sql`
    update sessions set ended_at = ${tx.now}
    where person_id = ${personId} and session_id = ${sessionId} and ended_at is null`)
}

export function stopSessionsBut(tx: Tx, personId: string, sessionId: string | null): Promise<number> {
  return tx.count(sql`
    update sessions set ended_at = ${tx.now}
    where person_id = ${personId} and ended_at is null
      and (${sessionId}::uuid is null or session_id <> ${sessionId}::uuid)`)
}

export function markProved(tx: Tx, personId: string, sessionId: string): Promise<number> {
  return tx.count(sql`
    update sessions set proved_at = ${tx.now}
    where person_id = ${personId} and session_id = ${sessionId} and ended_at is null`)
}

/** Sessions and codes that nobody can use any more, and challenges that were never answered. */
export async function deleteStale(tx: Tx, before: Date): Promise<number> {
  const counts = await Promise.all([
    tx.count(sql`delete from sessions where expires_at < ${before} or ended_at < ${before}`),
    tx.count(sql`delete from sign_in_codes where expires_at < ${before}`),
    tx.count(sql`delete from passkey_challenges where expires_at < ${before}`),
  ])
  return counts.reduce((sum, count) => sum + count, 0)
}

// ── passkeys ──

export interface PasskeyRow {
  passkey_id: string
  credential_id: string
  public_key: Buffer
  sign_count: bigint
  transports: string[]
  name: string
  added_at: Date
  used_at: Date | null
}

export async function putChallenge(
  tx: Tx,
  row: { challenge: string; person_id: string | null; purpose: 'add' | 'prove' | 'sign_in'; expires_at: Date },
): Promise<void> {
  await tx.count(sql`
    insert into passkey_challenges (challenge, person_id, purpose, expires_at)
    values (${row.challenge}, ${row.person_id}, ${row.purpose}, ${row.expires_at})`)
}

/** Takes a challenge away: the row can be deleted once, so it is answered once. */
export async function takeChallenge(
  tx: Tx,
  challenge: string,
  personId: string | null,
  purpose: 'add' | 'prove' | 'sign_in',
): Promise<boolean> {
  const taken = await tx.count(sql`
    delete from passkey_challenges
    where challenge = ${challenge} and person_id is not distinct from ${personId}::uuid and purpose = ${purpose}
      and expires_at > ${tx.now}`)
  return taken === 1
}

export function findPasskeys(tx: Tx, personId: string) {
  return tx.all<PasskeyRow>(sql`
    select passkey_id, credential_id, public_key, sign_count, transports, name, added_at, used_at from passkeys
    where party_id = ${personId} and removed_at is null order by added_at, passkey_id`)
}

export function lockPasskey(tx: Tx, personId: string, credentialId: string) {
  return tx.one<PasskeyRow>(sql`
    select passkey_id, credential_id, public_key, sign_count, transports, name, added_at, used_at from passkeys
    where party_id = ${personId} and credential_id = ${credentialId} and removed_at is null for update`)
}

export async function insertPasskey(
  tx: Tx,
  personId: string,
  row: Omit<PasskeyRow, 'added_at' | 'used_at'>,
): Promise<boolean> {
  const added = await tx.count(sql`
    insert into passkeys (party_id, passkey_id, credential_id, public_key, sign_count, transports, name, added_at)
    values (${personId}, ${row.passkey_id}, ${row.credential_id}, ${row.public_key}, ${row.sign_count},
      ${row.transports}, ${row.name}, ${tx.now})
    on conflict (party_id, credential_id) do nothing`)
  return added === 1
}

export async function markPasskeyUsed(tx: Tx, personId: string, passkeyId: string, signCount: bigint): Promise<void> {
  await tx.count(sql`
    update passkeys set sign_count = ${signCount}, used_at = ${tx.now}
    where party_id = ${personId} and passkey_id = ${passkeyId}`)
}

export function deletePasskeys(tx: Tx, personId: string, passkeyId: string | null): Promise<number> {
  return tx.count(sql`
    delete from passkeys
    where party_id = ${personId} and (${passkeyId}::uuid is null or passkey_id = ${passkeyId}::uuid)`)
}

// ── the six digits of an authenticator app ──

export interface TotpRow {
  secret_sealed: Buffer
  confirmed_at: Date | null
  last_step: bigint
}

/** A secret that waits to be confirmed may be replaced; a confirmed one may not. */
export async function putTotp(tx: Tx, personId: string, sealed: Buffer): Promise<boolean> {
  const put = await tx.count(sql`
    insert into totp_secrets as t (party_id, secret_sealed, added_at)
    values (${personId}, ${sealed}, ${tx.now})
    on conflict (party_id) do update
    set secret_sealed = excluded.secret_sealed, added_at = excluded.added_at, last_step = 0
    where t.confirmed_at is null`)
  return put === 1
}

export function findTotp(tx: Tx, personId: string) {
  return tx.one<TotpRow>(sql`
    select secret_sealed, confirmed_at, last_step from totp_secrets where party_id = ${personId}`)
}

/** Uses up a time step, once. */
export async function takeStep(tx: Tx, personId: string, step: bigint): Promise<boolean> {
  const taken = await tx.count(sql`
    update totp_secrets set last_step = ${step}, confirmed_at = coalesce(confirmed_at, ${tx.now})
    where party_id = ${personId} and last_step < ${step}`)
  return taken === 1
}

export function deleteTotp(tx: Tx, personId: string): Promise<number> {
  return tx.count(sql`delete from totp_secrets where party_id = ${personId}`)
}

/** True when the person has something stronger than a code by text message. */
export async function hasStrongFactor(tx: Tx, personId: string): Promise<boolean> {
  const [passkey, totp] = await Promise.all([
    tx.one(sql`select 1 as one from passkeys where party_id = ${personId} and removed_at is null limit 1`),
    tx.one(sql`select 1 as one from totp_secrets where party_id = ${personId} and confirmed_at is not null`),
  ])
  return passkey !== undefined || totp !== undefined
}
