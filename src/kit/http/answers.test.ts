import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { packedText } from './answers.ts'

const STYLES = 'a{color:teal}'.repeat(300)
const page = (words: string) => `<!doctype html><title>جوتے</title><style>${STYLES}</style><p>${words}</p>`

async function asked(words: string, shared: readonly string[]): Promise<Buffer> {
  const app = new Hono().get('/', (c) => packedText(c, page(words), { type: 'text/html', status: 200, shared }))
  const answer = await app.request('/', { headers: { 'accept-encoding': 'gzip' } })
  expect(answer.headers.get('content-encoding')).toBe('gzip')
  return Buffer.from(await answer.arrayBuffer())
}

test('a page with its styles packed beforehand unpacks to every letter of itself, in Urdu too', async () => {
  for (const words of ['', 'Peshawari chappal', 'بچوں کے جوتے '.repeat(500)]) {
    expect(gunzipSync(await asked(words, [STYLES])).toString()).toBe(page(words))
  }
})

test('so does one with two parts of it packed beforehand, in whatever order they are named', async () => {
  const words = '<table>چپل</table>'.repeat(300)
  for (const shared of [
    [STYLES, words],
    [words, STYLES],
  ]) {
    expect(gunzipSync(await asked(`today ${words} 5 a.m.`, shared)).toString()).toBe(page(`today ${words} 5 a.m.`))
  }
})

test('a page without the part that others have is packed as a whole', async () => {
  expect(gunzipSync(await asked('shawl', ['p{margin:0}'])).toString()).toBe(page('shawl'))
  expect(gunzipSync(await asked('shawl', [])).toString()).toBe(page('shawl'))
})
