import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { EmptyState, ErrorSummary } from '../../ui/notice.tsx'
import { AmountInWords, Code, Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'
import { MoneyFrame } from './frame.tsx'

export interface HandInProps {
  t: Say
  name: string
  total_paisa: bigint
  rows: readonly { id: string; shop: string; at: string; amount_paisa: bigint }[]
  action: string
  hidden: Readonly<Record<string, string>>
  counted: string
  error: string | undefined
}

/** A rider's cash: what the list says, and what lies on the table. */
export function HandInPage(props: HandInProps) {
  const { t, name, total_paisa, rows, error } = props
  return (
    <MoneyFrame t={t} part="money" title={t('operator.hand_in.title', { name })}>
      {rows.length === 0 ? (
        <EmptyState icon="cash" title={t('operator.money.no_cash')} />
      ) : (
        <Narrow>
          {error && <ErrorSummary t={t} errors={[{ field: 'counted', message: error }]} />}
          <p class="much-cash">
            <Rupees t={t} paisa={total_paisa} />
          </p>
          <p>
            <AmountInWords t={t} paisa={total_paisa} />
          </p>
          <Form action={props.action} hidden={props.hidden}>
            <Field
              t={t}
              name="counted"
              label={t('operator.hand_in.counted')}
              hint={t('operator.hand_in.hint')}
              value={props.counted}
              error={error}
              prefix="Rs"
              inputMode="numeric"
              letters={10}
              autoComplete="off"
            />
            <Button kind="act">{t('operator.do.take_cash')}</Button>
          </Form>
          <Table
            caption={t('operator.hand_in.rows')}
            columns={[
              { key: 'at', label: t('operator.when') },
              { key: 'shop', label: t('operator.shop') },
              { key: 'amount', label: t('operator.amount'), number: true },
            ]}
            rows={rows.map(({ id, at, shop, amount_paisa }) => ({
              id,
              cells: {
                at: <a href={routes.order.href({ order: id })}>{at}</a>,
                shop: <span dir="auto">{shop}</span>,
                amount: <Rupees t={t} paisa={amount_paisa} />,
              },
            }))}
          />
        </Narrow>
      )}
    </MoneyFrame>
  )
}

export interface CourierCashProps {
  t: Say
  name: string
  rows: readonly { id: string; number: string; at: string; amount_paisa: bigint }[]
  action: string
  hidden: Readonly<Record<string, string>>
}

/** What a courier took at doors and has to transfer, order by order. */
export function CourierCashPage({ t, name, rows, action, hidden }: CourierCashProps) {
  return (
    <MoneyFrame t={t} part="money" title={t('operator.courier.title', { name })}>
      {rows.length === 0 ? (
        <EmptyState icon="truck" title={t('operator.money.no_cash')} />
      ) : (
        <Form action={action} hidden={hidden}>
          <p>{t('operator.courier.words')}</p>
          <Table
            caption={t('operator.courier.title', { name })}
            hideCaption
            columns={[
              { key: 'order', label: t('operator.order') },
              { key: 'at', label: t('operator.when') },
              { key: 'amount', label: t('operator.amount'), number: true },
              { key: 'come', label: t('operator.courier.come') },
            ]}
            rows={rows.map(({ id, number, at, amount_paisa }) => ({
              id,
              cells: {
                order: (
                  <a href={routes.order.href({ order: id })}>
                    <Code>{number}</Code>
                  </a>
                ),
                at,
                amount: <Rupees t={t} paisa={amount_paisa} />,
                come: (
                  <label class="tick">
                    <input type="checkbox" name="order" value={id} />
                    <span class="vh">{number}</span>
                  </label>
                ),
              },
            }))}
          />
          <Button kind="act">{t('operator.do.received')}</Button>
        </Form>
      )}
    </MoneyFrame>
  )
}
