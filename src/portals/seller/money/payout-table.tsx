import type { Say } from '../../../kit/text/messages.ts'
import { Section } from '../../ui/layout.tsx'
import { Badge } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'

export interface PayoutLine {
  id: string
  when: string
  amountPaisa: bigint
  state: 'in_file' | 'sent' | 'failed' | 'returned'
}

/** What was sent to the shop's own account, and what became of it. */
export function PayoutTable({ t, payouts }: { t: Say; payouts: readonly PayoutLine[] }) {
  if (payouts.length === 0) return null
  return (
    <Section title={t('seller.money.payouts')}>
      <Table
        caption={t('seller.money.payouts')}
        hideCaption
        columns={[
          { key: 'when', label: t('seller.import.when') },
          { key: 'state', label: t('seller.money.where') },
          { key: 'amount', label: t('seller.money.amount'), number: true },
        ]}
        rows={payouts.map(({ id, when, amountPaisa, state }) => ({
          id,
          cells: {
            when,
            state: <Badge tone={PAYOUT_TONES[state]}>{t(`seller.money.payout.${state}`)}</Badge>,
            amount: <Rupees t={t} paisa={amountPaisa} />,
          },
        }))}
      />
    </Section>
  )
}

const PAYOUT_TONES = { sent: 'trust', failed: 'stop', returned: 'stop', in_file: 'quiet' } as const
