import { describe, expect, test } from 'vitest'
import type { Actor } from '../identity/identity.ts'
import { COURIER_STATUSES } from './courier.ts'
import { newLabelCode, parseLabel, shownLabel } from './labels.ts'
import { followedState, isTooEarly, mayTake, nextState, openSteps, PARCEL_STATES, type ParcelState } from './process.ts'
import { placesFrom, quoteDelivery } from './rates.ts'

const ghazi: Actor = { kind: 'rider', person_id: 'ghazi' }
const ayesha: Actor = { kind: 'person', person_id: 'ayesha' }

describe('the way of a parcel', () => {
  test('leads to the door and no further than the buyer wants', () => {
    const way = ['pick_up', 'go_out', 'arrive', 'deliver'] as const
    const states: ParcelState[] = ['booked']
    for (const step of way) states.push(nextState(states.at(-1) ?? 'back', step) ?? 'back')
    expect(states).toEqual(['booked', 'picked_up', 'out', 'at_door', 'delivered'])
    expect(nextState('delivered', 'refuse')).toBeUndefined()
  })

  test('leads home from a refusal, and from nowhere else', () => {
    expect(nextState('refused', 'start_return')).toBe('returning')
    expect(nextState('returning', 'give_back')).toBe('back')
    expect(PARCEL_STATES.filter((state) => nextState(state, 'start_return'))).toEqual(['refused'])
  })

  test('goes back without a door only after three tries', () => {
    expect(isTooEarly('out', 'refuse', 2)).toBe(true)
    expect(isTooEarly('out', 'refuse', 3)).toBe(false)
    expect(isTooEarly('at_door', 'refuse', 0)).toBe(false)
  })

  test('is not for the buyer to walk', () => {
    expect(mayTake(ayesha, 'deliver')).toBe(false)
    expect(openSteps(ayesha, { state: 'at_door', tries_count: 0 })).toEqual([])
    expect(openSteps(ghazi, { state: 'out', tries_count: 0 })).toEqual(['arrive', 'nobody_home'])
    expect(openSteps(ghazi, { state: 'out', tries_count: 3 })).toEqual(['arrive', 'nobody_home', 'refuse'])
  })
})

describe('a courier that tells when it pleases', () => {
  test('may jump forward', () => {
    expect(followedState('booked', 'delivered', true)).toBe('delivered')
    expect(followedState('booked', 'out_for_delivery', false)).toBe('out')
  })

  test('never moves a parcel back, nor one that has arrived', () => {
    expect(followedState('out', 'picked', false)).toBeUndefined()
    for (const state of ['delivered', 'back', 'cancelled'] as const) {
      for (const told of COURIER_STATUSES) expect(followedState(state, told, false)).toBeUndefined()
    }
    expect(followedState('returning', 'delivered', false)).toBeUndefined()
  })

  test('may knock again after nobody was home, but not by an old scan', () => {
    expect(followedState('out', 'attempted', false)).toBe('picked_up')
    expect(followedState('picked_up', 'out_for_delivery', false)).toBe('out')
    expect(followedState('picked_up', 'out_for_delivery', true)).toBeUndefined()
  })

  test('moves nothing with words that nobody understands', () => {
    expect(followedState('out', 'unclear', false)).toBeUndefined()
  })

  test('calls off only what it has not collected', () => {
    expect(followedState('booked', 'cancelled', false)).toBe('cancelled')
    expect(followedState('out', 'cancelled', false)).toBeUndefined()
  })
})

describe('a label code', () => {
  test('survives being read aloud and typed', () => {
    expect(parseLabel(' k7q2-m9xt ')).toBe('K7Q2M9XT')
    expect(parseLabel('KOIL-0011')).toBe('K0110011')
    expect(parseLabel('K7Q2M9X')).toBeUndefined()
    expect(parseLabel('K7Q2M9XU')).toBeUndefined()
  })

  test('reads back what is printed', () => {
    const code = newLabelCode()
    expect(shownLabel(code)).toMatch(/^.{4}-.{4}$/)
    expect(parseLabel(shownLabel(code))).toBe(code)
  })
})

describe('a quote', () => {
  const rate = (distance: 'city' | 'province' | 'country', fee_paisa: bigint) => ({
    distance,
    fee_paisa,
    fewest_days: 1,
    most_days: 2,
  })
  const cities = [
    { city_id: 'lahore', province: 'punjab' },
    { city_id: 'multan', province: 'punjab' },
    { city_id: 'karachi', province: 'sindh' },
  ]
  const places = placesFrom([rate('city', 150_00n), rate('province', 220_00n), rate('country', 290_00n)], cities)

  test('depends on how far it is', () => {
    expect(quoteDelivery(places, 'lahore', 'lahore')).toEqual(rate('city', 150_00n))
    expect(quoteDelivery(places, 'lahore', 'multan').fee_paisa).toBe(220_00n)
    expect(quoteDelivery(places, 'lahore', 'karachi').fee_paisa).toBe(290_00n)
  })

  test('is refused for a city nobody knows, and where no rate is set', () => {
    expect(() => quoteDelivery(places, 'lahore', 'atlantis')).toThrow('delivery.city_unknown')
    const bare = placesFrom([], cities)
    expect(() => quoteDelivery(bare, 'lahore', 'multan')).toThrow('delivery.no_rate')
  })
})
