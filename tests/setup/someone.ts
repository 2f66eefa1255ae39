import type { Page, Response } from 'playwright-core'
import { expect } from 'vitest'
import { deliverWaiting, type Template } from '../../src/domains/messaging/messaging.ts'
import type { Locale } from '../../src/kit/text/locale.ts'
import { localesFolder, readCatalogue, type Say, speak } from '../../src/kit/text/messages.ts'
import { foldForSms } from '../../src/kit/text/sms.ts'
import type { TestBrowser } from './browser.ts'
import type { TestMarket } from './market.ts'

/** A busy machine may take its time; what a test looks at has happened then. */
const PATIENCE_MS = 20_000

/**
 * Somebody with a small phone and no JavaScript, who reads the page and finds things by what they are called in their
 * language: `ayesha.presses(t('buyer.listing.put_in'))`. Each step waits for the page that it leads to, and fails when
 * that page is a refusal.
 */
export interface Someone {
  readonly page: Page
  readonly t: Say
  goes(path: string): Promise<void>
  follows(link: string): Promise<void>
  presses(button: string): Promise<void>
  /** Types into the question of that label. */
  types(label: string, words: string): Promise<void>
  /** Takes one of a few choices. */
  chooses(option: string): Promise<void>
  /** Takes one from a list. */
  picks(label: string, option: string): Promise<void>
  hands(label: string, file: SentFile): Promise<void>
  sees(words: string): Promise<void>
  /** What the main part of the page says, on one line. */
  reads(): Promise<string>
  /** The address of the page, without its query. */
  path(): string
}

export interface SentFile {
  name: string
  mimeType: string
  buffer: Buffer
}

/** Who is signed in from the start has a session; everybody else comes as a stranger. */
export async function someone(
  open: TestMarket,
  { newPage }: TestBrowser,
  locale: Locale,
  person?: { person_id: string },
): Promise<Someone> {
  const page = await newPage({ baseURL: open.base, locale: locale === 'ur' ? 'ur-PK' : 'en-PK' })
  page.setDefaultTimeout(PATIENCE_MS)
  if (person) {
    const visitor = await open.visitor({ kind: 'person', person_id: person.person_id })
    const value = visitor.cookies.get('session') ?? ''
    await page.context().addCookies([{ name: 'session', value, url: open.base }])
  }
  await page.context().addCookies([{ name: 'lang', value: locale, url: open.base }])
  return handsOf(page, speak(locale))
}

function handsOf(page: Page, t: Say): Someone {
  const question = (label: string) =>
    page
      .getByRole('textbox', { name: label, exact: true })
      .or(page.getByRole('textbox', { name: `${label} (${t('ui.optional')})`, exact: true }))
  const reads = async () => plain(await page.locator('main').innerText())
  return {
    page,
    t,
    reads,
    path: () => new URL(page.url()).pathname,
    goes: (path) => led(page, path, () => page.goto(path)),
    follows: (link) => led(page, link, () => page.getByRole('main').getByRole('link', { name: link }).first().click()),
    presses: (button) => led(page, button, () => page.getByRole('button', { name: button }).first().click()),
    types: (label, words) => question(label).fill(words),
    chooses: (option) => page.getByRole('radio', { name: option }).check(),
    async picks(label, option) {
      await page.getByRole('combobox', { name: label }).selectOption({ label: option })
    },
    hands: (label, file) => page.getByLabel(label).setInputFiles(file),
    async sees(words) {
      expect(await reads()).toContain(plain(words))
    },
  }
}

/** Does what leads to another page, and waits until that page can be read. */
async function led(page: Page, what: string, act: () => Promise<unknown>): Promise<void> {
  const isEnd = (answer: Response) =>
    answer.request().isNavigationRequest() && answer.frame() === page.mainFrame() && !isRedirect(answer)
  const steps = [page.waitForResponse(isEnd), page.waitForEvent('framenavigated'), act()] as const
  const [answer] = await Promise.all(steps).catch(async (error: unknown) => {
    throw new Error(`“${what}” leads nowhere from ${await whereabouts(page)}`, { cause: error })
  })
  await page.waitForLoadState('domcontentloaded')
  if (answer.status() >= 400) throw new Error(`“${what}” is answered ${answer.status()}: ${await whereabouts(page)}`)
}

async function whereabouts(page: Page): Promise<string> {
  return `${new URL(page.url()).pathname}: ${plain(await page.locator('body').innerText()).slice(0, 600)}`
}

const isRedirect = (answer: Response) => answer.status() >= 300 && answer.status() < 400

/** Words without what cannot be seen: marks of direction, and how many spaces or lines stand between them. */
function plain(words: string): string {
  return words
    .replace(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

const catalogue = readCatalogue(localesFolder())

/**
 * The newest message of a kind that lies on a phone, by what it was filled with: `{ code }` of 'order.out'. Messages
 * that wait are brought first.
 */
export async function readsPhone(
  open: TestMarket,
  phone: string,
  template: Template,
  locale: Locale,
): Promise<Record<string, string>> {
  await deliverWaiting(open.market.db, open.market.channel, { origin: open.market.origin })
  const words = catalogue[locale].get(`messages.${template}`) ?? ''
  const pattern = foldForSms(words)
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{(\w+)\}/g, '(?<$1>.+?)')
  const texts = open.market.demo?.messagesOf(phone).map(({ text }) => text) ?? []
  const found = texts.map((text) => new RegExp(`^${pattern}$`, 'u').exec(text)).find((match) => match !== null)
  if (!found) throw new Error(`no ${template} in ${locale} lies on ${phone}, only: ${texts.join(' | ')}`)
  return { ...found.groups }
}

/** Signs in with the code that comes to the phone, from the page that asks for the number. */
export async function signsInByPhone(open: TestMarket, who: Someone, phone: string): Promise<void> {
  const { t } = who
  await who.types(t('buyer.sign_in.phone'), phone)
  await who.presses(t('buyer.sign_in.send'))
  const { code = '' } = await readsPhone(open, phone, 'code.sign_in', t.locale)
  await who.types(t('buyer.code.digits'), code)
  await who.presses(t('buyer.code.go_on'))
}
