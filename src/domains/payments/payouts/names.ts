import { foldText } from '../../../kit/text/fold.ts'

/** Below this, a person compares the title of an account with the name of the shop and its owner. */
export const NAME_FITS = 60

/** Urdu letters by the sound that a bank writes in Latin letters. */
const SOUNDS: Readonly<Record<string, string>> = {
  ...{ ا: 'a', آ: 'a', ع: 'a', ب: 'b', پ: 'p', ت: 't', ٹ: 't', ث: 's', ج: 'j', چ: 'c', ح: 'h', خ: 'k', د: 'd', ڈ: 'd' },
  ...{ ذ: 'z', ر: 'r', ڑ: 'r', ز: 'z', ژ: 'z', س: 's', ش: 's', ص: 's', ض: 'z', ط: 't', ظ: 'z', غ: 'g', ف: 'f' },
  ...{ ق: 'k', ک: 'k', گ: 'g', ل: 'l', م: 'm', ن: 'n', و: 'w', ہ: 'h', ء: '', ی: 'y' },
}

/** Words that say nothing about who it is. */
const EMPTY = /^(mr|mrs|ms|miss|m|s|the|and|of|co|pvt|ltd|traders?|store|enterprises?|account|o|d|w)$/

/** Names that so many people have that one of them alone proves nothing. */
const COMMON = new Set(['mhmd', 'mhmt', 'hmd', 'l', 'kn', 'bb', 'hsn', 'mlk', 'hmt', 'sd', 'byk', 'bgm', 'sk', 'rz'])

/**
 * How well the title of an account fits one of some names, 0 to 100. Each word of the shorter of the two looks for its
 * like in the other, by sound and without vowels, so that 'Bilal Ahmad', 'BILAAL AHMED' and 'بلال احمد' are the same.
 */
export function nameScore(title: string, names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => scoreOf(wordsOf(title), wordsOf(name))))
}

function scoreOf(one: readonly string[], other: readonly string[]): number {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (short.length === 0) return 0
  const left = [...long]
  let sum = 0
  for (const word of short) {
    const likes = left.map((like) => likeness(word, like))
    const best = Math.max(0, ...likes)
    sum += best
    if (best > 0) left.splice(likes.indexOf(best), 1)
  }
  const score = Math.round((100 * sum) / short.length)
  const provesLittle = short.length === 1 && long.length > 1 && COMMON.has(short[0] ?? '')
  return provesLittle ? Math.min(score, 50) : score
}

/** The words of a name as they sound: 'Chaudhry Bilal' is ['cdr', 'bll']. */
function wordsOf(name: string): string[] {
  return foldText(name)
    .split(' ')
    .filter((word) => word !== '' && !EMPTY.test(word))
    .map(soundOf)
    .filter((sound) => sound !== '')
}

function soundOf(word: string): string {
  const latin = [...word].map((letter) => SOUNDS[letter] ?? letter).join('')
  const plain = latin
    .replace(/(.)\1+/g, '$1')
    .replace(/ch/g, 'c')
    .replace(/sh/g, 's')
    .replace(/kh|q/g, 'k')
    .replace(/gh/g, 'g')
    .replace(/th/g, 't')
    .replace(/dh/g, 'd')
    .replace(/ph/g, 'f')
    .replace(/bh/g, 'b')
    .replace(/v/g, 'w')
  // Vowels are written in many ways, and Urdu leaves most of them out.
  const bare = plain.replace(/[aeiouyw]/g, '')
  return bare === '' ? plain : bare
}

/** 1 for the same sound, less for each letter that differs, 0 when more than half does. */
function likeness(one: string, other: string): number {
  if (one === other) return 1
  const longer = Math.max(one.length, other.length)
  const like = 1 - distance(one, other) / longer
  return like > 0.5 ? like : 0
}

/** How many letters must change, by Levenshtein. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const swap = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
