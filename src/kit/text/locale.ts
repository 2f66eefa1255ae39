/** How one language is written and which Intl data it borrows. */
interface Script {
  /** The lang attribute of the page. */
  readonly html: string
  readonly direction: 'ltr' | 'rtl'
  /** For Intl. Never ur-Latn: ICU resolves it to Urdu in Arabic script. */
  readonly intl: string
  /** For Intl.PluralRules. */
  readonly plural: string
  /** The language's own name, in its own script. */
  readonly name: string
  /** The same, for a narrow place. */
  readonly short: string
}

export const LOCALES = ['en', 'ur', 'roman-ur'] as const
export type Locale = (typeof LOCALES)[number]

export const SCRIPTS: Readonly<Record<Locale, Script>> = {
  en: { html: 'en', direction: 'ltr', intl: 'en-PK', plural: 'en', name: 'English', short: 'English' },
  ur: { html: 'ur', direction: 'rtl', intl: 'ur-PK-u-nu-latn', plural: 'ur', name: 'اردو', short: 'اردو' },
  'roman-ur': { html: 'ur-Latn', direction: 'ltr', intl: 'en-PK', plural: 'ur', name: 'Roman Urdu', short: 'Roman' },
}

export const LOCALE_COOKIE = 'lang'

export function isLocale(text: string | undefined): text is Locale {
  return LOCALES.some((locale) => locale === text)
}

/** What a request says about its language, in the order we believe it. */
export interface LanguageHints {
  query?: string | undefined
  cookie?: string | undefined
  acceptLanguage?: string | undefined
}

/** Chooses the language: ?lang= first, then the cookie, then Accept-Language, then the market's own. */
export function chooseLocale(hints: LanguageHints, otherwise: Locale = 'en'): Locale {
  if (isLocale(hints.query)) return hints.query
  if (isLocale(hints.cookie)) return hints.cookie
  return preferred(hints.acceptLanguage ?? '') ?? otherwise
}

function preferred(header: string): Locale | undefined {
  const wishes = header
    .slice(0, 400)
    .split(',')
    .map((part, place) => {
      const [tag = '', ...rest] = part.trim().toLowerCase().split(';')
      const quality = rest.find((piece) => piece.trim().startsWith('q='))
      return { tag, place, weight: quality ? Number(quality.trim().slice(2)) : 1 }
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
  for (const { tag } of wishes) {
    if (tag === 'roman-ur' || tag.startsWith('ur-latn')) return 'roman-ur'
    if (tag === 'ur' || tag.startsWith('ur-')) return 'ur'
    if (tag === 'en' || tag.startsWith('en-')) return 'en'
  }
  return undefined
}

/**
 * The language of words that a person wrote, for their lang attribute: a page in English may hold a title in Urdu,
 * which
 * needs its own letters and lines. Undefined when the words are not in Arabic script.
 */
export function writtenLang(words: string): 'ur' | undefined {
  return /[\u0600-\u06ff]/.test(words) ? 'ur' : undefined
}
