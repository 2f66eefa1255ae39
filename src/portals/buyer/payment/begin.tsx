import type { ComponentChildren } from 'preact'
import type { OrderRow } from '../../../domains/orders/orders.ts'
import { beginPayment, type Payer, type PayerNeed, type PaymentRail } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { PAGE_STATUS, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere } from '../../web/visit.ts'
import { railChoices, railName } from '../checkout/pay-view.ts'
import { routes } from '../routes.ts'
import { AtRailPage } from './at-rail-page.tsx'
import { ChoosePage } from './choose-page.tsx'
import { PayerPage } from './payer-page.tsx'
import { untilWords } from './payment-view.ts'

type Payable = Pick<OrderRow, 'order_id' | 'total_paisa'> & { readonly shop_id: string }

/** What is to be paid: the orders of one checkout that wait for money. */
export interface Due {
  readonly checkoutId: string
  readonly orders: readonly Payable[]
}

const amountOf = ({ orders }: Due) => orders.reduce((sum, { total_paisa }) => sum + total_paisa, 0n)

/** Where paying is done again, and another way is chosen: at the first of the orders. */
function payAgainHref({ orders }: Due): string {
  return routes.orderPayment.href({ order: shown('ord', orders[0]?.order_id ?? '') })
}

/** What each typed answer is refused with. */
const NEED_OF: Readonly<Record<string, PayerNeed>> = {
  'payments.payer_mobile': 'mobile',
  'payments.payer_cnic': 'cnic6',
}

/**
 * Begins one payment for the orders of a checkout: asks first for what the rail needs of the payer, and then leads to
 * the rail's page, or to the page with the prompt or the number to pay by.
 */
export async function payAtRail(
  c: PageContext,
  rail: PaymentRail,
  due: Due,
  said: { news?: string | undefined; payer?: Payer | undefined } = {},
): Promise<Response> {
  const { payer } = said
  if (rail.needs.length > 0 && !payer) return payerPage(c, rail, due, said)
  try {
    return await begin(c, rail, due, said)
  } catch (error) {
    const field = error instanceof Refusal ? NEED_OF[error.reason] : undefined
    if (!field || !(error instanceof Refusal)) throw error
    return payerPage(c, rail, due, said, { field, refusal: error })
  }
}

async function begin(
  c: PageContext,
  rail: PaymentRail,
  due: Due,
  { news, payer = {} }: { news?: string | undefined; payer?: Payer | undefined },
): Promise<Response> {
  const { market, t, now } = c.var.visit
  const at = { rail: rail.name, checkout: shown('chk', due.checkoutId) }
  const { payment, begun } = await beginPayment(market.db, personHere(c), rail, {
    checkout_id: due.checkoutId,
    orders: due.orders.map((order) => ({
      shop_id: order.shop_id,
      order_id: order.order_id,
      amount_paisa: String(order.total_paisa),
    })),
    description: market.name,
    return_url: `${market.origin}${routes.railReturnOf.href(at)}`,
    payer,
  })
  if (begun.action === 'wait' || begun.action === 'show') {
    return c.redirect(routes.payment.href({ payment: shown('pay', payment.payment_id) }), 303)
  }
  const name = railName(t, rail.name)
  const props = {
    t,
    rail: name,
    amountPaisa: payment.amount_paisa,
    until: untilWords(t, payment, now),
    form: begun,
    news,
  }
  return leadAway(
    c,
    t('buyer.rail.title', { rail: name }),
    begun.url,
    <AtRailPage {...props} another={payAgainHref(due)} />,
  )
}

/** A page whose form goes to the rail's own host. */
export function leadAway(c: PageContext, title: string, url: string, body: ComponentChildren): Response {
  const { market } = c.var.visit
  const { origin } = new URL(url, market.origin)
  return page(c, { title, ...(origin === market.origin ? {} : { formAction: origin }) }, body)
}

function payerPage(
  c: PageContext,
  rail: PaymentRail,
  due: Due,
  { news, payer }: { news?: string | undefined; payer?: Payer | undefined },
  wrong?: { field: PayerNeed; refusal: Refusal },
): Response {
  const { t } = c.var.visit
  const name = railName(t, rail.name)
  return page(
    c,
    { title: t('buyer.rail.title', { rail: name }), status: wrong ? PAGE_STATUS[wrong.refusal.code] : 200 },
    <PayerPage
      t={t}
      rail={{ name: rail.name, words: name }}
      amountPaisa={amountOf(due)}
      needs={rail.needs}
      action={payAgainHref(due)}
      another={payAgainHref(due)}
      values={payer ?? {}}
      error={wrong && { field: wrong.field, message: refusalWords(t, wrong.refusal) }}
      news={news}
      hidden={formFields(c)}
    />,
  )
}

/** Every way to pay; also when the one that was chosen did not work. */
export function chooseRail(c: PageContext, due: Due, back?: { chosen?: string; refusal?: Refusal }): Response {
  const { visit } = c.var
  const { t } = visit
  const refusal = back?.refusal
  return page(
    c,
    { title: t('buyer.rail.choose'), status: refusal ? PAGE_STATUS[refusal.code] : 200 },
    <ChoosePage
      t={t}
      amountPaisa={amountOf(due)}
      choices={railChoices(visit)}
      chosen={back?.chosen}
      action={payAgainHref(due)}
      error={refusal && refusalWords(t, refusal)}
      hidden={formFields(c)}
    />,
  )
}

/** The rail of that name. Refuses: unavailable buyer.rail.none when the market does not have it (any more). */
export function railOf(c: PageContext, name: string): PaymentRail {
  const rail = c.var.visit.market.rails.get(name)
  if (!rail) throw new Refusal('unavailable', 'buyer.rail.none')
  return rail
}
