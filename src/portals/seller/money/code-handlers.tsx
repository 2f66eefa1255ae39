import { endVoucher, listVouchers, makeVoucher } from '../../../domains/payments/payments.ts'
import type { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form as FormData, readForm } from '../../../kit/http/forms.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, TwoColumns } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { VoucherFields, VoucherTable } from '../../ui/vouchers.tsx'
import { answerForm, PAGE_STATUS, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { readVoucher, VOUCHER_FIELDS, voucherView } from '../../web/voucher-form.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, handleOf, readHere, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { BackToMoney } from './payout-parts.tsx'

export function getCodes(c: PageContext): Promise<Response> {
  return codesPage(c)
}

/** A code of the shop: what it takes off comes out of what the shop gets. */
export async function postCode(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const here = routes.codes.href({ shop: handleOf(c) })
  return whenProved(c, here, () =>
    answerForm(
      async () => {
        await changeHere(c, 'money', (tx, { by }) => makeVoucher(tx, by, readVoucher(form, tx.now)))
        return c.redirect(here, 303)
      },
      (refusal) => codesPage(c, { refusal, form }),
    ),
  )
}

/** Ends a code now; orders that used it keep their price. */
export async function postCodeEnd(c: PageContext): Promise<Response> {
  const here = routes.codes.href({ shop: handleOf(c) })
  await changeHere(c, 'money', (tx, { by }) => endVoucher(tx, by, c.req.param('code') ?? ''))
  return c.redirect(here, 303)
}

async function codesPage(c: PageContext, again?: { refusal: Refusal; form: FormData }): Promise<Response> {
  const { t, now } = c.var.visit
  const { here, view: codes } = await readHere(c, 'money', (tx, { by }) => listVouchers(tx, by))
  const shop = handleOf(c)
  const hidden = formFields(c)
  const error = again && {
    field: VOUCHER_FIELDS[again.refusal.reason] ?? 'code',
    message: refusalWords(t, again.refusal),
  }
  const rows = codes.map((row) => voucherView(t, row, now, routes.codeEnd.href({ shop, code: row.code })))
  const body = (
    <>
      <h1>{t('seller.codes.title')}</h1>
      <ErrorSummary t={t} errors={error ? [error] : []} />
      <TwoColumns
        narrow="end"
        main={<VoucherTable t={t} caption={t('seller.codes.title')} codes={rows} hidden={hidden} />}
        side={
          <Panel>
            <h2>{t('seller.codes.new')}</h2>
            <p>{t(here.by.role === 'owner' ? 'seller.codes.words' : 'seller.codes.owner')}</p>
            {here.by.role === 'owner' && (
              <Form action={routes.codes.href({ shop })} hidden={hidden}>
                <VoucherFields t={t} kept={(name) => again?.form.text(name) ?? ''} error={error} />
                <FormActions>
                  <Button kind="act">{t('seller.codes.make')}</Button>
                </FormActions>
              </Form>
            )}
          </Panel>
        }
      />
      <p>
        <BackToMoney t={t} href={routes.money.href({ shop })} />
      </p>
    </>
  )
  const status = again ? PAGE_STATUS[again.refusal.code] : 200
  return shopPage(c, here, { title: t('seller.codes.title'), at: 'money', status }, body)
}
