import { listPeopleWithRole } from '../../../domains/identity/identity.ts'
import {
  type Coverage,
  countManualEntries,
  countSuspense,
  coverNow,
  listBatches,
  listHeld,
  listMoneyBreaks,
} from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Notice } from '../../ui/notice.tsx'
import { Figures } from '../../ui/table.tsx'
import type { PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { readAsOperator } from '../here.ts'
import { routes } from '../routes.ts'
import { CoverageTable } from './coverage.tsx'
import { RoomFrame } from './frame.tsx'

export interface RoomView {
  t: Say
  coverage: Coverage
  held_paisa: bigint
  openBreaks: number
  suspense: { count: number; paisa: bigint }
  entries: number
  /** Nobody else runs the market: what needs two people cannot be done. */
  isAlone: boolean
  payouts: { count: number; paisa: bigint }
}

/** How all the money stands, on one page: each figure leads to the page where something can be done about it. */
export async function showRoom(c: PageContext): Promise<Response> {
  const { t } = c.var.visit
  const view = await readAsOperator(c, async (tx, by): Promise<RoomView> => {
    const [coverage, held, breaks, suspense, entries, batches] = await Promise.all([
      coverNow(tx),
      listHeld(tx, by),
      listMoneyBreaks(tx, by, 'open', 500),
      countSuspense(tx, by),
      countManualEntries(tx, by),
      listBatches(tx, by),
    ])
    const operators = await listPeopleWithRole(tx, by, 'operator')
    const made = batches.filter(({ state }) => state === 'made')
    return {
      t,
      coverage,
      held_paisa: sum(held.map(({ amount_paisa }) => amount_paisa)),
      openBreaks: breaks.filter(({ state }) => state === 'open').length,
      suspense,
      entries: entries.count,
      isAlone: operators.length < 2,
      payouts: { count: made.length, paisa: sum(made.map(({ amount_paisa }) => amount_paisa)) },
    }
  })
  return officePage(c, { title: t('books.moneyRoom'), at: 'money' }, <RoomPage view={view} />)
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((all, paisa) => all + paisa, 0n)

export function RoomPage({ view }: { view: RoomView }) {
  const { t, coverage, suspense, payouts } = view
  const { is_covered, owed_paisa, held_paisa } = coverage
  return (
    <RoomFrame t={t} part="moneyRoom">
      {view.isAlone && (
        <Notice tone="wait" title={t('books.alone')}>
          <p>{t('books.alone.words')}</p>
        </Notice>
      )}
      {is_covered ? (
        <Notice tone="good" title={t('books.covered')}>
          <p>{t('books.covered.words', { owed: t.rupees(owed_paisa), held: t.rupees(held_paisa) })}</p>
        </Notice>
      ) : (
        <Notice tone="stop" title={t('books.short')}>
          <p>{t('books.short.words', { owed: t.rupees(owed_paisa), held: t.rupees(held_paisa) })}</p>
        </Notice>
      )}
      <Figures
        figures={[
          { label: t('books.tile.held'), value: t.rupeesShort(view.held_paisa), href: routes.money.href() },
          { label: t('books.tile.owed'), value: t.rupeesShort(owed_paisa), href: routes.coverage.href() },
          { label: t('books.tile.there'), value: t.rupeesShort(held_paisa), href: routes.coverage.href() },
          { label: t('books.tile.breaks'), value: t.number(view.openBreaks), href: routes.moneyBreaks.href() },
          {
            label: t('books.tile.suspense', { amount: t.rupeesShort(suspense.paisa) }),
            value: t.number(suspense.count),
            href: routes.suspense.href(),
          },
          { label: t('books.tile.entries'), value: t.number(view.entries), href: routes.entries.href() },
          {
            label: t('books.tile.payouts', { amount: t.rupeesShort(payouts.paisa) }),
            value: t.number(payouts.count),
            href: routes.payouts.href(),
          },
        ]}
      />
      <CoverageTable t={t} lines={coverage.lines} caption={t('books.coverage.now')} />
    </RoomFrame>
  )
}
