import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Inbound } from '../../domains/messaging/channel.ts'
import { sendAnswer } from '../../domains/messaging/messaging.ts'
import { type Figure, findRelease, listReleases, summaryOf } from '../../domains/pulse/pulse.ts'
import { hearStop } from '../../domains/search/search.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { digest } from '../../kit/keys/keys.ts'
import { useLimit } from '../../kit/limits/limits.ts'
import { type Say, speak } from '../../kit/text/messages.ts'
import type { Market } from '../web/market.ts'
import { meantGoods } from './meant-goods.ts'
import { type Estimate, sideOf } from './reading.ts'
import { routes } from './routes.ts'
import { readRelease } from './stored.ts'

const MOST_BYTES = 4_000
/** Answers to one number in an hour: each costs the market an SMS. */
const LIMIT = { most: 6, window_ms: 3_600_000 }

/**
 * Where the SMS gateway brings what people write to the market's number. It stands beside the pages, for it carries no
 * form token; the channel says whether it was our gateway. The words known so far: PULSE and a kind of goods. Anything
 * else has no answer.
 */
export function textsFromPhones(market: Market): Hono {
  const app = new Hono()
  const most = bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.text('', 413) })
  app.post(routes.texts.pattern, most, (c) => takeText(c, market))
  return app
}

async function takeText(c: Context, market: Market): Promise<Response> {
  const body = Buffer.from(await c.req.arrayBuffer())
  const text = market.channel.readText?.({ query: new URL(c.req.url).searchParams, body })
  if (!text || 'unreadable' in text) return c.text('', 403)
  await answer(market, text).catch((error: unknown) => {
    // Too many from one number: the gateway is not told to come again.
    if (!(error instanceof Refusal && error.code === 'limit')) throw error
  })
  // Empty, so that the gateway sends nothing by itself: the answer goes out like every message.
  return c.text('')
}

const WORD = /^\s*(?:pulse|nabz|نبض)(?:\s+|$)(.*)$/isu

async function answer(market: Market, { id, from, text }: Inbound): Promise<void> {
  // Who hears of new goods and wants no more says so by one word: nothing is answered.
  if (await market.db.tx((tx) => hearStop(tx, from, text))) return
  const asked = WORD.exec(text)?.[1]
  if (asked === undefined) return
  await market.db.tx(async (tx) => {
    await useLimit(tx, `pulse-word:${digest(market.keys.sign, 'pulse-word', from).toString('base64url')}`, LIMIT)
    const [newest] = await listReleases(tx, 1)
    const row = newest && (await findRelease(tx, newest.release_id))
    const said = wordOf(market, asked, row && { id: row.release_id, figures: readRelease(market, row, 'en').figures })
    await sendAnswer(tx, { to: from, cause: `text:${market.channel.name}:${id}`, ...said })
  })
}

interface Latest {
  readonly id: string
  readonly figures: readonly Figure[]
}

/** What the latest release says about some goods, in the writer's language, from published figures alone. */
function wordOf({ categories }: Market, asked: string, latest: Latest | undefined) {
  const isAll = asked.trim() === ''
  const meant = isAll ? undefined : meantGoods(categories, asked)
  const language = meant?.language ?? (isAll ? 'en' : /\p{Script=Arabic}/u.test(asked) ? 'ur' : 'roman-ur')
  const path = routes.latest.href().slice(1)
  const unknown = { language, template: 'pulse.unknown' as const, facts: { path } }
  if (!latest || (!isAll && !meant)) return unknown
  const summary = summaryOf(latest.figures, meant?.goods)
  if (summary.share === undefined) return unknown
  const t = speak(language)
  const facts = {
    path,
    release: latest.id,
    door: spanOf(t, summary.atDoor),
    since: summary.firstMonth ?? t('messages.word.untold'),
    change: changeOf(t, summary.priceChange),
  }
  return meant
    ? {
        language,
        template: 'pulse.goods' as const,
        facts: { ...facts, goods: meant.name, share: spanOf(t, summary.share) },
      }
    : { language, template: 'pulse.market' as const, facts: { ...facts, completed: spanOf(t, summary.completed) } }
}

/** Between which percents a share likely lies: whole ones, and tenths where it is a small one. */
function spanOf(t: Say, told: Estimate | undefined): string {
  if (!told) return t('messages.word.untold')
  const digits = told.upper < 0.1 ? 1 : 0
  const [lower, upper] = [told.lower, told.upper].map((share) => (100 * Math.max(0, share)).toFixed(digits))
  return lower === upper ? t('messages.word.about', { value: String(lower) }) : `${lower}-${upper}`
}

/** How far prices moved; that no change is clear, where the interval holds none. */
function changeOf(t: Say, change: Estimate | undefined): string {
  if (!change) return t('messages.word.untold')
  const side = sideOf(change, 0)
  if (side === 'unsure') return t('messages.word.unsure')
  const [lower, upper] = [change.lower, change.upper].map(Math.abs).sort((a, b) => a - b)
  return t(`messages.word.${side}`, { range: spanOf(t, { value: change.value, lower: lower ?? 0, upper: upper ?? 0 }) })
}
