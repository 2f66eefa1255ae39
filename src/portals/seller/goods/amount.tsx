import type { Say } from '../../../kit/text/messages.ts'
import { BankNotes } from '../../ui/bank-notes.tsx'
import { AmountInWords, Rupees } from '../../ui/price.tsx'

/** An amount in all the ways that people read it: figures, words, notes. */
export function BigAmount({ t, paisa }: { t: Say; paisa: bigint }) {
  return (
    <div class="amount">
      <b>
        <Rupees t={t} paisa={paisa} />
      </b>
      <AmountInWords t={t} paisa={paisa} />
      <BankNotes paisa={paisa} />
    </div>
  )
}
