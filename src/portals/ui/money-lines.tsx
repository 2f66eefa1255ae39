import type { Say } from '../../kit/text/messages.ts'
import { AmountInWords, Rupees } from './price.tsx'

export interface MoneyLine {
  label: string
  paisa: bigint
  hint?: string | undefined
}

export interface MoneyLinesProps {
  t: Say
  lines: readonly MoneyLine[]
  total: MoneyLine
  /** Say the total in words too: true wherever the person decides. */
  words?: boolean | undefined
}

/** A sum as on a paper bill: each part, then the total. Zero is said as "free". */
export function MoneyLines({ t, lines, total, words }: MoneyLinesProps) {
  return (
    <dl class="bill">
      {lines.map((line) => (
        <div key={line.label}>
          <dt>
            {line.label}
            {line.hint && <small>{line.hint}</small>}
          </dt>
          <dd>{line.paisa === 0n ? t('ui.money.free') : <Rupees t={t} paisa={line.paisa} />}</dd>
        </div>
      ))}
      <div class="sum">
        <dt>
          {total.label}
          {total.hint && <small>{total.hint}</small>}
        </dt>
        <dd>
          <Rupees t={t} paisa={total.paisa} />
        </dd>
      </div>
      {words && (
        <div class="said">
          <dd>
            <AmountInWords t={t} paisa={total.paisa} />
          </dd>
        </div>
      )}
    </dl>
  )
}
