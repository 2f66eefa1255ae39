import { findOrder, refundOrder } from '../../../domains/orders/orders.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { parseId } from '../../../kit/ids/ids.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Field, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel } from '../../ui/layout.tsx'
import type { PageContext } from '../../web/visit.ts'
import { changeAsOperator, whenProved } from '../here.ts'
import { routes } from '../routes.ts'

export interface GiveBackProps {
  t: Say
  id: string
  left: { goods_paisa: bigint; way_paisa: bigint }
  hidden: Readonly<Record<string, string>>
}

/** Money of a sale that was settled goes back to its buyer: how much, and who bears it. */
export function GiveBack({ t, id, left, hidden }: GiveBackProps) {
  return (
    <Panel>
      <h2>{t('operator.give_back.title')}</h2>
      <p>{t('operator.give_back.left', { goods: t.rupees(left.goods_paisa), way: t.rupees(left.way_paisa) })}</p>
      <Form action={routes.giveBack.href({ order: id })} hidden={hidden}>
        <Field t={t} name="goods" label={t('operator.give_back.goods')} prefix="Rs" inputMode="decimal" letters={10} />
        <Field
          t={t}
          name="way"
          label={t('operator.give_back.way')}
          prefix="Rs"
          inputMode="decimal"
          letters={10}
          optional
        />
        <Radios
          t={t}
          name="bearer"
          legend={t('operator.give_back.bearer')}
          value="shop"
          options={(['shop', 'market'] as const).map((one) => ({ value: one, label: t(`operator.give_back.${one}`) }))}
        />
        <TextArea t={t} name="words" label={t('operator.reason')} rows={2} maxLength={500} />
        <Button>{t('operator.give_back.do')}</Button>
      </Form>
    </Panel>
  )
}

/** Gives money of a settled sale back. Refuses: as refundOrder; invalid payments.refund_of_nothing for no sum. */
export async function giveBack(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const orderId = parseId('ord', c.req.param('order'))
  if (!orderId) throw new Refusal('not_found', 'orders.unknown')
  const back = routes.order.href({ order: c.req.param('order') ?? '' })
  const sum = (name: string) => (form.text(name) === '' ? 0n : parseRupees(form.text(name)))
  return whenProved(c, back, async () => {
    const [goods_paisa, way_paisa] = [sum('goods'), sum('way')]
    if (goods_paisa === undefined || way_paisa === undefined) {
      throw new Refusal('invalid', 'payments.refund_of_nothing')
    }
    await changeAsOperator(c, async (tx, by) => {
      const { order } = await findOrder(tx, orderId)
      const borne_by = form.text('bearer') === 'market' ? 'market' : 'shop'
      const at = { shop_id: order.party_id, order_id: orderId }
      await refundOrder(tx, by, at, { goods_paisa, way_paisa, borne_by, words: form.text('words') })
    })
    await c.var.visit.market.runner.settled(2_000)
    return c.redirect(back, 303)
  })
}
