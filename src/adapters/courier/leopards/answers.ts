import type { CourierStatus } from '../../../domains/delivery/courier.ts'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { jsonObject, type OutsideAnswer } from '../../outside.ts'

export type Loose = Readonly<Record<string, unknown>>

/** An answer of Leopards: yes with its fields, or no with what it said. */
export type Said = { readonly ok: true; readonly fields: Loose } | { readonly ok: false; readonly error: string }

/** Reads an answer loosely: status is 1 or "1"; an error is 0, "0", "null", a text, or an object of texts by number. */
export function readAnswer(answer: OutsideAnswer): Outcome<Said> {
  const fields = jsonObject(answer.text)
  if (!fields || !('status' in fields))
    return retry(`leopards answered ${answer.status} with something that is not its JSON`)
  if (textOf(fields.status) === '1') return done({ ok: true, fields })
  const error = words(fields.error)
  if (/credential|api.?key|password|authenti/i.test(error)) return never(`leopards does not know us: ${error}`)
  return done({ ok: false, error })
}

/** Text of a field that may come as a number, or not at all. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

/** A list of objects; everything else in it is left out. */
export function listOf(value: unknown): readonly Loose[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown) => (typeof item === 'object' && item !== null ? [{ ...item }] : []))
}

/** Leopards' words for the operator and the log: letters only, so that no number or address slips through. */
function words(error: unknown): string {
  const said = typeof error === 'object' && error !== null ? Object.values(error).map(textOf).join('; ') : textOf(error)
  return said.replace(/[^A-Za-z ;.]/g, '').slice(0, 100)
}

const STATUSES: ReadonlyMap<string, CourierStatus> = new Map([
  ['booked', 'booked'],
  ['consignment booked', 'booked'],
  ['pickup request not send', 'booked'],
  ['pickup request sent', 'booked'],
  ['arrived at station', 'picked'],
  ['dispatched', 'in_transit'],
  ['in transit', 'in_transit'],
  ['assign to courier', 'out_for_delivery'],
  ['out for delivery', 'out_for_delivery'],
  ['delivered', 'delivered'],
  ['being return', 'returning'],
  ['returned to shipper', 'returned'],
  ['cancelled', 'cancelled'],
])

/** Our word for theirs. 'Pending' means a failed try only when a reason stands with it. */
export function statusOf(said: string, reason: string): CourierStatus {
  const word = said.toLowerCase().replace(/\s+/g, ' ').trim()
  if (word === 'pending') return reason === '' ? 'unclear' : 'attempted'
  return STATUSES.get(word) ?? 'unclear'
}
