import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { openSessionFor, type Person, SYSTEM } from '../../src/domains/identity/identity.ts'
import { type Log, openLog } from '../../src/kit/log/log.ts'
import { listen } from '../../src/listen.ts'
import { type OpenMarket, openMarket } from '../../src/wiring.ts'
import { closeAfterFile } from './closing.ts'
import { testDatabase } from './database.ts'

export interface TestMarket extends OpenMarket {
  /** Where it listens: http://127.0.0.1:<port>. */
  base: string
  /** Where its database is. */
  url: string
  /** A GET as a browser makes it, with the cookies of the visitor. */
  visitor(person?: Person): Promise<Visitor>
}

/** Somebody with a browser: keeps cookies, follows no redirects, runs no script. */
export interface Visitor {
  /** `from` is the page of ours with the link. */
  get(path: string, from?: string): Promise<Response>
  /** Posts a form from our own pages, as a browser that says so (Sec-Fetch-Site). */
  post(path: string, fields?: Record<string, string> | FormData): Promise<Response>
  cookies: Map<string, string>
}

/**
 * The whole program on a database of its own, listening on loopback, with simulated rails, couriers and phones, and no
 * rounds: a test calls the round it needs. Closed when the file has run.
 */
export async function testMarket(
  settings: Record<string, string> = {},
  log: Log = openLog('silent'),
  /** How a browser calls this machine. Passkeys are bound to a name, and an address is none. */
  host: '127.0.0.1' | 'localhost' = '127.0.0.1',
): Promise<TestMarket> {
  const { url } = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'bharosa-test-'))
  const door = await listen('127.0.0.1', 0)
  const base = `http://${host}:${door.port}`
  const env = { BHAROSA_DATA: folder, BHAROSA_DEMO: 'on', BHAROSA_ORIGIN: base, BHAROSA_POOL: '6', ...settings }
  const open = await openMarket(readConfig({ BHAROSA_REQUESTS_A_MINUTE: '0', ...env }), url, log, {
    ownBase: base,
  })
  door.serve(open.app)
  closeAfterFile(async () => {
    await door.close()
    await open.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    ...open,
    base,
    url,
    async visitor(person) {
      const cookies = new Map<string, string>()
      if (person) {
        const opened = await open.market.db.tx((tx) => openSessionFor(tx, SYSTEM, person.person_id, 'browser'))
        cookies.set('session', opened.token)
      }
      return visitorOf(base, cookies)
    },
  }
}

/** A visitor of a market that listens somewhere. */
export function visitorOf(base: string, cookies = new Map<string, string>()): Visitor {
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    headers.set('accept-language', headers.get('accept-language') ?? 'en')
    const response = await fetch(`${base}${path}`, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  return {
    cookies,
    get: (path, from) => call(path, from ? { headers: { referer: `${base}${from}` } } : {}),
    post: (path, fields = {}) =>
      call(path, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin' },
        body: fields instanceof FormData ? fields : new URLSearchParams(fields),
      }),
  }
}
