import { type Context, Hono } from 'hono'
import {
  askPayment,
  type PaymentRail,
  type RawNotice,
  receiveNotice,
  type Settled,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { errorFacts } from '../../../kit/log/log.ts'
import type { Market } from '../../web/market.ts'
import { routes } from '../routes.ts'

const MOST_BYTES = 64 * 1024
/** The orders follow a payment soon after it is booked; the page waits so long that it usually shows them paid. */
const SETTLE_MS = 2000

/**
 * Where a rail comes back to: the buyer's browser with a form from the rail's own site, and the rail's server with its
 * notice. Both come from elsewhere, so this stands beside the pages and without their protection against foreign forms;
 * nothing in either is believed, since each only makes us ask the rail ourselves.
 */
export function railReturn(market: Market): Hono {
  const app = new Hono()
  for (const { pattern } of [routes.railReturn, routes.railReturnOf]) {
    app.post(pattern, (c) => comeBack(c, market))
    app.get(pattern, (c) => comeBack(c, market))
  }
  app.post(routes.railNotice.pattern, (c) => takeNotice(c, market))
  app.get(routes.railNotice.pattern, (c) => takeNotice(c, market))
  return app
}

/** The browser is back. Its form names a payment; what became of it we ask the rail. */
async function comeBack(c: Context, market: Market): Promise<Response> {
  const rail = market.rails.get(c.req.param('rail') ?? '')
  const checkoutId = parseId('chk', c.req.param('checkout') ?? c.req.query('checkout'))
  const raw = await readRaw(c)
  if (rail && raw && checkoutId && rail.goOn?.(raw, market.origin)) {
    // The rail's page is in the middle of it: a page of ours, with the buyer's language, leads on.
    return c.redirect(routes.railGoOn.href({ rail: rail.name, checkout: shown('chk', checkoutId) }, raw.query), 303)
  }
  const settled = rail && raw ? await settle(market, rail, raw) : 'unknown'
  if (settled === 'paid') await market.runner.settled(SETTLE_MS)
  const checkout = checkoutId && shown('chk', checkoutId)
  return c.redirect(routes.orders.href({ checkout, news: NEWS[settled] }), 303)
}

/** What the orders page says first. */
const NEWS: Readonly<Record<Settled, string>> = {
  paid: 'paid',
  failed: 'unpaid',
  waiting: 'checking',
  asking: 'checking',
  trouble: 'checking',
  forged: 'checking',
  unknown: 'checking',
}

async function settle(market: Market, rail: PaymentRail, raw: RawNotice): Promise<Settled> {
  const notice = rail.readNotice(raw)
  if ('unreadable' in notice) return 'unknown'
  try {
    return await askPayment(market.db, rail, notice.reference)
  } catch (error) {
    // The buyer must not meet an error page after paying; the job asks again in a minute.
    market.log.error({ ...errorFacts(error), rail: rail.name }, 'asking about a payment broke')
    return 'asking'
  }
}

/**
 * The rail's server tells us something: answered once it is safely kept, told to come again until then. What is not the
 * rail's is kept too, and gets 401.
 */
async function takeNotice(c: Context, market: Market): Promise<Response> {
  const rail = market.rails.get(c.req.param('rail') ?? '')
  if (!rail) return c.text('', 404)
  const raw = await readRaw(c)
  if (!raw) return c.text('', 413)
  try {
    const settled = await receiveNotice(market.db, rail, raw)
    if (settled === 'forged') return c.text('', 401)
  } catch (error) {
    if (!(error instanceof Refusal))
      market.log.error({ ...errorFacts(error), rail: rail.name }, 'a notice was not kept')
    return c.text('', 503, { 'retry-after': '30' })
  }
  const answer = rail.noticeAnswerFor?.(raw) ?? rail.noticeAnswer
  return c.body(answer.body, 200, { 'content-type': answer.contentType })
}

/** The body up to its cap, with the headers; undefined when it is larger than any notice. */
async function readRaw(c: Context): Promise<RawNotice | undefined> {
  if (Number(c.req.header('content-length') ?? '0') > MOST_BYTES) return undefined
  const headers = Object.fromEntries([...c.req.raw.headers].map(([name, value]) => [name.toLowerCase(), value]))
  const { body, method } = c.req.raw
  const query = c.req.query()
  if (!body) return { method, query, headers, body: '' }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > MOST_BYTES) return undefined
    chunks.push(chunk)
  }
  return { method, query, headers, body: Buffer.concat(chunks).toString('utf8') }
}
