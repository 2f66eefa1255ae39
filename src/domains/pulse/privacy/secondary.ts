/** Cells that add up to another: what the total and all parts but one tell, tells the last one too. */
export interface Family {
  readonly total: number
  readonly parts: readonly number[]
}

/**
 * Hides more cells until no hidden one can be computed: of each family nothing is hidden, or two that are not nothing,
 * be it two parts, or the total and a part. `sizeOf` is what would be told of a cell; the smallest part goes first,
 * before it one that `isUntold` for another reason.
 */
export function hideMore(
  hidden: Uint8Array,
  families: readonly Family[],
  sizeOf: (cell: number) => number,
  isUntold: (cell: number) => boolean = () => false,
): number {
  let added = 0
  for (let changed = true; changed; ) {
    changed = false
    for (const { total, parts } of families) {
      const gone = [total, ...parts].filter((cell) => hidden[cell] && sizeOf(cell) > 0)
      if (gone.length !== 1) continue
      const shown = parts.filter((cell) => !hidden[cell] && sizeOf(cell) > 0)
      const rank = (cell: number) => Number(!isUntold(cell))
      const next = shown.sort((a, b) => rank(a) - rank(b) || sizeOf(a) - sizeOf(b) || a - b)[0]
      // With no other part left, the total is the hidden part itself.
      const cell = next ?? total
      if (hidden[cell]) continue
      hidden[cell] = 1
      added++
      changed = true
    }
  }
  return added
}
