import { DAY_MS } from '../../kit/clock/clock.ts'

/** Who is at fault when goods go back. */
export type Fault = 'shop' | 'buyer' | 'carrier' | 'market'

export const FAULTS: readonly Fault[] = ['shop', 'buyer', 'carrier', 'market']

/** Whose fault each reason is. One that is not here is nobody's but the market's. */
const FAULT_OF: Readonly<Record<string, Fault>> = {
  wrong_item: 'shop',
  damaged: 'shop',
  not_as_shown: 'shop',
  fake: 'shop',
  missing_part: 'shop',
  changed_mind: 'buyer',
  nobody_home: 'buyer',
  no_reason: 'buyer',
  damaged_on_way: 'carrier',
  lost: 'carrier',
}

export function faultOf(reason: string): Fault {
  const decided = FAULTS.find((fault) => reason === `decided_${fault}`)
  return decided ?? FAULT_OF[reason] ?? 'market'
}

/** The first parcel that goes back by a buyer's fault within this time costs the buyer nothing. */
export const FREE_AGAIN_AFTER_MS = 365 * DAY_MS

/** How often a buyer's parcels may go back by their own fault before they pay first. */
export const FAULTS_BEFORE_PREPAY = 3

/**
 * Who bears the way of goods that went back. shop: it owes the way's fee. buyer: the fee stays of the money that came,
 * except the first time; cash that never came is not asked for, the fact is remembered. Carriers and the market bear
 * their own.
 */
export function bearerOf(fault: Fault, earlier_count: number): 'shop' | 'buyer' | 'nobody' {
  if (fault === 'shop') return 'shop'
  return fault === 'buyer' && earlier_count > 0 ? 'buyer' : 'nobody'
}

/**
 * Who loses when a rail takes back the money of a sale that was settled: the market when the buyer's own yes is kept
 * (a code, a button), else the shop.
 */
export function loserOf(steps: readonly { step: string }[]): 'shop' | 'market' {
  return steps.some(({ step }) => step === 'accept') ? 'market' : 'shop'
}
