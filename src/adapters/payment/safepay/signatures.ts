import { createHmac } from 'node:crypto'
import { isSameHex } from '../reading.ts'

/** What Safepay sends back with the buyer's browser: HMAC-SHA256 of its tracker, in hex. It covers nothing else. */
export function returnSignature(tracker: string, secret: string): string {
  return createHmac('sha256', secret).update(tracker).digest('hex')
}

/** What stands in the header x-sfpy-signature of a webhook: HMAC-SHA512 of the text of `data`, in hex. */
export function webhookSignature(data: string, secret: string): string {
  return createHmac('sha512', secret).update(data).digest('hex')
}

/**
 * True when a webhook carries Safepay's signature. It signs `data` as its own server wrote it, older accounts as
 * JavaScript would write it again, newer ones the whole body: one secret, three readings, each of exactly what came.
 */
export function isSignedWebhook(body: string, data: unknown, given: string, secret: string): boolean {
  const texts = [rawMember(body, 'data'), JSON.stringify(data), body]
  return texts.some((text) => text !== undefined && isSameHex(given, webhookSignature(text, secret)))
}

/**
 * The text of a member of a JSON object exactly as it came; written again, numbers and order could change. The last
 * one counts when a name comes twice, as it does for JSON.parse. The text must be JSON.
 */
export function rawMember(json: string, name: string): string | undefined {
  let found: string | undefined
  let at = skipSpace(json, json.indexOf('{') + 1)
  while (json[at] === '"') {
    const afterName = endOfString(json, at)
    const key: unknown = JSON.parse(json.slice(at, afterName))
    const start = skipSpace(json, skipSpace(json, afterName) + 1)
    const end = endOfValue(json, start)
    if (key === name) found = json.slice(start, end).trimEnd()
    at = skipSpace(json, end + 1)
  }
  return found
}

function skipSpace(json: string, from: number): number {
  let at = from
  while (' \t\r\n'.includes(json[at] ?? '.')) at++
  return at
}

function endOfString(json: string, from: number): number {
  let at = from + 1
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at + 1
}

/** The place of the comma or bracket that ends a value. */
function endOfValue(json: string, from: number): number {
  let depth = 0
  for (let at = from; at < json.length; at++) {
    const letter = json[at] ?? ''
    if (letter === '"') at = endOfString(json, at) - 1
    else if (letter === '{' || letter === '[') depth++
    else if (depth === 0 && (letter === ',' || letter === '}')) return at
    else if (letter === '}' || letter === ']') depth--
  }
  return json.length
}
