import type { Say } from '../../kit/text/messages.ts'
import { Button, FormActions } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'

export interface SecondHandProps {
  t: Say
  action: string
  /** Whether the reader is the one who wants it: then only taking it back is offered. */
  isOwn: boolean
  hidden: Readonly<Record<string, string>>
}

/** What one operator wants, for another to confirm or to refuse. */
export function SecondHand({ t, action, isOwn, hidden }: SecondHandProps) {
  return (
    <>
      {isOwn && <p>{t('operator.second.own')}</p>}
      <Form action={action} hidden={hidden}>
        <FormActions>
          {!isOwn && (
            <Button kind="act" name="do" value="confirm">
              {t('operator.second.confirm')}
            </Button>
          )}
          <Button name="do" value="drop">
            {t(isOwn ? 'operator.second.take_back' : 'operator.second.refuse')}
          </Button>
        </FormActions>
      </Form>
    </>
  )
}
