// Urdu nouns and adjectives change their ends: جوتا جوتے جوتوں, چوڑی چوڑیاں, کالا کالی. In Roman: joota jootay jooton.

const URDU_ENDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/یوں$/, ['ی', 'یا']],
  [/یاں$|یان$/, ['ی', 'یا']],
  [/یں$|ین$/, ['', 'ہ', 'ا']],
  [/وں$|ون$/, ['ا', 'ہ', '', 'ی', 'و']],
  [/ات$/, ['', 'ہ']],
  [/ے$/, ['ا', 'ہ', 'ی', '']],
  [/ی$/, ['ا', 'ہ', '']],
  [/ا$|ہ$/, ['ی', 'ہ', 'ا', 'ے']],
  [/ز$|س$/, ['']],
]
const ROMAN_ENDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(iyan|ian|iyaan|yan|iyon|ion|iyoun|yon)$/, ['i', 'iya']],
  [/(on|oon|oun|un|o)$/, ['a', '', 'i']],
  [/(ain|ein|en|een)$/, ['', 'a']],
  [/(ay|ey|ye|e|ai)$/, ['a', 'i', '']],
  [/(i|ee|y)$/, ['a', '']],
  [/(a|aa|ah)$/, ['i', 'e']],
]
const SHORTEST = 2

/** Other forms that a folded word may be one of, likeliest first: without a plural or another case. */
export function formsOf(word: string): string[] {
  const ends = /^[a-z]+$/.test(word) ? ROMAN_ENDS : /^[\u0620-\u06FF]+$/.test(word) ? URDU_ENDS : []
  for (const [end, others] of ends) {
    const stem = word.replace(end, '')
    if (stem !== word && stem.length >= SHORTEST) return others.map((other) => stem + other)
  }
  return []
}
