import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicFolder, styles } from './styles.ts'

export interface PublicFile {
  readonly body: string
  readonly type: string
  readonly cacheControl: string
}

const FOR_EVER = 'public, max-age=31536000, immutable'
const A_DAY = 'public, max-age=86400'

const read = (name: string) => readFileSync(join(publicFolder(), name), 'utf8')
const icon: PublicFile = { body: read('icon.svg'), type: 'image/svg+xml', cacheControl: A_DAY }
const sheet: PublicFile = { body: styles.css, type: 'text/css; charset=utf-8', cacheControl: FOR_EVER }

/** The few files that pages ask for, by their path; undefined when there is none. */
export function publicFile(path: string): PublicFile | undefined {
  if (path === styles.href) return sheet
  // A page kept from before an update asks for an older sheet; today's fits it better than none.
  if (/^\/assets\/bharosa\.[0-9a-f]+\.css$/.test(path)) return { ...sheet, cacheControl: 'no-cache' }
  // Old browsers ask for favicon.ico whatever the page says.
  return path === '/icon.svg' || path === '/favicon.ico' ? icon : undefined
}
