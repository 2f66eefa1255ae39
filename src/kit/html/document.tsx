import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type Locale, SCRIPTS } from '../text/locale.ts'
import { styles } from './styles.ts'
import { type Markup, markup, trustedHtml } from './trusted.ts'

/** One whole page, from its language to its body. */
export interface Document {
  locale: Locale
  title: string
  /** For search engines and shared links. */
  description?: string | undefined
  /** Path of the page without language and filters, for search engines. */
  canonical?: string | undefined
  /** Private pages say no to search engines. */
  unlisted?: boolean | undefined
  /** styleMode(cookie): the stylesheet inside the page, or from the cache. */
  look: 'inline' | 'linked'
  /** The address of the page's script: only where a browser can do something in no other way. */
  script?: string | undefined
  body: ComponentChildren
}

/** Renders a page to the bytes that go out. No page needs a script to be read. */
export function renderPage(page: Document): string {
  const { html, direction } = SCRIPTS[page.locale]
  const inline = page.look === 'inline'
  const document = (
    <html lang={html} dir={direction}>
      <head>
        <meta charset="utf-8" />
        <title>{page.title}</title>
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="theme-color" content="#0b5d4a" />
        {page.description && <meta name="description" content={page.description} />}
        {page.unlisted && <meta name="robots" content="noindex" />}
        {page.canonical && <link rel="canonical" href={page.canonical} />}
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        {inline ? (
          // As text the stylesheet would be escaped, and would not match its hash in the security policy.
          trustedHtml(markup(styles.css), 'style')
        ) : (
          <link rel="stylesheet" href={styles.href} />
        )}
      </head>
      <body>
        {page.body}
        {inline && <link rel="prefetch" href={styles.href} as="style" />}
        {page.script && <script src={page.script} defer />}
      </body>
    </html>
  )
  return `<!doctype html>${renderToString(document)}`
}

/** Renders a part that is the same for every reader, to be kept and put into pages by `trustedHtml`. */
export function renderPart(part: VNode): Markup {
  return markup(renderToString(part))
}
