/**
 * How a call to the outside world ended. Adapters return this and never throw for what a provider did:
 * done (with its answer), retry (unknown or not now: ask again later with the same id), never (asking again is
 * useless).
 * A detail is for the operator and the log: no personal data, no secrets.
 */
export type Outcome<T> =
  | { readonly outcome: 'done'; readonly value: T }
  | { readonly outcome: 'retry'; readonly detail: string }
  | { readonly outcome: 'never'; readonly detail: string }

/** The call did what was asked. */
export function done<T>(value: T): Outcome<T> {
  return { outcome: 'done', value }
}

/** Nobody knows, or not now: the same call with the same id may be made again. */
export function retry(detail: string): { readonly outcome: 'retry'; readonly detail: string } {
  return { outcome: 'retry', detail }
}

/** The provider said no for good, or the call itself was wrong: a person has to look. */
export function never(detail: string): { readonly outcome: 'never'; readonly detail: string } {
  return { outcome: 'never', detail }
}
