import { type LookupAddress, lookup } from 'node:dns'
import { request as askPlain } from 'node:http'
import { request as askSafely } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import type { AddressFault } from '../domains/exports/sender.ts'

/** Networks that are not the public internet (IANA special-purpose registries): nothing of ours may reach into them. */
const INSIDE = new BlockList()
for (const [net, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
]) {
  INSIDE.addSubnet(net, bits, 'ipv4')
}
// Of IPv6 only 2000::/3 is given out; of it these are not for everybody, or hold an IPv4 address inside.
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  INSIDE.addSubnet(net, bits, 'ipv6')
}
const GIVEN_OUT = new BlockList()
GIVEN_OUT.addSubnet('2000::', 3, 'ipv6')

export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !INSIDE.check(address, 'ipv4')
  return isIP(address) === 6 && GIVEN_OUT.check(address, 'ipv6') && !INSIDE.check(address, 'ipv6')
}

/** What goes to an address that a shop has chosen. */
export interface ShopCall {
  readonly method: 'POST' | 'PUT'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Readable
  /** The whole call must fit in this time. */
  readonly timeout_ms: number
}

/** The status of an answer, or why there was none: a code such as ENOTFOUND, NOT_PUBLIC or TIMEOUT. */
export type ShopAnswer = { readonly status: number } | { readonly error: string }

/** Reaches addresses that shops have chosen: by https, public ones only, following no redirect. */
export interface PublicDoor {
  /** Why nothing can be sent there, whatever answers; undefined when it may be tried. */
  fault(address: string): AddressFault | undefined
  /** What a name leads to is checked for the very connection that is made. What is answered is not read. */
  call(address: string, call: ShopCall): Promise<ShopAnswer>
}

/** `loopback`: in a demo and in tests also programs of this same computer, by http. */
export function publicDoor({ loopback }: { readonly loopback: boolean }): PublicDoor {
  const isNear = (host: string) => loopback && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(host)
  const fault = (text: string): AddressFault | undefined => {
    if (!URL.canParse(text)) return 'not_an_address'
    const { protocol, hostname, username, password } = new URL(text)
    if (username || password || hostname === '') return 'not_an_address'
    if (isNear(hostname)) return undefined
    if (protocol !== 'https:') return 'not_https'
    const address = hostname.replace(/^\[|\]$/g, '')
    const isName = isIP(address) === 0
    if (isName ? !hostname.includes('.') || /\.(local|internal|localhost)\.?$/.test(hostname) : !isPublic(address)) {
      return 'not_public'
    }
    return undefined
  }
  return {
    fault,
    call(text, call) {
      if (fault(text)) return Promise.resolve({ error: 'address' })
      const url = new URL(text)
      return sent(url, isNear(url.hostname) ? undefined : publicOnly, call)
    },
  }
}

function sent(url: URL, lookFor: LookupFunction | undefined, call: ShopCall): Promise<ShopAnswer> {
  const { method, headers, body, timeout_ms } = call
  const ask = url.protocol === 'https:' ? askSafely : askPlain
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeout_ms)
    const options = { method, headers, agent: false, signal, ...(lookFor ? { lookup: lookFor } : {}) } as const
    const request = ask(url, options, (response) => {
      resolve({ status: response.statusCode ?? 0 })
      // Whatever it says is not read.
      response.destroy()
    })
    const failed = (error: NodeJS.ErrnoException) => resolve({ error: reasonOf(error, signal.aborted) })
    request.on('error', failed)
    if (typeof body === 'string') {
      request.end(body)
      return
    }
    request.once('close', () => body.destroy())
    body.on('error', (error) => request.destroy(error))
    body.pipe(request)
  })
}

const publicOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const addresses: LookupAddress[] = error ? [] : found.filter(({ address }) => isPublic(address))
    const [first] = addresses
    const refused: NodeJS.ErrnoException | null =
      error ?? (first ? null : Object.assign(new Error(), { code: 'NOT_PUBLIC' }))
    if (options.all) callback(refused, addresses)
    else callback(refused, first?.address ?? '', first?.family ?? 0)
  })
}

function reasonOf(error: NodeJS.ErrnoException, isLate: boolean): string {
  return isLate ? 'TIMEOUT' : (error.code ?? 'ERROR').slice(0, 40)
}
