import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'
import { later } from '../../kit/clock/clock.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { digest, type Keys } from '../../kit/keys/keys.ts'
import { type Limit, useLimit } from '../../kit/limits/limits.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Language } from './actors.ts'
import type { Phone } from './phone.ts'
import { CODE, LIMITS } from './rules.ts'
import { markCodeUsed, putCode, takeTry } from './sign-in-store.ts'

/** What a code is for. A code for one purpose answers no other. */
export type CodePurpose = 'sign_in' | 'prove'

/**
 * Makes the newest code of a number, in place of the one before, and counts it against the number, the address and the
 * network. The same is done for every number, known or not.
 * Refuses: limit.
 */
export async function makeCode(
  tx: Tx,
  purpose: CodePurpose,
  phone: Phone,
  ask: { readonly ip: string; readonly language: Language },
): Promise<string> {
  const slot = slotOf(tx.keys, purpose, phone.e164)
  const number = slot.toString('base64url')
  await useLimit(tx, `identity.code.number:${number}`, LIMITS.codes_per_number)
  await useLimit(tx, `identity.code.number.day:${number}`, LIMITS.codes_per_number_daily)
  await useNetworkLimits(tx, 'code', ask.ip, LIMITS.codes_per_address, LIMITS.codes_per_network)
  if (phone.country_code !== '92') {
    await useLimit(tx, `identity.code.country:${phone.country_code}`, LIMITS.codes_per_country)
  }
  const code = String(randomInt(10 ** CODE.digits)).padStart(CODE.digits, '0')
  const salt = randomBytes(16)
  const code_hash = hashCode(tx.keys, slot, salt, code)
  const expires_at = later(tx.now, CODE.life_ms)
  await putCode(tx, { phone_index: slot, purpose, code_hash, salt, language: ask.language, expires_at }, CODE.tries)
  return code
}

/**
 * Answers with a code. A right answer uses the code up, a wrong one costs a try and stays counted.
 * Refuses: invalid when the code is wrong ({left} tries); invalid when there is no live code, whatever the cause.
 */
export async function answerCode(
  tx: Tx,
  purpose: CodePurpose,
  e164: string,
  typed: string,
): Promise<{ language: Language }> {
  const slot = slotOf(tx.keys, purpose, e164)
  const row = await takeTry(tx, slot)
  if (!row) throw new Refusal('invalid', 'identity.code_expired', {}, true)
  if (!timingSafeEqual(hashCode(tx.keys, slot, row.salt, plainDigits(typed)), row.code_hash)) {
    if (row.tries_left === 0) throw new Refusal('invalid', 'identity.code_used_up', {}, true)
    throw new Refusal('invalid', 'identity.code_wrong', { left: row.tries_left }, true)
  }
  await markCodeUsed(tx, slot)
  return { language: row.language }
}

/** Counts an act against the address it comes from and its network. Addresses are kept as blind indexes only. */
export async function useNetworkLimits(tx: Tx, act: string, ip: string, address: Limit, network: Limit): Promise<void> {
  const blind = (text: string) => digest(tx.keys.index, 'ip', text).toString('base64url')
  await useLimit(tx, `identity.${act}.address:${blind(ip)}`, address)
  await useLimit(tx, `identity.${act}.network:${blind(networkOf(ip))}`, network)
}

/** Six digits as people type them: with spaces, in Urdu or Arabic figures. */
export function plainDigits(typed: string): string {
  return typed
    .slice(0, 40)
    .replace(/[\u0660-\u0669]/g, (figure) => String(figure.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (figure) => String(figure.charCodeAt(0) - 0x6f0))
    .replace(/[\s-]/g, '')
}

/** Where the code of a number lies. Not the claim's index, so that the table does not say who is a member. */
export function slotOf(keys: Keys, purpose: CodePurpose, e164: string): Buffer {
  return digest(keys.index, `code:${purpose}`, e164)
}

/**
 * A million codes are few: whoever has a salted hash can try them all, even of argon2, which would also cost every
 * honest sign-in 20 ms and 19 MiB inside its transaction. So the hash is keyed with a secret that is not in the
 * database: without it nothing can be tried at all. The salt and the slot keep equal codes from looking equal.
 */
function hashCode(keys: Keys, slot: Buffer, salt: Buffer, code: string): Buffer {
  return digest(keys.sign, 'sign_in_code', slot.toString('hex'), salt.toString('hex'), code)
}

/**
 * The network an address belongs to, for limits: the first 24 bits of an IPv4 address, the first 48 of an IPv6 one.
 * One customer of a provider holds a whole /48, so that counting single IPv6 addresses would count nothing.
 */
export function networkOf(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  if (!isIPv6(plain)) return 'unknown'
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? []
  const front = groups(head)
  const back = tail === undefined ? [] : groups(tail)
  const gap = new Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0')
  const first = [...front, ...(tail === undefined ? [] : gap), ...back].slice(0, 3)
  return `${first.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/48`
}

function groups(text: string): string[] {
  return text === '' ? [] : text.split(':')
}
