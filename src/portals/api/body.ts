import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { Refusal } from '../../kit/errors/refusal.ts'
import type { Operation } from './operation.ts'

const MOST_JSON_BYTES = 200_000
const MOST_UPLOAD_BYTES = 24_000_000

/** What a request carried, and a digest of it by which the same request is known again. */
export interface Body {
  readonly value: unknown
  readonly hash: Buffer
}

/**
 * Reads the body of a request as its operation wants it.
 * Refuses: limit requests.too_large; invalid requests.unreadable, api.media_type.
 */
export async function readBody(c: Context, operation: Operation): Promise<Body> {
  if (operation.body === undefined) return { value: undefined, hash: hashOf(c, '') }
  const type = c.req.header('content-type') ?? ''
  if (operation.isUpload) {
    if (!type.startsWith('multipart/form-data')) throw new Refusal('invalid', 'api.media_type')
    return readUpload(c, type)
  }
  const text = await readText(c)
  if (text !== '' && !/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(type)) {
    throw new Refusal('invalid', 'api.media_type')
  }
  return { value: jsonOf(text), hash: hashOf(c, text) }
}

/** A request without a body says as much as an empty one. */
function jsonOf(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('invalid', 'requests.unreadable')
  }
}

async function readText(c: Context): Promise<string> {
  const length = c.req.header('content-length')
  if (Number(length ?? '0') > MOST_JSON_BYTES) throw new Refusal('limit', 'requests.too_large')
  // The server takes no more than the announced length; only what comes without one has to be counted.
  return length === undefined ? (await readCapped(c, MOST_JSON_BYTES)).toString() : c.req.text()
}

/** The digest is of the files themselves: the line between the parts of a form is another one each time. */
async function readUpload(c: Context, type: string): Promise<Body> {
  const bytes = await readCapped(c, MOST_UPLOAD_BYTES)
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData().catch(() => {
    throw new Refusal('invalid', 'requests.unreadable')
  })
  const hash = createHash('sha256').update(lineOf(c))
  for (const [name, part] of form) {
    hash.update(`\n${name}\n`).update(typeof part === 'string' ? part : new Uint8Array(await part.arrayBuffer()))
  }
  return { value: Object.fromEntries(form), hash: hash.digest() }
}

async function readCapped(c: Context, most: number): Promise<Buffer> {
  if (Number(c.req.header('content-length') ?? '0') > most) throw new Refusal('limit', 'requests.too_large')
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of c.req.raw.body ?? []) {
    size += part.length
    if (size > most) throw new Refusal('limit', 'requests.too_large')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function hashOf(c: Context, text: string): Buffer {
  return createHash('sha256')
    .update(`${lineOf(c)}\n${text}`)
    .digest()
}

function lineOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url)
  return `${c.req.method} ${pathname}${search}`
}
