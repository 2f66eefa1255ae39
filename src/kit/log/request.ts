import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<string>()

/** Runs a request or a job under an id that its logs and its events carry. */
export function underRequest<T>(id: string, body: () => T): T {
  return current.run(id, body)
}

/** The id of the request or job that runs now, or '' outside of one. */
export function requestId(): string {
  return current.getStore() ?? ''
}
