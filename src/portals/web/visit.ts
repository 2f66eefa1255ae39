import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { countCart } from '../../domains/cart/cart.ts'
import {
  asOperator,
  asRider,
  isDueToBeSeen,
  noteSeen,
  type Operator,
  type Person,
  personOf,
  type Rider,
  type Session,
  sessionOf,
} from '../../domains/identity/identity.ts'
import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { LOOK_COOKIE, styleMode } from '../../kit/html/styles.ts'
import { openValue, signValue } from '../../kit/http/cookies.ts'
import { formToken, TOKEN_FIELD } from '../../kit/http/forgery.ts'
import { chooseLocale, isLocale, LOCALE_COOKIE, type Locale } from '../../kit/text/locale.ts'
import { type Say, speak } from '../../kit/text/messages.ts'
import type { Frame } from '../ui/shell.tsx'
import type { Market } from './market.ts'

export const SESSION_COOKIE = 'session'
export const VISIT_COOKIE = 'visit'
export const CART_COOKIE = 'cart'

/** One request by one visitor: who it is, in which language, and with which cart. */
export interface Visit {
  readonly market: Market
  readonly locale: Locale
  readonly t: Say
  readonly look: 'inline' | 'linked'
  readonly session: Session | undefined
  /** The bearer's or cookie's token, to end it. */
  readonly address: string
  readonly now: Date
  cartId: string | undefined
  cartCount: number
  /** Set by visitToken when a page with a form is made for somebody who has no visit yet. */
  visitId: string
  /** Made for the first form of a page, for all of them. */
  formFields: Record<string, string> | undefined
}

export interface Env {
  Variables: { visit: Visit }
}

export type PageContext = Context<Env>

const DAY_MS = 86_400_000
const YEAR_S = 365 * 86_400

/** Reads who is there. One statement for the session and one for the cart, on one connection. */
export async function beginVisit(c: PageContext, market: Market, address: string): Promise<Visit> {
  const token = market.cookies.read(c, SESSION_COOKIE)
  const cartId = openValue(market.keys.sign, 'cart', market.cookies.read(c, CART_COOKIE))
  const [session, cartCount] =
    token || cartId
      ? await market.db.read(async (tx) =>
          Promise.all([
            token ? sessionOf(tx, token) : Promise.resolve(undefined),
            cartId && c.req.method === 'GET' ? countCart(tx, cartId) : Promise.resolve(0),
          ]),
        )
      : [undefined, 0]
  if (token && session && isDueToBeSeen(session, market.now())) await market.db.tx((tx) => noteSeen(tx, token))
  const query = c.req.query('lang')
  const locale = chooseLocale({
    query,
    cookie: getCookie(c, LOCALE_COOKIE) ?? session?.language,
    acceptLanguage: c.req.header('accept-language'),
  })
  if (isLocale(query)) {
    c.header('set-cookie', `${LOCALE_COOKIE}=${query}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`, { append: true })
  }
  return {
    market,
    locale,
    t: speak(locale),
    look: styleMode(getCookie(c, LOOK_COOKIE)),
    session,
    address,
    now: market.now(),
    cartId,
    cartCount,
    visitId: market.cookies.read(c, VISIT_COOKIE) ?? '',
    formFields: undefined,
  }
}

/** The hidden fields of every form that posts: the token for phones that do not say where a form comes from. */
export function formFields(c: PageContext): Record<string, string> {
  const { visit } = c.var
  if (visit.formFields) return visit.formFields
  if (visit.visitId === '') {
    visit.visitId = randomBytes(16).toString('base64url')
    visit.market.cookies.write(c, VISIT_COOKIE, visit.visitId, YEAR_S)
  }
  const day = Math.floor(visit.now.getTime() / DAY_MS)
  visit.formFields = { [TOKEN_FIELD]: formToken(visit.market.keys.sign, visit.visitId, day) }
  return visit.formFields
}

/** Keeps a new cart with its visitor. */
export function rememberCart(c: PageContext, cartId: string): void {
  const { visit } = c.var
  visit.cartId = cartId
  visit.market.cookies.write(c, CART_COOKIE, signValue(visit.market.keys.sign, 'cart', cartId), 90 * 86_400)
}

/** What stands round the page. */
export function frameOf(c: PageContext, query?: string): Frame {
  const { visit } = c.var
  const url = new URL(c.req.url)
  return {
    t: visit.t,
    path: `${url.pathname}${url.search}`,
    market: { name: visit.market.name, helpPhone: visit.market.helpPhone },
    cartCount: visit.cartCount,
    signedIn: visit.session !== undefined,
    query,
  }
}

/**
 * The person who is signed in. Refuses: forbidden identity.sign_in_first, which a page turns into the way to sign in.
 */
export function personHere(c: PageContext): Person {
  const { session } = c.var.visit
  if (!session) throw new Refusal('forbidden', 'identity.sign_in_first')
  return personOf(session)
}

/** The operator who is signed in. To everybody else the page is not there. */
export async function operatorHere(c: PageContext): Promise<Operator> {
  const { market } = c.var.visit
  const person = personHere(c)
  return market.db.read((tx) => asOperator(tx, person))
}

/** The rider who is signed in. To everybody else the page is not there. */
export async function riderHere(c: PageContext): Promise<Rider> {
  const { market } = c.var.visit
  const person = personHere(c)
  return market.db.read((tx) => asRider(tx, person))
}

/** The session itself, for pages about devices and proofs. */
export function sessionHere(c: PageContext): Session {
  personHere(c)
  const { session } = c.var.visit
  assert(session, 'somebody who is signed in has a session')
  return session
}
