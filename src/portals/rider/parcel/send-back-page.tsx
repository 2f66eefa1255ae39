import { SEND_BACK_REASONS } from '../../../domains/trust/trust.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Field, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { routes } from '../routes.ts'
import type { Problem } from './parcel-view.ts'

export interface SendBackView {
  t: Say
  label: string
  reason: string
  words: string
  hidden: Readonly<Record<string, string>>
  problem?: Problem | undefined
}

/** The buyer gives it back at the door: why, in the buyer's words, with photos. */
export function SendBackPage({ view }: { view: SendBackView }) {
  const { t, label, problem } = view
  const errorOf = (field: Problem['field']) => (problem?.field === field ? problem?.words : undefined)
  return (
    <Narrow>
      {problem?.field && <ErrorSummary t={t} errors={[{ field: problem.field, message: problem.words }]} />}
      {problem && !problem.field && <Notice tone="stop">{problem.words}</Notice>}
      <Form action={routes.sendBack.href({ parcel: label })} hidden={view.hidden} files>
        <Radios
          t={t}
          name="reason"
          legend={t('rider.send_back.title')}
          asTitle
          hint={t('rider.send_back.hint')}
          value={view.reason}
          error={errorOf('reason')}
          options={SEND_BACK_REASONS.map((reason) => ({ value: reason, label: t(`rider.reason.${reason}`) }))}
        />
        <TextArea
          t={t}
          name="words"
          label={t('rider.send_back.words')}
          value={view.words}
          error={errorOf('words')}
          rows={2}
          maxLength={500}
          optional
        />
        <Field
          t={t}
          name="photos"
          type="file"
          accept="image/*"
          multiple
          label={t('rider.send_back.photos')}
          hint={t('rider.send_back.photos.hint')}
          error={errorOf('photos')}
          optional
        />
        <FormActions>
          <Button kind="act">{t('rider.do.take_back')}</Button>
          <ButtonLink href={routes.parcel.href({ parcel: label })}>{t('ui.back')}</ButtonLink>
        </FormActions>
      </Form>
    </Narrow>
  )
}
