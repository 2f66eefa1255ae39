import type { Inquiry } from '../../../domains/payments/rail.ts'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { callOutside, jsonObject } from '../../outside.ts'
import { digText, fromRupees } from '../reading.ts'

export interface EasypaisaSettings {
  readonly store_id: string
  /** Sixteen letters: the key of merchantHashedReq. */
  readonly hash_key: string
  readonly username: string
  readonly password: string
  /** The merchant's account, which inquiries and notices name. */
  readonly account: string
  /** Easypay wants an address with every payment; the market's own. */
  readonly email: string
  /** Where the buyer's browser goes: https://easypay.easypaisa.com.pk, or a path of our own for the simulator. */
  readonly page_base: string
  /** Where the server asks: the same host, or the simulator on loopback. Notices may name no other. */
  readonly api_base: string
  readonly timeout_ms: number
}

const REST = '/easypay-service/rest'
export const WALLET_PATH = `${REST}/v4/initiate-ma-transaction`
export const COUNTER_PATH = `${REST}/v4/initiate-otc-transaction`
export const INQUIRE_PATH = `${REST}/v4/inquire-transaction`
export const STATUS_PATH = `${REST}/v1/order-status`

export type Answer = Readonly<Record<string, unknown>>

/** Posts JSON with the credentials in Easypay's own header, which is not the usual one. */
export async function ask(
  settings: EasypaisaSettings,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<Outcome<Answer>> {
  const answer = await callOutside({
    url: settings.api_base + path,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      Credentials: Buffer.from(`${settings.username}:${settings.password}`).toString('base64'),
    },
    body: JSON.stringify({ ...fields, storeId: settings.store_id }),
    timeout_ms: settings.timeout_ms,
  })
  if (answer.outcome !== 'done') return answer
  const object = jsonObject(answer.value.text)
  if (!object) return retry(`easypaisa answered ${answer.value.status} with something that is not its JSON`)
  return done(object)
}

/** Field missing, merchant account, not active, store id, store inactive, method off, credentials, expiry. */
const OUR_FAULT = ['0002', '0004', '0005', '0006', '0007', '0008', '0010', '0015', '0016']

/** True for a code that says that a setting of ours is wrong, and that nothing was begun. */
export function isOurFault(code: string): boolean {
  return OUR_FAULT.includes(code)
}

/**
 * Asks what became of a payment. 0000 says only that the question was understood, and comes with failed payments too:
 * transactionStatus is the answer.
 */
export async function inquire(settings: EasypaisaSettings, reference: string): Promise<Outcome<Inquiry>> {
  const answer = await ask(settings, INQUIRE_PATH, { orderId: reference, accountNum: settings.account })
  if (answer.outcome !== 'done') return answer
  const code = digText(answer.value, 'responseCode')
  if (code === '0003') return done({ status: 'unknown', amount_paisa: null, provider_id: '', code })
  if (isOurFault(code)) return never(`easypaisa refused the inquiry: ${code}`)
  if (code !== '0000') return retry(`easypaisa could not inquire: ${code || 'no code'}`)
  const told = [digText(answer.value, 'orderId'), digText(answer.value, 'storeId')]
  if (told[0] !== reference || told[1] !== settings.store_id) return retry('easypaisa answered about another payment')
  const word = digText(answer.value, 'transactionStatus')
  const status = STATUSES[word]
  if (!status) return retry('easypaisa answered with a status that nobody knows')
  const amount_paisa = fromRupees(answer.value.transactionAmount)
  if (status === 'paid' && amount_paisa === undefined) return retry('easypaisa says paid without an amount')
  const provider_id = digText(answer.value, 'transactionId')
  return done({
    status,
    amount_paisa: amount_paisa ?? null,
    // It knows no part refunds: what is reversed is all of it.
    ...(status === 'refunded' && amount_paisa !== undefined ? { returned_paisa: amount_paisa } : {}),
    provider_id,
    code: digText(answer.value, 'errorCode') || word,
  })
}

/** BLOCKED is looked into by Easypaisa: it is neither paid nor lost. */
const STATUSES: Readonly<Record<string, Inquiry['status']>> = {
  PAID: 'paid',
  PENDING: 'pending',
  BLOCKED: 'pending',
  FAILED: 'failed',
  EXPIRED: 'failed',
  REVERSED: 'refunded',
}
