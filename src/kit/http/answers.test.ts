import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { packedText } from './answers.ts'

const STYLES = 'a{color:teal}'.repeat(300)
const page = (words: string) => `<!doctype html><title>جوتے</title><style>${STYLES}</style><p>${words}</p>`

async function asked(words: string, shared: string | undefined): Promise<Buffer> {
  const app = new Hono().get('/', (c) => packedText(c, page(words), { type: 'text/html', status: 200, shared }))
  const answer = await app.request('/', { headers: { 'accept-encoding': 'gzip' } })
  expect(answer.headers.get('content-encoding')).toBe('gzip')
  return Buffer.from(await answer.arrayBuffer())
}

test('a page with its styles packed beforehand unpacks to every letter of itself, in Urdu too', async () => {
  for (const words of ['', 'Peshawari chappal', 'بچوں کے جوتے '.repeat(500)]) {
    expect(gunzipSync(await asked(words, STYLES)).toString()).toBe(page(words))
  }
})

test('a page without the part that others have is packed as a whole', async () => {
  expect(gunzipSync(await asked('shawl', 'p{margin:0}')).toString()).toBe(page('shawl'))
  expect(gunzipSync(await asked('shawl', undefined)).toString()).toBe(page('shawl'))
})
