import { describe, expect, test } from 'vitest'
import { kilometresFrom, placeName, placeNamed } from './places.ts'

const city = (
  city_id: string,
  name_ur: string,
  at: [number, number],
  areas: readonly (readonly [string, string])[],
) => ({
  ...{
    city_id,
    province: 'punjab',
    name_en: city_id[0]?.toUpperCase() + city_id.slice(1),
    name_ur,
    name_roman: city_id,
  },
  ...{ latitude: at[0], longitude: at[1], people_count: 1 },
  areas: areas.map(([en, ur]) => ({ en, ur, roman: en })),
})
// The biggest first, as the market keeps them.
const CITIES = [
  city('karachi', 'کراچی', [24.86, 67.01], [['Saddar', 'صدر']]),
  city('lahore', 'لاہور', [31.55, 74.34], [['Gulberg', 'گلبرگ']]),
  city('rawalpindi', 'راولپنڈی', [33.6, 73.04], [['Saddar', 'صدر']]),
]

describe('a place that somebody writes', () => {
  test('is a city or an area in any script, whatever stands between', () => {
    for (const text of ['lahore', ' LAHORE ', 'لاہور']) {
      expect(placeNamed(CITIES, text)).toMatchObject({ city_id: 'lahore', area: undefined })
    }
    for (const text of ['Gulberg', 'گلبرگ', 'gulberg, lahore', 'گلبرگ، لاہور']) {
      expect(placeNamed(CITIES, text)).toMatchObject({ city_id: 'lahore', area: { en: 'Gulberg' } })
    }
  })

  test('that several cities have is the biggest one’s, and the others are offered', () => {
    expect(placeNamed(CITIES, 'saddar')).toMatchObject({ city_id: 'karachi', elsewhere: ['rawalpindi'] })
    expect(placeNamed(CITIES, 'saddar rawalpindi')).toMatchObject({ city_id: 'rawalpindi', elsewhere: [] })
  })

  test('that nobody knows is no place', () => {
    for (const text of ['', ' ', 'atlantis', '\u0000', 'x'.repeat(10_000)]) {
      expect(placeNamed(CITIES, text)).toBeUndefined()
    }
  })

  test('is named in the reader’s language', () => {
    const place = placeNamed(CITIES, 'gulberg')
    expect(place && placeName('en', CITIES, place)).toBe('Gulberg, Lahore')
    expect(place && placeName('ur', CITIES, place)).toBe('گلبرگ، لاہور')
  })
})

test('Lahore is some 270 km from Rawalpindi and a thousand from Karachi', () => {
  const far = kilometresFrom(CITIES, 'lahore')
  expect(far.get('lahore')).toBe(0)
  expect(far.get('rawalpindi')).toBeGreaterThan(230)
  expect(far.get('rawalpindi')).toBeLessThan(290)
  expect(far.get('karachi')).toBeGreaterThan(1_000)
  expect(kilometresFrom(CITIES, 'atlantis').size).toBe(0)
})
