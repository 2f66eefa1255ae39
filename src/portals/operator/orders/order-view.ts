import {
  OWN_RIDERS,
  type Parcel,
  parcelOfOrder,
  type Scan,
  scansOf,
  shownLabel,
} from '../../../domains/delivery/delivery.ts'
import { findShop, type Operator, type Shop } from '../../../domains/identity/identity.ts'
import { listEntriesOf } from '../../../domains/ledger/ledger.ts'
import { findOrder, next, type OrderRow, type OrderStepRow, type WholeOrder } from '../../../domains/orders/orders.ts'
import { getHold, leftToRefund, listRefunds, type RefundRow } from '../../../domains/payments/payments.ts'
import { codeTriesOf, type Proofs, proofsOf } from '../../../domains/trust/trust.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Say } from '../../../kit/text/messages.ts'
import type { PhotoView } from '../../ui/photo.tsx'
import type { StepView } from '../../ui/steps.tsx'
import { cityName } from '../../web/names.ts'
import { photoView } from '../../web/photo-view.ts'
import type { Visit } from '../../web/visit.ts'
import { accountWords, causeWords, holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'

export interface OrderView {
  t: Say
  id: string
  number: string
  state: OrderRow['state']
  facts: readonly { label: string; value: string; href?: string }[]
  goods: readonly {
    title: string
    choices: string
    quantity: number
    unit_paisa: bigint
    photo: PhotoView | undefined
  }[]
  bill: Pick<
    OrderRow,
    | 'items_paisa'
    | 'delivery_paisa'
    | 'total_paisa'
    | 'commission_paisa'
    | 'discount_paisa'
    | 'tip_paisa'
    | 'voucher_code'
  >
  steps: readonly StepView[]
  postings: readonly { id: string; at: string; cause: string; account: string; paisa: bigint }[]
  scans: readonly { id: string; at: string; what: string; note: string }[]
  proofs: { packed: readonly PhotoView[]; sentBack: readonly PhotoView[]; reason: string | undefined }
  refunds: readonly { id: string; words: string; paisa: bigint; state: RefundRow['state'] }[]
  may: OrderActs
  /** What of a settled sale can still go back; undefined when it is not settled. */
  left: { goods_paisa: bigint; way_paisa: bigint } | undefined
  /** How often each code was typed wrong; shown when it is more than never. */
  wrongCodes: readonly { kind: 'inspect' | 'release'; count: number; isLocked: boolean }[]
}

/** What an operator can do with an order now. */
export interface OrderActs {
  decideForShop: boolean
  decideForBuyer: boolean
  decideBetween: boolean
  /** A courier is said to have the cash, and may have taken none. */
  noCash: boolean
  cancel: boolean
  unlock: boolean
  giveToRider: boolean
}

/** Everything the market knows about one order. No names: those are a page of their own, and each look is logged. */
export async function readOrderView(tx: Tx, by: Operator, visit: Visit, orderId: string): Promise<OrderView> {
  const whole = await findOrder(tx, orderId)
  const { order } = whole
  const at = { shop_id: order.party_id, order_id: order.order_id }
  const [shop, hold, refunds, parcel, proofs, tries, left] = await Promise.all([
    findShop(tx, order.party_id),
    getHold(tx, order.party_id, order.order_id),
    listRefunds(tx, order.party_id, order.order_id),
    parcelOfOrder(tx, order.party_id, order.order_id),
    proofsOf(tx, at),
    codeTriesOf(tx, by, at),
    order.state === 'completed' ? leftToRefund(tx, order.party_id, order.order_id) : undefined,
  ])
  const [entries, scans] = await Promise.all([
    listEntriesOf(tx, order.party_id, causesOf(order, refunds)),
    parcel ? scansOf(tx, parcel) : [],
  ])
  const { t } = visit
  return {
    t,
    ...plain(whole),
    facts: factsOf(visit, order, shop, hold, parcel),
    steps: whole.steps.map((step) => stepView(visit, step)),
    postings: entries.map((entry) => ({
      id: `${entry.transfer_id}-${entry.line}`,
      at: t.moment(entry.posted_at, visit.now),
      cause: causeWords(t, entry.cause),
      account: accountWords(t, entry.account),
      paisa: entry.amount_paisa,
    })),
    scans: scans.map((scan) => scanView(visit, scan)),
    proofs: proofsView(t, proofs),
    refunds: refunds.map((refund) => ({
      id: refund.refund_id,
      words: [t(`operator.refund.${refund.state}`), refund.trouble].filter(Boolean).join(': '),
      paisa: refund.amount_paisa,
      state: refund.state,
    })),
    may: actsOf(order, parcel, { hasTries: tries.length > 0, hold }),
    left,
    wrongCodes: tries.map(({ kind, wrong_count, locked_at }) => ({
      kind,
      count: wrong_count,
      isLocked: locked_at !== null,
    })),
  }
}

/** The transfers that belong to an order: its own, those of its refunds, and payments that came too late for it. */
function causesOf(order: OrderRow, refunds: readonly RefundRow[]): string[] {
  const own = [
    'fund',
    'release',
    'refund',
    'freight',
    'claim',
    'claim_paid',
    'appeal',
    'hand_in',
    'tip',
    'uncollected',
    'held_again',
    'back',
    'undone',
  ].map((what) => `order:${order.order_id}:${what}`)
  return [...own, ...refunds.flatMap(({ cause, refund_id }) => [cause, `refund:${refund_id}:sent`])]
}

function plain({ order, lines }: WholeOrder) {
  const { items_paisa, delivery_paisa, total_paisa, commission_paisa, discount_paisa, tip_paisa, voucher_code } = order
  return {
    id: shown('ord', order.order_id),
    number: order.number,
    state: order.state,
    bill: { items_paisa, delivery_paisa, total_paisa, commission_paisa, discount_paisa, tip_paisa, voucher_code },
    goods: lines.map((line) => ({
      title: line.title,
      choices: line.choices,
      quantity: line.quantity,
      unit_paisa: line.unit_price_paisa,
      photo: photoView({ name: line.photo_name, colour: line.photo_colour }, { widths: [160] }),
    })),
  }
}

function factsOf(
  visit: Visit,
  order: OrderRow,
  shop: Shop,
  hold: { state: string; holder: string },
  parcel: Parcel | undefined,
): OrderView['facts'] {
  const { t, now, locale, market } = visit
  return [
    {
      label: t('operator.shop'),
      value: shop.name,
      href: routes.shop.href({ shop: shown('shp', shop.party_id) }),
    },
    { label: t('operator.to'), value: cityName(locale, market.cities, order.city_id) },
    { label: t('operator.placed'), value: t.moment(order.placed_at, now) },
    { label: t('operator.method'), value: t(`operator.method.${order.method}`) },
    {
      label: t('operator.hold'),
      value: `${t.maybe(`operator.hold.${hold.state}`) ?? hold.state} · ${holderWords(t, hold.holder)}`,
    },
    ...(order.due_at && order.due_step && !(order.frozen_at && order.due_step === 'release')
      ? [
          {
            label: t('operator.due'),
            value: `${t.maybe(`operator.step.${order.due_step}`) ?? ''} ${t.relative(order.due_at, now)}`,
          },
        ]
      : []),
    ...(parcel ? [{ label: t('operator.parcel'), value: parcelWords(t, parcel) }] : []),
    { label: t('operator.rule'), value: order.commission_rule_id },
  ]
}

function parcelWords(t: Say, parcel: Parcel): string {
  const carrier = parcel.carrier === OWN_RIDERS ? t('operator.holder.rider') : holderWords(t, parcel.carrier)
  const taken = parcel.carrier === OWN_RIDERS && parcel.rider_id === null ? t('operator.parcel.free') : undefined
  return [shownLabel(parcel.label_code), carrier, t(`operator.parcel.${parcel.state}`), taken]
    .filter(Boolean)
    .join(' · ')
}

function stepView({ t, now }: Visit, step: OrderStepRow): StepView {
  const note = step.note === '' ? undefined : (t.maybe(`operator.reason.${step.note}`) ?? step.note)
  const isBad = step.to_state === 'refused' || step.to_state === 'cancelled' || step.to_state === 'expired'
  return {
    title: t.maybe(`operator.step.${step.step}`) ?? step.step,
    state: isBad ? 'wrong' : 'done',
    at: `${t.moment(step.taken_at, now)} · ${t.maybe(`operator.by.${step.taken_as}`) ?? step.taken_as}`,
    detail: note,
  }
}

function scanView({ t, now }: Visit, scan: Scan) {
  return {
    id: scan.scan_id,
    at: t.moment(scan.happened_at, now),
    what: t.maybe(`operator.scan.${scan.kind}`) ?? scan.kind,
    note: [scan.place, scan.note].filter(Boolean).join(' · '),
  }
}

function proofsView(t: Say, { evidence, send_back }: Proofs): OrderView['proofs'] {
  const view = (name: string, colour: string | null, alt: string) => photoView({ name, colour }, { alt }) ?? []
  return {
    packed: evidence.flatMap(({ photo_name, colour }) => view(photo_name, colour, t('operator.proofs.packed'))),
    sentBack: (send_back?.photo_names ?? []).flatMap((name) => view(name, null, t('operator.proofs.sent_back'))),
    reason: send_back && [t(`operator.reason.${send_back.reason}`), send_back.words].filter(Boolean).join(': '),
  }
}

function actsOf(
  order: OrderRow,
  parcel: Parcel | undefined,
  { hasTries, hold }: { hasTries: boolean; hold: { state: string; holder: string } },
): OrderActs {
  const movable: readonly Parcel['state'][] = ['booked', 'picked_up', 'refused', 'returning']
  return {
    decideForShop: next(order.state, 'decide_for_shop') !== undefined,
    decideForBuyer: next(order.state, 'decide_for_buyer') !== undefined,
    decideBetween: next(order.state, 'decide_split') !== undefined,
    noCash: order.method === 'cod' && hold.state === 'funded' && hold.holder === parcel?.carrier,
    cancel: next(order.state, 'cancel') !== undefined,
    unlock: hasTries,
    giveToRider: parcel?.carrier === OWN_RIDERS && movable.includes(parcel.state),
  }
}
