import type { PayerNeed } from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { AmountInWords, Rupees } from '../../ui/price.tsx'

export interface PayerPageProps {
  t: Say
  /** The rail's key, and what people call it. */
  rail: { name: string; words: string }
  amountPaisa: bigint
  needs: readonly PayerNeed[]
  /** Where the form goes, and where another way is chosen. */
  action: string
  another: string
  values: { mobile?: string | undefined; cnic6?: string | undefined }
  error?: { field: PayerNeed; message: string } | undefined
  news?: string | undefined
  hidden: Readonly<Record<string, string>>
}

/** What a rail wants to know before it can send a prompt or make a number to pay by. */
export function PayerPage(props: PayerPageProps) {
  const { t, rail, amountPaisa, needs, values, error, news } = props
  const errorOf = (field: PayerNeed) => (error?.field === field ? error.message : undefined)
  return (
    <Narrow>
      <ErrorSummary t={t} errors={error ? [error] : []} />
      <h1>{t('buyer.rail.title', { rail: rail.words })}</h1>
      {news && (
        <Notice tone="wait">
          <p>{news}</p>
        </Notice>
      )}
      <p>
        <b>
          <Rupees t={t} paisa={amountPaisa} />
        </b>{' '}
        <AmountInWords t={t} paisa={amountPaisa} />
      </p>
      <Form action={props.action} hidden={{ ...props.hidden, rail: rail.name }}>
        {needs.includes('mobile') && (
          <Field
            t={t}
            name="mobile"
            label={t('buyer.rail.mobile')}
            hint={t('buyer.rail.mobile.hint')}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            dir="ltr"
            letters={20}
            value={values.mobile}
            error={errorOf('mobile')}
          />
        )}
        {needs.includes('cnic6') && (
          <Field
            t={t}
            name="cnic6"
            label={t('buyer.rail.cnic')}
            hint={t('buyer.rail.cnic.hint')}
            inputMode="numeric"
            autoComplete="off"
            dir="ltr"
            letters={10}
            value={values.cnic6}
            error={errorOf('cnic6')}
          />
        )}
        <FormActions>
          <Button kind="act">{t('buyer.rail.begin', { amount: t.rupees(amountPaisa) })}</Button>
        </FormActions>
      </Form>
      <p>
        <a href={props.another}>{t('buyer.rail.another')}</a>
      </p>
    </Narrow>
  )
}
