import { foldText } from '../../kit/text/fold.ts'
import { LEXICON, SMALL_WORDS } from './lexicon.ts'

const MOST_CHARACTERS = 200
const MOST_WORDS = 10
const MOST_LETTERS = 32
/** A thing of the lexicon as an index term: no word that people write begins like this. */
const THING = '§'

/** Words of a text in the form in which they are compared: folded, without the English plural. */
export function wordsOf(text: string): string[] {
  // Most titles are plain: their letters need no table.
  const folded = isPlain(text)
    ? text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .trim()
    : foldText(text)
  return folded === '' ? [] : folded.split(' ').map((word) => singular(word.slice(0, MOST_LETTERS)))
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 126) return false
  return true
}

function singular(word: string): string {
  return /^[a-z]{3,}s$/.test(word) && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/**
 * How a word in Latin letters sounds, so that jootay, jutay and joote are one. Coarse: used only to find a word of the
 * lexicon, never to compare two titles.
 */
export function sound(word: string): string {
  if (!/^[a-z]+$/.test(word)) return word
  return word
    .replace(/oo|ou/g, 'u')
    .replace(/ee|ie|ea/g, 'i')
    .replace(/(a|e)+(y|i)e?$/, 'e')
    .replace(/ai|ay|ei|ey/g, 'e')
    .replace(/aa/g, 'a')
    .replace(/ph/g, 'f')
    .replace(/gh/g, 'g')
    .replace(/[wv]/g, 'v')
    .replace(/q|ck/g, 'k')
    .replace(/z/g, 's')
    .replace(/([a-z])\1+/g, '$1')
    .replace(/(?<=.{2})h$/, '')
}

const small = new Set(SMALL_WORDS.split(' ').map((word) => foldText(word)))
const things = new Map<string, string[]>()
/** Words with which a thing of several words begins. */
const begins = new Set<string>()
const soundsLike = new Map<string, string[]>()
for (const line of LEXICON) {
  const thing = `${THING}${line[0] ?? ''}`
  for (const written of line) {
    const words = wordsOf(written.replaceAll('_', ' '))
    note(things, words.join(' '), thing)
    const [only] = words
    if (words.length > 1 && only) begins.add(only)
    // Very short sounds are everybody's: 'ac' and 'aik' must not meet.
    if (words.length === 1 && only && sound(only).length >= 4) note(soundsLike, sound(only), thing)
  }
}

function note(into: Map<string, string[]>, key: string, thing: string) {
  const known = into.get(key)
  if (!known) into.set(key, [thing])
  else if (!known.includes(thing)) known.push(thing)
}

/** The things that words of a text name, words of several parts among them. */
export function thingsOf(words: readonly string[]): string[] {
  const found = new Set<string>()
  words.forEach((word, i) => {
    for (const key of [word, `${word} ${words[i + 1]}`, `${word} ${words[i + 1]} ${words[i + 2]}`]) {
      for (const thing of things.get(key) ?? []) found.add(thing)
    }
    if (!things.has(word)) for (const thing of soundsLike.get(sound(word)) ?? []) found.add(thing)
  })
  return [...found]
}

const kept = new Map<string, readonly string[]>()
const KEPT_MOST = 50_000

/** Words of a text with their things after them, as the index takes them. */
export function indexWords(text: string): string[] {
  const words = wordsOf(text)
  const all: string[] = []
  words.forEach((word, i) => {
    all.push(word)
    let alone = kept.get(word)
    if (!alone) {
      alone = thingsOf([word])
      if (kept.size < KEPT_MOST) kept.set(word, alone)
    }
    for (const thing of alone) all.push(thing)
    if (!begins.has(word)) return
    const two = `${word} ${words[i + 1]}`
    for (const key of [two, `${two} ${words[i + 2]}`]) for (const thing of things.get(key) ?? []) all.push(thing)
  })
  return all
}

/** One thing that a buyer asks for: the word they wrote, and the things it may mean. */
export interface Asked {
  readonly word: string
  readonly things: readonly string[]
}

/** What a query asks for. However long or odd the text is, the answer is short. */
export function askedIn(text: string): Asked[] {
  const words = wordsOf(text.slice(0, MOST_CHARACTERS).toWellFormed()).slice(0, MOST_WORDS)
  const telling = words.filter((word) => !small.has(word))
  const asked: Asked[] = []
  const rest = telling.length > 0 ? telling : words
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] ?? ''
    const pair = `${word} ${rest[i + 1] ?? ''}`
    const joined = things.get(pair)
    if (joined) {
      asked.push({ word: pair.replace(' ', ''), things: joined })
      i++
    } else {
      asked.push({ word, things: thingsOf([word]) })
    }
  }
  return asked
}
