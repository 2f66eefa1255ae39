import { findOrder } from '../../../domains/orders/orders.ts'
import {
  listMoneyTrouble,
  proposeRuleChange,
  type RefundRow,
  settleWrongAmount,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, type Visit } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { readChanges } from './changes.tsx'
import { RefundPage, RefundsPage } from './refund-pages.tsx'

/** Refunds that no rail could send, payments that disagree, and notices that are not a rail's. */
export function showRefunds(c: PageContext): Promise<Response> {
  return refundsPage(c)
}

/** Another amount came than was asked: it goes back, or the orders have theirs and the rest goes back. */
export async function endWrongAmount(c: PageContext): Promise<Response> {
  const how = (await readForm(c)).text('how') === 'keep' ? 'keep' : 'return'
  return whenProved(c, routes.refunds.href(), () =>
    answerForm(
      async () => {
        const { market } = c.var.visit
        const by = await readAsOperator(c, (_tx, operator) => Promise.resolve(operator))
        await settleWrongAmount(market.db, by, market.rails, c.req.param('reference') ?? '', how)
        await market.runner.settled(2_000)
        return c.redirect(routes.refunds.href(), 303)
      },
      (refusal) => refundsPage(c, refusal),
    ),
  )
}

async function refundsPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { visit } = c.var
  const { t, now } = visit
  const view = await readAsOperator(c, async (tx, by) => {
    const { refunds, payments, notices } = await listMoneyTrouble(tx, by)
    const orders = await Promise.all(refunds.map(({ order_id }) => findOrder(tx, order_id)))
    return {
      refunds: refunds.map((refund, at) => lineOf(visit, refund, orders[at]?.order.number ?? '')),
      payments: payments.map((payment) => ({
        id: payment.payment_id,
        reference: payment.reference,
        trouble: payment.trouble,
        since: t.relative(payment.begun_at, now),
        amount_paisa: payment.amount_paisa,
        told_paisa: payment.told_paisa,
      })),
      notices: notices.map((notice) => ({
        id: notice.notice_id,
        provider: holderWords(t, notice.provider),
        verdict: t.maybe(`operator.notice.${notice.verdict}`) ?? notice.verdict,
        detail: notice.detail,
        since: t.relative(notice.received_at, now),
        told: notice.told_count,
      })),
    }
  })
  const changes = await readChanges(c, ({ kind }) => kind === 'refund_sent')
  return officePage(
    c,
    { title: t('operator.money.refunds'), at: 'money', refusal },
    <RefundsPage t={t} {...view} changes={changes} hidden={formFields(c)} />,
  )
}

function lineOf({ t, now }: Visit, refund: RefundRow, number: string) {
  return {
    id: shown('rfd', refund.refund_id),
    order: shown('ord', refund.order_id),
    number,
    trouble: refund.trouble || t('operator.refund.no_rail'),
    holder: holderWords(t, refund.holder),
    since: t.relative(refund.owed_at, now),
    amount_paisa: refund.amount_paisa,
  }
}

const hrefOf = (c: PageContext) => routes.refund.href({ refund: c.req.param('refund') ?? '' })

export function showRefund(c: PageContext): Promise<Response> {
  return whenProved(c, hrefOf(c), () => refundPage(c))
}

/** The operator sent the money by hand, and writes down under which receipt: another operator confirms it. */
export async function settleRefund(c: PageContext): Promise<Response> {
  const receipt = (await readForm(c)).text('receipt').slice(0, 100)
  return whenProved(c, hrefOf(c), () =>
    answerForm(
      async () => {
        if (receipt.length < 3) throw new Refusal('invalid', 'operator.refund.receipt_needed')
        await changeAsOperator(c, async (tx, by) => {
          const { refunds } = await listMoneyTrouble(tx, by, 500)
          const refund = find(c, refunds)
          const { party_id: shop_id, refund_id } = refund
          await proposeRuleChange(tx, by, { kind: 'refund_sent', shop_id, refund_id, receipt })
        })
        return c.redirect(routes.refunds.href(), 303)
      },
      (refusal) => refundPage(c, { refusal, receipt }),
    ),
  )
}

/** A refund that waits for a person. One that was sent meanwhile is not here any more. */
function find(c: PageContext, refunds: readonly RefundRow[]): RefundRow {
  const id = parseId('rfd', c.req.param('refund'))
  const refund = refunds.find(({ refund_id }) => refund_id === id)
  if (!refund) throw new Refusal('not_found', 'payments.no_refund')
  return refund
}

async function refundPage(c: PageContext, again?: { refusal: Refusal; receipt: string }): Promise<Response> {
  const { visit } = c.var
  const { t } = visit
  const refund = await readAsOperator(c, async (tx, by) => {
    const { refunds } = await listMoneyTrouble(tx, by, 500)
    const row = find(c, refunds)
    return lineOf(visit, row, (await findOrder(tx, row.order_id)).order.number)
  })
  const id = parseId('rfd', refund.id)
  const changes = await readChanges(c, (wanted) => wanted.kind === 'refund_sent' && wanted.refund_id === id)
  return officePage(
    c,
    { title: t('operator.refund.title'), at: 'money', refusal: again?.refusal, isBeside: true },
    <RefundPage
      t={t}
      refund={refund}
      changes={changes}
      action={hrefOf(c)}
      hidden={formFields(c)}
      receipt={again?.receipt ?? ''}
      error={again && refusalWords(t, again.refusal)}
    />,
  )
}
