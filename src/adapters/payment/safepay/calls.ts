import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { callOutside, jsonObject } from '../../outside.ts'

export const INIT_PATH = '/order/v1/init'
export const SESSION_PATH = '/order/payments/v3/'
export const PASSPORT_PATH = '/client/passport/v1/token'
export const REPORTER_PATH = '/reporter/api/v1/payments/'

interface Caller {
  readonly api_base: string
  readonly secret: string
  readonly timeout_ms: number
  readonly version: 'v1' | 'v3'
}

/** Calls Safepay. Refused with 4xx is never: the same call again would be refused again. */
export async function ask(
  caller: Caller,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Outcome<Readonly<Record<string, unknown>>>> {
  const answer = await callOutside({
    url: caller.api_base + path,
    method,
    headers: {
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(caller.version === 'v3' ? { 'x-sfpy-merchant-secret': caller.secret } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    timeout_ms: caller.timeout_ms,
  })
  if (answer.outcome !== 'done') return answer
  const read = jsonObject(answer.value.text)
  if (!read) return retry(`safepay answered ${answer.value.status} with something that is not its JSON`)
  return answer.value.status < 400 ? done(read) : never(`safepay refused: ${answer.value.status}`)
}
