import type { Locale } from '../../kit/text/locale.ts'
import type { Market } from '../web/market.ts'
import { nameOf } from '../web/names.ts'
import type { Telling } from './section.ts'

/** What places and goods that a release names in English are called in a language: a market knows its own. */
export function namesIn({ cities, categories }: Market, locale: Locale): Telling['nameOf'] {
  const areas = new Map(cities.map((city) => [city.name_en, nameOf(locale, city)]))
  const goods = new Map(categories.map((category) => [category.name_en, nameOf(locale, category)]))
  return (kind, name) => (kind === 'area' ? areas : goods).get(name)
}
