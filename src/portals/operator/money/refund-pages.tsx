import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { EmptyState, ErrorSummary } from '../../ui/notice.tsx'
import { AmountInWords, Code, Rupees } from '../../ui/price.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'
import { Changes, type ChangeView } from './changes.tsx'
import { MoneyFrame } from './frame.tsx'

export interface RefundLine {
  id: string
  order: string
  number: string
  trouble: string
  holder: string
  since: string
  amount_paisa: bigint
}

export interface PaymentLine {
  id: string
  reference: string
  trouble: string
  since: string
  amount_paisa: bigint
  /** What came instead, when somebody has to say what becomes of it. */
  told_paisa: bigint | null
}

export interface RefundsProps {
  t: Say
  refunds: readonly RefundLine[]
  payments: readonly PaymentLine[]
  changes: readonly ChangeView[]
  notices: readonly { id: string; provider: string; verdict: string; detail: string; since: string; told: number }[]
  hidden: Readonly<Record<string, string>>
}

/** Money that did not find its way by itself. */
export function RefundsPage({ t, refunds, payments, notices, changes, hidden }: RefundsProps) {
  return (
    <MoneyFrame t={t} part="refunds">
      <Changes t={t} changes={changes} hidden={hidden} />
      {refunds.length === 0 ? (
        <EmptyState icon="done" title={t('operator.refunds.none')} />
      ) : (
        <Table
          caption={t('operator.refunds.oldest')}
          columns={[
            { key: 'order', label: t('operator.order') },
            { key: 'why', label: t('operator.refund.why') },
            { key: 'since', label: t('operator.since') },
            { key: 'amount', label: t('operator.amount'), number: true },
            { key: 'act', label: '' },
          ]}
          rows={refunds.map((refund) => ({
            id: refund.id,
            cells: {
              order: (
                <a href={routes.order.href({ order: refund.order })}>
                  <Code>{refund.number}</Code>
                </a>
              ),
              why: <span dir="auto">{refund.trouble}</span>,
              since: refund.since,
              amount: <Rupees t={t} paisa={refund.amount_paisa} />,
              act: (
                <ButtonLink kind="quiet" href={routes.refund.href({ refund: refund.id })}>
                  {t('operator.do.by_hand')}
                </ButtonLink>
              ),
            },
          }))}
        />
      )}
      {payments.length > 0 && <Payments t={t} payments={payments} hidden={hidden} />}
      {notices.length > 0 && (
        <Section title={t('operator.notices')}>
          <Table
            caption={t('operator.notices')}
            hideCaption
            columns={[
              { key: 'from', label: t('operator.notice.from') },
              { key: 'what', label: t('operator.what') },
              { key: 'detail', label: t('operator.note') },
              { key: 'since', label: t('operator.since') },
            ]}
            rows={notices.map(({ id, provider, verdict, detail, since, told }) => ({
              id,
              cells: {
                from: provider,
                what: told > 1 ? `${verdict} × ${t.number(told)}` : verdict,
                detail: <span dir="auto">{detail}</span>,
                since,
              },
            }))}
          />
        </Section>
      )}
    </MoneyFrame>
  )
}

/** Payments that disagree with their rail. What came wrong is ended here. */
function Payments({ t, payments, hidden }: Pick<RefundsProps, 't' | 'payments' | 'hidden'>) {
  return (
    <Section title={t('operator.payments.trouble')}>
      <Table
        caption={t('operator.payments.trouble')}
        hideCaption
        columns={[
          { key: 'reference', label: t('operator.reference') },
          { key: 'why', label: t('operator.refund.why') },
          { key: 'since', label: t('operator.since') },
          { key: 'amount', label: t('operator.amount'), number: true },
          { key: 'act', label: '' },
        ]}
        rows={payments.map((payment) => ({
          id: payment.id,
          cells: {
            reference: <Code>{payment.reference}</Code>,
            why: <span dir="auto">{payment.trouble}</span>,
            since: payment.since,
            amount: <Amounts t={t} payment={payment} />,
            act: payment.told_paisa !== null && <WrongForm t={t} payment={payment} hidden={hidden} />,
          },
        }))}
      />
    </Section>
  )
}

function Amounts({ t, payment: { amount_paisa, told_paisa } }: { t: Say; payment: PaymentLine }) {
  if (told_paisa === null) return <Rupees t={t} paisa={amount_paisa} />
  return (
    <span>
      {t('operator.wrong.asked')} <Rupees t={t} paisa={amount_paisa} /> · {t('operator.wrong.came')}{' '}
      <Rupees t={t} paisa={told_paisa} />
    </span>
  )
}

function WrongForm({ t, payment, hidden }: { t: Say; payment: PaymentLine; hidden: RefundsProps['hidden'] }) {
  return (
    <Form action={routes.wrongAmount.href({ reference: payment.reference })} hidden={hidden} inline>
      <Button kind="quiet" name="how" value="return">
        {t('operator.wrong.return')}
      </Button>
      {payment.told_paisa !== null && payment.told_paisa > payment.amount_paisa && (
        <Button kind="quiet" name="how" value="keep">
          {t('operator.wrong.keep')}
        </Button>
      )}
    </Form>
  )
}

export interface RefundProps {
  t: Say
  refund: RefundLine
  /** It was sent, says somebody: another operator confirms it, and nobody says so twice. */
  changes: readonly ChangeView[]
  action: string
  hidden: Readonly<Record<string, string>>
  receipt: string
  error: string | undefined
}

/** One refund that an operator sends by hand, in digits and in words, and the receipt that proves it. */
export function RefundPage(props: RefundProps) {
  const { t, refund, changes, hidden, error } = props
  return (
    <MoneyFrame t={t} part="refunds" title={t('operator.refund.title')}>
      <Narrow>
        {error && <ErrorSummary t={t} errors={[{ field: 'receipt', message: error }]} />}
        <p class="much-cash">
          <Rupees t={t} paisa={refund.amount_paisa} />
        </p>
        <p>
          <AmountInWords t={t} paisa={refund.amount_paisa} />
        </p>
        <Facts
          rows={[
            {
              label: t('operator.order'),
              value: (
                <a href={routes.order.href({ order: refund.order })}>
                  <Code>{refund.number}</Code>
                </a>
              ),
            },
            { label: t('operator.refund.why'), value: <span dir="auto">{refund.trouble}</span> },
            { label: t('operator.money.holder'), value: refund.holder },
            { label: t('operator.since'), value: refund.since },
          ]}
        />
        <p>
          <a href={routes.contacts.href({ order: refund.order })}>{t('operator.do.contacts')}</a>
        </p>
        <Changes t={t} changes={changes} hidden={hidden} />
        {changes.length === 0 && <SentForm {...props} />}
      </Narrow>
    </MoneyFrame>
  )
}

function SentForm({ t, action, hidden, receipt, error }: RefundProps) {
  return (
    <Form action={action} hidden={hidden}>
      <p>{t('payouts.change.acts')}</p>
      <Field
        t={t}
        name="receipt"
        label={t('operator.refund.receipt')}
        hint={t('operator.refund.receipt.hint')}
        value={receipt}
        error={error}
        maxLength={100}
        autoComplete="off"
        dir="ltr"
      />
      <FormActions>
        <Button kind="act">{t('operator.do.refund_sent')}</Button>
        <ButtonLink href={routes.refunds.href()}>{t('ui.back')}</ButtonLink>
      </FormActions>
    </Form>
  )
}
