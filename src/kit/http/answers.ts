import { brotliCompressSync, constants, crc32, deflateRawSync, gzipSync } from 'node:zlib'
import type { Context, MiddlewareHandler } from 'hono'
import type { StatusCode } from 'hono/utils/http-status'

/** How a browser wants its text packed: brotli where it asks for it (it does so over https only), else gzip. */
function wayFor(c: Context): 'br' | 'gzip' | undefined {
  const accepts = c.req.header('accept-encoding') ?? ''
  return /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : undefined
}

/**
 * Answers with a text, packed as the browser wants it: the short way for pages, which are most of what goes out.
 * `shared` are parts of the text, in their order, that many such texts have, like the styles: each is packed once.
 */
export function packedText(
  c: Context,
  text: string,
  { type, status, shared = [] }: { type: string; status: StatusCode; shared?: readonly string[] },
): Response {
  const way = wayFor(c)
  c.status(status)
  c.header('content-type', type)
  c.header('vary', 'accept-encoding', { append: true })
  if (!way || text.length < LEAST_BYTES) return c.body(text)
  c.header('content-encoding', way)
  const packed = way === 'gzip' && shared.length > 0 ? gzipAround(text, shared) : pack(Buffer.from(text), way)
  return c.body(new Uint8Array(packed))
}

/**
 * Answers with a text that is always the same under one key: it is made and packed when it is first asked for, and kept
 * in `kept` as it travels. For what is too large to be packed for each reader.
 */
export function keptText(
  c: Context,
  kept: Map<string, Uint8Array<ArrayBuffer>>,
  { key, type, make }: { key: string; type: string; make: () => string },
): Response {
  const way = wayFor(c)
  const at = `${key} ${way}`
  const known = kept.get(at)
  const body = known ?? new Uint8Array(way ? pack(Buffer.from(make()), way) : Buffer.from(make()))
  if (!known) kept.set(at, body)
  c.header('content-type', type)
  c.header('vary', 'accept-encoding', { append: true })
  if (way) c.header('content-encoding', way)
  return c.body(body)
}

/** Packs every other text answer. */
export const compress: MiddlewareHandler = async (c, next) => {
  await next()
  const type = c.res.headers.get('content-type') ?? ''
  if (c.res.headers.has('content-encoding') || !/^(text\/|application\/(json|problem\+json|xml))/.test(type)) return
  const way = wayFor(c)
  if (!way || c.req.method === 'HEAD') return
  const body = Buffer.from(await c.res.arrayBuffer())
  const headers = new Headers(c.res.headers)
  headers.append('vary', 'accept-encoding')
  headers.delete('content-length')
  const packed = body.length < LEAST_BYTES ? undefined : pack(body, way)
  if (packed) headers.set('content-encoding', way)
  c.res = new Response(new Uint8Array(packed ?? body), { status: c.res.status, headers })
}

/** Below this, packing makes a text longer or saves nothing. */
const LEAST_BYTES = 600

/**
 * A page of 40 kB takes half a millisecond: less than the way to another thread and back costs on a busy machine.
 * One level less saves a third of that time and costs a tenth of a second on 2G, so these are the levels.
 */
function pack(body: Buffer, way: 'br' | 'gzip'): Buffer {
  if (way === 'gzip') return gzipSync(body, { level: 4 })
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants
  return brotliCompressSync(body, { params: { [BROTLI_PARAM_QUALITY]: 5, [BROTLI_PARAM_SIZE_HINT]: body.length } })
}

const OPEN = { level: 4, finishFlush: constants.Z_SYNC_FLUSH }
const packedOnce = new Map<string, Buffer>()
const MOST_PACKED = 80

function onceFor(shared: string): Buffer {
  const known = packedOnce.get(shared)
  if (known) return known
  if (packedOnce.size >= MOST_PACKED) packedOnce.clear()
  const packed = deflateRawSync(shared, { ...OPEN, level: 9 })
  packedOnce.set(shared, packed)
  return packed
}

/** A gzip file of pieces (RFC 1952), of which the shared ones are packed already. Pieces end on a whole byte. */
function gzipAround(text: string, shared: readonly string[]): Buffer {
  const pieces: Buffer[] = [GZIP_START]
  let from = 0
  for (const part of shared) {
    const at = text.indexOf(part, from)
    if (at < 0) continue
    pieces.push(deflateRawSync(text.slice(from, at), OPEN), onceFor(part))
    from = at + part.length
  }
  const whole = Buffer.from(text)
  const end = Buffer.alloc(8)
  end.writeUInt32LE(crc32(whole), 0)
  end.writeUInt32LE(whole.length, 4)
  return Buffer.concat([...pieces, deflateRawSync(text.slice(from), { level: 4 }), end])
}

/** Deflate, no name, no time, any system. */
const GZIP_START = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])

/** What every answer says to the browser about safety. Pages may add the address a form posts to. */
export function safetyHeaders(
  c: Context,
  csp: { styleHash: string; formAction?: string; hasScript?: boolean; isHttps: boolean },
): void {
  const policy = [
    "default-src 'none'",
    ...(csp.hasScript ? ["script-src 'self'", "connect-src 'self'"] : []),
    `style-src 'self' ${csp.styleHash}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    `form-action 'self'${csp.formAction ? ` ${csp.formAction}` : ''}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ]
  c.header('content-security-policy', policy.join('; '))
  c.header('x-content-type-options', 'nosniff')
  c.header('referrer-policy', 'same-origin')
  c.header('cross-origin-opener-policy', 'same-origin')
  c.header('cross-origin-resource-policy', 'same-origin')
  c.header('permissions-policy', 'camera=(self), geolocation=(), microphone=(), payment=()')
  if (csp.isHttps) c.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
}

/** The caller's address: the socket's, or what the nearest trusted proxy saw. */
export function callerAddress(socket: string, forwarded: string | undefined, proxyCount: number): string {
  if (proxyCount === 0 || !forwarded) return socket
  const seen = forwarded.split(',').map((part) => part.trim())
  return seen[Math.max(0, seen.length - proxyCount)] || socket
}

/** How much of its minute an address has used. */
export interface RequestUse {
  readonly isOver: boolean
  readonly left: number
  readonly reset_s: number
}
/** Undefined when there is no limit. */
export type RequestCount = (address: string, nowMs: number) => RequestUse | undefined

/** Counts requests of each address in the running minute. In memory, one market a process. */
export function requestCounter(most: number): RequestCount {
  let minute = 0
  let counts = new Map<string, number>()
  return (address, nowMs) => {
    if (most === 0) return undefined
    const current = Math.floor(nowMs / 60_000)
    if (current !== minute) {
      minute = current
      counts = new Map()
    }
    const count = (counts.get(address) ?? 0) + 1
    counts.set(address, count)
    const reset_s = Math.ceil(((current + 1) * 60_000 - nowMs) / 1000)
    return { isOver: count > most, left: Math.max(0, most - count), reset_s }
  }
}

/** Tells whether an address may ask once more in the running minute. */
export function requestLimiter(most: number): (address: string, nowMs: number) => boolean {
  const count = requestCounter(most)
  return (address, nowMs) => !count(address, nowMs)?.isOver
}
