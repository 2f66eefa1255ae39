import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Styles {
  /** The whole stylesheet, without comments and idle spaces. */
  readonly css: string
  /** Where it can be had for ever: its name changes with its content. */
  readonly href: string
  /** For Content-Security-Policy: style-src 'self' 'sha256-…'. */
  readonly csp: string
  /** What the look cookie holds once a browser has been sent this stylesheet. */
  readonly version: string
}

export const LOOK_COOKIE = 'look'

/** The public folder: beside the sources, or beside the built program. */
export function publicFolder(): string {
  let here = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(here, 'public', 'bharosa.css'))) {
    const above = dirname(here)
    if (above === here) throw new Error('broken promise: the public folder lies above the program')
    here = above
  }
  return join(here, 'public')
}

export function makeStyles(source: string): Styles {
  const css = squeeze(source)
  const hash = createHash('sha256').update(css)
  const version = hash.copy().digest('hex').slice(0, 12)
  return { css, href: `/assets/bharosa.${version}.css`, csp: `'sha256-${hash.digest('base64')}'`, version }
}

export const styles = makeStyles(readFileSync(join(publicFolder(), 'bharosa.css'), 'utf8'))

/**
 * A first visit gets the stylesheet inside the page: on a 2G link one more request costs 1.3 s before anything shows.
 * From the second page on it comes from the cache, and a page is its words only.
 */
export function styleMode(lookCookie: string | undefined): 'inline' | 'linked' {
  return lookCookie === styles.version ? 'linked' : 'inline'
}

/** Takes out comments and spaces that mean nothing. Our own sheet has no strings with double spaces in them. */
function squeeze(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .trim()
}
