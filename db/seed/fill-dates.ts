import { DAY_MS, later, MINUTE_MS } from '../../src/kit/clock/clock.ts'
import type { SeedListing, SeedMarket, SeedOrder, SeedPerson } from './shapes.ts'

/** When everything happened, so that nobody sells before their shop is open, or buys what is not listed yet. */
export interface Dates {
  readonly marketOpened: Date
  joined(personKey: string): Date
  inOrderOfJoining(people: readonly SeedPerson[]): SeedPerson[]
  shopOpened(handle: string): Date
  listed(listing: SeedListing): Date
}

/** Worked out backwards: goods are there before their first order, shops before their goods, people before both. */
export function datesOf(market: SeedMarket, now: Date): Dates {
  const days = new Map<string, number>()
  const atLeast = (key: string, most: number) => days.set(key, Math.max(days.get(key) ?? 0, most))
  for (const order of market.orders) {
    const placed = daysOf(order)
    atLeast(`person:${order.buyer}`, placed + 2)
    for (const { listing } of order.lines) atLeast(`listing:${listing}`, placed + 1)
  }
  for (const { key, shop, listed_days_ago } of market.listings) {
    atLeast(`listing:${key}`, listed_days_ago)
    atLeast(`shop:${shop}`, (days.get(`listing:${key}`) ?? 0) + 2)
  }
  for (const { handle, owner, helpers, joined_days_ago } of market.shops) {
    atLeast(`shop:${handle}`, joined_days_ago)
    for (const key of [owner, ...helpers]) atLeast(`person:${key}`, (days.get(`shop:${handle}`) ?? 0) + 1)
  }
  const oldest = Math.max(...days.values()) + 3
  for (const { key, role } of market.people) {
    const staff = role === 'operator' || role === 'rider'
    atLeast(`person:${key}`, staff ? oldest : 4)
  }
  // Each at another time of their day, from morning to evening, and the same on every machine.
  const ago = (key: string) =>
    later(now, -(days.get(key) ?? oldest) * DAY_MS + (numberFrom(key) % 600) * MINUTE_MS - 300 * MINUTE_MS)
  return {
    marketOpened: later(now, (1 - oldest) * DAY_MS),
    joined: (key) => ago(`person:${key}`),
    inOrderOfJoining: (people) =>
      people.toSorted((a, b) => ago(`person:${a.key}`).getTime() - ago(`person:${b.key}`).getTime()),
    shopOpened: (handle) => ago(`shop:${handle}`),
    listed: ({ key }) => ago(`listing:${key}`),
  }
}

function daysOf(order: SeedOrder): number {
  return Math.ceil((order.placed_minutes_ago * MINUTE_MS) / DAY_MS)
}

/** A small number from a text. */
export function numberFrom(text: string): number {
  let hash = 2_166_136_261
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0
  return hash
}
