import { request } from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../src/kit/sql/sql.ts'
import { type Bazaar, codeOn, openBazaar, opens, submits } from '../setup/buying.ts'
import { testMarket, visitorOf } from '../setup/market.ts'
import { type Trade, trade } from '../setup/trade.ts'

let open: Bazaar
let at: Trade

beforeAll(async () => {
  open = await openBazaar()
  at = open.at
})

/** Asks for an address exactly as it is written; a browser would tidy it first. */
function asked(path: string, method = 'GET', headers: Record<string, string> = {}) {
  const { hostname, port } = new URL(open.base)
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const ask = request({ hostname, port, path, method, headers }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        body += part
      })
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
    })
    ask.once('error', reject)
    ask.end()
  })
}

describe('every answer', () => {
  test('forbids sniffing, and pages forbid scripts, frames and telling others where one was', async () => {
    const paths = ['/', `/l/${open.listing}`, '/nowhere', '/l/nonsense', '/me', '/sell', '/robots.txt', '/icon.svg']
    const more = ['/assets/other.js', '/photos/none.webp', '/api/openapi.json', '/api/v1/cities', '/api/v1/nothing']
    for (const path of [...paths, ...more, '/demo/phones']) {
      const { headers, body } = await asked(path)
      const type = String(headers['content-type'] ?? '')
      if (body !== '') expect([path, headers['x-content-type-options']]).toEqual([path, 'nosniff'])
      if (!type.startsWith('text/html')) continue
      expect([path, headers['referrer-policy']]).toEqual([path, 'same-origin'])
      expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/)
    }
  })

  test('to somebody who is signed in is kept by no cache', async () => {
    const ayesha = await open.visitor(at.ayesha)
    for (const path of ['/', '/me', '/orders', '/cart', '/checkout', `/l/${open.listing}`, '/me/looks', '/nowhere']) {
      const { headers } = await ayesha.get(path)
      expect([path, headers.get('cache-control') ?? 'no-store']).toEqual([path, 'no-store'])
    }
  })

  test('to a method that nobody knows is no', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      for (const path of ['/', '/cart', '/sell', '/me', `/l/${open.listing}`, '/photos/x.webp']) {
        const { status, headers } = await asked(path, method)
        expect([method, path, status, headers.allow]).toEqual([method, path, 405, 'GET, HEAD, POST'])
      }
    }
  })

  test('to a HEAD is the answer without its body', async () => {
    const { status, body, headers } = await asked('/', 'HEAD')
    expect([status, body, headers['x-content-type-options']]).toEqual([200, '', 'nosniff'])
  })
})

test('a name of a photo leads nowhere but to photos', async () => {
  const names = ['../master.key', '..%2fmaster.key', '..%5cmaster.key', '%2e%2e/master.key', '....//master.key', '%00']
  const far = ['../../../../../../etc/passwd', '..%2f..%2f..%2f..%2f..%2fetc%2fpasswd', '.', 'a'.repeat(5000)]
  for (const name of [...names, ...far]) {
    for (const place of ['photos', 'assets']) {
      const { status, body } = await asked(`/${place}/${name}`)
      expect([name, status >= 400 && status < 500, body.includes('root:')]).toEqual([name, true, false])
    }
  }
})

test('words in an address stay words', async () => {
  const evil = '"><script>alert(1)</script>'
  const visitor = await open.visitor()
  const paths = [`/search?q=${encodeURIComponent(evil)}`, `/me/sign-in?phone=${encodeURIComponent(evil)}`]
  for (const path of paths) expect(await opens(visitor, path)).not.toContain('<script>')
})

describe('the cookie of a session', () => {
  test('is read by no script, sent by no other site, and known by its digest only', async () => {
    const visitor = await open.visitor()
    const door = await opens(visitor, '/me/sign-in')
    await submits(visitor, door, '/me/sign-in', { phone: '+923009990011' })
    const code = await codeOn(open, '+923009990011')
    const answer = await visitor.post('/me/code', { code, next: '/me' })
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('session=')) ?? ''
    expect(cookie).toMatch(/^session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
    const token = visitor.cookies.get('session') ?? ''
    const rows = await open.market.db.read((tx) => tx.all<{ row: string }>(sql`select s::text as row from sessions s`))
    expect(rows.some(({ row }) => row.includes(token))).toBe(false)
  })

  test('of a market on https is bound to this host and to https', async () => {
    const market = await testMarket({ BHAROSA_ORIGIN: 'https://bazaar.example.pk' })
    const safe = { ...open, ...market, at: await market.market.db.tx((tx) => trade(tx)) }
    const visitor = visitorOf(safe.base)
    const door = await opens(visitor, '/me/sign-in')
    await submits(visitor, door, '/me/sign-in', { phone: '+923009990012' })
    const answer = await visitor.post('/me/code', { code: await codeOn(safe, '+923009990012'), next: '/me' })
    const cookie = answer.headers.getSetCookie().find((line) => line.includes('session=')) ?? ''
    expect(cookie).toMatch(/^__Host-session=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(cookie).not.toContain('Domain')
    const page = await visitor.get('/me')
    expect([page.status, page.headers.get('strict-transport-security')]).toEqual([
      200,
      'max-age=31536000; includeSubDomains',
    ])
  })
})
