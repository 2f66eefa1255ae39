import { type CommissionRule, proposeRuleChange, readCommissionRules } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, TwoColumns } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { readPercent } from '../percent.ts'
import { routes } from '../routes.ts'
import { categoryPath } from './categories.ts'
import { Changes, type ChangeView, readChanges } from './changes.tsx'
import { MoneyFrame } from './frame.tsx'

/** In the form: the rule for all goods that no other rule names. */
const EVERYTHING = 'everything'

export function showCommission(c: PageContext): Promise<Response> {
  return commissionPage(c)
}

/** Another commission is wanted: it holds once a second person confirms it. Orders placed before keep theirs. */
export async function addCommission(c: PageContext): Promise<Response> {
  const { market } = c.var.visit
  const form = await readForm(c)
  const kept = { category: form.text('category'), percent: form.text('percent') }
  return whenProved(c, routes.commission.href(), () =>
    answerForm(
      async () => {
        const category = market.categories.find(({ category_id }) => category_id === kept.category)
        if (!category && kept.category !== EVERYTHING) throw new Refusal('invalid', 'operator.commission.which')
        const category_id = category?.category_id ?? null
        const basis_points = readPercent(kept.percent)
        await changeAsOperator(c, (tx, by) =>
          proposeRuleChange(tx, by, { kind: 'commission', category_id, basis_points }),
        )
        return c.redirect(routes.commission.href(), 303)
      },
      (refusal) => commissionPage(c, { refusal, ...kept }),
    ),
  )
}

async function commissionPage(
  c: PageContext,
  again?: { refusal: Refusal; category: string; percent: string },
): Promise<Response> {
  const { visit } = c.var
  const { t } = visit
  const rules = await readAsOperator(c, (tx) => readCommissionRules(tx))
  const changes = await readChanges(c, ({ kind }) => kind === 'commission')
  const error = again && refusalWords(t, again.refusal)
  const isCategory = again?.refusal.reason === 'operator.commission.which'
  return officePage(
    c,
    { title: t('operator.money.commission'), at: 'money', refusal: again?.refusal, isBeside: true },
    <CommissionPage
      t={t}
      rules={rules.map((rule) => ({ ...rule, name: categoryPath(visit, rule.category_id) }))}
      categories={visit.market.categories.map(({ category_id }) => ({
        value: category_id,
        label: categoryPath(visit, category_id),
      }))}
      changes={changes}
      hidden={formFields(c)}
      kept={{ category: again?.category || EVERYTHING, percent: again?.percent ?? '' }}
      errors={{ category: isCategory ? error : undefined, percent: isCategory ? undefined : error }}
    />,
  )
}

export interface CommissionProps {
  t: Say
  rules: readonly (CommissionRule & { name: string })[]
  categories: readonly { value: string; label: string }[]
  changes: readonly ChangeView[]
  hidden: Readonly<Record<string, string>>
  kept: { category: string; percent: string }
  errors: { category: string | undefined; percent: string | undefined }
}

/** What the market keeps of a sale today, and a new version of it. */
export function CommissionPage({ t, rules, categories, changes, hidden, kept, errors }: CommissionProps) {
  const summary = (['category', 'percent'] as const).flatMap((field) => {
    const message = errors[field]
    return message ? [{ field, message }] : []
  })
  return (
    <MoneyFrame t={t} part="commission">
      <ErrorSummary t={t} errors={summary} />
      <Changes t={t} changes={changes} hidden={hidden} />
      <TwoColumns
        narrow="end"
        main={
          <Table
            caption={t('operator.commission.now')}
            columns={[
              { key: 'name', label: t('operator.goods.category') },
              { key: 'rule', label: t('operator.rule') },
              { key: 'percent', label: t('operator.commission.share'), number: true },
            ]}
            rows={rules.map((rule) => ({
              id: rule.rule_id,
              cells: {
                name: rule.name,
                rule: <Code>{rule.rule_id}</Code>,
                percent: t.percent(rule.basis_points / 10_000),
              },
            }))}
          />
        }
        side={
          <Panel>
            <h2>{t('operator.commission.new')}</h2>
            <p>
              {t('payouts.change.words')} {t('operator.commission.words')}
            </p>
            <Form action={routes.commission.href()} hidden={hidden}>
              <Select
                t={t}
                name="category"
                label={t('operator.commission.for')}
                value={kept.category}
                error={errors.category}
                options={[{ value: EVERYTHING, label: t('operator.commission.everything') }, ...categories]}
              />
              <Field
                t={t}
                name="percent"
                label={t('operator.commission.percent')}
                value={kept.percent}
                error={errors.percent}
                inputMode="decimal"
                letters={4}
                dir="ltr"
                autoComplete="off"
              />
              <Button kind="act">{t('operator.do.set')}</Button>
            </Form>
          </Panel>
        }
      />
    </MoneyFrame>
  )
}
