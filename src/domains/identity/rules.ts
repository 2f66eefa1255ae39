import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kit/clock/clock.ts'

/** The life of a code. Ten minutes, because on a 2G network a text message may take several. */
export const CODE = { digits: 6, life_ms: 10 * MINUTE_MS, tries: 5 } as const

/**
 * The life of a session: it ends when it was not used for idle_ms, and in any case after life_ms. Programs hold 'api'
 * sessions and may rest longer, so that only the absolute life counts for them.
 */
export const SESSION = { life_ms: 90 * DAY_MS, idle_ms: 30 * DAY_MS, refresh_ms: 5 * MINUTE_MS } as const

/** How fresh a proof must be before money moves. */
export const PROOF_MS = 10 * MINUTE_MS

/**
 * How often something may be tried. Whole towns share one address behind the mobile networks of Pakistan, so the
 * limits of an address and a network are wide, and the tight one is the number's own.
 */
export const LIMITS = {
  codes_per_number: { most: 5, window_ms: HOUR_MS },
  codes_per_number_daily: { most: 12, window_ms: DAY_MS },
  codes_per_address: { most: 60, window_ms: HOUR_MS },
  codes_per_network: { most: 300, window_ms: HOUR_MS },
  /** Messages abroad cost most and are what fraud with paid numbers lives on. Counted for each country but Pakistan. */
  codes_per_country: { most: 100, window_ms: HOUR_MS },
  tries_per_address: { most: 100, window_ms: HOUR_MS },
  tries_per_network: { most: 500, window_ms: HOUR_MS },
  proofs_per_person: { most: 10, window_ms: HOUR_MS },
  look_ups: { most: 30, window_ms: HOUR_MS },
  shops_per_person: { most: 5, window_ms: DAY_MS },
  addresses: 20,
  passkeys: 10,
  members: 20,
} as const
