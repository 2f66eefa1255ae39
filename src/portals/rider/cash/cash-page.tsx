import type { Say } from '../../../kit/text/messages.ts'
import { Narrow, Panel } from '../../ui/layout.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { AmountInWords, Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'

export interface CashView {
  t: Say
  total_paisa: bigint
  rows: readonly { id: string; shop: string; at: string; amount_paisa: bigint }[]
}

/** What he holds and must hand in, and from which doors it came. */
export function CashPage({ view }: { view: CashView }) {
  const { t, rows, total_paisa } = view
  if (rows.length === 0) {
    return (
      <>
        <h1>{t('rider.cash.title')}</h1>
        <EmptyState icon="cash" title={t('rider.cash.empty')}>
          <p>{t('rider.cash.empty.words')}</p>
          <p>
            <a href={routes.rounds.href()}>{t('rider.nav.rounds')}</a>
          </p>
        </EmptyState>
      </>
    )
  }
  return (
    <Narrow>
      <h1>{t('rider.cash.title')}</h1>
      <Panel>
        <p class="much-cash">
          <Rupees t={t} paisa={total_paisa} />
        </p>
        <p>
          <AmountInWords t={t} paisa={total_paisa} />
        </p>
        <p>{t('rider.cash.hand_in')}</p>
      </Panel>
      <Table
        caption={t('rider.cash.rows')}
        columns={[
          { key: 'at', label: t('rider.cash.when') },
          { key: 'shop', label: t('rider.cash.shop') },
          { key: 'amount', label: t('rider.cash.amount'), number: true },
        ]}
        rows={rows.map((row) => ({
          id: row.id,
          cells: {
            at: row.at,
            shop: <span dir="auto">{row.shop}</span>,
            amount: <Rupees t={t} paisa={row.amount_paisa} />,
          },
        }))}
      />
    </Narrow>
  )
}
