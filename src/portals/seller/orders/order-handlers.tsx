import { parcelOfOrder } from '../../../domains/delivery/delivery.ts'
import { type AddressFacts, readAddress, type ShopActor } from '../../../domains/identity/identity.ts'
import {
  findAppeal,
  findFault,
  findOrderOfShop,
  listDisputesOf,
  type OrderRow,
  type OrderStepRow,
  shipOrder,
  takeBack,
} from '../../../domains/orders/orders.ts'
import { readSale } from '../../../domains/payments/payments.ts'
import { type Proofs, proofsOf } from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Say } from '../../../kit/text/messages.ts'
import type { StepView } from '../../ui/steps.tsx'
import { appealView } from '../../web/appeal-view.ts'
import { cityName } from '../../web/names.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { photoView } from '../../web/photo-view.ts'
import { unsureView } from '../../web/unsure-view.ts'
import { formFields, type PageContext, type Visit } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'
import { changeHere, handleOf, lookHere } from '../here.ts'
import { routes } from '../routes.ts'
import { billOf } from './order-bill.ts'
import { OrderPage, type OrderView } from './order-page.tsx'
import { cameToNothing, carrierName, lineView, orderIdOf } from './order-words.ts'

const WITHIN_MS = 2_000

/** While the parcel is at the shop, whoever packs may know for whom; after that nobody there needs it. */
const PACKING: readonly OrderRow['state'][] = ['placed', 'packed']

async function factsHere(tx: Tx, by: ShopActor, orderId: string) {
  const whole = await findOrderOfShop(tx, by, orderId)
  const { order } = whole
  const at = { shop_id: by.shop_id, order_id: orderId }
  const [parcel, proofs, sale, fault, appeal, disputes] = await Promise.all([
    parcelOfOrder(tx, by.shop_id, orderId),
    proofsOf(tx, at),
    readSale(tx, by.shop_id, orderId),
    findFault(tx, at),
    findAppeal(tx, at),
    listDisputesOf(tx, at),
  ])
  const address = PACKING.includes(order.state)
    ? await readAddress(tx, by, 'pack', order.buyer_id, order.address_id, order.number)
    : undefined
  return { ...whole, parcel, proofs, address, sale, fault, appeal, disputes }
}

type OrderFacts = Awaited<ReturnType<typeof factsHere>>

export function getOrder(c: PageContext): Promise<Response> {
  return orderPage(c)
}

async function orderPage(c: PageContext, wrong?: Wrong): Promise<Response> {
  const { visit } = c.var
  const orderId = orderIdOf(c)
  const { here, view: facts } = await lookHere(c, 'orders', (tx, { by }) => factsHere(tx, by, orderId))
  const canGiveBack = facts.order.state === 'completed' && here.by.tasks.includes('money')
  const appeal = appealView(
    { ...facts, now: visit.now },
    routes.appeal.href({ shop: handleOf(c), order: shown('ord', orderId) }),
  )
  const view = { ...orderView(visit, facts), canGiveBack, appeal, wrong, hidden: formFields(c), links: linksOf(c) }
  const title = visit.t('seller.order.title', { number: facts.order.number })
  return shopPage(c, here, { title, at: 'orders', status: wrong ? 409 : 200 }, <OrderPage {...view} />)
}

function linksOf(c: PageContext): OrderView['links'] {
  const names = { shop: handleOf(c), order: c.req.param('order') ?? '' }
  return {
    packing: routes.packing.href(names),
    label: routes.label.href(names),
    cancel: routes.cancellation.href(names),
    handover: routes.handover.href(names),
    takeBack: routes.takingBack.href(names),
    giveBack: routes.giveBack.href(names),
  }
}

function orderView(visit: Visit, facts: OrderFacts): Omit<OrderView, 'hidden' | 'links' | 'canGiveBack' | 'appeal'> {
  const { t } = visit
  const { order, lines, parcel, proofs, address } = facts
  const isOwn = parcel?.carrier === 'riders'
  return {
    t,
    number: order.number,
    state: order.state,
    frozen: order.frozen_for ?? undefined,
    unsure: unsureView(
      visit,
      facts.disputes.find(({ opened_by }) => opened_by === 'courier'),
    ),
    now: nowWords(visit, order, isOwn),
    lines: lines.map((line) => lineView(t, line)),
    bill: billOf(t, facts),
    method: t(`seller.order.method.${moneyWords(order)}`, { total: t.rupees(order.total_paisa) }),
    buyer: address && buyerView(visit, address),
    carrier: parcel && carrierName(t, parcel.carrier),
    tracking: isOwn ? undefined : parcel?.tracking || undefined,
    steps: stepViews(visit, facts),
    sentBack: sentBackView(t, proofs),
    canHandOver: order.state === 'packed' && parcel !== undefined && !isOwn,
  }
}

function moneyWords(order: OrderRow) {
  if (cameToNothing(order)) return order.method === 'cod' ? 'nothing' : 'back'
  return order.state === 'completed' ? 'kept' : order.method
}

function nowWords({ t, now }: Visit, order: OrderRow, isOwn: boolean): OrderView['now'] {
  const when = order.due_at ? t.relative(order.due_at, now) : ''
  const stands = order.frozen_at !== null && order.due_step === 'release'
  const detail = stands
    ? t('seller.order.frozen')
    : order.state === 'packed'
      ? t(isOwn ? 'seller.order.now.packed.rider' : 'seller.order.now.packed.courier')
      : t(`seller.order.now.${order.state}`, { when })
  return { title: t(`seller.order.state.${order.state}`), detail }
}

export function buyerView({ t, market, locale }: Visit, address: AddressFacts) {
  const { name, phone, street, landmark, area, city_id } = address
  return {
    name,
    phone: t.phone(phone),
    address: [street, landmark, area, cityName(locale, market.cities, city_id)].filter(Boolean).join(', '),
  }
}

function stepViews({ t, now }: Visit, { steps, proofs }: OrderFacts): StepView[] {
  return steps.map((step: OrderStepRow) => {
    const isBad = ['cancel', 'expire', 'refuse', 'give_up', 'decide_for_buyer'].includes(step.step)
    return {
      title: stepTitle(t, step),
      state: isBad ? ('wrong' as const) : ('done' as const),
      at: t.moment(step.taken_at, now),
      detail: step.step === 'cancel' || step.step.startsWith('decide') ? step.note : undefined,
      photos: step.step === 'pack' ? proofs.evidence.flatMap((one) => evidencePhoto(t, one) ?? []) : undefined,
    }
  })
}

/** A step says who took it when the shop or the buyer could have. */
function stepTitle(t: Say, { step, taken_as }: OrderStepRow): string {
  return t.maybe(`seller.order.step.${step}.${taken_as}`) ?? t.maybe(`seller.order.step.${step}`) ?? step
}

function evidencePhoto(t: Say, { photo_name, colour }: Proofs['evidence'][number]) {
  return photoView({ name: photo_name, colour }, { alt: t('seller.order.proof'), widths: [160, 480] })
}

function sentBackView(t: Say, { send_back }: Proofs): OrderView['sentBack'] {
  if (!send_back) return undefined
  const { reason, words, photo_names } = send_back
  const alt = t('seller.order.sent_back.photo')
  return {
    reason: t(`seller.reason.${reason}`),
    words,
    photos: photo_names.flatMap((name) => photoView({ name, colour: null }, { alt }) ?? []),
  }
}

/** A courier took the parcel along. */
export async function postHandover(c: PageContext): Promise<Response> {
  return change(c, 'do', (tx, by, at) => shipOrder(tx, by, at))
}

/** The goods are back on the table: they can be sold again, or not. */
export async function postTakingBack(c: PageContext): Promise<Response> {
  const resalable = (await readForm(c)).text('resalable')
  return change(c, 'resalable', async (tx, by, at) => {
    if (resalable === '') throw new Refusal('invalid', 'seller.back.choose')
    await takeBack(tx, by, at, resalable === 'yes')
  })
}

async function change(
  c: PageContext,
  field: string,
  act: (tx: Tx, by: ShopActor, at: { shop_id: string; order_id: string }) => Promise<unknown>,
): Promise<Response> {
  const { t, market } = c.var.visit
  const order_id = orderIdOf(c)
  return answerForm(
    async () => {
      await changeHere(c, 'orders', (tx, { by }) => act(tx, by, { shop_id: by.shop_id, order_id }))
      await market.runner.settled(WITHIN_MS)
      return c.redirect(routes.order.href({ shop: handleOf(c), order: c.req.param('order') ?? '' }), 303)
    },
    (refusal) => orderPage(c, { field, message: refusalWords(t, refusal) }),
  )
}
