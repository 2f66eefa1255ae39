const NOTES = [5_000n, 1_000n, 500n, 100n, 50n, 20n, 10n] as const

/** More of one note than this nobody counts. */
const MOST_OF_ONE = 50

/**
 * How an amount is laid on the hand: the fewest notes, the largest first. Coins are left out; an amount of a whole
 * bundle of notes has none. Paisa.
 */
export function notesFor(paisa: bigint): { rupees: bigint; count: number }[] {
  let rest = paisa / 100n
  const notes = NOTES.flatMap((rupees) => {
    const count = Number(rest / rupees)
    rest %= rupees
    return count === 0 ? [] : [{ rupees, count }]
  })
  return notes.some(({ count }) => count > MOST_OF_ONE) ? [] : notes
}

/** The amount as notes in their colours, because everybody counts notes. The words say the same to screen readers. */
export function BankNotes({ paisa }: { paisa: bigint }) {
  return (
    <ul class="notes" aria-hidden="true" dir="ltr">
      {notesFor(paisa).map(({ rupees, count }) => (
        <li key={rupees}>
          {count} × <span class={`note-${rupees}`}>{rupees.toString()}</span>
        </li>
      ))}
    </ul>
  )
}
