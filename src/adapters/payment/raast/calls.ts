import { createHash } from 'node:crypto'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { callOutside, jsonObject } from '../../outside.ts'
import { digText } from '../reading.ts'

/** The shop's account as the participant bank knows it. */
export interface RaastMerchant {
  readonly merchant_id: string
  readonly name: string
  readonly iban: string
  /** Eight letters, such as SCBLPKKA; the calls take the first six. */
  readonly bank: string
  /** Four digits. */
  readonly category: string
  readonly city: string
  readonly address: string
}

export interface RaastSettings {
  readonly client_id: string
  readonly client_secret: string
  readonly merchant: RaastMerchant
  /** The participant bank or switch, without /1Link and /oauth2. */
  readonly api_base: string
  readonly timeout_ms: number
}

export const TOKEN_PATH = '/oauth2/token'
export const CALLS = '/1Link'
/** An answer of the switch: its code, and the fields that came with it. */
export type Answer = Readonly<Record<string, unknown>>

/**
 * Calls the switch with a token of its own. done for code 00 and for each code in `meant`; never for a refusal of ours
 * that would be refused again; retry when nobody knows.
 */
export async function ask(
  settings: RaastSettings,
  path: string,
  body: object,
  meant: readonly string[] = [],
): Promise<Outcome<{ readonly code: string; readonly answer: Answer }>> {
  const token = await login(settings)
  if (token.outcome !== 'done') return token
  const answer = await callOutside({
    url: settings.api_base + CALLS + path,
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: `Bearer ${token.value}`,
      'x-ibm-client-id': settings.client_id,
    },
    body: JSON.stringify(body),
    timeout_ms: settings.timeout_ms,
  })
  if (answer.outcome !== 'done') return answer
  const read = jsonObject(answer.value.text)
  if (!read) return retry(`raast answered ${answer.value.status} with something that is not its JSON`)
  const code = digText(read, 'responseCode')
  if (code === '00' || meant.includes(code)) return done({ code, answer: read })
  // 10 is trouble in the system; an answer without a code says nothing.
  if (code === '10' || code === '') return retry(`raast answered ${code || 'without a code'}`)
  return never(`raast refused: ${code}`)
}

async function login(settings: RaastSettings): Promise<Outcome<string>> {
  const basic = Buffer.from(`${settings.client_id}:${settings.client_secret}`).toString('base64')
  const answer = await callOutside({
    url: settings.api_base + TOKEN_PATH,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${basic}` },
    body: 'grant_type=client_credentials&scope=1LinkApi',
    timeout_ms: settings.timeout_ms,
  })
  if (answer.outcome !== 'done') return answer
  const token = digText(jsonObject(answer.value.text), 'access_token')
  if (token !== '') return done(token)
  return answer.value.status === 401 ? never('raast did not let us in') : retry('raast gave no token')
}

/**
 * The numbers of a message, made from what it is about: the same message sent again has the same, so the switch can
 * tell that it is the same.
 */
export function messageNumbers(about: string): { readonly rrn: string; readonly stan: string } {
  const digits = BigInt(`0x${createHash('sha256').update(about).digest('hex')}`).toString()
  return { rrn: digits.slice(-12), stan: digits.slice(-18, -12) }
}

/** Karachi time without a zone: 2026-04-01T15:00:00. */
export function karachiTime(at: Date): string {
  return new Date(at.getTime() + 18_000_000).toISOString().slice(0, 19)
}

/** The shop in a call. The department is ours to fill, and the only thing of ours that a notice repeats. */
export function merchantDetails(merchant: RaastMerchant, department: string) {
  return {
    merchantID: merchant.merchant_id,
    merchantName: merchant.name,
    dbaName: merchant.name,
    iban: merchant.iban,
    bankBic: merchant.bank.slice(0, 6),
    merchantCategoryCode: merchant.category,
    postalAddress: { townName: merchant.city, subDept: department, addressLine: merchant.address },
  }
}
