import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { type Choice, Field, Select } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, TwoColumns } from '../../ui/layout.tsx'
import { EmptyState, ErrorSummary } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'
import { Changes, type ChangeView } from './changes.tsx'
import { MoneyFrame } from './frame.tsx'

export type RulesPart = 'rules' | 'holidays' | 'providers'

export interface RulesView {
  changes: readonly ChangeView[]
  rules: readonly { id: string; from: string; waits: boolean; twoPaisa: bigint; capPaisa: bigint }[]
  days: readonly { day: string; when: string; name: string }[]
  terms: readonly { holder: string; fee: string; fixedPaisa: bigint; days: number }[]
  holders: readonly Choice[]
}

interface RulesProps {
  t: Say
  view: RulesView
  kept: (name: string) => string
  wrong: { field: string; message: string } | undefined
  hidden: Readonly<Record<string, string>>
}

/** The rules by which money leaves, the days on which it cannot, and what is agreed with those who bring it. */
export function RulesPage(props: RulesProps) {
  const { t, wrong } = props
  return (
    <MoneyFrame t={t} part="rules">
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      <Changes t={t} changes={props.view.changes} hidden={props.hidden} />
      <TwoColumns narrow="end" main={<Rules {...props} />} side={<RulesForm {...props} />} />
      <TwoColumns narrow="end" main={<Providers {...props} />} side={<ProviderForm {...props} />} />
      <TwoColumns narrow="end" main={<Holidays {...props} />} side={<HolidayForm {...props} />} />
    </MoneyFrame>
  )
}

function Rules({ t, view }: RulesProps) {
  return (
    <Table
      caption={t('payouts.rules.payouts')}
      columns={[
        { key: 'from', label: t('payouts.rules.from') },
        { key: 'two', label: t('payouts.rules.two'), number: true },
        { key: 'cap', label: t('payouts.rules.cap'), number: true },
      ]}
      rows={view.rules.map(({ id, from, waits, twoPaisa, capPaisa }) => ({
        id,
        cells: {
          from: (
            <span>
              {from} {waits && <small class="facts">{t('payouts.rules.waits')}</small>}
            </span>
          ),
          two: <Rupees t={t} paisa={twoPaisa} />,
          cap: <Rupees t={t} paisa={capPaisa} />,
        },
      }))}
    />
  )
}

function Ask(props: RulesProps & { name: string; label: string; hint?: string; prefix?: string; optional?: boolean }) {
  const { t, kept, wrong, name, label, hint, prefix, optional } = props
  return (
    <Field
      t={t}
      name={name}
      label={label}
      hint={hint}
      prefix={prefix}
      value={kept(name)}
      error={wrong?.field === name ? wrong.message : undefined}
      letters={name === 'name' ? 20 : 10}
      dir={name === 'name' ? 'auto' : 'ltr'}
      autoComplete="off"
      optional={optional}
    />
  )
}

function RulesForm(props: RulesProps) {
  const { t, hidden } = props
  return (
    <Panel>
      <p>
        {t('payouts.change.words')} {t('payouts.rules.words')}
      </p>
      <Form action={routes.rules.href()} hidden={hidden}>
        <Ask {...props} name="two" label={t('payouts.rules.two')} prefix="Rs" />
        <Ask {...props} name="cap" label={t('payouts.rules.cap')} prefix="Rs" />
        <Button kind="act">{t('operator.do.set')}</Button>
      </Form>
    </Panel>
  )
}

function Providers({ t, view }: RulesProps) {
  if (view.terms.length === 0) return <EmptyState icon="bank" title={t('payouts.rules.providers.none')} />
  return (
    <Table
      caption={t('payouts.rules.providers')}
      columns={[
        { key: 'holder', label: t('payouts.rules.provider') },
        { key: 'fee', label: t('payouts.rules.fee'), number: true },
        { key: 'fixed', label: t('payouts.rules.fixed'), number: true },
        { key: 'days', label: t('payouts.rules.days'), number: true },
      ]}
      rows={view.terms.map(({ holder, fee, fixedPaisa, days }) => ({
        id: holder,
        cells: { holder, fee, fixed: <Rupees t={t} paisa={fixedPaisa} />, days: t.number(days) },
      }))}
    />
  )
}

function ProviderForm(props: RulesProps) {
  const { t, view, kept, hidden } = props
  return (
    <Panel>
      <Form action={routes.providers.href()} hidden={hidden}>
        <Select
          t={t}
          name="holder"
          label={t('payouts.rules.provider')}
          options={view.holders}
          value={kept('holder') || undefined}
        />
        <Ask {...props} name="fee" label={t('payouts.rules.fee')} optional />
        <Ask {...props} name="fixed" label={t('payouts.rules.fixed')} prefix="Rs" optional />
        <Ask {...props} name="days" label={t('payouts.rules.days')} />
        <Button>{t('payouts.rules.agree')}</Button>
      </Form>
    </Panel>
  )
}

function Holidays({ t, view }: RulesProps) {
  return (
    <Table
      caption={t('payouts.rules.holidays')}
      columns={[
        { key: 'day', label: t('payouts.rules.day') },
        { key: 'name', label: t('payouts.rules.name') },
      ]}
      rows={view.days.map(({ day, when, name }) => ({
        id: day,
        cells: { day: when, name: <span dir="auto">{name}</span> },
      }))}
    />
  )
}

function HolidayForm(props: RulesProps) {
  const { t, hidden } = props
  return (
    <Panel>
      <Form action={routes.holidays.href()} hidden={hidden}>
        <Ask {...props} name="day" label={t('payouts.rules.day')} hint={t('payouts.rules.day.hint')} />
        <Ask {...props} name="name" label={t('payouts.rules.name')} />
        <Button>{t('payouts.rules.add')}</Button>
      </Form>
    </Panel>
  )
}
