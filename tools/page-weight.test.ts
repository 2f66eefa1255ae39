import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { weighPages } from './page-weight.ts'

const pages = new Map<string, string | Buffer>()
const server = createServer((asked, answer) => {
  const body = pages.get(asked.url ?? '')
  if (body === undefined) answer.writeHead(404)
  else if (typeof body !== 'string') answer.setHeader('content-encoding', 'br')
  answer.end(body)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
afterAll(() => server.close())

async function faultsOf(html: string): Promise<string[]> {
  pages.set('/page', html)
  return (await weighPages(base, ['/page'])).problems.map(({ words }) => words)
}

test('a page weighs as much as travels, its style sheet included', async () => {
  const html = brotliCompressSync('<link rel="stylesheet" href="/a.css?1"><p>shoes</p>')
  pages.set('/light', html)
  pages.set('/a.css?1', 'p{margin:0}')
  const { pages: weighed, problems } = await weighPages(base, ['/light'])
  expect(weighed).toEqual([{ path: '/light', html_bytes: html.length, css_bytes: 11, total_bytes: html.length + 11 }])
  expect(problems).toEqual([])
})

test('a page that is too heavy is found', async () => {
  expect(await faultsOf(randomBytes(8_000).toString('hex'))).toEqual(['16000 bytes with its CSS, 14000 at most'])
})

test('a heavy style sheet counts for every page that needs it', async () => {
  pages.set('/heavy.css', 'p{}'.repeat(5_000))
  expect(await faultsOf('<link rel=stylesheet href="/heavy.css">')).toEqual([
    expect.stringContaining('bytes with its CSS'),
  ])
})

test.each([
  ['<script>go()</script>', 'holds a script in the page'],
  ['<script src="/a.js"></script>', 'waits for a script'],
  ['<a href="javascript:go()">Pay</a>', 'has a link that only a script can follow'],
  ['<button onclick="go()">Pay</button>', 'does something only through a script (an on… attribute)'],
  ['<link rel="stylesheet" href="/missing.css">', 'a style sheet answers 404'],
])('%s is found', async (html, words) => {
  expect(await faultsOf(html)).toEqual([words])
})

test('a script that only helps may stay', async () => {
  expect(
    await faultsOf('<script type="module" src="/help.js"></script><script defer src="/more.js"></script>'),
  ).toEqual([])
})
