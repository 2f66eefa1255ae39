import { expect } from 'vitest'
import { openSessionFor, type Person, SYSTEM } from '../../src/domains/identity/identity.ts'
import { problemSchema } from '../../src/portals/api/problems.ts'
import { API_BASE, OPERATIONS } from '../../src/portals/api/table.ts'
import type { TestMarket } from './market.ts'

/** What came back, already held against what the document promises. */
export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
  /** A part of the body by its path: 'orders.0.id'. */
  part(path: string): unknown
  /** The same, for what must be a text. */
  text(path: string): string
}

/** A program that uses the API, for a person or for nobody. */
export interface ApiClient {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>
  get(path: string): Promise<ApiAnswer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>
  put(path: string, body: unknown): Promise<ApiAnswer>
  patch(path: string, body: unknown): Promise<ApiAnswer>
  delete(path: string): Promise<ApiAnswer>
}

/** A client with the token of a person, or without one. */
export async function apiClient(at: Pick<TestMarket, 'base' | 'market'>, person?: Person): Promise<ApiClient> {
  if (!person) return clientWith(at.base, undefined)
  const { token } = await at.market.db.tx((tx) => openSessionFor(tx, SYSTEM, person.person_id, 'api'))
  return clientWith(at.base, token)
}

/** A client with this very token. */
export function clientWith(base: string, token: string | undefined): ApiClient {
  const call: ApiClient['call'] = async (method, path, body, headers = {}) => {
    const isForm = body instanceof FormData
    const response = await fetch(`${base}${API_BASE}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isForm || typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const given: unknown = text === '' ? null : JSON.parse(text)
    assertPromised(method, path, response, given)
    const part = (steps: string) => partOf(given, steps)
    return {
      status: response.status,
      headers: response.headers,
      body: given,
      part,
      text(steps) {
        const value = part(steps)
        if (typeof value === 'string') return value
        throw new Error(`${method} ${path} gave no text at ${steps}: ${text}`)
      },
    }
  }
  return {
    call,
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body),
    delete: (path) => call('DELETE', path),
  }
}

/** Nothing is answered that the table does not promise: neither another shape nor one field more. */
function assertPromised(method: string, path: string, response: Response, body: unknown): void {
  if (!response.ok) {
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(problemSchema.parse(body)).toEqual(body)
    return
  }
  const plain = path.split('?')[0] ?? ''
  const operation = OPERATIONS.find(
    (one) => one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain),
  )
  if (!operation) throw new Error(`${method} ${path} was answered and is not in the table`)
  expect({ path, status: response.status }).toEqual({ path, status: operation.status })
  if (operation.answer) expect(operation.answer.parse(body)).toEqual(body)
  else expect(body).toBeNull()
}

function partOf(value: unknown, steps: string): unknown {
  return steps.split('.').reduce((inner: unknown, step) => {
    if (typeof inner !== 'object' || inner === null) return undefined
    return (inner as Readonly<Record<string, unknown>>)[step]
  }, value)
}
