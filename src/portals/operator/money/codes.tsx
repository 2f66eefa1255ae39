import { endVoucher, listVouchers, makeVoucher, type VoucherRow } from '../../../domains/payments/payments.ts'
import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import type { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form as FormData, readForm } from '../../../kit/http/forms.ts'
import { latinDigits, parseRupees } from '../../../kit/money/money.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, TwoColumns } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { MoneyFrame } from './frame.tsx'

export function showCodes(c: PageContext): Promise<Response> {
  return codesPage(c)
}

/** A code of the market: what it takes off, the market pays. */
export async function addCode(c: PageContext): Promise<Response> {
  const { now } = c.var.visit
  const form = await readForm(c)
  const whole = (name: string) => Number(latinDigits(form.text(name)) || Number.NaN)
  const percent = /%\s*$/.test(latinDigits(form.text('off')))
  return whenProved(c, routes.codesOff.href(), () =>
    answerForm(
      async () => {
        await changeAsOperator(c, (tx, by) =>
          makeVoucher(tx, by, {
            code: form.text('code'),
            basis_points: percent ? Math.round(Number.parseFloat(latinDigits(form.text('off'))) * 100) : null,
            paisa: percent ? null : (parseRupees(form.text('off')) ?? 0n),
            most_paisa: form.text('most') === '' ? null : (parseRupees(form.text('most')) ?? 0n),
            least_items_paisa: form.text('least') === '' ? 0n : (parseRupees(form.text('least')) ?? -1n),
            total_cap: whole('total'),
            buyer_cap: whole('each'),
            valid_from: tx.now,
            valid_to: later(now, (whole('days') || 0) * DAY_MS),
          }),
        )
        return c.redirect(routes.codesOff.href(), 303)
      },
      (refusal) => codesPage(c, { refusal, form }),
    ),
  )
}

/** Ends a code now; orders that used it keep their price. */
export async function endCode(c: PageContext): Promise<Response> {
  return whenProved(c, routes.codesOff.href(), async () => {
    await changeAsOperator(c, (tx, by) => endVoucher(tx, by, c.req.param('code') ?? ''))
    return c.redirect(routes.codesOff.href(), 303)
  })
}

const FIELD_OF: Readonly<Record<string, string>> = {
  'payments.voucher_code': 'code',
  'payments.voucher_taken': 'code',
  'payments.voucher_amount': 'off',
  'payments.voucher_caps': 'total',
  'payments.voucher_dates': 'days',
}

async function codesPage(c: PageContext, again?: { refusal: Refusal; form: FormData }): Promise<Response> {
  const { t, now } = c.var.visit
  const codes = await readAsOperator(c, (tx, by) => listVouchers(tx, by))
  const error = again && {
    field: FIELD_OF[again.refusal.reason] ?? 'code',
    message: refusalWords(t, again.refusal),
  }
  return officePage(
    c,
    { title: t('operator.money.codesOff'), at: 'money', refusal: again?.refusal, isBeside: true },
    <CodesPage
      t={t}
      codes={codes.map((code) => ({ ...code, until: t.moment(code.valid_to, now), isOver: isOver(code, now) }))}
      hidden={formFields(c)}
      kept={(name) => again?.form.text(name) ?? ''}
      error={error}
    />,
  )
}

function isOver(code: VoucherRow, now: Date): boolean {
  return code.ended_at !== null || code.valid_to <= now || code.used_count >= code.total_cap
}

interface CodesPageProps {
  t: Say
  codes: readonly (VoucherRow & { until: string; isOver: boolean })[]
  hidden: Readonly<Record<string, string>>
  kept: (name: string) => string
  error: { field: string; message: string } | undefined
}

/** The codes of the market, and a new one. */
function CodesPage({ t, codes, hidden, kept, error }: CodesPageProps) {
  const ask = (name: 'code' | 'off' | 'most' | 'least' | 'total' | 'each' | 'days', optional = false) => (
    <Field
      t={t}
      name={name}
      label={t(`operator.code_off.${name}`)}
      value={kept(name)}
      error={error?.field === name ? error.message : undefined}
      letters={10}
      dir="ltr"
      optional={optional}
      autoComplete="off"
    />
  )
  return (
    <MoneyFrame t={t} part="codesOff">
      <ErrorSummary t={t} errors={error ? [error] : []} />
      <TwoColumns
        narrow="end"
        main={
          <Table
            caption={t('operator.code_off.list')}
            columns={[
              { key: 'code', label: t('operator.code_off.code') },
              { key: 'off', label: t('operator.code_off.off') },
              { key: 'used', label: t('operator.code_off.used'), number: true },
              { key: 'until', label: t('operator.code_off.until') },
              { key: 'end', label: '' },
            ]}
            rows={codes.map((code) => ({
              id: code.code,
              cells: {
                code: <Code>{code.code}</Code>,
                off: code.basis_points === null ? t.rupees(code.paisa ?? 0n) : t.percent(code.basis_points / 10_000),
                used: `${t.number(code.used_count)} / ${t.number(code.total_cap)}`,
                until: code.isOver ? t('operator.code_off.over') : code.until,
                end: code.isOver ? null : (
                  <Form action={routes.codeOffEnd.href({ code: code.code })} hidden={hidden}>
                    <Button kind="quiet">{t('operator.code_off.end')}</Button>
                  </Form>
                ),
              },
            }))}
          />
        }
        side={
          <Panel>
            <h2>{t('operator.code_off.new')}</h2>
            <p>{t('operator.code_off.words')}</p>
            <Form action={routes.codesOff.href()} hidden={hidden}>
              {ask('code')}
              {ask('off')}
              {ask('most', true)}
              {ask('least', true)}
              {ask('total')}
              {ask('each')}
              {ask('days')}
              <Button kind="act">{t('operator.do.set')}</Button>
            </Form>
          </Panel>
        }
      />
    </MoneyFrame>
  )
}
