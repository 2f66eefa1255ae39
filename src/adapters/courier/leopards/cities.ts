import { done, never, type Outcome } from '../../../kit/errors/outcome.ts'
import { listOf, type Said, textOf } from './answers.ts'

export interface CityBook {
  /** Leopards' number for one of our cities. */
  idOf(name: string, end: 'origin' | 'destination'): Promise<Outcome<number>>
}

interface City {
  readonly id: number
  readonly origin: boolean
  readonly destination: boolean
}

/** Cities that Leopards writes in another way than we do. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'DERA GHAZI KHAN': 'D G KHAN',
  'DERA ISMAIL KHAN': 'D I KHAN',
  'RAHIM YAR KHAN': 'R Y KHAN',
  'TOBA TEK SINGH': 'T T SINGH',
}

const FRESH_MS = 3_600_000

/** Leopards' cities by name: asked once, and again after an hour when a name is not among them. */
export function cityBook(ask: () => Promise<Outcome<Said>>): CityBook {
  let cities: ReadonlyMap<string, City> | undefined
  let askedAt = 0

  return {
    async idOf(name, end) {
      const wanted = plain(name)
      const city = () => cities?.get(wanted) ?? cities?.get(OTHER_NAMES[wanted] ?? '')
      if (!city() && (!cities || performance.now() - askedAt > FRESH_MS)) {
        const answer = await ask()
        if (answer.outcome !== 'done') return answer
        if (!answer.value.ok) return never(`leopards gave no cities: ${answer.value.error}`)
        cities = read(answer.value.fields.city_list)
        askedAt = performance.now()
      }
      const found = city()
      return found?.[end] ? done(found.id) : never(`leopards does not serve ${wanted} as ${end}`)
    },
  }
}

function read(list: unknown): ReadonlyMap<string, City> {
  return new Map(
    listOf(list).map((city) => {
      const id = Number(textOf(city.id))
      const [origin, destination] = [city.allow_as_origin, city.allow_as_destination].map(isYes)
      return [plain(textOf(city.name)), { id, origin: origin ?? false, destination: destination ?? false }]
    }),
  )
}

function isYes(value: unknown): boolean {
  return value === true || textOf(value) === '1' || textOf(value).toLowerCase() === 'true'
}

function plain(name: string): string {
  return name
    .toUpperCase()
    .replace(/[^A-Z]+/g, ' ')
    .trim()
}
