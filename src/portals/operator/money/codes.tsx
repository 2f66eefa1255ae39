import { endVoucher, listVouchers, makeVoucher } from '../../../domains/payments/payments.ts'
import type { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form as FormData, readForm } from '../../../kit/http/forms.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, TwoColumns } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { VoucherFields, VoucherTable, type VoucherView } from '../../ui/vouchers.tsx'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { readVoucher, VOUCHER_FIELDS, voucherView } from '../../web/voucher-form.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { MoneyFrame } from './frame.tsx'

export function showCodes(c: PageContext): Promise<Response> {
  return codesPage(c)
}

/** A code of the market: what it takes off, the market pays. */
export async function addCode(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return whenProved(c, routes.codesOff.href(), () =>
    answerForm(
      async () => {
        await changeAsOperator(c, (tx, by) => makeVoucher(tx, by, readVoucher(form, tx.now)))
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

async function codesPage(c: PageContext, again?: { refusal: Refusal; form: FormData }): Promise<Response> {
  const { t, now } = c.var.visit
  const codes = await readAsOperator(c, (tx, by) => listVouchers(tx, by))
  const error = again && {
    field: VOUCHER_FIELDS[again.refusal.reason] ?? 'code',
    message: refusalWords(t, again.refusal),
  }
  return officePage(
    c,
    { title: t('operator.money.codesOff'), at: 'money', refusal: again?.refusal, isBeside: true },
    <CodesPage
      t={t}
      codes={codes.map((row) => voucherView(t, row, now, routes.codeOffEnd.href({ code: row.code })))}
      hidden={formFields(c)}
      kept={(name) => again?.form.text(name) ?? ''}
      error={error}
    />,
  )
}

interface CodesPageProps {
  t: Say
  codes: readonly VoucherView[]
  hidden: Readonly<Record<string, string>>
  kept: (name: string) => string
  error: { field: string; message: string } | undefined
}

/** The codes of the market, and a new one. */
function CodesPage({ t, codes, hidden, kept, error }: CodesPageProps) {
  return (
    <MoneyFrame t={t} part="codesOff">
      <ErrorSummary t={t} errors={error ? [error] : []} />
      <TwoColumns
        narrow="end"
        main={<VoucherTable t={t} caption={t('operator.code_off.list')} codes={codes} hidden={hidden} />}
        side={
          <Panel>
            <h2>{t('operator.code_off.new')}</h2>
            <p>{t('operator.code_off.words')}</p>
            <Form action={routes.codesOff.href()} hidden={hidden}>
              <VoucherFields t={t} kept={kept} error={error} />
              <Button kind="act">{t('operator.do.set')}</Button>
            </Form>
          </Panel>
        }
      />
    </MoneyFrame>
  )
}
