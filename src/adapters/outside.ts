import { done, type Outcome, retry } from '../kit/errors/outcome.ts'

/** One call to a provider. Its address may hold secrets, so only host and path ever reach a detail. */
export interface OutsideCall {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The whole call, answer included, must fit in this time. */
  readonly timeout_ms: number
}

export interface OutsideAnswer {
  /** 200 to 499, never a redirect. */
  readonly status: number
  readonly text: string
}

const MOST_BYTES = 1_000_000

/**
 * Calls a provider: a time-out for the whole of it, no redirect followed, at most a megabyte read. Whatever leaves us
 * not knowing (no answer, half an answer, a redirect, 408, 429, 5xx) is 'retry'; the rest is for the adapter to read.
 */
export async function callOutside(call: OutsideCall): Promise<Outcome<OutsideAnswer>> {
  const where = placeOf(call.url)
  try {
    const response = await fetch(call.url, {
      method: call.method,
      headers: { ...call.headers },
      ...(call.body === undefined ? {} : { body: call.body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(call.timeout_ms),
    })
    const text = await readAtMost(response, MOST_BYTES)
    if (text === undefined) return retry(`${where} answered more than ${MOST_BYTES} bytes`)
    const { status } = response
    const readable =
      (status >= 200 && status < 300) || (status >= 400 && status < 500 && status !== 408 && status !== 429)
    return readable ? done({ status, text }) : retry(`${where} answered ${status}`)
  } catch (error) {
    return retry(`${where} did not answer: ${reasonOf(error)}`)
  }
}

/** A JSON object of an answer, or undefined when it is anything else. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

async function readAtMost(response: Response, most: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > most) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return host + pathname
}

/** The name or code of what went wrong, and not its message: messages may repeat the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const cause: unknown = error.cause
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code)
  return error.name
}
