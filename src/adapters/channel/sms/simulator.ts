import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type SmsSize, smsSize } from '../../../kit/text/sms.ts'
import { callOutside } from '../../outside.ts'
import { SEND_PATH } from './sms.ts'

/** A message as it lies on a simulated phone. */
export interface PhoneMessage {
  readonly from: string
  /** E.164. */
  readonly to: string
  readonly text: string
  readonly coding: SmsSize['coding']
  readonly segments: number
  readonly at: Date
}

export interface SmsSimulatorOptions {
  readonly username: string
  readonly password: string
  readonly now: () => Date
  /** Where texts that phones write are brought to, with its secret: what Kannel calls post-url. */
  readonly inbound_url?: string
  readonly most_per_phone?: number
  readonly most_phones?: number
}

export interface SmsSimulator {
  /** The gateway's address; mount it anywhere, or let it listen by itself. */
  readonly app: Hono
  /** The phones that got something, the latest first. */
  phones(): readonly { readonly number: string; readonly latest: PhoneMessage; readonly count: number }[]
  /** What lies on one phone, the newest first. */
  messagesOf(number: string): readonly PhoneMessage[]
  /** A phone writes to the market. False when nobody there took it. */
  write(from: string, text: string): Promise<boolean>
  /** Waits until the receipts of all messages so far have been told. */
  receiptsTold(): Promise<void>
}

/**
 * An SMS gateway that runs offline: Kannel's sendsms with its answers and receipts, and phones that keep their last
 * messages in memory. Numbers that end in 0000 are switched off: their messages fail.
 */
export function smsSimulator(options: SmsSimulatorOptions): SmsSimulator {
  const phones = new Map<string, PhoneMessage[]>()
  const telling = new Set<Promise<void>>()

  function deliver(message: PhoneMessage) {
    const before = phones.get(message.to) ?? []
    // Taken out and put in again, the phone moves to the end: the first of the map is the one that was silent longest.
    phones.delete(message.to)
    phones.set(message.to, [message, ...before].slice(0, options.most_per_phone ?? 30))
    if (phones.size <= (options.most_phones ?? 1_000)) return
    const [silent] = phones.keys()
    if (silent !== undefined) phones.delete(silent)
  }

  function take(query: URLSearchParams): { status: 202 | 400 | 403; text: string } {
    if (query.get('username') !== options.username || query.get('password') !== options.password) {
      return { status: 403, text: 'Authorization failed for sendsms' }
    }
    const to = query.get('to') ?? ''
    if (!/^\+?\d{8,15}$/.test(to)) return { status: 400, text: 'Missing receiver number, rejected' }
    const message = asOnThePhone(query, to, options.now())
    const reachable = !to.endsWith('0000')
    if (reachable) deliver(message)
    const told = tell(query, reachable ? '1' : '2').finally(() => telling.delete(told))
    telling.add(told)
    return { status: 202, text: '0: Accepted for delivery' }
  }

  const app = new Hono()
  app.get(SEND_PATH, (c) => {
    const { status, text } = take(new URL(c.req.url).searchParams)
    return c.text(text, status)
  })
  app.post(SEND_PATH, bodyLimit({ maxSize: 16_000 }), async (c) => {
    const { status, text } = take(new URLSearchParams(await c.req.text()))
    return c.text(text, status)
  })

  return {
    app,
    phones: () =>
      [...phones]
        .reverse()
        .flatMap(([number, [latest, ...older]]) => (latest ? [{ number, latest, count: older.length + 1 }] : [])),
    messagesOf: (number) => phones.get(number) ?? [],
    write: (from, text) => bring(options.inbound_url, from, text),
    receiptsTold: async () => {
      while (telling.size > 0) await Promise.all(telling)
    },
  }
}

/** What the phone shows. With coding 0 the gateway turns letters outside the phone alphabet into question marks. */
function asOnThePhone(query: URLSearchParams, to: string, at: Date): PhoneMessage {
  const sent = query.get('text') ?? ''
  const wide = query.get('coding') === '2'
  const text = wide ? sent : [...sent].map((letter) => (smsSize(letter).coding === 'gsm7' ? letter : '?')).join('')
  const segments = wide ? wideSegments(text) : smsSize(text).segments
  const number = to.startsWith('+') ? to : `+${to}`
  return { from: query.get('from') ?? '', to: number, text, coding: wide ? 'ucs2' : 'gsm7', segments, at }
}

/** Two bytes a letter, even where one would do. */
function wideSegments(text: string): number {
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67)
}

/** The news of a message, in the order in which a network has them: taken, then delivered (1) or not (2). */
async function tell(query: URLSearchParams, end: '1' | '2') {
  const address = query.get('dlr-url') ?? ''
  const mask = Number(query.get('dlr-mask') ?? '0')
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return
  for (const news of ['8', end]) {
    if ((mask & Number(news)) === 0) continue
    await callOutside({ url: address.replaceAll('%d', news), method: 'GET', timeout_ms: 5_000 })
  }
}

/** Brings a text as the gateway does: id, sender and letters in the address, the words as the body. */
async function bring(address: string | undefined, from: string, text: string): Promise<boolean> {
  if (address === undefined) return false
  const url = new URL(address)
  url.searchParams.set('id', randomUUID())
  url.searchParams.set('from', from)
  url.searchParams.set('charset', 'UTF-8')
  const headers = { 'content-type': 'text/plain; charset=UTF-8' }
  const answer = await callOutside({ url: url.href, method: 'POST', headers, body: text, timeout_ms: 5_000 })
  return answer.outcome === 'done' && answer.value.status < 300
}
