import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel } from '../../ui/layout.tsx'
import { routes } from '../routes.ts'

export interface TermsView {
  /** As typed, or as it stands: rupees and percent. */
  reserve: string
  share: string
  error: string | undefined
}

/** The market's terms for one shop's payouts: what stays back against returns, and how quickly debts are paid. */
export function Terms(props: { t: Say; id: string; terms: TermsView; hidden: Readonly<Record<string, string>> }) {
  const { t, id, terms, hidden } = props
  return (
    <Panel>
      <h2>{t('payouts.terms')}</h2>
      <p>{t('payouts.change.words')}</p>
      <Form action={routes.shopTerms.href({ shop: id })} hidden={hidden}>
        <Field
          t={t}
          name="reserve"
          label={t('payouts.terms.reserve')}
          prefix="Rs"
          inputMode="decimal"
          letters={10}
          value={terms.reserve}
          error={terms.error}
        />
        <Field
          t={t}
          name="share"
          label={t('payouts.terms.share')}
          inputMode="decimal"
          letters={4}
          dir="ltr"
          value={terms.share}
        />
        <Button>{t('operator.do.set')}</Button>
      </Form>
    </Panel>
  )
}
