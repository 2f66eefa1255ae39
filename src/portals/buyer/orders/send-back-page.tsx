import { SEND_BACK_REASONS } from '../../../domains/trust/trust.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Field, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { routes } from '../routes.ts'

export interface SendBackProps {
  t: Say
  orderId: string
  title: string
  method: 'cod' | 'prepaid'
  hidden: Readonly<Record<string, string>>
  values: Readonly<Record<string, string | undefined>>
  error?: { field: 'reason' | 'words' | 'photos'; message: string } | undefined
}

/** Why it goes back, with photos: both sides will see it. */
export function SendBackPage({ t, orderId, title, method, hidden, values, error }: SendBackProps) {
  const wrong = (field: string) => (error?.field === field ? error.message : undefined)
  return (
    <Narrow>
      <ErrorSummary t={t} errors={error ? [error] : []} />
      <h1>{t('buyer.back.title')}</h1>
      <p>
        <bdi>{title}</bdi>
      </p>
      <Form action={routes.sendBack.href({ order: orderId })} hidden={hidden} files>
        <Radios
          t={t}
          name="reason"
          legend={t('buyer.back.why')}
          options={SEND_BACK_REASONS.map((reason) => ({ value: reason, label: t(`buyer.reason.${reason}`) }))}
          value={values.reason}
          error={wrong('reason')}
        />
        <TextArea
          t={t}
          name="words"
          label={t('buyer.back.words')}
          rows={3}
          maxLength={500}
          optional
          value={values.words}
          error={wrong('words')}
        />
        <Field
          t={t}
          name="photos"
          label={t('buyer.back.photos')}
          hint={t('buyer.back.photos.hint')}
          type="file"
          accept="image/*"
          multiple
          optional
          error={wrong('photos')}
        />
        <Notice tone="info">
          <p>{t(`buyer.back.money.${method}`)}</p>
          <p>{t('buyer.back.way')}</p>
        </Notice>
        <FormActions>
          <Button kind="act">{t('buyer.act.send_back')}</Button>
        </FormActions>
      </Form>
      <p>
        <a href={routes.order.href({ order: orderId })}>{t('buyer.back.no')}</a>
      </p>
    </Narrow>
  )
}
