import { setCookie } from 'hono/cookie'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ComponentChildren } from 'preact'
import { Refusal, type RefusalCode } from '../../kit/errors/refusal.ts'
import { renderPage } from '../../kit/html/document.tsx'
import { LOOK_COOKIE, styles } from '../../kit/html/styles.ts'
import { packedText, safetyHeaders } from '../../kit/http/answers.ts'
import type { Say } from '../../kit/text/messages.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Narrow } from '../ui/layout.tsx'
import type { NavItem } from '../ui/navigation.tsx'
import { Notice } from '../ui/notice.tsx'
import { Shell } from '../ui/shell.tsx'
import { frameOf, type PageContext } from './visit.ts'

export interface PageOptions {
  title: string
  description?: string
  status?: ContentfulStatusCode
  room?: 'market' | 'seller' | 'rider' | 'operator'
  nav?: readonly NavItem[]
  query?: string
  /** Path for search engines; a page without one is private: not listed, not kept by caches. */
  canonical?: string
  /** Another host that a form of this page posts to: a rail's own page. */
  formAction?: string
  /** The address of a script: a passkey needs one, and a page of goods may help who searches. */
  script?: string
  /** Markup within the body that many visitors get as it is: it is packed once for all of them. */
  kept?: string
}

const YEAR_S = 365 * 86_400

/** The one way a page goes out: in its frame, with its safety headers, in the visitor's language. */
export function page(c: PageContext, options: PageOptions, body: ComponentChildren): Response {
  const { visit } = c.var
  const { market } = visit
  const html = renderPage({
    locale: visit.locale,
    title: `${options.title} · ${market.name}`,
    description: options.description,
    canonical: options.canonical && `${market.origin}${options.canonical}`,
    unlisted: options.canonical === undefined,
    look: visit.look,
    script: options.script,
    body: (
      <Shell frame={frameOf(c, options.query)} room={options.room} nav={options.nav}>
        {body}
      </Shell>
    ),
  })
  safetyHeaders(c, {
    styleHash: styles.csp,
    isHttps: market.isHttps,
    ...(options.formAction ? { formAction: options.formAction } : {}),
    hasScript: options.script !== undefined,
  })
  c.header('cache-control', options.canonical && !visit.session ? 'private, no-cache' : 'no-store')
  c.header('vary', 'cookie, accept-language')
  if (visit.look === 'inline') {
    setCookie(c, LOOK_COOKIE, styles.version, { path: '/', maxAge: YEAR_S, sameSite: 'Lax', secure: market.isHttps })
  }
  return packedText(c, html, {
    type: 'text/html; charset=UTF-8',
    status: options.status ?? 200,
    shared: [...(visit.look === 'inline' ? [styles.css] : []), ...(options.kept ? [options.kept] : [])],
  })
}

/** The status of each kind of no. The one table for pages; the API has its own. */
export const PAGE_STATUS: Readonly<Record<RefusalCode, ContentfulStatusCode>> = {
  invalid: 422,
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  limit: 429,
  unavailable: 503,
}

/** The words of a refusal: its own sentence, or what its kind means. */
export function refusalWords(t: Say, refusal: Refusal): string {
  return (
    t.maybe(refusal.reason, refusal.values) ??
    t.maybe(`refusals.${refusal.reason}`, refusal.values) ??
    t(`web.refused.${refusal.code}`)
  )
}

/** A whole page for a no, when there is no form to come back to. Who must sign in is sent to sign in. */
export function refusalPage(c: PageContext, refusal: Refusal): Response {
  const { t } = c.var.visit
  if (refusal.reason === 'identity.sign_in_first') {
    const url = new URL(c.req.url)
    const next = c.req.method === 'GET' ? `${url.pathname}${url.search}` : '/'
    return c.redirect(`/me/sign-in?next=${encodeURIComponent(next)}`, 303)
  }
  const words = refusalWords(t, refusal)
  return page(
    c,
    { title: words, status: PAGE_STATUS[refusal.code] },
    <Narrow>
      <h1>{t(`web.refused.${refusal.code}`)}</h1>
      <Notice tone={refusal.code === 'not_found' ? 'info' : 'stop'}>
        <p>{words}</p>
      </Notice>
      <p>
        <ButtonLink href="/">{t('web.refused.home')}</ButtonLink>
      </p>
    </Narrow>,
  )
}

/** What a person sees when the program broke a promise: no details, a reference to read out on the phone. */
export function bugPage(c: PageContext, reference: string): Response {
  const { t } = c.var.visit
  return page(
    c,
    { title: t('web.bug.title'), status: 500 },
    <Narrow>
      <h1>{t('web.bug.title')}</h1>
      <Notice tone="stop">
        <p>{t('web.bug.words')}</p>
        <p>
          <bdi>{reference}</bdi>
        </p>
      </Notice>
      <p>
        <ButtonLink href="/">{t('web.refused.home')}</ButtonLink>
      </p>
    </Narrow>,
  )
}

/** A path of our own to go on to; anything else becomes the home page, so that no link of ours leads astray. */
export function ownPath(text: string | undefined, otherwise = '/'): string {
  return text && /^\/(?![/\\])[\x20-\x7e]*$/.test(text) && !/[\\\r\n]/.test(text) ? text : otherwise
}

/**
 * Runs a posted form. A refusal shows the form again through `again`, with the sentence and the kept values; one that
 * belongs to signing in goes the way of every page.
 */
export async function answerForm(
  act: () => Promise<Response>,
  again: (refusal: Refusal) => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Refusal && error.reason !== 'identity.sign_in_first' && error.code !== 'not_found') {
      return again(error)
    }
    throw error
  }
}
