import { type Context, Hono } from 'hono'
import { categoryGuess } from '../../domains/catalogue/catalogue.ts'
import type { Inbound } from '../../domains/messaging/channel.ts'
import { sendAnswer } from '../../domains/messaging/messaging.ts'
import { type Figure, findRelease, listReleases, summaryOf } from '../../domains/pulse/pulse.ts'
import { hearStop } from '../../domains/search/search.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { digest } from '../../kit/keys/keys.ts'
import { useLimit } from '../../kit/limits/limits.ts'
import type { Locale } from '../../kit/text/locale.ts'
import { speak } from '../../kit/text/messages.ts'
import type { Market } from '../web/market.ts'
import { nameOf } from '../web/names.ts'
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
  app.post(routes.texts.pattern, (c) => takeText(c, market))
  return app
}

async function takeText(c: Context, market: Market): Promise<Response> {
  const body = Buffer.from(await c.req.arrayBuffer())
  if (body.length > MOST_BYTES) return c.text('', 413)
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
function wordOf(market: Market, asked: string, latest: Latest | undefined) {
  const shelf = shelfOf(market, asked)
  const language = languageOf(asked, shelf?.names)
  const path = routes.latest.href().slice(1)
  const unknown = { language, template: 'pulse.unknown' as const, facts: { path } }
  if (!latest || (asked.trim() !== '' && !shelf)) return unknown
  const summary = summaryOf(latest.figures, shelf?.goods)
  if (summary.share === undefined) return unknown
  const untold = speak(language)('messages.word.untold')
  const percent = (share: number | undefined) => (share === undefined ? untold : (100 * share).toFixed(1))
  const change = percent(summary.priceChange)
  const facts = {
    path,
    release: latest.id,
    door: percent(summary.atDoor),
    since: summary.firstMonth ?? untold,
    change: (summary.priceChange ?? 0) > 0 ? `+${change}` : change,
  }
  return shelf
    ? {
        language,
        template: 'pulse.goods' as const,
        facts: { ...facts, goods: shelf.names[language], share: percent(summary.share) },
      }
    : { language, template: 'pulse.market' as const, facts: { ...facts, completed: percent(summary.completed) } }
}

interface Shelf {
  readonly names: Readonly<Record<Locale, string>>
  /** English names of the shelf and of all below it: the words of a release. */
  readonly goods: ReadonlySet<string>
}

/** The shelf that words mean, in any script; undefined when they mean none. */
function shelfOf({ categories }: Market, asked: string): Shelf | undefined {
  if (asked.trim() === '') return undefined
  const found = categories.find(({ category_id }) => category_id === categoryGuess(categories)([asked], ''))
  if (!found || found.category_id === 'other') return undefined
  const below = [found]
  for (const one of below) below.push(...categories.filter(({ parent_id }) => parent_id === one.category_id))
  return {
    names: { en: found.name_en, ur: nameOf('ur', found), 'roman-ur': nameOf('roman-ur', found) },
    goods: new Set(below.map(({ name_en }) => name_en)),
  }
}

/** Urdu letters are answered in Urdu, the English name of the goods in English, and everything else in Roman Urdu. */
function languageOf(asked: string, names: Shelf['names'] | undefined): Locale {
  if (/\p{Script=Arabic}/u.test(asked)) return 'ur'
  const isEnglish = names?.en.toLowerCase().includes(asked.trim().toLowerCase())
  return isEnglish || asked.trim() === '' ? 'en' : 'roman-ur'
}
