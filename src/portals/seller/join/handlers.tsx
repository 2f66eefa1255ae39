import { actForShop, listShopsOf, openShop, type ShopOfPerson } from '../../../domains/identity/identity.ts'
import { listShopOrders, ORDER_STATES } from '../../../domains/orders/orders.ts'
import { readCommissionRules } from '../../../domains/payments/payments.ts'
import { later } from '../../../kit/clock/clock.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { answerForm, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { ChooserPage } from './chooser-page.tsx'
import { InvitationPage, JOIN_STEPS, JoinPage, type JoinStep, type JoinView } from './join-pages.tsx'

/** The door: who has no shop is invited, who has one is led in, who has several chooses. */
export async function getDoor(c: PageContext): Promise<Response> {
  const { t, market, session } = c.var.visit
  const shops = session ? await market.db.read((tx) => listShopsOf(tx, personHere(c))) : []
  if (shops.length > 0) return leadTo(c, shops, (shop) => routes.today.href({ shop }))
  const rules = await market.db.read(readCommissionRules)
  const general = rules.find(({ category_id }) => category_id === null)
  return page(
    c,
    { title: t('seller.invite.title'), description: t('seller.invite.words'), room: 'seller', canonical: '/sell' },
    <InvitationPage t={t} commission={t.percent((general?.basis_points ?? 0) / 10_000)} />,
  )
}

/** A room of a shop without saying of which, as messages to shops name it. */
export async function getAnyRoom(c: PageContext, roomOf: (handle: string) => string): Promise<Response> {
  const person = personHere(c)
  const shops = await c.var.visit.market.db.read((tx) => listShopsOf(tx, person))
  return shops.length === 0 ? c.redirect(routes.door.href(), 303) : leadTo(c, shops, roomOf)
}

/** An order by the number that stands in a message, in whichever shop of this person it is; else the orders. */
export async function getAnyOrder(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market, now } = c.var.visit
  const number = (c.req.query('number') ?? '').trim().toUpperCase()
  const found = await market.db.read(async (tx) => {
    for (const { party_id, handle, tasks } of number === '' ? [] : await listShopsOf(tx, person)) {
      if (!tasks.includes('orders')) continue
      const by = await actForShop(tx, person, party_id, 'orders')
      const orders = await listShopOrders(tx, by, { states: ORDER_STATES, before: later(now, 60_000), limit: 100 })
      const order = orders.find((one) => one.number === number)
      if (order) return routes.order.href({ shop: handle, order: shown('ord', order.order_id) })
    }
    return undefined
  })
  return found ? c.redirect(found, 303) : getAnyRoom(c, (shop) => routes.orders.href({ shop }))
}

function leadTo(c: PageContext, shops: readonly ShopOfPerson[], hrefOf: (handle: string) => string): Response {
  const { t } = c.var.visit
  const [first, second] = shops
  if (first && !second) return c.redirect(hrefOf(first.handle), 303)
  return page(
    c,
    { title: t('seller.choose.title'), room: 'seller' },
    <ChooserPage t={t} shops={shops} hrefOf={hrefOf} />,
  )
}

/** The questions of joining, by address: the phone's own back button goes back, and nothing is lost. */
export function getJoin(c: PageContext): Response {
  personHere(c)
  const { t, market } = c.var.visit
  const answers = answersFrom((name) => c.req.query(name)?.trim() ?? '')
  const asked = JOIN_STEPS.find((step) => step === c.req.query('step')) ?? 'name'
  if (asked !== 'name' && answers.name === '') {
    return joinPage(c, 'name', answers, { field: 'name', message: t('identity.shop_name_missing') })
  }
  const isPlace = market.cities.some(({ city_id }) => city_id === answers.city)
  if (asked === 'about' && !isPlace) {
    return joinPage(c, 'place', { ...answers, city: '' }, { field: 'city', message: t('identity.city_missing') })
  }
  return joinPage(c, asked, answers)
}

/** Opens the shop, and goes straight on to its first goods. */
export async function postJoin(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { t, market, locale } = c.var.visit
  const form: Form = await readForm(c)
  const answers = answersFrom(form.text)
  if (!market.cities.some(({ city_id }) => city_id === answers.city)) {
    return joinPage(c, 'place', answers, { field: 'city', message: t('identity.city_missing') })
  }
  return answerForm(
    async () => {
      const { name, area, about, city } = answers
      const shop = await market.db.tx((tx) =>
        openShop(tx, person, { name, area, about, city_id: city, language: locale }),
      )
      return c.redirect(routes.newListing.href({ shop: shop.handle }), 303)
    },
    (refusal) => {
      const at = PLACE_OF[refusal.reason] ?? { step: 'about', field: 'about' }
      return joinPage(c, at.step, answers, { field: at.field, message: refusalWords(t, refusal) })
    },
  )
}

/** Where each answer is given, so that the question comes back with what was wrong with it. */
const PLACE_OF: Readonly<Record<string, { step: JoinStep; field: string }>> = {
  'identity.shop_name_missing': { step: 'name', field: 'name' },
  'identity.name_long': { step: 'name', field: 'name' },
  'identity.city_missing': { step: 'place', field: 'city' },
  'identity.address_long': { step: 'place', field: 'area' },
}

function answersFrom(text: (name: string) => string): JoinView['answers'] {
  return { name: text('name'), city: text('city'), area: text('area'), about: text('about') }
}

function joinPage(c: PageContext, step: JoinStep, answers: JoinView['answers'], error?: JoinView['error']): Response {
  const { t, market } = c.var.visit
  const view = { t, step, answers, error, cities: market.cities, hidden: formFields(c) }
  return page(c, { title: t('seller.invite.open'), room: 'seller', status: error ? 422 : 200 }, <JoinPage {...view} />)
}
