import { listCashByRider } from '../../../domains/delivery/delivery.ts'
import { readPeople } from '../../../domains/identity/identity.ts'
import { listHeld, listHeldBy } from '../../../domains/payments/payments.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Section } from '../../ui/layout.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import type { PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { lookAsOperator } from '../here.ts'
import { holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { MoneyFrame } from './frame.tsx'

interface Hand {
  id: string
  name: string
  href: string
  count: number
  amount_paisa: bigint
  since: string
}

interface MoneyView {
  t: Say
  held: readonly { holder: string; count: number; amount_paisa: bigint; since: string }[]
  riders: readonly Hand[]
  couriers: readonly Hand[]
}

/** Where the money lies: held for open orders, and cash that riders and couriers have to hand in. */
export async function showMoney(c: PageContext): Promise<Response> {
  const { t, now, market } = c.var.visit
  const view = await lookAsOperator(c, async (tx, by): Promise<MoneyView> => {
    const couriers = [...market.couriers.values()]
    const [held, cash, ...theirs] = await Promise.all([
      listHeld(tx, by),
      listCashByRider(tx),
      ...couriers.map(({ holder }) => listHeldBy(tx, by, holder)),
    ])
    const riderIds = cash.map(({ rider_id }) => rider_id)
    const names = await readPeople(tx, by, 'support', riderIds)
    return {
      t,
      held: held.map(({ holder, hold_count, amount_paisa, oldest_at }) => ({
        holder: holderWords(t, holder),
        count: hold_count,
        amount_paisa,
        since: t.relative(oldest_at, now),
      })),
      riders: cash.map(({ rider_id, orders, amount_paisa, oldest_at }) => ({
        id: rider_id,
        name: names.get(rider_id)?.name ?? '',
        href: routes.handIn.href({ rider: shown('per', rider_id) }),
        count: orders,
        amount_paisa,
        since: t.relative(oldest_at, now),
      })),
      couriers: couriers.flatMap(({ name, holder }, at) => {
        const holds = (theirs[at] ?? []).filter(({ method }) => method === 'cod')
        const [oldest] = holds
        if (!oldest) return []
        return {
          id: name,
          name: holderWords(t, holder),
          href: routes.courier.href({ courier: name }),
          count: holds.length,
          amount_paisa: holds.reduce((sum, hold) => sum + hold.amount_paisa, 0n),
          since: t.relative(oldest.funded_at ?? oldest.promised_at, now),
        }
      }),
    }
  })
  return officePage(c, { title: t('operator.money.money'), at: 'money' }, <MoneyPage view={view} />)
}

function MoneyPage({ view }: { view: MoneyView }) {
  const { t, held, riders, couriers } = view
  return (
    <MoneyFrame t={t} part="money">
      <Section title={t('operator.money.riders')}>
        <Hands t={t} rows={riders} caption={t('operator.money.riders')} act={t('operator.do.count')} />
      </Section>
      {couriers.length > 0 && (
        <Section title={t('operator.money.couriers')}>
          <Hands t={t} rows={couriers} caption={t('operator.money.couriers')} act={t('operator.do.receive')} />
        </Section>
      )}
      <Section title={t('operator.money.held')}>
        {held.length === 0 ? (
          <p>{t('operator.money.held.none')}</p>
        ) : (
          <Table
            caption={t('operator.money.held')}
            hideCaption
            columns={[
              { key: 'holder', label: t('operator.money.holder') },
              { key: 'count', label: t('operator.nav.orders'), number: true },
              { key: 'since', label: t('operator.since') },
              { key: 'amount', label: t('operator.amount'), number: true },
            ]}
            rows={held.map(({ holder, count, since, amount_paisa }, at) => ({
              id: `${holder}-${at}`,
              cells: { holder, count: t.number(count), since, amount: <Rupees t={t} paisa={amount_paisa} /> },
            }))}
          />
        )}
      </Section>
    </MoneyFrame>
  )
}

function Hands({ t, rows, caption, act }: { t: Say; rows: readonly Hand[]; caption: string; act: string }) {
  if (rows.length === 0) return <p>{t('operator.money.no_cash')}</p>
  return (
    <Table
      caption={caption}
      hideCaption
      columns={[
        { key: 'name', label: t('operator.people.name') },
        { key: 'count', label: t('operator.nav.orders'), number: true },
        { key: 'since', label: t('operator.since') },
        { key: 'amount', label: t('operator.amount'), number: true },
        { key: 'act', label: '' },
      ]}
      rows={rows.map((row) => ({
        id: row.id,
        cells: {
          name: <span dir="auto">{row.name}</span>,
          count: t.number(row.count),
          since: row.since,
          amount: <Rupees t={t} paisa={row.amount_paisa} />,
          act: (
            <ButtonLink kind="quiet" href={row.href}>
              {act}
            </ButtonLink>
          ),
        },
      }))}
    />
  )
}
