import type { Address, Shop } from '../../../domains/identity/identity.ts'
import {
  type AppealRow,
  type DisputeRow,
  isOver,
  type OrderLineRow,
  type OrderRow,
  type OrderState,
  type OrderStepRow,
} from '../../../domains/orders/orders.ts'
import type { RefundRow } from '../../../domains/payments/payments.ts'
import type { Proofs } from '../../../domains/trust/trust.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { AppealView } from '../../ui/appeal.tsx'
import type { UnsureView } from '../../ui/courier-unsure.tsx'
import type { GoodsLineView } from '../../ui/listing-card.tsx'
import type { MoneyLine } from '../../ui/money-lines.tsx'
import type { StepView } from '../../ui/steps.tsx'
import type { StandingView } from '../../ui/trust-strip.tsx'
import { appealView } from '../../web/appeal-view.ts'
import { photoView } from '../../web/photo-view.ts'
import { unsureView } from '../../web/unsure-view.ts'
import type { Visit } from '../../web/visit.ts'
import { addressLines } from '../checkout/pay-view.ts'
import { routes } from '../routes.ts'
import type { DisputeAt } from './dispute-line.tsx'
import type { News } from './orders-page.tsx'
import { pastSteps, stepsToCome } from './step-views.ts'

/** Everything the domains know about one order of this buyer. */
export interface OrderFacts {
  order: OrderRow
  lines: readonly OrderLineRow[]
  steps: readonly OrderStepRow[]
  shop: Shop
  standing: StandingView
  proofs: Proofs
  refunds: readonly RefundRow[]
  address: Omit<Address, 'address_id'> | undefined
  /** The code for what the buyer does next, when there is one now. */
  code: string | undefined
  appeal: AppealRow | undefined
  disputes: readonly DisputeRow[]
}

/** What the buyer can do now. The first of them is the one main thing of the page. */
export type Act = 'pay' | 'open' | 'keep' | 'send_back' | 'cancel'

export interface OrderView {
  id: string
  number: string
  state: OrderState
  /** What the first line is called, and how many more lines there are. */
  title: string
  moreCount: number
  shopName: string
  shopHref: string
  isOver: boolean
  past: readonly StepView[]
  now: { title: string; at: string | undefined; detail: string | undefined; acts: readonly Act[] } | undefined
  toCome: readonly StepView[]
  code: { kind: 'inspect' | 'release'; digits: string } | undefined
  /** Cash is due at the door: the code ends it, not a button. */
  byCode: boolean
  goods: readonly GoodsLineView[]
  bill: readonly MoneyLine[]
  totalPaisa: bigint
  method: 'cod' | 'prepaid'
  /** What the sum is now: still to pay, paid, or only a sum. */
  totalLabel: string
  isHeld: boolean
  dispute: Omit<DisputeAt, 'hidden'>
  /** What the courier said and took back, while nobody has answered. */
  unsure: UnsureView | undefined
  appeal: AppealView
  refunds: readonly { words: string; tone: 'wait' | 'good' }[]
  address: { lines: readonly string[]; phone: string } | undefined
  standing: StandingView
  news: News | undefined
}

/** The page of an order, from what the domains know about it. */
export function orderView(visit: Visit, facts: OrderFacts, news: News | undefined): OrderView {
  const { order, lines, shop } = facts
  const { t } = visit
  const first = lines[0]
  const byCode = order.method === 'cod' && order.due_at === null && order.state === 'inspecting'
  return {
    id: shown('ord', order.order_id),
    number: order.number,
    state: order.state,
    title: first?.title ?? '',
    moreCount: Math.max(0, lines.length - 1),
    shopName: shop.name,
    shopHref: routes.shop.href({ shop: shop.handle }),
    isOver: isOver(order.state),
    past: pastSteps(visit, facts.steps, stepFacts(visit, facts)),
    now: nowOf(visit, facts, byCode),
    toCome: stepsToCome(visit, order.state, shop.name),
    code:
      facts.code === undefined
        ? undefined
        : { kind: order.state === 'inspecting' ? 'release' : 'inspect', digits: facts.code },
    byCode,
    goods: lines.map((line) => goodsOf(visit, line)),
    bill: [
      { label: t('buyer.bill.goods'), paisa: order.items_paisa },
      ...(order.discount_paisa > 0n
        ? [{ label: t('buyer.bill.discount', { code: order.voucher_code ?? '' }), paisa: -order.discount_paisa }]
        : []),
      { label: t('buyer.bill.delivery'), paisa: order.delivery_paisa },
      ...(order.tip_paisa > 0n ? [{ label: t('buyer.bill.tip'), paisa: order.tip_paisa }] : []),
    ],
    totalPaisa: order.total_paisa,
    method: order.method,
    totalLabel: totalLabel(visit, facts),
    isHeld: facts.steps.some(({ step }) => step === 'pay') && !isOver(order.state) && order.state !== 'refused',
    dispute: {
      may: !order.frozen_at && (order.state === 'delivered' || order.state === 'inspecting'),
      isOpen: order.frozen_for === 'claim',
    },
    unsure: unsureView(
      visit,
      facts.disputes.find(({ opened_by }) => opened_by === 'courier'),
    ),
    appeal: appealView({ ...facts, now: visit.now }, routes.appeal.href({ order: shown('ord', order.order_id) })),
    refunds: facts.refunds.map((refund) => refundOf(visit, refund)),
    address: facts.address && {
      lines: [facts.address.name, ...addressLines(visit, facts.address)],
      phone: t.phone(facts.address.phone),
    },
    standing: facts.standing,
    news: news === 'checking' && order.state !== 'awaiting_payment' ? 'paid' : news,
  }
}

function stepFacts({ t }: Visit, { order, shop, proofs }: OrderFacts) {
  const back = proofs.send_back
  const reason = back && t.maybe(`buyer.reason.${back.reason}`)
  return {
    shopName: shop.name,
    method: order.method,
    totalPaisa: order.total_paisa,
    packPhotos: proofs.evidence.flatMap(
      ({ photo_name, colour }) => photoView({ name: photo_name, colour }, { alt: t('buyer.step.pack.photo') }) ?? [],
    ),
    backPhotos: (back?.photo_names ?? []).flatMap(
      (name) => photoView({ name, colour: null }, { alt: t('buyer.back.photos') }) ?? [],
    ),
    backReason: back ? [reason, back.words].filter(Boolean).join('. ') : undefined,
  }
}

function totalLabel({ t }: Visit, { order, steps }: OrderFacts): string {
  const isPaid = order.state === 'completed' || steps.some(({ step }) => step === 'pay')
  if (isPaid) return t(order.method === 'cod' ? 'buyer.bill.cod_paid' : 'buyer.bill.prepaid_paid')
  if (isOver(order.state) || order.state === 'refused') return t('ui.money.total')
  return t(`buyer.bill.${order.method}`)
}

/** What the buyer can do in each state; cash at the door is settled by the rider and the code. */
const ACTS: Partial<Record<OrderState, readonly Act[]>> = {
  awaiting_payment: ['pay', 'cancel'],
  placed: ['cancel'],
  packed: ['cancel'],
  at_door: ['send_back'],
  inspecting: ['keep', 'send_back'],
  delivered: ['open', 'keep', 'send_back'],
}

function nowOf(visit: Visit, { order, shop }: OrderFacts, byCode: boolean): OrderView['now'] {
  if (isOver(order.state)) return undefined
  const { t, now } = visit
  const acts = (ACTS[order.state] ?? []).filter((act) => !(byCode && act === 'keep'))
  // While the order stands still no clock pays anybody.
  const stands = order.frozen_at !== null && order.due_step === 'release'
  const at = order.due_at && !stands && t.relative(order.due_at, now)
  const key = byCode ? 'inspecting.cash' : order.state
  return {
    title: t.maybe(`buyer.now.${key}`, { shop: shop.name }) ?? t(`buyer.state.${order.state}`),
    at: at ? t.maybe(`buyer.due.${order.due_step}`, { when: at }) : undefined,
    detail: t.maybe(`buyer.now.${key}.words`, { shop: shop.name, amount: t.rupees(order.total_paisa) }),
    acts,
  }
}

function goodsOf({ t }: Visit, line: OrderLineRow): GoodsLineView {
  const quantity = t('buyer.order.pieces', { count: line.quantity })
  return {
    href: routes.listing.href({ listing: shown('lst', line.listing_id) }),
    title: line.title,
    photo: photoView({ name: line.photo_name, colour: line.photo_colour }, { widths: [160] }),
    facts: line.choices === '' ? [quantity] : [line.choices, quantity],
    pricePaisa: line.unit_price_paisa * BigInt(line.quantity),
  }
}

function refundOf({ t, now }: Visit, refund: RefundRow): OrderView['refunds'][number] {
  const amount = t.rupees(refund.amount_paisa)
  if (refund.state === 'sent' && refund.sent_at) {
    return { words: t('buyer.refund.sent', { amount, when: t.moment(refund.sent_at, now) }), tone: 'good' }
  }
  return { words: t(refund.state === 'stuck' ? 'buyer.refund.stuck' : 'buyer.refund.owed', { amount }), tone: 'wait' }
}
