import { getTaxProfile, setTaxProfile, taxCertificate } from '../../../domains/payments/payments.ts'
import type { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { drawPaper } from '../../../kit/paper/paper.ts'
import { answerForm, PAGE_STATUS, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, handleOf, readHere } from '../here.ts'
import { monthBefore, monthOf } from '../passbook/passbook-view.ts'
import { routes } from '../routes.ts'
import { TaxPage } from './tax-page.tsx'
import { periodOf, sumOf, taxLineView, taxPaper } from './tax-view.ts'

async function read(c: PageContext) {
  const { visit } = c.var
  const month = monthOf(c.req.query('month'), visit.now)
  const { here, view } = await readHere(c, 'money', async (tx, { by }) => {
    const [profile, lines] = await Promise.all([getTaxProfile(tx, by.shop_id), taxCertificate(tx, by, month.name)])
    return { profile, lines: lines.map((line) => taxLineView(visit, line)) }
  })
  return { here, month, ...view }
}

/** The shop's tax numbers, and what was withheld of its sales in a month. */
export function getTaxes(c: PageContext): Promise<Response> {
  return taxPage(c)
}

async function taxPage(c: PageContext, again?: { form: Form; refusal: Refusal }): Promise<Response> {
  const { visit } = c.var
  const { t } = visit
  const { here, month, profile, lines } = await read(c)
  const names = { shop: handleOf(c) }
  const body = (
    <TaxPage
      t={t}
      period={periodOf(visit, month)}
      lines={lines}
      sumPaisa={sumOf(lines)}
      isExempt={profile?.is_exempt ?? false}
      mayChange={here.by.role === 'owner'}
      numbers={{
        ntn: again?.form.text('ntn') ?? profile?.ntn ?? '',
        strn: again?.form.text('strn') ?? profile?.strn ?? '',
      }}
      saved={c.req.query('done') === 'saved'}
      wrong={
        again && {
          field: again.refusal.reason === 'payments.strn' ? 'strn' : 'ntn',
          message: refusalWords(t, again.refusal),
        }
      }
      hidden={formFields(c)}
      links={{
        save: routes.taxes.href(names),
        pdf: routes.taxesPdf.href(names, { month: month.name }),
        before: routes.taxes.href(names, { month: monthBefore(month) }),
        money: routes.money.href(names),
      }}
    />
  )
  const status = again ? PAGE_STATUS[again.refusal.code] : 200
  return shopPage(c, here, { title: t('seller.taxes.title'), at: 'money', status }, body)
}

export async function postTaxes(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return answerForm(
    async () => {
      const numbers = { ntn: form.text('ntn'), strn: form.text('strn') }
      await changeHere(c, 'money', (tx, { by }) => setTaxProfile(tx, by, by.shop_id, numbers))
      return c.redirect(routes.taxes.href({ shop: handleOf(c) }, { done: 'saved' }), 303)
    },
    (refusal) => taxPage(c, { form, refusal }),
  )
}

/** The certificate of a month as PDF. */
export async function getTaxesPdf(c: PageContext): Promise<Response> {
  const { here, month, profile, lines } = await read(c)
  const shop = { name: here.shop.name, ntn: profile?.ntn ?? '' }
  const pdf = await drawPaper(taxPaper(c.var.visit, shop, month, lines))
  return c.body(new Uint8Array(pdf), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="tax-${here.shop.handle}-${month.name}.pdf"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
}
