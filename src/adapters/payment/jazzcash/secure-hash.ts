import { createHmac, timingSafeEqual } from 'node:crypto'

export type Fields = Readonly<Record<string, string>>

/**
 * JazzCash's signature: the values of all pp fields except the hash itself, empty ones left out, in byte order of their
 * names, joined by & behind the salt; HMAC-SHA256 with the salt as key, in capital hex.
 */
export function secureHash(fields: Fields, salt: string): string {
  const values = Object.keys(fields)
    .filter((name) => name.startsWith('pp') && name !== 'pp_SecureHash' && fields[name] !== '')
    .sort()
    .map((name) => fields[name])
  return createHmac('sha256', salt)
    .update([salt, ...values].join('&'))
    .digest('hex')
    .toUpperCase()
}

/** The fields with their signature. */
export function signed(fields: Fields, salt: string): Record<string, string> {
  return { ...fields, pp_SecureHash: secureHash(fields, salt) }
}

/** True when the fields carry the right signature, in capitals or not. Takes the same time for any wrong one. */
export function isSigned(fields: Fields, salt: string): boolean {
  const given = Buffer.from((fields.pp_SecureHash ?? '').toUpperCase())
  const right = Buffer.from(secureHash(fields, salt))
  return given.length === right.length && timingSafeEqual(given, right)
}

/** JazzCash's clock: Karachi time, which has had no summer time since 2009, as yyyyMMddHHmmss. */
export function karachiStamp(at: Date): string {
  return new Date(at.getTime() + 5 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14)
}

/** The moment behind yyyyMMddHHmmss, or undefined when it is none. */
export function fromKarachiStamp(stamp: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second] = match
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+05:00`)
  return Number.isNaN(at.getTime()) ? undefined : at
}

/** Text fields of a JSON object: numbers become text, null becomes empty; undefined when it holds anything else. */
export function textFields(object: Readonly<Record<string, unknown>>): Record<string, string> | undefined {
  const fields: Record<string, string> = {}
  for (const [name, value] of Object.entries(object)) {
    if (typeof value === 'string') fields[name] = value
    else if (typeof value === 'number') fields[name] = String(value)
    else if (value === null) fields[name] = ''
    else return undefined
  }
  return fields
}
