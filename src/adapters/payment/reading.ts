// What the messages of payment providers are read and written with.
import { timingSafeEqual } from 'node:crypto'

/** "2450.50": how rails that count in rupees write an amount. */
export function rupeesText(paisa: bigint): string {
  return `${paisa / 100n}.${String(paisa % 100n).padStart(2, '0')}`
}

/** Paisa from rupees as a number or as text with at most two digits behind the point; undefined when it is neither. */
export function fromRupees(value: unknown): bigint | undefined {
  const match = /^(\d{1,13})(?:\.(\d{1,2})0*)?$/.exec(plainText(value))
  return match ? BigInt(match[1] ?? '') * 100n + BigInt((match[2] ?? '').padEnd(2, '0')) : undefined
}

/** Paisa from a whole number, as a number or as text. */
export function fromPaisa(value: unknown): bigint | undefined {
  const text = plainText(value)
  return /^\d{1,15}$/.test(text) ? BigInt(text) : undefined
}

/** What stands in a JSON value at a path such as 'data.tracker.token'; undefined when a step is missing. */
export function dig(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => {
    const isObject = typeof at === 'object' && at !== null && Object.hasOwn(at, name)
    return isObject ? Object.entries(at).find(([key]) => key === name)?.[1] : undefined
  }, value)
}

/** The text at a path; numbers become text, everything else is empty. */
export function digText(value: unknown, path: string): string {
  return plainText(dig(value, path))
}

/** True when two signatures in hex are the same, in capitals or not; takes the same time for any wrong one. */
export function isSameHex(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given.trim().toLowerCase()), Buffer.from(right.toLowerCase())]
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b)
}

/**
 * The fields of a query and of a form together. Undefined when one comes twice: it could be signed as one value and
 * read as the other.
 */
export function formFields(
  query: Readonly<Record<string, string>>,
  body: string,
): Readonly<Record<string, string>> | undefined {
  const fields: Record<string, string> = { ...query }
  for (const [name, value] of new URLSearchParams(body)) {
    if (Object.hasOwn(fields, name)) return undefined
    fields[name] = value
  }
  return fields
}

function plainText(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' ? String(value) : ''
}
