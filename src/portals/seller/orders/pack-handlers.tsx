import { OWN_RIDERS, parcelOfOrder, readLabel } from '../../../domains/delivery/delivery.ts'
import { cancelOrder, findOrderOfShop } from '../../../domains/orders/orders.ts'
import { packWithProof } from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { isLocale } from '../../../kit/text/locale.ts'
import { speak } from '../../../kit/text/messages.ts'
import { cityName } from '../../web/names.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { keepPhotos } from '../goods/ask-handlers.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'
import { changeHere, handleOf, lookHere, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { carrierName, lineView, orderIdOf } from './order-words.ts'
import { CancelPage, LabelPage, PackPage } from './pack-pages.tsx'

const WITHIN_MS = 2_000
const MOST_PHOTOS = 6

/** Why a shop cannot send what was ordered. */
const CANCEL_REASONS = ['sold_out', 'damaged', 'too_far', 'asked', 'else'] as const

function namesOf(c: PageContext): { shop: string; order: string } {
  return { shop: handleOf(c), order: c.req.param('order') ?? '' }
}

export function getPacking(c: PageContext): Promise<Response> {
  return packPage(c)
}

async function packPage(c: PageContext, back?: { wrong: Wrong; carrier: string }): Promise<Response> {
  const { t, market } = c.var.visit
  const orderId = orderIdOf(c)
  const { here, view } = await readHere(c, 'orders', (tx, { by }) => findOrderOfShop(tx, by, orderId))
  const { order, lines } = view
  if (order.state !== 'placed' && !back) return c.redirect(routes.order.href(namesOf(c)), 303)
  const carriers = [OWN_RIDERS, ...market.couriers.keys()].map((name) => ({
    value: name,
    label: carrierName(t, name),
    hint: t(name === OWN_RIDERS ? 'seller.pack.riders.hint' : 'seller.pack.courier.hint'),
    icon: name === OWN_RIDERS ? ('bike' as const) : ('truck' as const),
  }))
  const body = (
    <PackPage
      t={t}
      number={order.number}
      lines={lines.map((line) => ({ ...lineView(t, line), pricePaisa: undefined }))}
      carriers={carriers}
      carrier={back?.carrier || OWN_RIDERS}
      wrong={back?.wrong}
      hidden={formFields(c)}
      links={{ pack: routes.packing.href(namesOf(c)), order: routes.order.href(namesOf(c)) }}
    />
  )
  const title = t('seller.pack.title', { number: order.number })
  return shopPage(c, here, { title, at: 'orders', status: back ? 422 : 200 }, body)
}

/** Keeps the photos of what goes in, books the parcel, and shows its label. */
export async function postPacking(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const order_id = orderIdOf(c)
  const form = await readForm(c)
  const carrier = form.text('carrier') || OWN_RIDERS
  const files = form.files('photo')
  return answerForm(
    async () => {
      if (carrier !== OWN_RIDERS && !market.couriers.has(carrier)) {
        throw new Refusal('invalid', 'seller.pack.no_carrier', { field: 'carrier' })
      }
      if (files.length > MOST_PHOTOS) throw new Refusal('invalid', 'trust.too_many_photos', { most: MOST_PHOTOS })
      const { view } = await readHere(c, 'orders', (tx, { by }) => findOrderOfShop(tx, by, order_id))
      if (view.order.state !== 'placed') throw new Refusal('conflict', 'orders.not_now')
      const photos = await keepPhotos(market.storage, files)
      await changeHere(c, 'orders', (tx, { by }) =>
        packWithProof(tx, by, { shop_id: by.shop_id, order_id }, { photos, carrier }),
      )
      await market.runner.settled(WITHIN_MS)
      return c.redirect(routes.label.href(namesOf(c), { done: 'packed' }), 303)
    },
    (refusal) => {
      const wrong = { field: String(refusal.values.field ?? 'photo'), message: refusalWords(t, refusal) }
      return packPage(c, { wrong, carrier })
    },
  )
}

/** The label, as long as the parcel is on its way. */
export async function getLabel(c: PageContext): Promise<Response> {
  const { t, market, locale } = c.var.visit
  const orderId = orderIdOf(c)
  const { here, view } = await lookHere(c, 'orders', async (tx, { by }) => {
    const [{ order }, parcel] = await Promise.all([
      findOrderOfShop(tx, by, orderId),
      parcelOfOrder(tx, by.shop_id, orderId),
    ])
    if (!parcel) throw new Refusal('not_found', 'delivery.parcel_unknown')
    return { order, label: await readLabel(tx, by, parcel) }
  })
  const { order, label } = view
  const { to } = label
  const body = (
    <LabelPage
      t={t}
      number={order.number}
      code={label.shown_code}
      qr={label.carrier === OWN_RIDERS ? `${market.origin}/ride/parcels/${label.label_code}` : label.label_code}
      carrier={carrierName(t, label.carrier)}
      tracking={label.carrier === OWN_RIDERS ? undefined : label.tracking || undefined}
      codPaisa={label.cod_paisa}
      from={`${here.shop.name}, ${cityName(locale, market.cities, here.shop.city_id)}`}
      to={{
        name: to.name,
        phone: t.phone(to.phone),
        lines: [to.street, to.landmark, to.area].filter(Boolean),
        city: cityName(locale, market.cities, to.city_id),
      }}
      isNew={c.req.query('done') === 'packed'}
      links={{
        order: routes.order.href(namesOf(c)),
        next: routes.orders.href({ shop: handleOf(c) }),
      }}
    />
  )
  return shopPage(c, here, { title: t('seller.label.title'), at: 'orders' }, body)
}

export function getCancellation(c: PageContext): Promise<Response> {
  return cancelPage(c)
}

async function cancelPage(c: PageContext, back?: { wrong: Wrong; reason: string; words: string }): Promise<Response> {
  const { t } = c.var.visit
  const orderId = orderIdOf(c)
  const { here, view } = await readHere(c, 'orders', (tx, { by }) => findOrderOfShop(tx, by, orderId))
  const { number } = view.order
  const body = (
    <CancelPage
      t={t}
      number={number}
      reasons={CANCEL_REASONS.map((value) => ({ value, label: t(`seller.cancel.reason.${value}`) }))}
      reason={back?.reason}
      words={back?.words ?? ''}
      wrong={back?.wrong}
      hidden={formFields(c)}
      links={{ cancel: routes.cancellation.href(namesOf(c)), order: routes.order.href(namesOf(c)) }}
    />
  )
  const title = t('seller.cancel.title', { number })
  return shopPage(c, here, { title, at: 'orders', status: back ? 422 : 200 }, body)
}

/** Calls the order off. The reason is written in the buyer's language, and the shop's own words as they are. */
export async function postCancellation(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const order_id = orderIdOf(c)
  const form = await readForm(c)
  const reason = CANCEL_REASONS.find((known) => known === form.text('reason'))
  const words = form.text('words').slice(0, 300)
  return answerForm(
    async () => {
      if (!reason || (reason === 'else' && words === '')) throw new Refusal('invalid', 'seller.cancel.choose')
      await changeHere(c, 'orders', async (tx, { by }) => {
        const { order } = await findOrderOfShop(tx, by, order_id)
        const say = speak(isLocale(order.language) ? order.language : 'en')
        const said = reason === 'else' ? '' : say(`seller.cancel.told.${reason}`)
        await cancelOrder(tx, by, { shop_id: by.shop_id, order_id }, [said, words].filter(Boolean).join(' '))
      })
      await market.runner.settled(WITHIN_MS)
      return c.redirect(routes.order.href(namesOf(c)), 303)
    },
    (refusal) => {
      const wrong = { field: 'reason', message: refusalWords(t, refusal) }
      return cancelPage(c, { wrong, reason: form.text('reason'), words })
    },
  )
}
