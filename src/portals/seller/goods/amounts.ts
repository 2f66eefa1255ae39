/** An amount as it is typed: 2450 or 2450.50. */
export function rupeesTyped(paisa: bigint): string {
  const rest = paisa % 100n
  return rest === 0n ? String(paisa / 100n) : `${paisa / 100n}.${String(rest).padStart(2, '0')}`
}
