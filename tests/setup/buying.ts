import { expect } from 'vitest'
import { deliverWaiting } from '../../src/domains/messaging/messaging.ts'
import { shown } from '../../src/kit/ids/ids.ts'
import { type TestMarket, testMarket, type Visitor } from './market.ts'
import { type Trade, trade } from './trade.ts'

/** A busy machine may take its time; what a test looks at has happened then. */
export const SETTLE_MS = 20_000

export interface Bazaar extends TestMarket {
  at: Trade
  listing: string
}

/** A market where Bilal sells a chappal and Ayesha has an address. */
export async function openBazaar(stock_count = 5, settings: Record<string, string> = {}): Promise<Bazaar> {
  const open = await testMarket(settings)
  const at = await open.market.db.tx((tx) => trade(tx, stock_count))
  await open.market.runner.settled(SETTLE_MS)
  return { ...open, at, listing: shown('lst', at.listing_id) }
}

/** The words of a page, without its markup. */
export function wordsOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<\/?bdi[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
    .trim()
}

/** Where an answer sends the browser. */
export function toOf(response: Response): string {
  expect(response.status).toBe(303)
  return response.headers.get('location') ?? ''
}

/** A page that opens, as its markup. */
export async function opens(visitor: Visitor, path: string, status = 200): Promise<string> {
  const response = await visitor.get(path)
  expect([path, response.status]).toEqual([path, status])
  return response.text()
}

/** The hidden fields of the form in a page that posts to an address. */
export function hiddenOf(html: string, action: string): Record<string, string> {
  const form = [...html.matchAll(/<form [^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].find(([, to]) => to === action)
  if (!form) throw new Error(`the page has a form to ${action}`)
  const inputs = [...(form[2] ?? '').matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]))
}

/** Presses the button of a form in a page, with what the person typed. */
export function submits(
  visitor: Visitor,
  html: string,
  action: string,
  typed: Record<string, string> = {},
): Promise<Response> {
  return visitor.post(action, { ...hiddenOf(html, action), ...typed })
}

/** Puts one chappal of size 41 into the cart. */
export async function putsInCart(visitor: Visitor, open: Bazaar, quantity = '1'): Promise<void> {
  const html = await opens(visitor, `/l/${open.listing}`)
  const typed = { variant: shown('var', open.at.small), quantity }
  expect(toOf(await submits(visitor, html, '/cart/lines', typed))).toBe('/cart')
}

/** Goes from the cart to the bill, to the person's first address. Gives the page of the bill. */
export async function goesToBill(visitor: Visitor): Promise<string> {
  const html = await opens(visitor, '/checkout')
  const address = /name="address" value="(adr_[^"]+)"/.exec(html)?.[1] ?? ''
  return opens(visitor, toOf(await submits(visitor, html, '/checkout/address', { address })))
}

/** Orders what is in the cart. Gives the address that the browser is sent to, once all that follows has happened. */
export async function orders(open: Bazaar, visitor: Visitor): Promise<string> {
  const to = toOf(await submits(visitor, await goesToBill(visitor), '/checkout', { method: 'cod' }))
  await open.market.runner.settled(SETTLE_MS)
  return to
}

/** The newest code that a phone of the demo got. */
export async function codeOn(open: Bazaar, phone: string): Promise<string> {
  await deliverWaiting(open.market.db, open.market.channel, { origin: open.market.origin })
  const texts = open.market.demo?.messagesOf(phone).map(({ text, at }) => ({ text, at })) ?? []
  const newest = texts.sort((a, b) => b.at.getTime() - a.at.getTime())[0]
  return /^(\d{6}) /.exec(newest?.text ?? '')?.[1] ?? ''
}

/** Signs in with the code on the phone, and gives the address that the browser is sent to. */
export async function signsIn(open: Bazaar, visitor: Visitor, phone: string, next = '/me'): Promise<string> {
  const door = await opens(visitor, `/me/sign-in?next=${encodeURIComponent(next)}`)
  const to = toOf(await submits(visitor, door, '/me/sign-in', { phone }))
  const code = await codeOn(open, phone)
  return toOf(await submits(visitor, await opens(visitor, to), '/me/code', { code }))
}
