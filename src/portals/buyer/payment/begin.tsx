import type { OrderRow } from '../../../domains/orders/orders.ts'
import { beginPayment, type Payer, type PaymentRail } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { page } from '../../web/pages.tsx'
import { type PageContext, personHere } from '../../web/visit.ts'
import { railName } from '../checkout/pay-view.ts'
import { routes } from '../routes.ts'
import { AtRailPage } from './at-rail-page.tsx'

type Payable = Pick<OrderRow, 'order_id' | 'total_paisa'> & { readonly shop_id: string }

/** Begins one payment for the orders of a checkout and shows the page that leads to the rail. */
export async function payAtRail(
  c: PageContext,
  rail: PaymentRail,
  checkoutId: string,
  orders: readonly Payable[],
  news?: string,
  payer: Payer = {},
): Promise<Response> {
  const { visit } = c.var
  const { market, t } = visit
  const back = `${market.origin}${routes.railReturn.href({ rail: rail.name }, { checkout: shown('chk', checkoutId) })}`
  const { payment, begun } = await beginPayment(market.db, personHere(c), rail, {
    checkout_id: checkoutId,
    orders: orders.map((order) => ({
      shop_id: order.shop_id,
      order_id: order.order_id,
      amount_paisa: String(order.total_paisa),
    })),
    description: market.name,
    return_url: back,
    payer,
  })
  if (begun.action === 'wait' || begun.action === 'show') {
    return c.redirect(routes.payment.href({ payment: shown('pay', payment.payment_id) }), 303)
  }
  const { origin } = new URL(begun.url, market.origin)
  const name = railName(t, rail.name)
  return page(
    c,
    {
      title: t('buyer.rail.title', { rail: name }),
      ...(origin === market.origin ? {} : { formAction: origin }),
    },
    <AtRailPage
      t={t}
      rail={name}
      amountPaisa={payment.amount_paisa}
      until={t.time(payment.expires_at)}
      form={begun}
      news={news}
    />,
  )
}

/** The rail of that name. Refuses: unavailable buyer.rail.none when the market does not have it (any more). */
export function railOf(c: PageContext, name: string): PaymentRail {
  const rail = c.var.visit.market.rails.get(name)
  if (!rail) throw new Refusal('unavailable', 'buyer.rail.none')
  return rail
}
