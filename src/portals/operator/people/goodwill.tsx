import { MARKET_HOLDER } from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { type Choice, Field, Select, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel } from '../../ui/layout.tsx'
import type { Market } from '../../web/market.ts'
import { holderName } from '../money-room/frame.tsx'
import { routes } from '../routes.ts'

export interface GoodwillView {
  holders: readonly Choice[]
  kept: (name: string) => string
  wrong: { field: string; message: string } | undefined
}

/** Where the market has money of its own: with its rails and in its own account. */
export function holdersOf(t: Say, { rails }: Market): Choice[] {
  const holders = new Set([MARKET_HOLDER, ...[...rails.values()].map(({ holder }) => holder)])
  return [...holders].map((value) => ({ value, label: holderName(t, value) }))
}

/** What went wrong is made good with credit: how much, out of which money, and why. */
export function Goodwill(props: { t: Say; id: string; view: GoodwillView; hidden: Readonly<Record<string, string>> }) {
  const { t, id, view, hidden } = props
  const errorAt = (field: string) => (view.wrong?.field === field ? view.wrong.message : undefined)
  return (
    <Panel>
      <h2>{t('operator.goodwill')}</h2>
      <p>{t('operator.goodwill.words')}</p>
      <Form action={routes.goodwill.href({ person: id })} hidden={hidden}>
        <Field
          t={t}
          name="amount"
          label={t('operator.goodwill.amount')}
          prefix="Rs"
          inputMode="decimal"
          letters={10}
          value={view.kept('amount')}
          error={errorAt('amount')}
        />
        <Select
          t={t}
          name="holder"
          label={t('operator.goodwill.holder')}
          options={view.holders}
          value={view.kept('holder') || undefined}
          error={errorAt('holder')}
        />
        <TextArea
          t={t}
          name="why"
          label={t('operator.reason')}
          rows={2}
          maxLength={300}
          value={view.kept('why')}
          error={errorAt('why')}
        />
        <Button>{t('operator.goodwill.do')}</Button>
      </Form>
    </Panel>
  )
}
