import type { Say } from '../../../kit/text/messages.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Badge, EmptyState } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import type { Heap } from './order-words.ts'

export interface OrderRowView {
  id: string
  href: string
  number: string
  what: string
  city: string
  /** When it has to be packed by, or when it last moved. */
  when: string
  isLate: boolean
  /** What is true of it now: "At the buyer's door". */
  state: string
  earnedPaisa: bigint
  /** The one thing to do with it now. */
  act: { href: string; label: string } | undefined
}

export interface OrderListView {
  t: Say
  heap: Heap
  heaps: readonly { heap: Heap; href: string; count: number }[]
  rows: readonly OrderRowView[]
  next: string | undefined
  shopHref: string
}

export function OrderListPage({ t, heap, heaps, rows, next, shopHref }: OrderListView) {
  return (
    <>
      <h1>{t(`seller.orders.title.${heap}`)}</h1>
      <nav class="facet-bar" aria-label={t('seller.nav.orders')}>
        {heaps.map((one) => (
          <a key={one.heap} class="chip" href={one.href} aria-current={one.heap === heap ? 'page' : undefined}>
            {t(`seller.orders.${one.heap}`)}
            {one.count > 0 && <span class="count">{t.number(one.count)}</span>}
          </a>
        ))}
      </nav>
      {rows.length === 0 ? (
        <EmptyState
          icon={heap === 'pack' ? 'parcel-done' : 'parcel'}
          title={t(`seller.orders.none.${heap}`)}
          action={heap === 'pack' ? { href: shopHref, label: t('seller.share.title') } : undefined}
        />
      ) : (
        <OrderTable t={t} heap={heap} rows={rows} />
      )}
      {next && (
        <p>
          <ButtonLink href={next}>{t('seller.more')}</ButtonLink>
        </p>
      )}
    </>
  )
}

export function OrderTable({ t, heap, rows }: Pick<OrderListView, 't' | 'heap' | 'rows'>) {
  return (
    <Table
      caption={t(`seller.orders.title.${heap}`)}
      hideCaption
      columns={[
        { key: 'what', label: t('seller.orders.what') },
        { key: 'where', label: t('seller.orders.where') },
        { key: 'when', label: t(heap === 'pack' ? 'seller.orders.pack_by' : 'seller.orders.state') },
        { key: 'money', label: t('seller.orders.you_get'), number: true },
        { key: 'act', label: '' },
      ]}
      rows={rows.map((row) => ({
        id: row.id,
        tone: row.isLate ? ('stop' as const) : undefined,
        cells: {
          what: (
            <>
              <a href={row.href} dir="auto">
                {row.what}
              </a>{' '}
              <small class="facts">
                <Code>{row.number}</Code>
              </small>
            </>
          ),
          where: row.city,
          when:
            heap === 'pack' ? (
              <Badge tone={row.isLate ? 'stop' : 'quiet'} icon="clock">
                {row.when}
              </Badge>
            ) : (
              <span>
                {row.state} <small class="facts">{row.when}</small>
              </span>
            ),
          money: <Rupees t={t} paisa={row.earnedPaisa} />,
          act: row.act && (
            <ButtonLink kind="quiet" href={row.act.href}>
              {row.act.label}
            </ButtonLink>
          ),
        },
      }))}
    />
  )
}
