import { cashOfRider, handInCash } from '../../../domains/delivery/delivery.ts'
import { findShops, readPerson } from '../../../domains/identity/identity.ts'
import { findOrder, handInOrderCash } from '../../../domains/orders/orders.ts'
import { listHeldBy } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, lookAsOperator, readAsOperator, whenProved } from '../here.ts'
import { holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { CourierCashPage, HandInPage } from './cash-pages.tsx'

/** As many orders of a courier as one list shows; the next come when these are done. */
const MOST_ORDERS = 50

function riderIdOf(c: PageContext): string {
  const id = parseId('per', c.req.param('rider'))
  if (!id) throw new Refusal('not_found', 'identity.person_unknown')
  return id
}

const handInHref = (c: PageContext) => routes.handIn.href({ rider: c.req.param('rider') ?? '' })

export function showHandIn(c: PageContext): Promise<Response> {
  return whenProved(c, handInHref(c), () => handInPage(c))
}

/** The cash lies counted on the table: the rider is free of it, and each order's money is the market's to pay out. */
export async function handIn(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return whenProved(c, handInHref(c), () =>
    answerForm(
      async () => {
        const counted = parseRupees(form.text('counted'))
        if (counted === undefined) throw new Refusal('invalid', 'operator.counted.unreadable')
        await changeAsOperator(c, async (tx, by) => {
          const riderId = riderIdOf(c)
          const { total_paisa } = await cashOfRider(tx, riderId)
          if (total_paisa !== 0n && counted !== total_paisa) throw new Refusal('invalid', 'operator.counted.differs')
          for (const { party_id, order_id } of await handInCash(tx, by, riderId, counted)) {
            await handInOrderCash(tx, by, { shop_id: party_id, order_id }, `rider:${riderId}`)
          }
        })
        return c.redirect(routes.money.href(), 303)
      },
      (refusal) => handInPage(c, { refusal, form }),
    ),
  )
}

async function handInPage(c: PageContext, again?: { refusal: Refusal; form: Form }): Promise<Response> {
  const { t, now } = c.var.visit
  const view = await lookAsOperator(c, async (tx, by) => {
    const riderId = riderIdOf(c)
    const [rider, cash] = await Promise.all([readPerson(tx, by, 'support', riderId), cashOfRider(tx, riderId)])
    const shops = await findShops(
      tx,
      cash.rows.map(({ party_id }) => party_id),
    )
    return {
      name: rider.name ?? '',
      total_paisa: cash.total_paisa,
      rows: cash.rows.map(({ order_id, party_id, amount_paisa, taken_at }) => ({
        id: shown('ord', order_id),
        shop: shops.get(party_id)?.name ?? '',
        at: t.moment(taken_at, now),
        amount_paisa,
      })),
    }
  })
  const error = again && refusalWords(t, again.refusal)
  return officePage(
    c,
    { title: t('operator.hand_in.title', { name: view.name }), at: 'money', refusal: again?.refusal, isBeside: true },
    <HandInPage
      t={t}
      {...view}
      action={handInHref(c)}
      hidden={formFields(c)}
      counted={again?.form.text('counted') ?? ''}
      error={error}
    />,
  )
}

function courierOf(c: PageContext) {
  const courier = c.var.visit.market.couriers.get(c.req.param('courier') ?? '')
  if (!courier) throw new Refusal('not_found', 'identity.not_here')
  return courier
}

/** Orders whose cash a courier has: ticked when its transfer has come. */
export async function showCourierCash(c: PageContext): Promise<Response> {
  const { t, now } = c.var.visit
  const view = await readAsOperator(c, async (tx, by) => {
    const { holder } = courierOf(c)
    const holds = (await listHeldBy(tx, by, holder)).filter(({ method }) => method === 'cod').slice(0, MOST_ORDERS)
    const orders = await Promise.all(holds.map(({ order_id }) => findOrder(tx, order_id)))
    return holds.map((hold, at) => ({
      id: shown('ord', hold.order_id),
      number: orders[at]?.order.number ?? '',
      at: t.moment(hold.funded_at ?? hold.promised_at, now),
      amount_paisa: hold.amount_paisa,
    }))
  })
  const name = holderWords(t, courierOf(c).holder)
  return officePage(
    c,
    { title: t('operator.courier.title', { name }), at: 'money' },
    <CourierCashPage
      t={t}
      name={name}
      rows={view}
      action={routes.courier.href({ courier: courierOf(c).name })}
      hidden={formFields(c)}
    />,
  )
}

/** The courier's money has come for the ticked orders. Told twice, it changes nothing. */
export async function receiveCourierCash(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const back = routes.courier.href({ courier: c.req.param('courier') ?? '' })
  return whenProved(c, back, async () => {
    const { holder } = courierOf(c)
    const ids = form.all('order').flatMap((text) => parseId('ord', text) ?? [])
    await changeAsOperator(c, async (tx, by) => {
      for (const orderId of [...ids].sort()) {
        const { order } = await findOrder(tx, orderId)
        await handInOrderCash(tx, by, { shop_id: order.party_id, order_id: orderId }, holder)
      }
    })
    return c.redirect(back, 303)
  })
}
