/** Cells that add up to another: what the total and all parts but one tell, tells the last one too. */
export interface Family {
  readonly total: number
  readonly parts: readonly number[]
}

/**
 * Hides more cells until no hidden one can be computed: a family whose total is told has no hidden part, or two that
 * are
 * not nothing. `sizeOf` is what would be told of a cell; the smallest goes first.
 */
export function hideMore(hidden: Uint8Array, families: readonly Family[], sizeOf: (cell: number) => number): number {
  let added = 0
  for (let changed = true; changed; ) {
    changed = false
    for (const { total, parts } of families) {
      if (hidden[total]) continue
      const gone = parts.filter((cell) => hidden[cell] && sizeOf(cell) > 0)
      if (gone.length !== 1) continue
      const shown = parts.filter((cell) => !hidden[cell] && sizeOf(cell) > 0)
      const next = shown.sort((a, b) => sizeOf(a) - sizeOf(b) || a - b)[0]
      // With no other part left, the total is the hidden part itself.
      const cell = next ?? total
      hidden[cell] = 1
      added++
      changed = true
    }
  }
  return added
}
