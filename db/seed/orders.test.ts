import { describe, expect, it } from 'vitest'
import { seedMarket } from './goods.ts'

const market = seedMarket(1)
const listings = new Map(market.listings.map((listing) => [listing.key, listing]))

describe('the planned orders', () => {
  it('stand in every state, the oldest first', () => {
    const states = new Set(market.orders.map((order) => order.state))
    expect(market.orders.length).toBe(300)
    expect(states.size).toBe(12)
    const ages = market.orders.map((order) => order.placed_minutes_ago)
    expect(ages).toEqual([...ages].sort((a, b) => b - a))
  })

  it('order live goods of one shop, no more than the shelf holds over all orders together', () => {
    const taken = new Map<string, number>()
    for (const order of market.orders) {
      expect(order.lines.length).toBeGreaterThan(0)
      for (const line of order.lines) {
        const listing = listings.get(line.listing)
        expect(listing?.shop).toBe(order.shop)
        expect(listing?.state).toBe('live')
        taken.set(line.sku, (taken.get(line.sku) ?? 0) + line.quantity)
      }
    }
    const stock = new Map(market.listings.flatMap(({ variants }) => variants.map((one) => [one.sku, one.stock])))
    for (const [sku, quantity] of taken) expect(stock.get(sku), sku).toBeGreaterThanOrEqual(quantity)
  })

  it('walk only forward in time, and end in the state they stand in', () => {
    const people = new Set(market.people.map((person) => person.key))
    for (const { steps, state, placed_minutes_ago, payment } of market.orders) {
      expect(steps.at(-1)?.to ?? (payment === 'prepaid' && state !== 'placed' ? 'awaiting_payment' : 'placed')).toBe(
        state,
      )
      let before = 0
      for (const step of steps) {
        expect(step.after_min).toBeGreaterThan(before)
        before = step.after_min
        if (step.by !== null) expect(people).toContain(step.by)
      }
      expect(before).toBeLessThan(placed_minutes_ago)
    }
  })

  it('take only steps that an order can take, from goods that were on the shelf by then', () => {
    const open: Readonly<Record<string, readonly string[]>> = {
      awaiting_payment: ['placed', 'expired'],
      placed: ['packed', 'cancelled'],
      packed: ['shipped', 'cancelled'],
      shipped: ['at_door'],
      at_door: ['inspecting', 'delivered'],
      delivered: ['inspecting'],
      inspecting: ['completed', 'refused'],
      refused: ['returned'],
    }
    for (const { steps, payment, lines, placed_minutes_ago } of market.orders) {
      let state = payment === 'prepaid' ? 'awaiting_payment' : 'placed'
      for (const { to } of steps) {
        expect(open[state]).toContain(to)
        state = to
      }
      for (const line of lines) {
        expect((listings.get(line.listing)?.listed_days_ago ?? 0) * 24 * 60).toBeGreaterThan(placed_minutes_ago)
      }
    }
  })

  it('wait for money only when it is paid before, and give a reason when they fail', () => {
    for (const { state, payment, reason } of market.orders) {
      if (state === 'awaiting_payment' || state === 'expired') expect(payment).toBe('prepaid')
      expect(reason !== null).toBe(['refused', 'returned', 'cancelled'].includes(state))
    }
    const cod = market.orders.filter((order) => order.payment === 'cod').length
    expect(cod).toBeGreaterThan(market.orders.length / 2)
  })

  it('give Ayesha a story, Bilal a full day and Ghazi parcels to carry', () => {
    const states = new Set(market.orders.filter((order) => order.buyer === 'ayesha').map((order) => order.state))
    expect(states.size).toBeGreaterThanOrEqual(8)
    expect(market.orders.filter((order) => order.shop === 'bilal-shoes').length).toBeGreaterThanOrEqual(30)
    const carried = market.orders.filter((order) => order.steps.some((step) => step.by === 'ghazi'))
    expect(carried.length).toBeGreaterThanOrEqual(10)
  })
})
