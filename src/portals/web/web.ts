import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Refusal } from '../../kit/errors/refusal.ts'
import { callerAddress, compress, requestLimiter } from '../../kit/http/answers.ts'
import { isOurOwn, TOKEN_FIELD } from '../../kit/http/forgery.ts'
import { MOST_BYTES } from '../../kit/http/forms.ts'
import { newId } from '../../kit/ids/ids.ts'
import { errorFacts } from '../../kit/log/log.ts'
import { underRequest } from '../../kit/log/request.ts'
import { isAway } from '../../kit/sql/away.ts'
import type { Market } from './market.ts'
import { bugPage, refusalPage } from './pages.tsx'
import { beginVisit, type Env, type PageContext } from './visit.ts'

export type Web = Hono<Env>

const DAY_MS = 86_400_000

/** What telephone services read out: they ask by POST and carry no token, and nothing is changed by it. */
const READ_OUT = /^\/pulse\/([^/]+\/)?spoken[^/]*\.xml$/

/** When to ask again after the database could not serve a request. */
const RETRY_AFTER_S = 5

/** Notes how long requests took, for /metrics. */
export type Measure = (facts: { method: string; status: number; ms: number }) => void

/**
 * The ground under every page: an id for the request, the caller's address and limit, who is there, protection against
 * forged forms, and one place where refusals and bugs become pages.
 */
export function openWeb(market: Market, measure: Measure): Web {
  const web: Web = new Hono<Env>()
  const mayAsk = requestLimiter(market.requestsAMinute)
  web.use(async (c, next) => {
    const id = newId()
    const start = performance.now()
    c.header('x-request-id', id)
    c.header('x-content-type-options', 'nosniff')
    await underRequest(id, next)
    measure({ method: c.req.method, status: c.res.status, ms: performance.now() - start })
  })
  web.use(compress)
  web.use(bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.text('Too large.', 413) }))
  web.use(async (c, next) => {
    const address = addressOf(c, market)
    if (!mayAsk(address, Date.now()))
      return c.text('Too many requests. Please wait a minute.', 429, { 'retry-after': '60' })
    c.set('visit', await beginVisit(c, market, address))
    return next()
  })
  web.use(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    if (c.req.method === 'POST' && READ_OUT.test(c.req.path)) return next()
    if (c.req.method !== 'POST') return c.text('', 405, { allow: 'GET, HEAD, POST' })
    if (!(await isOwnForm(c, market))) throw new Refusal('forbidden', 'requests.not_from_here')
    return next()
  })
  web.onError((error, c) => {
    const context: PageContext = c
    if (error instanceof Refusal) {
      const isDenied = error.code === 'forbidden' && error.reason !== 'identity.sign_in_first'
      if (isDenied) market.log.warn({ reason: error.reason, path: c.req.path }, 'access was denied')
      return context.var.visit ? refusalPage(context, error) : c.text(error.code, 400)
    }
    if (isAway(error)) {
      market.log.error({ ...errorFacts(error), path: c.req.path }, 'the database could not serve a request')
      c.header('retry-after', String(RETRY_AFTER_S))
      const words = 'The market is very busy. Try again in a moment.'
      return context.var.visit ? refusalPage(context, new Refusal('unavailable', 'requests.busy')) : c.text(words, 503)
    }
    const reference = c.res.headers.get('x-request-id') ?? newId()
    market.log.error({ ...errorFacts(error), path: c.req.path }, 'a request broke')
    return context.var.visit ? bugPage(context, reference) : c.text(`Something went wrong: ${reference}`, 500)
  })
  web.notFound((c) => refusalPage(c as PageContext, new Refusal('not_found', 'identity.not_here')))
  return web
}

/**
 * The token is read from a copy of the body only when the browser itself says nothing about where the form came from.
 */
async function isOwnForm(c: PageContext, market: Market): Promise<boolean> {
  const { visit } = c.var
  const needsToken = !c.req.header('sec-fetch-site') && !c.req.header('origin')
  const isSmall = Number(c.req.header('content-length') ?? '0') < 24_000_000
  const token = needsToken && isSmall ? await tokenOf(c) : undefined
  return isOurOwn(c, {
    origins: [market.origin, new URL(c.req.url).origin],
    key: market.keys.sign,
    visitId: visit.visitId,
    day: Math.floor(visit.now.getTime() / DAY_MS),
    token,
  })
}

async function tokenOf(c: PageContext): Promise<string | undefined> {
  try {
    // Hono keeps the parsed body, so that the page can read the form again.
    const value = (await c.req.raw.clone().formData()).get(TOKEN_FIELD)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

/** Where a request comes from. Requests made in the program itself (tests) have no socket. */
export function addressOf(c: PageContext, market: Pick<Market, 'proxyCount'>): string {
  const socket = hasSocket(c) ? (getConnInfo(c).remote.address ?? '') : 'inside'
  return callerAddress(socket, c.req.header('x-forwarded-for'), market.proxyCount)
}

function hasSocket(c: PageContext): boolean {
  return typeof c.env === 'object' && c.env !== null && 'incoming' in c.env
}
