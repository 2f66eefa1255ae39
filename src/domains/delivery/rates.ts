import { Refusal } from '../../kit/errors/refusal.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type DeliveryRate, type Distance, findRates, upsertRate } from './store.ts'

/** What a quote rests on. Read once and kept: rates and cities change rarely, and quotes are made on every page. */
export interface Places {
  readonly rates: ReadonlyMap<Distance, DeliveryRate>
  readonly provinces: ReadonlyMap<string, string>
}

export interface DeliveryQuote {
  readonly distance: Distance
  readonly fee_paisa: Paisa
  readonly fewest_days: number
  readonly most_days: number
}

/** Sets what the way costs, by how far it is. Rates that are there already are replaced. */
export async function loadRates(tx: Tx, rates: readonly DeliveryRate[]): Promise<void> {
  await Promise.all(rates.map((rate) => upsertRate(tx, rate)))
}

/** The rates in force, nearest first. */
export function readRates(tx: Tx): Promise<DeliveryRate[]> {
  return findRates(tx)
}

/** Puts rates and cities together for quoteDelivery. */
export function placesFrom(
  rates: readonly DeliveryRate[],
  cities: readonly { readonly city_id: string; readonly province: string }[],
): Places {
  return {
    rates: new Map(rates.map((rate) => [rate.distance, rate])),
    provinces: new Map(cities.map((city) => [city.city_id, city.province])),
  }
}

/**
 * What the way from one city to another costs the buyer in paisa, and how many days it takes. Pure: no statement.
 * Refuses: invalid when a city is unknown; unavailable when nobody has set a rate for the distance.
 */
export function quoteDelivery(places: Places, fromCityId: string, toCityId: string): DeliveryQuote {
  const from = places.provinces.get(fromCityId)
  const to = places.provinces.get(toCityId)
  if (from === undefined || to === undefined) throw new Refusal('invalid', 'delivery.city_unknown')
  const distance = fromCityId === toCityId ? 'city' : from === to ? 'province' : 'country'
  const rate = places.rates.get(distance)
  if (!rate) throw new Refusal('unavailable', 'delivery.no_rate')
  const { fee_paisa, fewest_days, most_days } = rate
  return { distance, fee_paisa, fewest_days, most_days }
}
