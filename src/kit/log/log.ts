import { type DestinationStream, pino } from 'pino'
import { requestId } from './request.ts'

export interface Log {
  info(facts: object, sentence: string): void
  warn(facts: object, sentence: string): void
  error(facts: object, sentence: string): void
}

/**
 * One JSON line for each thing worth knowing, on the standard output unless `to` takes it. Names, phones, addresses,
 * codes and tokens do not belong in a log: callers give ids, and what slips in under these keys is blanked.
 */
export function openLog(level: string, to?: DestinationStream): Log {
  const secret = ['phone', 'name', 'address', 'street', 'code', 'token', 'cookie', 'authorization', 'iban', 'body']
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secret.flatMap((key) => [key, `*.${key}`]), censor: '[kept back]' },
    mixin: () => (requestId() === '' ? {} : { request: requestId() }),
  }
  return to ? pino(options, to) : pino(options)
}

/** What is logged of an error: its kind, its words and where it came from. Database values are left out. */
export function errorFacts(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = 'code' in error ? { code: String(error.code) } : {}
  return { error: error.name, words: error.message, stack: error.stack, ...code }
}
