import type { StopRow } from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { EmptyState, Notice } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Figures, Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'
import type { Queue } from './queues.ts'

export interface HomeView {
  t: Say
  now: Date
  queues: readonly Queue[]
  held_paisa: bigint
  heldCount: number
  /** Why nobody is paid now. */
  stopped: StopRow | undefined
}

const LATE_MS = 48 * 3_600_000

/** What waits for the market's people: the oldest first, with the money that hangs on it. */
export function HomePage({ view }: { view: HomeView }) {
  const { t, now, queues } = view
  const waiting = queues.filter(({ count }) => count > 0)
  const clear = queues.filter(({ count }) => count === 0)
  return (
    <>
      <h1>{t('operator.home.title')}</h1>
      {view.stopped && (
        <Notice tone="stop" title={t('payouts.stopped.title')}>
          <p>{t('payouts.stopped.words', { when: t.moment(view.stopped.made_at, now), why: view.stopped.note })}</p>
          <p>
            <a href={routes.stops.href()}>{t('payouts.stopped.look')}</a>
          </p>
        </Notice>
      )}
      <Figures
        figures={[
          { label: t('operator.home.queues'), value: t.number(waiting.length) },
          {
            label: t('operator.home.held', { count: view.heldCount }),
            value: t.rupeesShort(view.held_paisa),
            href: routes.money.href(),
          },
        ]}
      />
      {waiting.length === 0 ? (
        <EmptyState icon="done" title={t('operator.home.clear')}>
          <p>{t('operator.home.clear.words')}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t('operator.home.oldest_first')}
          columns={[
            { key: 'queue', label: t('operator.home.queue') },
            { key: 'count', label: t('operator.home.count'), number: true },
            { key: 'since', label: t('operator.home.since') },
            { key: 'money', label: t('operator.amount'), number: true },
          ]}
          rows={waiting.map(({ name, href, count, isMore, oldest_at, amount_paisa }) => ({
            id: name,
            tone: oldest_at && now.getTime() - oldest_at.getTime() > LATE_MS ? 'stop' : undefined,
            cells: {
              queue: <a href={href}>{t(`operator.queue.${name}`)}</a>,
              count: `${t.number(count)}${isMore ? '+' : ''}`,
              since: oldest_at ? t.relative(oldest_at, now) : '',
              money: amount_paisa === undefined ? '–' : <Rupees t={t} paisa={amount_paisa} />,
            },
          }))}
        />
      )}
      {waiting.length > 0 && clear.length > 0 && (
        <p class="facts">
          {t('operator.home.nothing_in', { queues: t.list(clear.map(({ name }) => t(`operator.queue.${name}`))) })}
        </p>
      )}
    </>
  )
}
