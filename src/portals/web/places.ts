import type { City } from '../../domains/catalogue/catalogue.ts'
import { foldText } from '../../kit/text/fold.ts'
import type { Locale } from '../../kit/text/locale.ts'
import { cityName } from './names.ts'

type Area = City['areas'][number]

/** A place that somebody named: a city, or an area of one. */
export interface Place {
  readonly city_id: string
  readonly area: Area | undefined
  /** Other cities that have an area of this name, the biggest first. */
  readonly elsewhere: readonly string[]
}

interface KnownPlaces {
  readonly byName: ReadonlyMap<string, readonly Omit<Place, 'elsewhere'>[]>
  readonly distances: Map<string, ReadonlyMap<string, number>>
}

const known = new WeakMap<readonly City[], KnownPlaces>()

/** The place that a person wrote, in any of the three languages: a city, an area, or an area with its city. */
export function placeNamed(cities: readonly City[], text: string): Place | undefined {
  const name = foldText(text.slice(0, 80))
  const [first, ...others] = (name !== '' && placesOf(cities).byName.get(name)) || []
  return first && { ...first, elsewhere: others.map(({ city_id }) => city_id) }
}

/** A place as it is shown: "Gulberg, Lahore". */
export function placeName(
  locale: Locale,
  cities: readonly City[],
  { city_id, area }: Omit<Place, 'elsewhere'>,
): string {
  const city = cityName(locale, cities, city_id)
  if (!area) return city
  return locale === 'ur' ? `${area.ur}، ${city}` : `${locale === 'en' ? area.en : area.roman}, ${city}`
}

/** How many kilometres each city is from one, as the crow flies. Empty for a city that we do not know. */
export function kilometresFrom(cities: readonly City[], cityId: string): ReadonlyMap<string, number> {
  const { distances } = placesOf(cities)
  const made = distances.get(cityId)
  if (made) return made
  const from = cities.find(({ city_id }) => city_id === cityId)
  const measured = new Map(from ? cities.map((to) => [to.city_id, kilometres(from, to)]) : [])
  distances.set(cityId, measured)
  return measured
}

function placesOf(cities: readonly City[]): KnownPlaces {
  const before = known.get(cities)
  if (before) return before
  const byName = new Map<string, Omit<Place, 'elsewhere'>[]>()
  const add = (name: string, place: Omit<Place, 'elsewhere'>) => {
    const key = foldText(name)
    const same = byName.get(key)
    if (!same) byName.set(key, [place])
    else if (!same.some(({ city_id }) => city_id === place.city_id)) same.push(place)
  }
  // Cities first: a name that is both is the city.
  for (const city of cities) for (const name of namesOfCity(city)) add(name, { city_id: city.city_id, area: undefined })
  for (const city of cities) {
    for (const area of city.areas) {
      for (const name of [area.en, area.ur, area.roman]) {
        add(name, { city_id: city.city_id, area })
        for (const of of namesOfCity(city)) add(`${name} ${of}`, { city_id: city.city_id, area })
      }
    }
  }
  const made = { byName, distances: new Map() }
  known.set(cities, made)
  return made
}

function namesOfCity({ city_id, name_en, name_ur, name_roman }: City): string[] {
  return [city_id, name_en, name_ur, name_roman]
}

const EARTH_KM = 6371
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** The haversine formula. */
function kilometres(from: City, to: City): number {
  const north = radians(to.latitude - from.latitude) / 2
  const east = radians(to.longitude - from.longitude) / 2
  const part =
    Math.sin(north) ** 2 + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.sin(east) ** 2
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(part)))
}
