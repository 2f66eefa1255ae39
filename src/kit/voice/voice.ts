import type { Outcome } from '../errors/outcome.ts'

/** The languages that are read aloud. Roman Urdu is Urdu to the ear. */
export type SpokenLanguage = 'en' | 'ur'

/** Something that reads aloud. */
export interface Voice {
  /** Says sentences one after the other: a WAV of one channel as telephones have it, 8,000 bytes a second (µ-law). */
  say(sentences: readonly string[], language: SpokenLanguage): Promise<Outcome<Uint8Array<ArrayBuffer>>>
}
