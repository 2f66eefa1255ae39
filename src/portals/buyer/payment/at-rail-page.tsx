import type { HostedForm } from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { AmountInWords, Rupees } from '../../ui/price.tsx'
import { routes } from '../routes.ts'

export interface AtRailProps {
  t: Say
  rail: string
  amountPaisa: bigint
  until: string
  form: HostedForm
  /** Where another way to pay is chosen. */
  another: string
  /** Said when only some shops could make their order. */
  news: string | undefined
}

/** One button that takes the buyer to the rail's own page, since there is no script that could do it. */
export function AtRailPage({ t, rail, amountPaisa, until, form, another, news }: AtRailProps) {
  return (
    <Narrow>
      <h1>{t('buyer.rail.title', { rail })}</h1>
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
      <p>{t('buyer.rail.words', { rail })}</p>
      <p>{t('buyer.rail.until', { time: until })}</p>
      <Form action={form.url} method={form.action} hidden={form.fields}>
        <FormActions>
          <Button kind="act" icon="wallet">
            {t('buyer.rail.go', { amount: t.rupees(amountPaisa), rail })}
          </Button>
        </FormActions>
      </Form>
      <p>
        <a href={another}>{t('buyer.rail.another')}</a>
      </p>
      <p>
        <a href={routes.orders.href()}>{t('buyer.rail.later')}</a>
      </p>
    </Narrow>
  )
}
