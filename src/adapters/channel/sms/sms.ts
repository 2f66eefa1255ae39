import { createHash, timingSafeEqual } from 'node:crypto'
import type { Brought, Channel, Inbound, Receipt } from '../../../domains/messaging/channel.ts'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { digest } from '../../../kit/keys/keys.ts'
import { smsSize } from '../../../kit/text/sms.ts'
import { callOutside } from '../../outside.ts'

export interface SmsSettings {
  /** Where the gateway takes messages: Kannel's smsbox, http://127.0.0.1:13013. */
  readonly base_url: string
  readonly username: string
  readonly password: string
  /** The approved mask or number that people see as sender. */
  readonly from: string
  /** Our address that the gateway calls with receipts. */
  readonly receipt_url: string
  /** Signs the receipt address of each message, so that nobody can invent a receipt. */
  readonly receipt_key: Buffer
  /** The secret in the address that the gateway brings texts to; empty when nobody may write to the market. */
  readonly inbound_key?: string
  readonly timeout_ms: number
}

export const SEND_PATH = '/cgi-bin/sendsms'

const MOST_SEGMENTS = 10

/**
 * SMS through a gateway that speaks Kannel's sendsms. The gateway knows no ids, so a text whose answer was lost and
 * that is sent again may reach the phone twice: harmless, and better than a code that never comes.
 */
export function smsChannel(settings: SmsSettings): Channel {
  return {
    name: 'sms',
    send: (message) => send(settings, message),
    readReceipt: (query) => readReceipt(settings, query),
    readText: (brought) => readText(settings.inbound_key ?? '', brought),
  }
}

async function send(
  settings: SmsSettings,
  message: { readonly to: string; readonly text: string; readonly id: string },
): Promise<Outcome<{ readonly provider_id: string }>> {
  if (!/^\+[1-9]\d{7,14}$/.test(message.to)) return never('not a phone number')
  if (!/^[0-9a-z_-]{1,64}$/i.test(message.id)) return never('not an id that an address can carry')
  if (message.text.trim() === '') return never('nothing to say')
  const { coding, segments } = smsSize(message.text)
  if (segments > MOST_SEGMENTS) return never(`too long: ${segments} segments`)
  const query = new URLSearchParams({
    username: settings.username,
    password: settings.password,
    from: settings.from,
    to: message.to,
    text: message.text,
    charset: 'UTF-8',
    // 2: letters that the phone alphabet does not have (Urdu), two bytes each.
    coding: coding === 'ucs2' ? '2' : '0',
    // Which news we want: delivered, not delivered, queued, taken, rejected.
    'dlr-mask': '31',
    'dlr-url': receiptAddress(settings, message.id),
  })
  const url = `${settings.base_url}${SEND_PATH}?${query}`
  const answer = await callOutside({ url, method: 'GET', timeout_ms: settings.timeout_ms })
  if (answer.outcome !== 'done') return answer
  const { status, text } = answer.value
  // '0: Accepted for delivery' or '3: Queued for later delivery'.
  if (status < 300 && /^[03]:/.test(text)) return done({ provider_id: message.id })
  // A page of somebody between us and the gateway is no answer of the gateway.
  if (status < 300) return retry('something that is not the SMS gateway answered')
  return never(`the SMS gateway answered ${status}: ${wordsOf(text)}`)
}

/** The gateway puts the kind of news where %d stands. */
function receiptAddress(settings: SmsSettings, id: string): string {
  return `${settings.receipt_url}?id=${id}&sign=${signOf(settings, id)}&status=%d`
}

function signOf(settings: SmsSettings, id: string): string {
  return digest(settings.receipt_key, 'sms-receipt', id).subarray(0, 18).toString('base64url')
}

const STATUS_OF: ReadonlyMap<string, Receipt['status']> = new Map([
  ['1', 'delivered'],
  ['2', 'failed'],
  ['4', 'sent'],
  ['8', 'sent'],
  ['16', 'failed'],
])

function readReceipt(settings: SmsSettings, query: URLSearchParams): Receipt | { readonly unreadable: string } {
  const id = query.get('id') ?? ''
  const given = Buffer.from(query.get('sign') ?? '')
  const right = Buffer.from(signOf(settings, id))
  if (given.length !== right.length || !timingSafeEqual(given, right)) return { unreadable: 'not signed by us' }
  const status = STATUS_OF.get(query.get('status') ?? '')
  return status ? { id, status } : { unreadable: 'no known status' }
}

/** The gateway's own short words, without digits: an answer may repeat the number or a code. */
function wordsOf(text: string): string {
  return text
    .replace(/[^A-Za-z .:]/g, '')
    .trim()
    .slice(0, 80)
}

/** Longer than ten segments: no person writes that to a market. */
const MOST_BYTES = 4_000

/**
 * Kannel knows no signatures: the secret stands in the address that its post-url names, with %I, %p and %C for id,
 * sender and letters. What is not English comes as UTF-16, big end first.
 */
function readText(key: string, { query, body }: Brought): Inbound | { readonly unreadable: string } {
  const [given, right] = [query.get('key') ?? '', key].map((word) => createHash('sha256').update(word).digest())
  if (key === '' || !given || !right || !timingSafeEqual(given, right)) return { unreadable: 'not our gateway' }
  const id = query.get('id') ?? ''
  const digits = (query.get('from') ?? '').replace(/^\+|^00|\s/g, '')
  const from = digits.startsWith('0') ? `+92${digits.slice(1)}` : `+${digits}`
  if (!/^[0-9a-z_-]{1,64}$/i.test(id)) return { unreadable: 'no id' }
  if (!/^\+[1-9]\d{7,14}$/.test(from)) return { unreadable: 'not from a phone' }
  if (body.length > MOST_BYTES) return { unreadable: 'too long' }
  const isWide = /utf-?16/i.test(query.get('charset') ?? '')
  const text = new TextDecoder(isWide ? 'utf-16be' : 'utf-8').decode(body).trim()
  return text === '' ? { unreadable: 'no words' } : { id, from, text }
}
