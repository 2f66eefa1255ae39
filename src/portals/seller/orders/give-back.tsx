import { findOrderOfShop, refundOrder } from '../../../domains/orders/orders.ts'
import { leftToRefund } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form as FormData, readForm } from '../../../kit/http/forms.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Field, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { answerForm, PAGE_STATUS, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, handleOf, readHere, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { orderIdOf } from './order-words.ts'

const WITHIN_MS = 2_000

const namesOf = (c: PageContext) => ({ shop: handleOf(c), order: c.req.param('order') ?? '' })

/** Money of a sale goes back to its buyer, because shop and buyer agreed: asked after a fresh proof. */
export function getGiveBack(c: PageContext): Promise<Response> {
  return whenProved(c, routes.giveBack.href(namesOf(c)), () => giveBackPage(c))
}

const FIELD_OF: Readonly<Record<string, string>> = { 'orders.reason_needed': 'words' }

async function giveBackPage(c: PageContext, again?: { form: FormData; refusal: Refusal }): Promise<Response> {
  const { t } = c.var.visit
  const orderId = orderIdOf(c)
  const { here, view } = await readHere(c, 'money', async (tx, { by }) => {
    const { order } = await findOrderOfShop(tx, by, orderId)
    if (order.state !== 'completed') throw new Refusal('conflict', 'orders.not_now', { state: order.state })
    return { order, left: await leftToRefund(tx, by.shop_id, orderId) }
  })
  const field = again && (FIELD_OF[again.refusal.reason] ?? 'goods')
  const message = again && refusalWords(t, again.refusal)
  const errorAt = (name: string) => (field === name ? message : undefined)
  const kept = (name: string) => again?.form.text(name) ?? ''
  const { goods_paisa, way_paisa } = view.left
  const body = (
    <Narrow>
      <ErrorSummary t={t} errors={field && message ? [{ field, message }] : []} />
      <h1>{t('seller.give.title')}</h1>
      <Notice tone="info">
        <p>{t('seller.give.words')}</p>
        <p>{t('seller.give.left', { goods: t.rupees(goods_paisa), way: t.rupees(way_paisa) })}</p>
      </Notice>
      <Form action={routes.giveBack.href(namesOf(c))} hidden={formFields(c)}>
        <Field
          t={t}
          name="goods"
          label={t('seller.give.goods')}
          prefix="Rs"
          inputMode="decimal"
          letters={10}
          value={kept('goods')}
          error={errorAt('goods')}
        />
        {way_paisa > 0n && (
          <Field
            t={t}
            name="way"
            label={t('seller.give.way')}
            prefix="Rs"
            inputMode="decimal"
            letters={10}
            value={kept('way')}
            optional
          />
        )}
        <TextArea
          t={t}
          name="words"
          label={t('seller.give.why')}
          hint={t('seller.give.why.hint')}
          rows={2}
          maxLength={300}
          value={kept('words')}
          error={errorAt('words')}
        />
        <FormActions>
          <Button kind="act">{t('seller.give.do')}</Button>
          <ButtonLink href={routes.order.href(namesOf(c))}>{t('ui.back')}</ButtonLink>
        </FormActions>
      </Form>
    </Narrow>
  )
  const status = again ? PAGE_STATUS[again.refusal.code] : 200
  return shopPage(c, here, { title: t('seller.give.title'), at: 'orders', status }, body)
}

/** Gives it back. Refuses: as refundOrder; invalid payments.refund_of_nothing for what is no sum. */
export async function postGiveBack(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const order_id = orderIdOf(c)
  const sum = (name: string) => (form.text(name) === '' ? 0n : parseRupees(form.text(name)))
  return whenProved(c, routes.giveBack.href(namesOf(c)), () =>
    answerForm(
      async () => {
        const [goods_paisa, way_paisa] = [sum('goods'), sum('way')]
        if (goods_paisa === undefined || way_paisa === undefined) {
          throw new Refusal('invalid', 'payments.refund_of_nothing')
        }
        const refund = { goods_paisa, way_paisa, words: form.text('words') }
        await changeHere(c, 'money', (tx, { by }) => refundOrder(tx, by, { shop_id: by.shop_id, order_id }, refund))
        await c.var.visit.market.runner.settled(WITHIN_MS)
        return c.redirect(routes.order.href(namesOf(c)), 303)
      },
      (refusal) => giveBackPage(c, { form, refusal }),
    ),
  )
}
