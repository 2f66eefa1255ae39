import type { TermTable } from './index/terms.ts'

/** Remembers what terms are, each by its number and told by a number from 1 to 255: titles share their terms. */
export function rememberedSigns(signIn: (text: string) => number): (terms: TermTable) => (term: number) => number {
  const known = new WeakMap<TermTable, (term: number) => number>()
  return (terms) => {
    const before = known.get(terms)
    if (before) return before
    let signs = new Uint8Array(1024)
    const signOf = (term: number): number => {
      if (term >= signs.length) {
        const more = new Uint8Array(terms.size * 2)
        more.set(signs)
        signs = more
      }
      const sign = signs[term] || signIn(terms.textOf(term))
      signs[term] = sign
      return sign
    }
    known.set(terms, signOf)
    return signOf
  }
}
