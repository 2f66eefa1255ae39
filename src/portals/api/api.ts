import { type Context, Hono } from 'hono'
import { Refusal } from '../../kit/errors/refusal.ts'
import { compress, type RequestCount, requestCounter } from '../../kit/http/answers.ts'
import { newId } from '../../kit/ids/ids.ts'
import { errorFacts } from '../../kit/log/log.ts'
import { underRequest } from '../../kit/log/request.ts'
import { isAway } from '../../kit/sql/away.ts'
import { speak } from '../../kit/text/messages.ts'
import type { Market } from '../web/market.ts'
import { addressOf } from '../web/web.ts'
import type { Ask, Caller } from './ask.ts'
import { readBody } from './body.ts'
import { callerOf, localeOf } from './caller.ts'
import { type KeepAnswer, onceFor } from './keyed.ts'
import { openApi } from './openapi.ts'
import type { Operation } from './operation.ts'
import { bugProblem, PROBLEM_TYPE, problemOf } from './problems.ts'
import { API_BASE, OPERATIONS } from './table.ts'

/** One request on its way through the API. */
interface Turn {
  readonly c: Context
  readonly market: Market
  readonly address: string
  /** Known once the token was looked up; a problem is then said in the person's language. */
  caller: Caller | undefined
}

type Act = (turn: Turn) => Promise<Response>

/** The API: every operation of the table at its address, and the document of them all. No cookie is read here. */
export function apiPortal(market: Market): Hono {
  const app = new Hono()
  const count = requestCounter(market.requestsAMinute)
  const answered = (act: Act) => (c: Context) => {
    const id = newId()
    return underRequest(id, () => guarded(c, market, count, id, act))
  }
  const methods = new Map<string, string[]>()
  for (const operation of OPERATIONS) {
    const pattern = `${API_BASE}${operation.path.replace(/\{(\w+)\}/g, ':$1')}`
    methods.set(pattern, [...(methods.get(pattern) ?? []), operation.method])
    if (operation.method === 'GET') app.get(pattern, compress)
    app.on(
      operation.method,
      pattern,
      answered((turn) => answer(turn, operation)),
    )
  }
  for (const [pattern, known] of methods) app.all(pattern, answered(noSuchMethod(known)))
  app.all(`${API_BASE}/*`, answered(nothingHere))
  const document = JSON.stringify(openApi(market))
  app.get('/api/openapi.json', compress, (c) =>
    c.body(document, 200, {
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
    }),
  )
  return app
}

function noSuchMethod(known: readonly string[]): Act {
  const allow = [...known, ...(known.includes('GET') ? ['HEAD'] : [])].join(', ')
  return async ({ c }) => {
    c.header('allow', allow)
    throw new Refusal('invalid', 'api.method', { allow })
  }
}

const nothingHere: Act = async () => {
  throw new Refusal('not_found', 'identity.not_here')
}

/** Counts the request, and turns refusals and bugs into problems. */
async function guarded(c: Context, market: Market, count: RequestCount, id: string, act: Act): Promise<Response> {
  const turn: Turn = { c, market, address: addressOf(c, market), caller: undefined }
  c.header('x-request-id', id)
  c.header('x-content-type-options', 'nosniff')
  if (market.isHttps) c.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
  try {
    const used = count(turn.address, Date.now())
    if (used) {
      c.header('ratelimit-limit', String(market.requestsAMinute))
      c.header('ratelimit-remaining', String(used.left))
      c.header('ratelimit-reset', String(used.reset_s))
      if (used.isOver) throw new Refusal('limit', 'limits.too_often', { minutes: 1 })
    }
    return await act(turn)
  } catch (error) {
    return problem(turn, id, error)
  }
}

async function answer(turn: Turn, operation: Operation): Promise<Response> {
  const { c, market, address } = turn
  if (operation.access === 'person') turn.caller = await callerOf(c, market)
  const { caller } = turn
  const body = await readBody(c, operation)
  const run = operation.accept({ params: c.req.param(), query: c.req.query(), body: body.value })
  const key = operation.method === 'POST' ? c.req.header('idempotency-key') : undefined
  if (key === undefined) return said(c, operation, await run(askOf(turn, undefined)))
  const request = { key, hash: body.hash, status: operation.status, caller, address }
  const done = await onceFor(market, request, (keep) => run(askOf(turn, keep)))
  if (done.isReplayed) c.header('idempotency-replayed', 'true')
  return said(c, operation, done.answer)
}

function askOf({ c, market, address, caller }: Turn, keep: KeepAnswer | undefined): Ask {
  const locale = localeOf(c, caller)
  return {
    ...{ market, locale, t: speak(locale), address, caller },
    agent: c.req.header('user-agent') ?? '',
    read: (body) => market.db.read(body),
    write: (body) =>
      market.db.tx(async (tx) => {
        const value = await body(tx)
        await keep?.(tx, value)
        return value
      }),
  }
}

function said(c: Context, { status, fresh_s }: Operation, value: unknown): Response {
  c.header('cache-control', fresh_s === undefined ? 'no-store' : `public, max-age=${fresh_s}`)
  if (status === 204) return c.body(null, 204)
  return c.body(JSON.stringify(value), status, { 'content-type': 'application/json' })
}

function problem({ c, market, caller }: Turn, id: string, error: unknown): Response {
  const t = speak(localeOf(c, caller))
  c.header('cache-control', 'no-store')
  if (!(error instanceof Refusal)) {
    market.log.error({ ...errorFacts(error), path: c.req.path }, 'a request broke')
  } else if (error.code === 'forbidden') {
    market.log.warn({ reason: error.reason, path: c.req.path }, 'access was denied')
  }
  const refusal = isAway(error) ? new Refusal('unavailable', 'requests.busy') : error
  const { status, body } =
    refusal instanceof Refusal ? problemOf(refusal, t, market.origin) : bugProblem(id, t, market.origin)
  if (isAway(error)) c.header('retry-after', '5')
  if (status === 401) c.header('www-authenticate', 'Bearer')
  if (status === 429) c.header('retry-after', String(Number(body.values.minutes ?? 1) * 60))
  return c.body(JSON.stringify(body), status, { 'content-type': PROBLEM_TYPE, 'content-language': t.locale })
}
