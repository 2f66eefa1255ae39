import { askSignInCode, endSession, personOf, readPhone, SESSION, signIn } from '../../../domains/identity/identity.ts'
import { sendCode } from '../../../domains/messaging/messaging.ts'
import { openValue, signValue } from '../../../kit/http/cookies.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { answerForm, ownPath, page, refusalWords } from '../../web/pages.tsx'
import { CART_COOKIE, formFields, type PageContext, SESSION_COOKIE } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { deviceName } from './device-name.ts'
import { CodePage, PhonePage } from './sign-in-pages.tsx'

/** Remembers between two screens which number was asked. Signed, for this browser only, and soon gone. */
const ASKED_COOKIE = 'asked'
const ASKED_S = 15 * 60

export function showSignIn(c: PageContext): Response {
  const next = ownPath(c.req.query('next'), routes.me.href())
  if (c.var.visit.session) return c.redirect(next, 303)
  return phonePage(c, { next, phone: (c.req.query('phone') ?? '').slice(0, 30) })
}

function phonePage(
  c: PageContext,
  asked: { next: string; phone: string; error?: string; status?: 422 | 429 },
): Response {
  const { t } = c.var.visit
  const { next, phone, error } = asked
  const isOrdering = next.startsWith(routes.checkout.href())
  return page(
    c,
    { title: t('buyer.sign_in.title'), status: asked.status ?? 200 },
    <PhonePage t={t} hidden={formFields(c)} next={next} isOrdering={isOrdering} phone={phone} error={error} />,
  )
}

/** Sends a code to the number, whoever it belongs to, and goes on to the code. */
export async function askCode(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { market, locale, t } = visit
  const form = await readForm(c)
  const next = ownPath(form.text('next'), routes.me.href())
  const phone = form.text('again') === '' ? form.text('phone') : (askedPhone(c) ?? '')
  return answerForm(
    async () => {
      const { phone: e164 } = await market.db.tx(async (tx) => {
        const code = await askSignInCode(tx, { phone, ip: visit.address, language: locale })
        await sendCode(tx, { ...code, language: locale, cause: `sign-in:${newId()}` })
        return code
      })
      market.cookies.write(c, ASKED_COOKIE, signValue(market.keys.sign, ASKED_COOKIE, e164), ASKED_S)
      return c.redirect(routes.code.href({ next }), 303)
    },
    (refusal) =>
      phonePage(c, { next, phone, error: refusalWords(t, refusal), status: refusal.code === 'limit' ? 429 : 422 }),
  )
}

function askedPhone(c: PageContext): string | undefined {
  const { market } = c.var.visit
  return openValue(market.keys.sign, ASKED_COOKIE, market.cookies.read(c, ASKED_COOKIE))
}

export function showCode(c: PageContext): Response {
  return codePage(c, ownPath(c.req.query('next'), routes.me.href()))
}

function codePage(c: PageContext, next: string, back?: { error: string; status: 422 | 429 }): Response {
  const { t } = c.var.visit
  const phone = askedPhone(c)
  if (!phone) return c.redirect(routes.signIn.href({ next }), 303)
  return page(
    c,
    { title: t('buyer.code.title'), status: back?.status ?? 200 },
    <CodePage
      t={t}
      hidden={formFields(c)}
      next={next}
      phone={t.maskedPhone(phone)}
      action={routes.code.href()}
      againAction={routes.signIn.href()}
      otherNumber={routes.signIn.href({ next })}
      error={back?.error}
    />,
  )
}

/** Signs in with the code and goes on to where the person was going. */
export async function enterCode(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { market, t } = visit
  const form = await readForm(c)
  const next = ownPath(form.text('next'), routes.me.href())
  const phone = askedPhone(c)
  if (!phone) return c.redirect(routes.signIn.href({ next }), 303)
  const device = deviceName(c.req.header('user-agent'))
  return answerForm(
    async () => {
      const { token } = await market.db.tx((tx) =>
        signIn(tx, {
          phone: readPhone(phone).e164,
          code: form.text('code'),
          device,
          ip: visit.address,
          kind: 'browser',
        }),
      )
      market.cookies.write(c, SESSION_COOKIE, token, SESSION.life_ms / 1000)
      market.cookies.forget(c, ASKED_COOKIE)
      return c.redirect(next, 303)
    },
    (refusal) => codePage(c, next, { error: refusalWords(t, refusal), status: refusal.code === 'limit' ? 429 : 422 }),
  )
}

/** Signs this device out, here and on the server, and leaves nothing of it on a phone that others use too. */
export async function signOut(c: PageContext): Promise<Response> {
  const { market, session } = c.var.visit
  if (session) await market.db.tx((tx) => endSession(tx, personOf(session), session.session_id))
  forgetVisitor(c)
  return c.redirect(routes.home.href(), 303)
}

/** Takes everything personal from the browser. */
export function forgetVisitor(c: PageContext): void {
  const { cookies } = c.var.visit.market
  cookies.forget(c, SESSION_COOKIE)
  cookies.forget(c, CART_COOKIE)
  c.header('clear-site-data', '"cache", "cookies", "storage"')
}
