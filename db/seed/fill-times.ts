import { HOUR_MS, later, MINUTE_MS } from '../../src/kit/clock/clock.ts'
import { numberFrom } from './fill-dates.ts'
import type { SeedOrder, SeedOrderState, SeedPerson } from './shapes.ts'

/** When what happens to an order, and who carries it. */
export interface Schedule {
  readonly now: Date
  readonly placed: Date
  /** When the parcel leaves the hands of whoever carried it. */
  readonly handed: Date
  /** Key of the rider; null when a courier carries it. */
  readonly rider: string | null
  /** A number of the order's own, to let like orders differ. */
  readonly number: number
  has(state: SeedOrderState): boolean
  when(state: SeedOrderState): Date
}

/** The plan's own times. Some of what riders brought is moved to today, so that they have cash in hand. */
export function scheduleOf(plan: SeedOrder, riders: readonly SeedPerson[], buyer: SeedPerson, now: Date): Schedule {
  const number = numberFrom(plan.key)
  const rider = riderOf(plan, riders, buyer)
  const minutes = new Map(plan.steps.map(({ to, after_min }) => [to, after_min]))
  const isOfToday = rider !== null && plan.state === 'completed' && plan.payment === 'cod' && number % 4 === 0
  const path_ms = (plan.steps.at(-1)?.after_min ?? 0) * MINUTE_MS
  const ago_ms = isOfToday ? path_ms + HOUR_MS / 2 + (number % 500) * MINUTE_MS : plan.placed_minutes_ago * MINUTE_MS
  const placed = later(now, -ago_ms)
  const when = (state: SeedOrderState) => {
    const after = minutes.get(state)
    if (after === undefined) throw new Error(`broken promise: ${plan.key} comes to be ${state}`)
    return later(placed, after * MINUTE_MS)
  }
  const handed = later(placed, (minutes.get('delivered') ?? minutes.get('at_door') ?? 0) * MINUTE_MS)
  return { now, placed, handed, rider, number, has: (state) => minutes.has(state), when }
}

/** Who the plan says. What is to be at a door now is brought there by the rider of the city, if it has one. */
function riderOf(plan: SeedOrder, riders: readonly SeedPerson[], buyer: SeedPerson): string | null {
  const planned = plan.steps.find(({ by }) => riders.some(({ key }) => key === by))?.by
  const near = riders.find(({ address }) => address.city === buyer.address.city)?.key
  if (plan.carrier === 'rider') return planned ?? near ?? null
  return (plan.state === 'at_door' && near) || null
}
