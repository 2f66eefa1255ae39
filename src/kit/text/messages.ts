import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MessageKey } from '../../../locales/words.ts'
import { type Formats, formats } from './format.ts'
import { LOCALES, type Locale, SCRIPTS } from './locale.ts'

export type { MessageKey }
export type Values = Readonly<Record<string, string | number>>
export type Catalogue = Readonly<Record<Locale, ReadonlyMap<string, string>>>

/** A bound voice: t('ui.search'), t('ui.results', { count: 3 }), t.rupees(245000n). Components take it as `t`. */
export interface Say extends Formats {
  (key: MessageKey, values?: Values): string
  readonly locale: Locale
  /** Says a key built at run time, such as `refusals.${reason}`; undefined when nobody wrote it. */
  readonly maybe: (key: string, values?: Values) => string | undefined
  /** Says a sentence around things that are not text: t.parts('ui.pay', { price: <Price …/> }). */
  readonly parts: <T>(key: MessageKey, values: Readonly<Record<string, T | string | number>>) => (T | string)[]
}

const PLACEHOLDER = /\{(\w+)\}/

/** Reads every <area>.<locale>.json of a folder. */
export function readCatalogue(folder: string): Catalogue {
  const words: Record<Locale, Map<string, string>> = { en: new Map(), ur: new Map(), 'roman-ur': new Map() }
  for (const file of readdirSync(folder)) {
    const [area, locale] = file.split('.')
    const target = LOCALES.find((known) => known === locale)
    if (!target || !file.endsWith('.json')) continue
    const flat: Record<string, string> = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    for (const [key, text] of Object.entries(flat)) words[target].set(`${area}.${key}`, text)
  }
  return words
}

/** The folder of the locales: beside the sources, or beside the built program. */
export function localesFolder(): string {
  let here = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(here, 'locales', 'ui.en.json'))) {
    const above = dirname(here)
    if (above === here) throw new Error('broken promise: the locales folder lies above the program')
    here = above
  }
  return join(here, 'locales')
}

const catalogue = readCatalogue(localesFolder())
// A missing word must stop a test, but never a purchase.
const strict = process.env.NODE_ENV === 'test'
const voices = new Map<Locale, Say>()

/** Says one message in one language; falls back to English, then to the key. */
export function say(locale: Locale, key: MessageKey, values: Values = {}): string {
  return speak(locale)(key, values)
}

/** The bound voice of a language; made once. */
export function speak(locale: Locale): Say {
  const known = voices.get(locale)
  if (known) return known
  const voice = makeVoice(catalogue, locale)
  voices.set(locale, voice)
  return voice
}

export function makeVoice(words: Catalogue, locale: Locale): Say {
  const as = formats(locale)
  const plural = new Intl.PluralRules(SCRIPTS[locale].plural)
  const find = (key: string, values: Readonly<Record<string, unknown>>): string | undefined => {
    const count = values.count
    const form = typeof count === 'number' ? `${key}.${plural.select(count) === 'one' ? 'one' : 'other'}` : key
    const own = words[locale].get(form) ?? words[locale].get(key)
    if (own !== undefined || locale === 'en') return own
    if (strict && words.en.has(key)) throw new Error(`broken promise: ${key} is written in ${locale}`)
    return words.en.get(form) ?? words.en.get(key)
  }
  const fill = (text: string, key: string, values: Values) =>
    pieces(text, key, values)
      .map((piece) => (typeof piece === 'number' ? as.number(piece) : piece))
      .join('')
  const maybe = (key: string, values: Values = {}) => {
    const text = find(key, values)
    return text === undefined ? undefined : fill(text, key, values)
  }
  const must = (key: string, text: string | undefined): string => {
    if (text === undefined && strict) throw new Error(`broken promise: the message ${key} exists`)
    return text ?? key
  }
  const voice = (key: MessageKey, values: Values = {}) => must(key, maybe(key, values))
  const parts = <T>(key: MessageKey, values: Readonly<Record<string, T | string | number>>): (T | string)[] =>
    pieces(must(key, find(key, values)), key, values).map((piece) =>
      typeof piece === 'number' ? as.number(piece) : piece,
    )
  return Object.assign(voice, as, { locale, maybe, parts })
}

/** Cuts "Pay {price} now" into ["Pay ", price, " now"]. */
function pieces<T>(text: string, key: string, values: Readonly<Record<string, T>>): (T | string)[] {
  return text.split(PLACEHOLDER).map((piece, index): T | string => {
    if (index % 2 === 0) return piece
    const value = values[piece]
    if (value === undefined && strict) throw new Error(`broken promise: ${key} is given its {${piece}}`)
    return value ?? ''
  })
}
