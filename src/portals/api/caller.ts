import type { Context } from 'hono'
import { isDueToBeSeen, noteSeen, personOf, sessionOf } from '../../domains/identity/identity.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { chooseLocale, type Locale } from '../../kit/text/locale.ts'
import type { Market } from '../web/market.ts'
import type { Caller } from './ask.ts'

/** The bearer token of a request, or undefined when it brought none. */
function tokenOf(c: Context): string | undefined {
  return /^Bearer +([\w-]+) *$/i.exec(c.req.header('authorization') ?? '')?.[1]
}

/**
 * Who showed a token. The token of a browser's cookie is not one for programs: a page that leaks it opens no API.
 * Refuses: forbidden api.token_missing without a token, api.token when it is unknown, ended or not for programs.
 */
export async function callerOf(c: Context, market: Market): Promise<Caller> {
  const token = tokenOf(c)
  if (token === undefined) throw new Refusal('forbidden', 'api.token_missing')
  const session = await market.db.read((tx) => sessionOf(tx, token))
  if (session?.kind !== 'api') throw new Refusal('forbidden', 'api.token')
  if (isDueToBeSeen(session, market.now())) await market.db.tx((tx) => noteSeen(tx, token))
  return { session, person: personOf(session) }
}

/** In which language the caller is answered: what the request says, else what the person chose. */
export function localeOf(c: Context, caller: Caller | undefined): Locale {
  return chooseLocale({ acceptLanguage: c.req.header('accept-language') }, caller?.session.language)
}
