import pg from 'pg'

const { types } = pg
const { builtins } = types

const asItIs = (words: string) => words
const BIGINT_ARRAY: number = 1016
const TEXT_ARRAY: number = 1009
const parseTexts: (words: string) => string[] = types.getTypeParser(TEXT_ARRAY)

/**
 * What a column becomes: int8 a bigint, timestamptz a Date, jsonb its value, bytea a Buffer. A day, a numeric and an
 * interval stay the words PostgreSQL says, because JavaScript has nothing that holds them exactly.
 */
const parsers = new Map<number, (words: string) => unknown>([
  [builtins.INT8, BigInt],
  [builtins.NUMERIC, asItIs],
  [builtins.DATE, asItIs],
  [builtins.TIMESTAMP, asItIs],
  [builtins.INTERVAL, asItIs],
  [BIGINT_ARRAY, (words) => parseTexts(words).map(BigInt)],
  [1182, parseTexts], // date[]
  [1115, parseTexts], // timestamp[]
  [1187, parseTexts], // interval[]
  [1231, parseTexts], // numeric[]
])

/** How every connection of the market is made: safe limits, UTC, and statements that do not wait for each other. */
export function poolOptions(url: string, max: number): pg.PoolConfig {
  return {
    connectionString: url,
    max,
    pipeline: true,
    application_name: 'bharosa',
    // Our statements are small and always the same: planning one anew for each list of ids costs more than running
    // it. A plan that is kept must not be one for a table that was empty when it was made: so by index wherever one is.
    options: '-c TimeZone=UTC -c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off',
    statement_timeout: 10_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 30_000,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    types: {
      getTypeParser: (type: number, format?: 'text' | 'binary') => {
        const parser = format === 'binary' ? undefined : parsers.get(type)
        return parser ?? types.getTypeParser(type, format)
      },
    },
  }
}
