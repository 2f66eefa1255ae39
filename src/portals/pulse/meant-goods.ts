import type { Category } from '../../domains/catalogue/catalogue.ts'
import { foldText } from '../../kit/text/fold.ts'
import type { Locale } from '../../kit/text/locale.ts'

/** Goods that somebody named in a text. */
export interface MeantGoods {
  /** The words of the text that name goods: words of our own tree, however they were spelt. */
  readonly name: string
  /** The language they are in. */
  readonly language: Locale
  /** English names of every shelf that is meant and of all below it: the words of a release. */
  readonly goods: ReadonlySet<string>
}

const NAMES = [
  ['en', 'name_en'],
  ['ur', 'name_ur'],
  ['roman-ur', 'name_roman'],
] as const

/** The shelves whose name in one language holds every word of a text, and all below them; undefined when none does. */
export function meantGoods(categories: readonly Category[], text: string): MeantGoods | undefined {
  const asked = foldText(text).split(' ').filter(Boolean)
  const keys = asked.map(soundOf)
  if (keys.length === 0 || keys.some((key) => key.length < 2)) return undefined
  for (const [language, field] of NAMES) {
    const meant = categories.filter((category) => {
      const words = new Set(foldText(category[field]).split(' ').map(soundOf))
      return keys.every((key) => words.has(key))
    })
    if (meant.length === 0) continue
    for (const one of meant) meant.push(...categories.filter(({ parent_id }) => parent_id === one.category_id))
    const name = asked.join(' ').replace(/^\p{L}/u, (letter) => letter.toUpperCase())
    return { name, language, goods: new Set(meant.map(({ name_en }) => name_en)) }
  }
  return undefined
}

/** How a word sounds, roughly: joote, jootay and juta are one, and so are shoe and shoes. */
function soundOf(word: string): string {
  return word
    .replace(/s$/, '')
    .replace(/oo|ou/g, 'u')
    .replace(/ee|ea|ay|ai|ey|ei/g, 'e')
    .replace(/(.)\1/gu, '$1')
    .replace(/(?<=..)[aeiouhyےاہی]+$/u, '')
}
