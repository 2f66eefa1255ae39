import { DAY_MS, HOUR_MS, later, MINUTE_MS } from '../../src/kit/clock/clock.ts'
import { numberFrom } from './fill-dates.ts'
import type { SeedOrder, SeedOrderState, SeedPerson } from './shapes.ts'

/** When what happens to an order, and who carries it. */
export interface Schedule {
  readonly placed: Date
  /** Key of the rider; null when a courier carries it. */
  readonly rider: string | null
  /** A number of the order's own, to let like orders differ. */
  readonly number: number
  when(state: SeedOrderState): Date
}

/**
 * The plan says how long each step took. What is not at its end today is moved so that it stands where it may be
 * standing right now: nobody waits at a door for days, and a courier's parcel is still within the days of looking.
 */
export function scheduleOf(plan: SeedOrder, riders: readonly SeedPerson[], buyer: SeedPerson, now: Date): Schedule {
  const number = numberFrom(plan.key)
  const rider = riderOf(plan, riders, buyer)
  const minutes = new Map(plan.steps.map(({ to, after_min }) => [to, after_min]))
  const last = lastStep(plan, rider)
  const span = (last && minutes.get(last)) ?? 0
  const rest = restOf(plan, rider, number)
  const placed = later(now, -(rest === undefined ? plan.placed_minutes_ago : span + rest) * MINUTE_MS)
  return {
    placed,
    rider,
    number,
    when(state) {
      const after = minutes.get(state)
      if (after === undefined) throw new Error(`broken promise: ${plan.key} comes to be ${state}`)
      return later(placed, after * MINUTE_MS)
    },
  }
}

/** Riders carry within their city, and whatever is brought to a door in it today. A courier leaves parcels and goes. */
function riderOf(plan: SeedOrder, riders: readonly SeedPerson[], buyer: SeedPerson): string | null {
  if (plan.state === 'delivered') return null
  const planned = plan.steps.find(({ by }) => riders.some(({ key }) => key === by))?.by ?? null
  const near = riders.find(({ address }) => address.city === buyer.address.city)?.key ?? null
  if (plan.carrier === 'rider') return planned ?? near
  return plan.state === 'at_door' || plan.state === 'inspecting' ? near : null
}

/** The step after which the order has been resting since. A courier's parcel is handed over when the plan has it at the door. */
function lastStep(plan: SeedOrder, rider: string | null): SeedOrderState | undefined {
  if (rider === null && plan.state === 'delivered') return 'at_door'
  return plan.steps.at(-1)?.to
}

const HOUR = HOUR_MS / MINUTE_MS
const DAY = DAY_MS / MINUTE_MS

/** For how many minutes the order has been where it is; undefined where the plan's own date is as good. */
function restOf(plan: SeedOrder, rider: string | null, number: number): number | undefined {
  const upTo = (least: number, most: number) => least + (number % (most - least))
  // One in six has been forgotten at a door: the operator has to find out why.
  const stuck = number % 6 === 0 ? 3 * HOUR : 0
  switch (plan.state) {
    case 'at_door':
      return rider === null ? upTo(HOUR, 6 * HOUR) : upTo(4, 25) + stuck
    case 'inspecting':
      return rider === null ? upTo(30, 9 * HOUR) : upTo(2, 12) + stuck
    case 'shipped':
      return rider === null ? undefined : upTo(20, 9 * HOUR)
    case 'delivered':
      return upTo(2 * HOUR, 2 * DAY + 12 * HOUR)
    case 'completed':
      // Some of what riders brought was paid at the door today, so that they have cash in hand.
      return rider !== null && plan.payment === 'cod' && number % 4 === 0 ? upTo(40, 9 * HOUR) : undefined
    default:
      return undefined
  }
}
