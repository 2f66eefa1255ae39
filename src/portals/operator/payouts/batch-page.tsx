import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Badge } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { Changes, type ChangeView } from '../money/changes.tsx'
import { MoneyFrame } from '../money/frame.tsx'
import { routes } from '../routes.ts'

export interface BatchLineView {
  id: string
  shop: string
  name: string
  to: string
  holder: string
  state: 'in_file' | 'sent' | 'failed' | 'returned'
  reason: string
  paisa: bigint
}

export interface BatchPageProps {
  t: Say
  batch: string
  lines: readonly BatchLineView[]
  changes: readonly ChangeView[]
  hidden: Readonly<Record<string, string>>
}

const TONES = { in_file: 'quiet', sent: 'trust', failed: 'stop', returned: 'stop' } as const

/** Who is paid in a batch, and which lines came back. */
export function BatchPage({ t, batch, lines, changes, hidden }: BatchPageProps) {
  return (
    <MoneyFrame t={t} part="payouts" title={t('payouts.batch.title')}>
      <Changes t={t} changes={changes} hidden={hidden} />
      <Table
        caption={t('payouts.batch.lines')}
        hideCaption
        columns={[
          { key: 'shop', label: t('payouts.who') },
          { key: 'to', label: t('payouts.asked.to') },
          { key: 'state', label: t('payouts.cause') },
          { key: 'paisa', label: t('payouts.amount'), number: true },
          { key: 'act', label: '' },
        ]}
        rows={lines.map((line) => ({
          id: line.id,
          cells: {
            shop: (
              <a href={routes.shop.href({ shop: line.shop })} dir="auto">
                {line.name}
              </a>
            ),
            to: (
              <span>
                <bdi>{line.to}</bdi> <small class="facts">{line.holder}</small>
              </span>
            ),
            state: (
              <span>
                <Badge tone={TONES[line.state]}>{t(`payouts.state.${line.state}`)}</Badge>{' '}
                <small dir="auto">{line.reason}</small>
              </span>
            ),
            paisa: <Rupees t={t} paisa={line.paisa} />,
            act: (line.state === 'in_file' || line.state === 'sent') && (
              <Form
                action={routes.payoutBatch.href({ batch })}
                hidden={{ ...hidden, shop: line.shop, payout: line.id }}
              >
                <Field t={t} name="reason" label={t('payouts.return.why')} maxLength={200} dir="auto" />
                <Button kind="quiet">{t('payouts.return.act')}</Button>
              </Form>
            ),
          },
        }))}
      />
    </MoneyFrame>
  )
}
