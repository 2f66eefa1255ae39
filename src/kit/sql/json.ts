/**
 * A value for a jsonb column. A plain object needs no wrapping; a list, a string or a number does, because PostgreSQL's
 * own lists and words look different from JSON's.
 */
export function json(value: unknown): { toPostgres(): string } {
  return { toPostgres: () => JSON.stringify(value) }
}
