import { Hono } from 'hono'
import { endSession, personOf } from '../../domains/identity/identity.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { readForm } from '../../kit/http/forms.ts'
import type { DemoPhones, Market } from '../web/market.ts'
import { page } from '../web/pages.tsx'
import { type Env, formFields, type PageContext, SESSION_COOKIE } from '../web/visit.ts'
import { MailsPage } from './mails-page.tsx'
import { PhonePage, PhonesPage } from './phones-page.tsx'
import { phoneHref, routes } from './routes.ts'

/**
 * The phones of the simulator, to read what the market sends. Only a demo has them; in a real market these addresses do
 * not exist.
 */
export function demoPortal(_market: Market): Hono<Env> {
  const app = new Hono<Env>()
  app.get(routes.phones.pattern, showPhones)
  app.get(routes.phone.pattern, showPhone)
  app.get(routes.mails.pattern, showMails)
  app.post(routes.hand.pattern, takeInHand)
  app.post(routes.texts.pattern, writeText)
  return app
}

function phonesOf(c: PageContext): DemoPhones {
  const { demo } = c.var.visit.market
  if (!demo) throw new Refusal('not_found', 'identity.not_here')
  return demo
}

/** The number in the address, as E.164. Anything else is no phone. */
function numberOf(c: PageContext): string {
  const digits = c.req.param('number') ?? ''
  if (!/^\d{8,15}$/.test(digits)) throw new Refusal('not_found', 'identity.not_here')
  return `+${digits}`
}

function showPhones(c: PageContext): Response {
  const { visit } = c.var
  const demo = phonesOf(c)
  const used = new Map(demo.phones().map((phone) => [phone.number, phone]))
  const lineOf = (number: string) => ({
    number,
    count: used.get(number)?.count ?? 0,
    latest: used.get(number)?.latest,
  })
  const cast = demo.cast.map(({ phone, name, role }) => ({ ...lineOf(phone), name, role }))
  const known = new Set(demo.cast.map(({ phone }) => phone))
  const others = [...used.keys()].filter((number) => !known.has(number)).map(lineOf)
  const view = { t: visit.t, now: visit.now, cast, others, firstShop: demo.firstShop, hidden: formFields(c) }
  return page(c, { title: visit.t('demo.title') }, <PhonesPage view={view} />)
}

function showPhone(c: PageContext): Response {
  const { visit } = c.var
  const demo = phonesOf(c)
  const number = numberOf(c)
  const name = demo.cast.find(({ phone }) => phone === number)?.name
  const messages = demo.messagesOf(number)
  const view = { t: visit.t, now: visit.now, number, name, messages, hidden: formFields(c) }
  return page(c, { title: name ?? visit.t.phone(number) }, <PhonePage view={view} />)
}

function showMails(c: PageContext): Response {
  const { t, now } = c.var.visit
  return page(c, { title: t('demo.mails') }, <MailsPage t={t} now={now} mails={phonesOf(c).mails()} />)
}

/** Somebody writes to the market from a phone: the gateway brings it, and the answer comes back like every message. */
async function writeText(c: PageContext): Promise<Response> {
  const demo = phonesOf(c)
  const number = numberOf(c)
  const form = await readForm(c)
  const text = form.text('text').slice(0, 400)
  if (text !== '') await demo.write(number, text)
  return c.redirect(phoneHref(number), 303)
}

/** Takes another phone in hand: whoever was signed in here is signed out, and the number stands in the form. */
async function takeInHand(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { market, session } = visit
  phonesOf(c)
  const number = numberOf(c)
  if (session) {
    await market.db.tx((tx) => endSession(tx, personOf(session), session.session_id))
    market.cookies.forget(c, SESSION_COOKIE)
  }
  return c.redirect(`/me/sign-in?${new URLSearchParams({ phone: visit.t.phone(number) })}`, 303)
}
