import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { BackToMoney } from './payout-parts.tsx'

export const SCHEDULES = ['daily', 'weekly', 'asked'] as const
export const WEEKDAYS = [1, 2, 3, 4, 5] as const

export interface PlanView {
  t: Say
  schedule: string
  weekday: string
  least: string
  wrong: { field: string; message: string } | undefined
  hidden: Readonly<Record<string, string>>
  links: { save: string; money: string }
}

/** How often a shop is paid, and from how much on. */
export function PlanPage({ t, schedule, weekday, least, wrong, hidden, links }: PlanView) {
  const errorAt = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  return (
    <Narrow>
      <h1>{t('payouts.shop.plan')}</h1>
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      <Form action={links.save} hidden={hidden}>
        <Radios
          t={t}
          name="schedule"
          legend={t('payouts.shop.plan.schedule')}
          value={schedule}
          options={SCHEDULES.map((value) => ({ value, label: t(`payouts.shop.plan.option.${value}`) }))}
        />
        <Radios
          t={t}
          name="weekday"
          legend={t('payouts.shop.plan.weekday')}
          value={weekday}
          error={errorAt('weekday')}
          options={WEEKDAYS.map((day) => ({ value: String(day), label: t(`payouts.day.${day}`) }))}
        />
        <Field
          t={t}
          name="least"
          label={t('payouts.shop.plan.least')}
          hint={t('payouts.shop.plan.least.hint')}
          prefix="Rs"
          inputMode="decimal"
          letters={10}
          value={least}
          error={errorAt('least')}
        />
        <FormActions>
          <Button kind="act">{t('payouts.shop.plan.save')}</Button>
          <BackToMoney t={t} href={links.money} />
        </FormActions>
      </Form>
    </Narrow>
  )
}
