// Slips of the finger: one letter too many, too few, two changed over, or the key beside. The usual ones are cheap.

const KEYS = ['qwertyuiop', ' asdfghjkl', '  zxcvbnm']
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const VOWELS = 'aeiou'
const WEIGHT = { twice: 0.9, turned: 0.85, vowel: 0.82, beside: 0.78, other: 0.66 } as const
const SHORTEST = 4
const LONGEST = 20

/** A word one slip away, and how likely that slip is. */
export interface Slip {
  readonly word: string
  readonly weight: number
}

const beside = new Map(
  [...LETTERS].map((letter) => {
    const row = KEYS.findIndex((keys) => keys.includes(letter))
    const at = KEYS[row]?.indexOf(letter) ?? 0
    const near = KEYS.flatMap((keys, i) => (Math.abs(i - row) < 2 ? [keys[at - 1], keys[at], keys[at + 1]] : []))
    return [letter, new Set(near)]
  }),
)

/** Known words one slip away from a word in Latin letters, likeliest first. The first letter is seldom wrong. */
export function slipsOf(word: string, isKnown: (word: string) => boolean, most: number): Slip[] {
  if (word.length < SHORTEST || word.length > LONGEST || !/^[a-z]+$/.test(word)) return []
  const found = new Map<string, number>()
  const tryOne = (other: string, weight: number) => {
    if (weight > (found.get(other) ?? 0) && isKnown(other)) found.set(other, weight)
  }
  for (let i = 1; i < word.length; i++) {
    const [head, letter, tail] = [word.slice(0, i), word[i] ?? '', word.slice(i + 1)]
    const before = word[i - 1] ?? ''
    tryOne(head + tail, letter === before ? WEIGHT.twice : VOWELS.includes(letter) ? WEIGHT.vowel : WEIGHT.other)
    if (i + 1 < word.length) tryOne(head + (word[i + 1] ?? '') + letter + word.slice(i + 2), WEIGHT.turned)
    for (const other of LETTERS) {
      tryOne(head + other + tail, swapWeight(letter, other))
      tryOne(head + other + letter + tail, addWeight(other, before, letter))
    }
  }
  for (const other of LETTERS) tryOne(word + other, addWeight(other, word.at(-1) ?? '', ''))
  return [...found]
    .map(([other, weight]) => ({ word: other, weight }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most)
}

/** True for two words that are one slip apart. */
export function isOneSlip(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start++
  let end = 0
  const shorter = Math.min(one.length, other.length)
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end++
  const [left, right] = [one.length - start - end, other.length - start - end]
  if (Math.max(left, right) < 2) return true
  return left === 2 && right === 2 && one[start] === other[start + 1] && one[start + 1] === other[start]
}

function swapWeight(letter: string, other: string): number {
  if (VOWELS.includes(letter) && VOWELS.includes(other)) return WEIGHT.vowel
  return beside.get(letter)?.has(other) ? WEIGHT.beside : WEIGHT.other
}

function addWeight(added: string, before: string, after: string): number {
  if (added === before || added === after) return WEIGHT.twice
  return VOWELS.includes(added) ? WEIGHT.vowel : WEIGHT.other
}
