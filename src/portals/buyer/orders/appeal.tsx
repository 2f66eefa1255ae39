import { appealDecision, findOrderOfBuyer } from '../../../domains/orders/orders.ts'
import type { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { AppealPage } from '../../ui/appeal.tsx'
import { PAGE_STATUS, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { orderIdOf, takeStep } from './handlers.tsx'

/** The buyer asks the market to look at its decision again. */
export function askAppeal(c: PageContext): Promise<Response> {
  return appealPage(c)
}

export async function appeal(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const again = (refusal: Refusal) => (refusal.code === 'invalid' ? appealPage(c, { form, refusal }) : undefined)
  return takeStep(c, (tx, person, at) => appealDecision(tx, person, at, form.text('words')), again)
}

async function appealPage(c: PageContext, back?: { form: Form; refusal: Refusal }): Promise<Response> {
  const person = personHere(c)
  const { t, market } = c.var.visit
  const orderId = orderIdOf(c)
  // Asked for nothing but whether the order is this person's own.
  await market.db.read((tx) => findOrderOfBuyer(tx, person, orderId))
  const at = { order: shown('ord', orderId) }
  return page(
    c,
    { title: t('ui.appeal.link'), status: back ? PAGE_STATUS[back.refusal.code] : 200 },
    <AppealPage
      t={t}
      words={back?.form.text('words') ?? ''}
      error={back && refusalWords(t, back.refusal)}
      hidden={formFields(c)}
      links={{ ask: routes.appeal.href(at), order: routes.order.href(at) }}
    />,
  )
}
