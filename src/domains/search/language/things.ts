import lexicon from './lexicon.json' with { type: 'json' }
import { PARTING } from './small-words.ts'
import { skeletonsOf, soundOf } from './sound.ts'
import { tokensOf } from './tokens.ts'
import type { SpokenWord } from './vocabulary.ts'

/** A meaning as a term of the index: no word that people write begins like this. */
export const MEANING = '§'
/** A wider meaning: what a sneaker is too. */
export const WIDER = '^'

/** A meaning that was said in Urdu or Roman Urdu: it stands beside the English word as its equal. */
export const OWN = '¶'

export type Script = 'english' | 'roman' | 'urdu'

/** What a word or a few words together may mean. */
export interface Sense {
  readonly thing: Thing
  readonly script: Script
  /** False when it mostly means something else. */
  readonly isMain: boolean
}

export interface Thing {
  readonly term: string
  /** The wider meanings, nearest first. */
  readonly wider: readonly string[]
  /** What it belongs to: food, clothes, tools. What people mean by a word shows in what stands beside it. */
  readonly fields: readonly string[]
  /** The English word that it is mostly called; '' when that is several words. */
  readonly english: string
  /** The words of its name: several for a prayer mat. */
  readonly name: readonly string[]
}

const SCRIPTS: readonly Script[] = ['english', 'roman', 'urdu']
const WORDS_MOST = 4

const sensesOfWords = new Map<string, Sense[]>()
/** First words of things of several words → how many words the longest of them has. */
const beginnings = new Map<string, number>()
/** The same things word by word, so that no words need to be put together to look for them. */
const begun = new Map<string, Begun>()
const bySkeleton = new Map<string, SpokenWord[]>()
const heard = new Set<string>()

/** The meanings of words, as tokensOf and withoutParting give them, joined by spaces. */
export function sensesOf(words: string): readonly Sense[] {
  return sensesOfWords.get(words) ?? NONE
}

/** How many words a thing may have that begins with this one; 0 when none has more than one. */
export function longestFrom(word: string): number {
  return beginnings.get(word) ?? 0
}

/** What the words so far mean together, and how they may go on. */
export interface Begun {
  senses: readonly Sense[]
  readonly next: Map<string, Begun>
}

/** How things go on that begin with this word and have more than one. */
export const begunBy = (word: string): Begun | undefined => begun.get(word)

/** True for a word that says what goods are, and not what they are like or whom they are for. */
export const isKind = (word: string) => sensesOf(word).some(({ thing, isMain }) => isMain && kinds.has(thing.term))

/** True for a word that says nothing else: a سیٹ may be a seat, but is mostly a set of something. */
export const isOnlyKind = (word: string) =>
  sensesOf(word).every(({ thing, isMain }) => !isMain || kinds.has(thing.term))

/** True for a term of the index that says what goods are. */
export const isKindTerm = (term: string) => kinds.has(term)

const WHOM: ReadonlySet<string> = new Set([
  'baby',
  'child',
  'girl',
  'boy',
  'women',
  'men',
  'mother',
  'father',
  'couple',
  'family',
])
const kinds = new Set<string>()

/** True for any word of the lexicon. */
export const isHeard = (word: string) => heard.has(word)

/** Words of the lexicon whose consonants are these, roughly. */
export function heardLike(skeleton: string): readonly SpokenWord[] {
  return bySkeleton.get(skeleton) ?? NONE
}

const NONE: readonly never[] = []
const termOf = (name: string) => name.replaceAll(' ', '_')

function readLexicon(): void {
  const parents = new Map(lexicon.map(([name = '', , , , wider = '']) => [name, wider]))
  for (const [name = '', ...columns] of lexicon) {
    const forms = SCRIPTS.map((_, i) => (columns[i] ?? '').split(',').filter((form) => form !== ''))
    const fields = (columns[4] ?? '').split(',')
    const thing: Thing = {
      term: `${MEANING}${termOf(name)}`,
      wider: widerOf(name, parents),
      fields,
      english: nameOf(name),
      name: tokensOf(name).map(({ word }) => word),
    }
    if (!fields.includes('qualities') && !WHOM.has(name)) kinds.add(thing.term)
    forms.forEach((some, i) => {
      for (const form of some) addForm(thing, form, SCRIPTS[i] ?? 'english')
    })
  }
}

function nameOf(name: string): string {
  const [only, ...more] = tokensOf(name)
  return only && more.length === 0 ? only.word : ''
}

function widerOf(name: string, parents: ReadonlyMap<string, string>): string[] {
  const wider: string[] = []
  for (let at = parents.get(name); at && wider.length < 3; at = parents.get(at)) wider.push(`${WIDER}${termOf(at)}`)
  return wider
}

function addForm(thing: Thing, form: string, script: Script): void {
  const isMain = !form.endsWith('?')
  const all = tokensOf(form.replace('?', '')).map(({ word }) => word)
  const telling = all.filter((word) => !PARTING.has(word))
  // The ki of a keyboard, کی بورڈ, parts nothing.
  const words = telling.length > 1 ? telling : all
  const [first] = words
  if (first === undefined || words.length > WORDS_MOST) return
  const key = words.join(' ')
  const senses = sensesOfWords.get(key) ?? []
  if (!senses.some((sense) => sense.thing === thing)) senses.push({ thing, script, isMain })
  sensesOfWords.set(key, senses)
  if (words.length > 1) {
    beginnings.set(first, Math.max(words.length, beginnings.get(first) ?? 0))
    words.reduce(stepFrom, { senses: NONE, next: begun }).senses = senses
  }
  for (const word of words) hear(word)
}

function stepFrom({ next }: Begun, word: string): Begun {
  const known = next.get(word) ?? { senses: NONE, next: new Map<string, Begun>() }
  next.set(word, known)
  return known
}

function hear(word: string): void {
  if (heard.has(word)) return
  heard.add(word)
  const sound = soundOf(word)
  if (sound === '') return
  const one = { word, sound }
  for (const skeleton of skeletonsOf(sound)) {
    const known = bySkeleton.get(skeleton)
    if (known) known.push(one)
    else bySkeleton.set(skeleton, [one])
  }
}

readLexicon()
