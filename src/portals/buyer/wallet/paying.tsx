import type { Person } from '../../../domains/identity/identity.ts'
import { findOrderOfBuyer, type OrderRow, ordersOfCheckout } from '../../../domains/orders/orders.ts'
import {
  mostToSpend,
  payFromWallet,
  readWallet,
  refundsForWallet,
  takeRefundToWallet,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { answerForm, PAGE_STATUS, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere } from '../../web/visit.ts'
import { orderPage } from '../orders/handlers.tsx'
import { routes } from '../routes.ts'
import { PayFromWalletPage } from './pay-page.tsx'

/** The orders follow a payment soon after it is booked; the page waits so long that it usually shows them paid. */
const SETTLE_MS = 2_000

/** What the wallet can do for an order: pay it in full, or take what could not go back. */
export interface WalletOffers {
  orderId: string
  pay: boolean
  refunds: readonly { id: string; paisa: bigint }[]
}

/** Reads what the page of an order offers. */
export async function readOffers(tx: Tx, person: Person, order: OrderRow): Promise<WalletOffers> {
  const at = { shop_id: order.party_id, order_id: order.order_id }
  const waits = order.state === 'awaiting_payment'
  const [most, due, refunds] = await Promise.all([
    waits ? mostToSpend(tx, person) : 0n,
    waits ? dueOf(tx, person, order) : [],
    refundsForWallet(tx, person, at),
  ])
  return {
    orderId: shown('ord', order.order_id),
    pay: waits && due.length > 0 && most >= sumOf(due),
    refunds: refunds.map(({ refund_id, amount_paisa }) => ({ id: shown('rfd', refund_id), paisa: amount_paisa })),
  }
}

interface Due {
  shop_id: string
  order_id: string
  total_paisa: bigint
}

/** Every order of the same checkout that still waits is paid with it. */
async function dueOf(tx: Tx, person: Person, order: OrderRow): Promise<readonly Due[]> {
  const rows = (await ordersOfCheckout(tx, person, order.checkout_id)).filter(
    ({ state }) => state === 'awaiting_payment',
  )
  return rows.length > 0 ? rows : [{ ...order, shop_id: order.party_id }]
}

const sumOf = (due: readonly Due[]) => due.reduce((sum, { total_paisa }) => sum + total_paisa, 0n)

function orderIdOf(c: PageContext): string {
  const id = parseId('ord', c.req.param('order'))
  if (!id) throw new Refusal('not_found', 'orders.unknown')
  return id
}

async function waitingOrder(tx: Tx, person: Person, orderId: string): Promise<OrderRow> {
  const { order } = await findOrderOfBuyer(tx, person, orderId)
  if (order.state !== 'awaiting_payment') throw new Refusal('conflict', 'orders.not_now')
  return order
}

export function showPayFromWallet(c: PageContext): Promise<Response> {
  return payPage(c)
}

async function payPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const person = personHere(c)
  const { t, market } = c.var.visit
  const orderId = orderIdOf(c)
  const { due, wallet, most } = await market.db.read(async (tx) => {
    const order = await waitingOrder(tx, person, orderId)
    const reads = [dueOf(tx, person, order), readWallet(tx, person), mostToSpend(tx, person)] as const
    const [due, wallet, most] = await Promise.all(reads)
    return { due, wallet, most }
  })
  const amountPaisa = sumOf(due)
  return page(
    c,
    { title: t('wallet.pay.title'), status: refusal ? PAGE_STATUS[refusal.code] : 200 },
    <PayFromWalletPage
      t={t}
      orderId={shown('ord', orderId)}
      amountPaisa={amountPaisa}
      moneyPaisa={wallet.money_paisa}
      creditPaisa={wallet.credit_paisa}
      isEnough={most >= amountPaisa}
      refused={refusal && refusalWords(t, refusal)}
      hidden={formFields(c)}
    />,
  )
}

/** Pays every order of the checkout that waits, from the wallet. */
export async function payOrderFromWallet(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market } = c.var.visit
  const orderId = orderIdOf(c)
  return answerForm(
    async () => {
      const checkout = await market.db.tx(async (tx) => {
        const order = await waitingOrder(tx, person, orderId)
        const orders = (await dueOf(tx, person, order)).map(({ shop_id, order_id, total_paisa }) => ({
          shop_id,
          order_id,
          amount_paisa: String(total_paisa),
        }))
        await payFromWallet(tx, person, { checkout_id: order.checkout_id, orders })
        return order.checkout_id
      })
      await market.runner.settled(SETTLE_MS)
      return c.redirect(routes.orders.href({ checkout: shown('chk', checkout), news: 'paid' }), 303)
    },
    (refusal) => (refusal.reason === 'payments.wallet_short' ? payPage(c, refusal) : orderPage(c, refusal)),
  )
}

/** Takes a refund that no rail could send into the wallet. */
export async function takeInWallet(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market } = c.var.visit
  const orderId = orderIdOf(c)
  const refundId = parseId('rfd', c.req.param('refund'))
  return answerForm(
    async () => {
      if (!refundId) throw new Refusal('not_found', 'payments.no_refund')
      await market.db.tx(async (tx) => {
        const { order } = await findOrderOfBuyer(tx, person, orderId)
        await takeRefundToWallet(tx, person, { shop_id: order.party_id, refund_id: refundId })
      })
      await market.runner.settled(SETTLE_MS)
      return c.redirect(routes.wallet.href(), 303)
    },
    (refusal) => orderPage(c, refusal),
  )
}
