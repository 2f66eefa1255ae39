import type { TermTable } from './index/terms.ts'
import { sensesOf } from './language/things.ts'
import type { FoundWord } from './resolve.ts'
import { rememberedSigns } from './term-signs.ts'

/** What much is made for: who asks for a towel wants none for cars, and who asks for a dress none for dogs. */
const OWNERS: ReadonlySet<string> = new Set(
  'car bike motorcycle motorbike bicycle truck dog puppy kitten bird parrot pet'.split(' '),
)
/** Things of this field are theirs anyway: a helmet, a cage. */
const THEIRS = 'tools'

const [OWNER, OTHER] = [1, 2] as const
const signsOf = rememberedSigns((text) => (OWNERS.has(text) ? OWNER : OTHER))

const isTheirs = (word: string) =>
  OWNERS.has(word) || sensesOf(word).some(({ thing, isMain }) => isMain && thing.fields.includes(THEIRS))

/**
 * Tells whether a title names something that goods are made for and that was not asked for. Only where nothing but a
 * thing is asked for: further words tell better.
 */
export function ownerIn(
  words: readonly FoundWord[],
  terms: TermTable,
): (title: Uint32Array, length: number) => boolean {
  const [only, ...more] = words
  if (!only || more.length > 0 || isTheirs(only.written)) return () => false
  const signOf = signsOf(terms)
  return (title, length) => {
    for (let i = 0; i < length; i++) if (signOf(title[i] as number) === OWNER) return true
    return false
  }
}
