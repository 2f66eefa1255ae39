import type { Courier, CourierStatus, Tracked } from '../../src/domains/delivery/courier.ts'
import { done, retry } from '../../src/kit/errors/outcome.ts'
import type { Dice } from './dice.ts'

interface Carried {
  readonly scans: { at: number; status: CourierStatus }[]
}

/** A courier outside of the market: its parcels go their way by themselves, and what it tells of them is patchy. */
export interface LyingCourier {
  readonly courier: Courier
  isCalm: boolean
}

const HOUR = 3_600_000

export function lyingCourier(name: string, dice: Dice, now: () => number): LyingCourier {
  const numbers = new Map<string, string>()
  const parcels = new Map<string, Carried>()
  const self: LyingCourier = {
    isCalm: false,
    courier: {
      name,
      holder: name,
      most_at_once: 50,
      async book(parcel) {
        if (!self.isCalm && dice.often(8)) return retry('nobody answers')
        const known = numbers.get(parcel.parcel_id)
        const number = known ?? `LE${String(numbers.size + 1).padStart(8, '0')}`
        if (!known) {
          numbers.set(parcel.parcel_id, number)
          parcels.set(number, { scans: wayOf(dice, now()) })
        }
        if (!self.isCalm && dice.often(6)) return retry('the answer was lost')
        return done({ tracking_number: number, label_url: null })
      },
      async track(trackingNumbers) {
        if (!self.isCalm && dice.often(10)) return retry('nobody answers')
        return done(trackingNumbers.flatMap((number) => toldOf(number, parcels.get(number), dice, now(), self.isCalm)))
      },
      cancel: async (tracking_number) => done({ tracking_number }),
      remittances: async () => done([]),
    },
  }
  return self
}

/** Where a parcel will be, hour by hour. One in twelve is lost on the way and never heard of again. */
function wayOf(dice: Dice, from: number): { at: number; status: CourierStatus }[] {
  const end: CourierStatus = dice.often(82) ? 'delivered' : 'returning'
  const states: CourierStatus[] = ['picked', 'in_transit', 'out_for_delivery']
  if (dice.often(20)) states.push('attempted', 'out_for_delivery')
  if (!dice.often(8)) states.push(end)
  if (end === 'returning' && states.includes(end)) states.push('returned')
  // One in twelve that it delivered it gives back to the shop, as it says later.
  if (end === 'delivered' && states.includes(end) && dice.often(8)) states.push('returned')
  let at = from
  return states.map((status) => {
    at += dice.between(2, 20) * HOUR
    return { at, status }
  })
}

function toldOf(
  number: string,
  parcel: Carried | undefined,
  dice: Dice,
  now: number,
  isCalm: boolean,
): readonly Tracked[] {
  const seen = parcel?.scans.filter(({ at }) => at <= now) ?? []
  // Some scans are told late, and sometimes an older one is told again after a newer one.
  const back = !isCalm && dice.often(15) ? 1 : 0
  const scan = seen.at(-1 - back)
  if (!scan || (!isCalm && dice.often(10))) return []
  return [
    {
      tracking_number: number,
      status: scan.status,
      said: scan.status,
      reason: '',
      happened: new Date(scan.at).toISOString(),
      received_by: '',
    },
  ]
}
