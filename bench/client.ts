import { Agent, type OutgoingHttpHeaders, request } from 'node:http'

/** One answer, its body read. */
export interface Told {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
  ms: number
}

/** A browser of few words: keeps its connection, sends the cookies it is given, follows nothing. */
export class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 128 })
  readonly #port: number

  constructor(port: number) {
    this.#port = port
  }

  ask(
    method: 'GET' | 'POST',
    path: string,
    cookie: string,
    form?: Record<string, string>,
    encoding = '',
  ): Promise<Told> {
    const payload = form ? new URLSearchParams(form).toString() : ''
    const headers: Record<string, string | number> = { cookie, 'accept-language': 'en' }
    if (encoding) headers['accept-encoding'] = encoding
    if (form) {
      headers['content-type'] = 'application/x-www-form-urlencoded'
      headers['content-length'] = Buffer.byteLength(payload)
      headers['sec-fetch-site'] = 'same-origin'
    }
    return this.#send(method, path, headers, payload)
  }

  #send(method: string, path: string, headers: OutgoingHttpHeaders, payload: string): Promise<Told> {
    const start = performance.now()
    return new Promise((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port: this.#port, method, path, headers, agent: this.#agent },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('end', () => {
            const status = answer.statusCode ?? 0
            resolve({ status, headers: answer.headers, body: Buffer.concat(parts), ms: performance.now() - start })
          })
        },
      )
      asked.on('error', reject)
      asked.end(payload)
    })
  }

  /** Sends a JSON call and hangs up after some milliseconds, whether it was answered or not. */
  postAndHangUp(path: string, token: string, body: object, after_ms: number): Promise<void> {
    const payload = JSON.stringify(body)
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
    }
    return new Promise((resolve) => {
      const asked = request({ host: '127.0.0.1', port: this.#port, method: 'POST', path, headers }, (answer) => {
        answer.resume()
      })
      asked.on('error', () => {})
      asked.on('close', resolve)
      asked.end(payload)
      setTimeout(() => asked.destroy(), after_ms)
    })
  }

  /** A JSON call of the API. */
  post(path: string, token: string, body: object): Promise<Told> {
    const payload = JSON.stringify(body)
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
    }
    return this.#send('POST', path, headers, payload)
  }

  close(): void {
    this.#agent.destroy()
  }
}

/** The value of a cookie that an answer sets, or undefined. */
export function cookieOf(told: Told, name: string): string | undefined {
  const lines = told.headers['set-cookie']
  for (const line of Array.isArray(lines) ? lines : []) {
    const [, found, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (found === name) return value
  }
  return undefined
}

/** Runs `work` for each number below `count`, so many at once; returns the milliseconds of the whole. */
export async function together(count: number, width: number, work: (i: number) => Promise<void>): Promise<number> {
  let next = 0
  const start = performance.now()
  const one = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: Math.min(width, count) }, one))
  return performance.now() - start
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits))
