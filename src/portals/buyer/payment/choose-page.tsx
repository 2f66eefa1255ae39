import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { type BigChoice, Radios } from '../../ui/choices.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'

export interface ChoosePageProps {
  t: Say
  amountPaisa: bigint
  choices: readonly BigChoice[]
  chosen: string | undefined
  action: string
  error?: string | undefined
  hidden: Readonly<Record<string, string>>
}

/** Every way to pay what waits to be paid. */
export function ChoosePage({ t, amountPaisa, choices, chosen, action, error, hidden }: ChoosePageProps) {
  return (
    <Narrow>
      <ErrorSummary t={t} errors={error ? [{ field: 'rail', message: error }] : []} />
      <Form action={action} hidden={hidden}>
        <Radios
          t={t}
          name="rail"
          legend={t('buyer.rail.choose')}
          asTitle
          hint={`${t.rupees(amountPaisa)} ${t.rupeesInWords(amountPaisa)}`}
          options={choices}
          value={chosen}
          error={error}
        />
        <FormActions>
          <Button kind="act">{t('buyer.rail.next')}</Button>
        </FormActions>
      </Form>
    </Narrow>
  )
}
