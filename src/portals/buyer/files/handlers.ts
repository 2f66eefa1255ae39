import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { passkeyScript, suggestScript } from '../../../kit/html/scripts.ts'
import { publicFolder, styles } from '../../../kit/html/styles.ts'
import type { PageContext } from '../../web/visit.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'
const TYPES: Readonly<Record<string, string>> = { jpeg: 'image/jpeg', webp: 'image/webp', avif: 'image/avif' }

/** A photo by the name of its content: the name never changes meaning, so every cache may keep it for ever. */
export async function showPhoto(c: PageContext): Promise<Response> {
  const file = c.req.param('file') ?? ''
  const type = TYPES[file.split('.').at(-1) ?? '']
  const bytes = type && (await c.var.visit.market.storage.read(file))
  c.header('x-content-type-options', 'nosniff')
  if (!type || !bytes) return c.text('', 404)
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': type,
    'cache-control': FOR_EVER,
    'cross-origin-resource-policy': 'same-origin',
  })
}

const SCRIPTS = [passkeyScript, suggestScript]

/** The stylesheet and the scripts. */
export function showAsset(c: PageContext): Response {
  const script = SCRIPTS.find(({ href }) => href === c.req.path)
  return script ? showScript(c, script.code) : showStyles(c)
}

function showScript(c: PageContext, code: string): Response {
  return c.body(code, 200, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': FOR_EVER,
    'x-content-type-options': 'nosniff',
  })
}

/** The stylesheet under the name of its content. An older name gets the sheet of today, not for long. */
function showStyles(c: PageContext): Response {
  const isCurrent = c.req.path === styles.href
  if (!/^\/assets\/bharosa\.[0-9a-f]{12}\.css$/.test(c.req.path)) return c.text('', 404)
  return c.body(styles.css, 200, {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': isCurrent ? FOR_EVER : 'no-cache',
    'x-content-type-options': 'nosniff',
  })
}

const icon = readFile(join(publicFolder(), 'icon.svg'), 'utf8')

export async function showIcon(c: PageContext): Promise<Response> {
  return c.body(await icon, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' })
}

/** Old browsers ask for it whatever the page says; nothing, kept for a day, is the cheapest answer. */
export function showNoIcon(c: PageContext): Response {
  return c.body(null, 204, { 'cache-control': 'public, max-age=86400' })
}

export function showRobots(c: PageContext): Response {
  const closed = [
    '/cart',
    '/checkout',
    '/orders',
    '/o/',
    '/me',
    '/city',
    '/sell',
    '/ride',
    '/operate',
    '/demo',
    '/payments',
  ]
  const lines = ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), '']
  return c.body(lines.join('\n'), 200, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'public, max-age=86400',
  })
}
