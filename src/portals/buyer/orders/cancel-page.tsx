import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { routes } from '../routes.ts'

export interface CancelPageProps {
  t: Say
  orderId: string
  title: string
  isPaid: boolean
  hidden: Readonly<Record<string, string>>
}

/** Asks once before an order ends. */
export function CancelPage({ t, orderId, title, isPaid, hidden }: CancelPageProps) {
  return (
    <Narrow>
      <h1>{t('buyer.cancel.title')}</h1>
      <p>
        <bdi>{title}</bdi>
      </p>
      <p>{t(isPaid ? 'buyer.cancel.paid' : 'buyer.cancel.words')}</p>
      <Form action={routes.cancellation.href({ order: orderId })} hidden={hidden}>
        <FormActions>
          <Button kind="stop" wide>
            {t('buyer.cancel.yes')}
          </Button>
        </FormActions>
      </Form>
      <p>
        <a href={routes.order.href({ order: orderId })}>{t('buyer.back.no')}</a>
      </p>
    </Narrow>
  )
}
