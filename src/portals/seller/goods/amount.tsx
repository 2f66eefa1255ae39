import type { Say } from '../../../kit/text/messages.ts'
import { AmountInWords, Rupees } from '../../ui/price.tsx'

const NOTES = [5000, 1000, 500, 100, 50, 20, 10] as const

/** The notes that one would count onto the table for an amount: everybody reads those. Too many are no help: none. */
export function notesFor(paisa: bigint): { rupees: number; count: number }[] {
  let rest = Number(paisa / 100n)
  const notes = NOTES.map((rupees) => {
    const count = Math.floor(rest / rupees)
    rest -= count * rupees
    return { rupees, count }
  }).filter(({ count }) => count > 0)
  return notes.some(({ count }) => count > 50) ? [] : notes
}

/** An amount in all the ways that people read it: figures, words, notes. */
export function BigAmount({ t, paisa }: { t: Say; paisa: bigint }) {
  return (
    <div class="amount">
      <b>
        <Rupees t={t} paisa={paisa} />
      </b>
      <AmountInWords t={t} paisa={paisa} />
      <ul class="notes" aria-hidden="true" dir="ltr">
        {notesFor(paisa).map(({ rupees, count }) => (
          <li key={rupees}>
            {count} × <span class={`note-${rupees}`}>{rupees}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
