import type { HostedForm } from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'

/** The rail wants to hear once more that it is us: one button, since there is no script that could press it. */
export function ConfirmPage({ t, rail, form }: { t: Say; rail: string; form: HostedForm }) {
  return (
    <Narrow>
      <h1>{t('buyer.rail.confirm')}</h1>
      <p>{t('buyer.rail.confirm.words', { rail })}</p>
      <Form action={form.url} method={form.action} hidden={form.fields}>
        <FormActions>
          <Button kind="act">{t('buyer.rail.confirm.go')}</Button>
        </FormActions>
      </Form>
    </Narrow>
  )
}
