import type { Locale } from '../../kit/text/locale.ts'
import type { SpokenLanguage } from '../../kit/voice/voice.ts'
import { escaped } from './feed.ts'

export const VOICE_TYPE = 'text/xml; charset=utf-8'

/** Roman Urdu is for the eye: who reads it hears the Urdu sentences. */
export const languageOf = (locale: Locale): SpokenLanguage => (locale === 'en' ? 'en' : 'ur')

/** As the voices of telephone services are called. Those that know Urdu all know it under this name. */
const VOICES: Readonly<Record<SpokenLanguage, string>> = { en: 'en-GB', ur: 'ur-IN' }

/** A document that a telephone service reads out to who calls (TwiML, which several services understand). */
export function voiceDocument(sentences: readonly string[], language: SpokenLanguage): string {
  const said = sentences.map((sentence) => `<Say language="${VOICES[language]}">${escaped(sentence)}</Say>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${said.join('<Pause length="1"/>')}</Response>\n`
}
