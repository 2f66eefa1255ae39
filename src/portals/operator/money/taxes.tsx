import {
  readTaxDesk,
  setTaxRule,
  setWithholding,
  strCsv,
  type TaxRule,
  type TaxSettings,
} from '../../../domains/payments/payments.ts'
import type { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form as FormData, readForm } from '../../../kit/http/forms.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, TwoColumns } from '../../ui/layout.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { readPercent } from '../percent.ts'
import { routes } from '../routes.ts'
import { MoneyFrame } from './frame.tsx'

const KINDS = ['income', 'sales'] as const
const AGENTS = ['courier', 'intermediary'] as const

export function showTaxes(c: PageContext): Promise<Response> {
  return taxPage(c)
}

/** Begins or ends withholding, from now on. */
export async function turnTaxes(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const settings = { is_on: form.text('state') === 'on', market_ntn: form.text('ntn') }
  return change(c, form, () => changeAsOperator(c, (tx, by) => setWithholding(tx, by, settings)))
}

/** A new rate for one kind and agent, from now on; sales settled before keep theirs. */
export async function addTaxRule(c: PageContext): Promise<Response> {
  const { now } = c.var.visit
  const form = await readForm(c)
  const kind = KINDS.find((one) => one === form.text('kind')) ?? 'income'
  const agent_kind = AGENTS.find((one) => one === form.text('agent')) ?? 'courier'
  return change(c, form, () =>
    changeAsOperator(c, async (tx, by) => {
      const { rules } = await readTaxDesk(tx, by)
      const before = rules.find((rule) => rule.kind === kind && rule.agent_kind === agent_kind)
      const version = now.toISOString().replace(/\D/g, '').slice(0, 14)
      await setTaxRule(tx, by, {
        ...{ kind, agent_kind, rule_id: `${kind}-${agent_kind}-${version}`, valid_from: tx.now },
        ...{ base: before?.base ?? 'gross', finality: before?.finality ?? 'adjustable' },
        basis_points: readPercent(form.text('percent')),
        section: form.text('section') || before?.section || '',
      })
    }),
  )
}

/** The statement of a month, as the tax office wants it, as a file. */
export async function downloadTaxes(c: PageContext): Promise<Response> {
  const month = c.req.query('month') || lastMonth(c.var.visit.now)
  const csv = await readAsOperator(c, (tx, by) => strCsv(tx, by, month))
  return new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="str-34-${month}.csv"`,
      'cache-control': 'no-store',
    },
  })
}

/** The month whose statement is due: the one that ended last. */
function lastMonth(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7)
}

function change(c: PageContext, form: FormData, act: () => Promise<void>): Promise<Response> {
  return whenProved(c, routes.taxes.href(), () =>
    answerForm(
      async () => {
        await act()
        return c.redirect(routes.taxes.href(), 303)
      },
      (refusal) => taxPage(c, { refusal, form }),
    ),
  )
}

async function taxPage(c: PageContext, again?: { refusal: Refusal; form: FormData }): Promise<Response> {
  const { t, now } = c.var.visit
  const { rules, settings } = await readAsOperator(c, readTaxDesk)
  const error = again && refusalWords(t, again.refusal)
  const isNumber = again?.refusal.reason === 'payments.ntn'
  return officePage(
    c,
    { title: t('operator.money.taxes'), at: 'money', refusal: again?.refusal, isBeside: true },
    <TaxPage
      t={t}
      rules={rules.map((rule) => ({
        ...rule,
        when: rule.valid_to ? t.moment(rule.valid_to, now) : undefined,
        since: t.moment(rule.valid_from, now),
      }))}
      settings={settings}
      month={lastMonth(now)}
      hidden={formFields(c)}
      kept={{ percent: again?.form.text('percent') ?? '', ntn: again?.form.text('ntn') ?? settings.market_ntn }}
      errors={{ ntn: isNumber ? error : undefined, percent: isNumber ? undefined : error }}
    />,
  )
}

interface TaxPageProps {
  t: Say
  rules: readonly (TaxRule & { since: string; when: string | undefined })[]
  settings: TaxSettings
  month: string
  hidden: Readonly<Record<string, string>>
  kept: { percent: string; ntn: string }
  errors: { ntn: string | undefined; percent: string | undefined }
}

/** Whether the market withholds, by which rules, and the statement of a month. */
function TaxPage(props: TaxPageProps) {
  const { t, rules, settings, errors } = props
  const summary = (['ntn', 'percent'] as const).flatMap((field) => {
    const message = errors[field]
    return message ? [{ field, message }] : []
  })
  return (
    <MoneyFrame t={t} part="taxes">
      <ErrorSummary t={t} errors={summary} />
      <Notice tone={settings.is_on ? 'good' : 'info'} title={t(`operator.tax.${settings.is_on ? 'on' : 'off'}`)}>
        <p>{t('operator.tax.words')}</p>
      </Notice>
      <TwoColumns
        narrow="end"
        main={
          <Table
            caption={t('operator.tax.rules')}
            columns={[
              { key: 'kind', label: t('operator.tax.kind') },
              { key: 'agent', label: t('operator.tax.agent') },
              { key: 'percent', label: t('operator.commission.share'), number: true },
              { key: 'since', label: t('operator.tax.since') },
            ]}
            rows={rules.map((rule) => ({
              id: rule.rule_id,
              cells: {
                kind: `${t(`operator.tax.kind.${rule.kind}`)} · ${rule.section}`,
                agent: t(`operator.tax.agent.${rule.agent_kind}`),
                percent: t.percent(rule.basis_points / 10_000),
                since: [rule.since, rule.when].filter(Boolean).join(' – '),
              },
            }))}
          />
        }
        side={<TaxForms {...props} />}
      />
    </MoneyFrame>
  )
}

function TaxForms({ t, settings, month, hidden, kept, errors }: TaxPageProps) {
  return (
    <>
      <Panel>
        <h2>{t('operator.tax.file')}</h2>
        <form action={routes.taxFile.href()} method="get">
          <Field t={t} name="month" label={t('operator.tax.month')} value={month} letters={10} dir="ltr" />
          <Button>{t('operator.tax.file.do')}</Button>
        </form>
      </Panel>
      <Panel>
        <h2>{t('operator.tax.switch')}</h2>
        <Form action={routes.taxes.href()} hidden={{ ...hidden, state: settings.is_on ? 'off' : 'on' }}>
          {!settings.is_on && (
            <Field
              t={t}
              name="ntn"
              label={t('operator.tax.ntn')}
              value={kept.ntn}
              error={errors.ntn}
              letters={20}
              dir="ltr"
            />
          )}
          <Button kind={settings.is_on ? 'stop' : 'act'}>
            {t(`operator.tax.switch.${settings.is_on ? 'off' : 'on'}`)}
          </Button>
        </Form>
      </Panel>
      <Panel>
        <h2>{t('operator.tax.new')}</h2>
        <Form action={routes.taxRules.href()} hidden={hidden}>
          <Select
            t={t}
            name="kind"
            label={t('operator.tax.kind')}
            options={KINDS.map((kind) => ({ value: kind, label: t(`operator.tax.kind.${kind}`) }))}
          />
          <Select
            t={t}
            name="agent"
            label={t('operator.tax.agent')}
            options={AGENTS.map((agent) => ({ value: agent, label: t(`operator.tax.agent.${agent}`) }))}
          />
          <Field
            t={t}
            name="percent"
            label={t('operator.tax.percent')}
            value={kept.percent}
            error={errors.percent}
            inputMode="decimal"
            letters={4}
            dir="ltr"
          />
          <Field t={t} name="section" label={t('operator.tax.section')} optional letters={20} />
          <Button>{t('operator.do.set')}</Button>
        </Form>
      </Panel>
    </>
  )
}
