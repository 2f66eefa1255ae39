import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { routes } from '../routes.ts'

/** On the page of an order: the way to say that something is wrong, or what was said and the button to take it back. */
export function DisputeLine({ t, id, at }: { t: Say; id: string; at: DisputeAt }) {
  if (at.may) {
    return (
      <p>
        <a href={routes.dispute.href({ order: id })}>{t('buyer.dispute.link')}</a>
      </p>
    )
  }
  if (!at.isOpen) return null
  return (
    <Notice tone="wait" title={t('buyer.dispute.open')}>
      <Form action={routes.disputeEnd.href({ order: id })} hidden={at.hidden}>
        <p>{t('buyer.dispute.what')}</p>
        <Button kind="quiet">{t('buyer.dispute.settled')}</Button>
      </Form>
    </Notice>
  )
}

/** Whether something can be said to be wrong now, or was. */
export interface DisputeAt {
  may: boolean
  isOpen: boolean
  hidden: Readonly<Record<string, string>>
}
