import { appealDecision, findOrderOfShop } from '../../../domains/orders/orders.ts'
import type { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { AppealPage } from '../../ui/appeal.tsx'
import { answerForm, PAGE_STATUS, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, handleOf, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { orderIdOf } from './order-words.ts'

const WITHIN_MS = 2_000

const namesOf = (c: PageContext) => ({ shop: handleOf(c), order: c.req.param('order') ?? '' })

/** The shop asks the market to look at its decision again. */
export function getAppeal(c: PageContext): Promise<Response> {
  return appealPage(c)
}

async function appealPage(c: PageContext, again?: { form: Form; refusal: Refusal }): Promise<Response> {
  const { t } = c.var.visit
  const orderId = orderIdOf(c)
  const { here } = await readHere(c, 'orders', (tx, { by }) => findOrderOfShop(tx, by, orderId))
  const body = (
    <AppealPage
      t={t}
      words={again?.form.text('words') ?? ''}
      error={again && refusalWords(t, again.refusal)}
      hidden={formFields(c)}
      links={{ ask: routes.appeal.href(namesOf(c)), order: routes.order.href(namesOf(c)) }}
    />
  )
  const status = again ? PAGE_STATUS[again.refusal.code] : 200
  return shopPage(c, here, { title: t('ui.appeal.link'), at: 'orders', status }, body)
}

export async function postAppeal(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const order_id = orderIdOf(c)
  return answerForm(
    async () => {
      await changeHere(c, 'orders', (tx, { by }) =>
        appealDecision(tx, by, { shop_id: by.shop_id, order_id }, form.text('words')),
      )
      await c.var.visit.market.runner.settled(WITHIN_MS)
      return c.redirect(routes.order.href(namesOf(c)), 303)
    },
    (refusal) => appealPage(c, { form, refusal }),
  )
}
