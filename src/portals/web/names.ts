import type { City } from '../../domains/catalogue/catalogue.ts'
import type { Locale } from '../../kit/text/locale.ts'
import type { IconName } from '../ui/icon.tsx'
import icons from '../ui/icons.json' with { type: 'json' }

type Named = Pick<City, 'name_en' | 'name_ur' | 'name_roman'>

/** What a category or a city is called in a language. */
export function nameOf(locale: Locale, named: Named): string {
  return locale === 'ur' ? named.name_ur : locale === 'roman-ur' ? named.name_roman : named.name_en
}

/** The name of a city by its id; the id itself for one that is not in the list. */
export function cityName(locale: Locale, cities: readonly City[], cityId: string): string {
  const city = cities.find((one) => one.city_id === cityId)
  return city ? nameOf(locale, city) : cityId
}

/** Drawings of the tree that our small icon set shows by a near one. */
const NEAR: Readonly<Record<string, IconName>> = {
  ball: 'sport',
  dress: 'scissors',
  fabric: 'scissors',
  heel: 'shoe',
  khussa: 'shoe',
  kurta: 'shirt',
  laptop: 'tv',
  lipstick: 'beauty',
  motorbike: 'bike',
  phone: 'mobile',
  ring: 'gem',
  sandal: 'shoe',
  sneaker: 'shoe',
  toy: 'baby',
  trousers: 'shirt',
  washer: 'washing',
  waistcoat: 'shirt',
}

/** The icon that a category names, or one near to it, or the tag for one that has no drawing. */
export function iconOf(name: string): IconName {
  return NEAR[name] ?? (isIcon(name) ? name : 'tag')
}

function isIcon(name: string): name is IconName {
  return Object.hasOwn(icons, name)
}
