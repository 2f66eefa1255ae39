import { ORDER_STATES, type OrderState } from '../../../domains/orders/orders.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Badge, EmptyState } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'

export interface OrderLine {
  id: string
  number: string
  shop: string
  city: string
  state: OrderState
  moved: string
  total_paisa: bigint
  isStuck: boolean
}

export interface OrdersView {
  t: Say
  number: string
  state: OrderState | 'stuck' | 'all'
  orders: readonly OrderLine[]
  next: string | undefined
}

/** All orders of the market: those that stand still first, or by number or state. */
export function OrdersPage({ view }: { view: OrdersView }) {
  const { t, number, state, orders, next } = view
  return (
    <>
      <h1>{t(state === 'stuck' ? 'operator.orders.stuck' : 'operator.orders.title')}</h1>
      <Form action={routes.orders.href()} method="get">
        <div class="beside">
          <Field
            t={t}
            name="number"
            label={t('operator.orders.number')}
            value={number}
            letters={10}
            maxLength={20}
            dir="ltr"
            autoComplete="off"
            optional="unsaid"
          />
          <Select
            t={t}
            name="state"
            label={t('operator.orders.state')}
            value={state}
            optional="unsaid"
            options={[
              { value: 'stuck', label: t('operator.orders.stuck') },
              { value: 'all', label: t('operator.orders.all') },
              ...ORDER_STATES.map((one) => ({ value: one, label: t(`operator.state.${one}`) })),
            ]}
          />
          <Button icon="search">{t('operator.orders.show')}</Button>
        </div>
      </Form>
      {orders.length === 0 ? (
        <EmptyState icon="done" title={t(state === 'stuck' ? 'operator.orders.none_stuck' : 'operator.orders.none')} />
      ) : (
        <OrderTable t={t} orders={orders} caption={t('operator.orders.title')} />
      )}
      {next && <ButtonLink href={next}>{t('operator.older')}</ButtonLink>}
    </>
  )
}

export function OrderTable({ t, orders, caption }: { t: Say; orders: readonly OrderLine[]; caption: string }) {
  return (
    <Table
      caption={caption}
      hideCaption
      columns={[
        { key: 'order', label: t('operator.order') },
        { key: 'state', label: t('operator.orders.state') },
        { key: 'shop', label: t('operator.shop') },
        { key: 'city', label: t('operator.to') },
        { key: 'since', label: t('operator.since') },
        { key: 'money', label: t('operator.amount'), number: true },
      ]}
      rows={orders.map((order) => ({
        id: order.id,
        tone: order.isStuck ? 'stop' : undefined,
        cells: {
          order: (
            <a href={routes.order.href({ order: order.id })}>
              <Code>{order.number}</Code>
            </a>
          ),
          state: <Badge tone={order.isStuck ? 'stop' : 'quiet'}>{t(`operator.state.${order.state}`)}</Badge>,
          shop: <span dir="auto">{order.shop}</span>,
          city: order.city,
          since: order.moved,
          money: <Rupees t={t} paisa={order.total_paisa} />,
        },
      }))}
    />
  )
}
