// Weighs pages as they travel: the page and its style sheets together, compressed as the server compresses them.
// Run against a running market: node tools/page-weight.ts http://localhost:3000 / /search?q=shawl
import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Problem } from './source.ts'

export const BYTES_AT_MOST = 14_000

export interface PageWeight {
  path: string
  html_bytes: number
  css_bytes: number
  /** What must have arrived before the page can be read. */
  total_bytes: number
}

/**
 * Fetches each page with its style sheets and says which are too heavy or cannot be used without a script. Pages of
 * somebody who is signed in need the cookie of the session.
 */
export async function weighPages(
  base: string,
  paths: readonly string[],
  cookie = '',
): Promise<{ pages: PageWeight[]; problems: Problem[] }> {
  const pages: PageWeight[] = []
  const problems: Problem[] = []
  for (const path of paths) {
    const page = await fetchAsSent(new URL(path, base), cookie)
    const sheets = await Promise.all(
      sheetsOf(page.text).map((address) => fetchAsSent(new URL(address, new URL(path, base)))),
    )
    const css_bytes = sheets.reduce((sum, sheet) => sum + sheet.bytes, 0)
    const weight = { path, html_bytes: page.bytes, css_bytes, total_bytes: page.bytes + css_bytes }
    pages.push(weight)
    const words = [
      ...(page.status >= 400 ? [`answers ${page.status}`] : []),
      ...sheets.filter(({ status }) => status >= 400).map(({ status }) => `a style sheet answers ${status}`),
      ...(weight.total_bytes > BYTES_AT_MOST
        ? [`${weight.total_bytes} bytes with its CSS, ${BYTES_AT_MOST} at most`]
        : []),
      ...scriptFaults(page.text),
    ]
    problems.push(...words.map((each) => ({ file: path, line: 1, words: each })))
  }
  return { pages, problems }
}

interface Sent {
  status: number
  /** As many as travelled. */
  bytes: number
  text: string
}

function fetchAsSent(address: URL, cookie = ''): Promise<Sent> {
  const headers = { 'accept-encoding': 'br, gzip', accept: 'text/html,text/css', ...(cookie ? { cookie } : {}) }
  return new Promise((resolve, reject) => {
    const asked = request(address, { headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.once('error', reject)
      answer.once('end', () => {
        const body = Buffer.concat(parts)
        const text = unpacked(body, answer.headers['content-encoding']).toString('utf8')
        resolve({ status: answer.statusCode ?? 0, bytes: body.length, text })
      })
    })
    asked.once('error', reject)
    asked.end()
  })
}

function unpacked(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'br') return brotliDecompressSync(body)
  return encoding === 'gzip' ? gunzipSync(body) : body
}

function sheetsOf(html: string): string[] {
  return [...html.matchAll(/<link\b[^>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => /\brel="?stylesheet\b/i.test(tag))
    .flatMap((tag) => /\bhref="([^"]+)"/i.exec(tag)?.[1]?.replaceAll('&amp;', '&') ?? [])
}

/** A page may offer a script; it may not wait for one, nor do anything only through one. */
function scriptFaults(html: string): string[] {
  const scripts = [...html.matchAll(/<script\b([^>]*)>/gi)].map(([, attributes = '']) => attributes)
  const running = scripts.filter(
    (attributes) => !/\btype="?(application\/(ld\+)?json|speculationrules)/i.test(attributes),
  )
  return [
    ...(running.some((attributes) => !/\bsrc=/i.test(attributes)) ? ['holds a script in the page'] : []),
    ...(running.some((attributes) => /\bsrc=/i.test(attributes) && !/\b(defer|async|type="?module)\b/i.test(attributes))
      ? ['waits for a script']
      : []),
    ...(/<[a-z][^>]*\son[a-z]+=/i.test(html) ? ['does something only through a script (an on… attribute)'] : []),
    ...(/\bhref="?javascript:/i.test(html) ? ['has a link that only a script can follow'] : []),
  ]
}

if (import.meta.main) {
  const [base, ...paths] = process.argv.slice(2)
  if (!base) throw new Error('say where the market is: node tools/page-weight.ts http://localhost:3000 /')
  const { pages, problems } = await weighPages(base, paths.length > 0 ? paths : ['/'])
  process.stdout.write(`${JSON.stringify({ pages })}\n`)
  for (const { file, words } of problems) process.stderr.write(`${file}: ${words}\n`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
