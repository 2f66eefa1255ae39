import type { Context } from 'hono'
import { openValue, signValue } from './cookies.ts'

/** The field in which a form carries its token. */
export const TOKEN_FIELD = 'form_token'

/** A token that binds a form to the visit it was shown in. `day` is the number of days since 1970. */
export function formToken(key: Buffer, visitId: string, day: number): string {
  return signValue(key, `form:${visitId}`, String(day))
}

/**
 * True when a request that changes something comes from our own pages: the browser says so (Sec-Fetch-Site), or names
 * our
 * own origin; an old phone that says neither must carry the token of a form of this visit, not older than two days.
 */
export function isOurOwn(
  c: Context,
  own: { origins: readonly string[]; key: Buffer; visitId: string; day: number; token: string | undefined },
): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || (site === 'none' && hasToken(own))
  const origin = c.req.header('origin')
  if (origin !== undefined && origin !== 'null') return own.origins.includes(origin)
  return hasToken(own)
}

function hasToken(own: { key: Buffer; visitId: string; day: number; token: string | undefined }): boolean {
  const day = Number(openValue(own.key, `form:${own.visitId}`, own.token))
  return own.visitId !== '' && Number.isInteger(day) && own.day - day >= 0 && own.day - day <= 2
}
