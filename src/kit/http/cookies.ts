import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { digest } from '../keys/keys.ts'

/**
 * Cookies that only we can have made. Over https they carry the __Host- prefix: this host alone, the whole site, no
 * other
 * way than https. A demo on plain http uses the bare name, because browsers refuse the prefix there.
 */
export interface Cookies {
  read(c: Context, name: string): string | undefined
  write(c: Context, name: string, value: string, max_age_s: number): void
  forget(c: Context, name: string): void
}

/** Cookies for a market that people reach by https, or by plain http in a demo. */
export function cookies(isHttps: boolean): Cookies {
  const full = (name: string) => (isHttps ? `__Host-${name}` : name)
  const options = { path: '/', httpOnly: true, secure: isHttps, sameSite: 'Lax' as const }
  return {
    read: (c, name) => getCookie(c, full(name)),
    write: (c, name, value, maxAge) => setCookie(c, full(name), value, { ...options, maxAge }),
    forget: (c, name) => setCookie(c, full(name), '', { ...options, maxAge: 0 }),
  }
}

/** A value with our signature: 'value.signature'. */
export function signValue(key: Buffer, use: string, value: string): string {
  return `${value}.${digest(key, use, value).toString('base64url').slice(0, 27)}`
}

/** The value behind a signature that is ours, or undefined. */
export function openValue(key: Buffer, use: string, signed: string | undefined): string | undefined {
  const dot = signed?.lastIndexOf('.') ?? -1
  if (!signed || dot < 1) return undefined
  const value = signed.slice(0, dot)
  const given = Buffer.from(signed)
  const right = Buffer.from(signValue(key, use, value))
  return given.length === right.length && timingSafeEqual(given, right) ? value : undefined
}
