import { describe, expect, it } from 'vitest'
import { CITIES, type City, DELIVERY_RATES, distanceBetween } from './cities.ts'

function city(id: string): City {
  const found = CITIES.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no city is called ${id}`)
  return found
}

describe('the cities of the market', () => {
  it('are more than a hundred and fifty, each once, in every province', () => {
    expect(CITIES.length).toBeGreaterThan(150)
    expect(new Set(CITIES.map((one) => one.id)).size).toBe(CITIES.length)
    expect(new Set(CITIES.map((one) => one.name.ur)).size).toBe(CITIES.length)
    expect(new Set(CITIES.map((one) => one.province)).size).toBe(7)
  })

  it('have names in three scripts and lie inside the country', () => {
    for (const { id, name, lat, lng } of CITIES) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(name.en).toMatch(/^[A-Z][A-Za-z, ]+$/)
      expect(name.roman).toMatch(/^[A-Z][A-Za-z ]+$/)
      expect(name.ur).toMatch(/^[\u0600-\u06ff ]+$/)
      expect(lat, id).toBeGreaterThan(23.6)
      expect(lat, id).toBeLessThan(37.1)
      expect(lng, id).toBeGreaterThan(60.8)
      expect(lng, id).toBeLessThan(77.9)
    }
  })

  it('list well-known areas where most people live', () => {
    for (const { id, areas } of CITIES.slice(0, 7)) expect(areas.length, id).toBeGreaterThanOrEqual(8)
    for (const { name } of CITIES.flatMap((one) => one.areas.map((area) => ({ name: area })))) {
      expect(name.en).not.toBe('')
      expect(name.ur).toMatch(/^[\u0600-\u06ff ]+$/)
    }
  })

  it('cost more to reach the farther they are', () => {
    expect(distanceBetween(city('lahore'), city('lahore'))).toBe('city')
    expect(distanceBetween(city('islamabad'), city('rawalpindi'))).toBe('city')
    expect(distanceBetween(city('lahore'), city('multan'))).toBe('province')
    expect(distanceBetween(city('peshawar'), city('karachi'))).toBe('country')
    const [near, middle, far] = DELIVERY_RATES.map((rate) => rate.fee_paisa)
    expect(near).toBeLessThan(Number(middle))
    expect(middle).toBeLessThan(Number(far))
  })
})
