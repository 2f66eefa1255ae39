/**
 * What PostgreSQL and the line to it say when nothing is wrong with the request: no connection is free, the database is
 * starting, stopping or full, a lock or a statement took too long.
 */
const STATES = /^(08|53|57P0|57014|55P03|58030)/
const LINE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND'])
const WORDS = /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout)/

/**
 * True when a transaction failed because the database could not serve it. Who asked may ask the same again: whether it
 * was done is told by its key, since a COMMIT whose answer was lost may have happened.
 */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return STATES.test(code) || ('syscall' in error && LINE.has(code)) || WORDS.test(error.message)
}
