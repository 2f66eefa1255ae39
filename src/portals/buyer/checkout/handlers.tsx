import { type CartView, viewCart } from '../../../domains/cart/cart.ts'
import {
  type Address,
  listAddresses,
  type Person,
  readPerson,
  saveAddress,
  setName,
} from '../../../domains/identity/identity.ts'
import { previewVoucher } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { answerForm, PAGE_STATUS, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere } from '../../web/visit.ts'
import { standingsOf } from '../cart/cart-view.ts'
import { routes } from '../routes.ts'
import { rememberCity } from '../shelf/handlers.tsx'
import { cityHere } from '../shelf/shelf-view.ts'
import { addressField } from './address-form.tsx'
import { AddressPage } from './address-page.tsx'
import { type PayError, PayPage } from './pay-page.tsx'
import { addressChoice, payView } from './pay-view.ts'

/** First screen: where it shall come. Whoever has nothing to order is shown the cart. */
export async function showAddress(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { cart, addresses } = await readCheckout(c, person)
  if (!cart?.can_be_placed || cart.price_rose) return c.redirect(routes.cart.href(), 303)
  return addressPage(c, person, addresses, c.req.query('new') !== undefined)
}

/** All that both screens need, read together. */
export async function readCheckout(c: PageContext, person: Person) {
  const { market, cartId } = c.var.visit
  return market.db.read(async (tx) => {
    const [cart, addresses] = await Promise.all([
      cartId ? viewCart(tx, cartId) : Promise.resolve(undefined),
      listAddresses(tx, person),
    ])
    return { cart, addresses, standings: await standingsOf(tx, cart) }
  })
}

async function addressPage(
  c: PageContext,
  person: Person,
  addresses: readonly Address[],
  isNew: boolean,
  back?: { form: Form; refusal: Refusal },
): Promise<Response> {
  const { visit } = c.var
  const { t, market } = visit
  const own = await market.db.read((tx) => readPerson(tx, person, 'own', person.person_id))
  const saved = addresses.map((address) => addressChoice(visit, address))
  const error = back && {
    field: back.form.text('address') !== '' ? 'address' : addressField(back.refusal.reason),
    message: refusalWords(t, back.refusal),
  }
  return page(
    c,
    { title: t('buyer.address.title'), status: back ? PAGE_STATUS[back.refusal.code] : 200 },
    <AddressPage
      t={t}
      saved={saved}
      isNew={isNew}
      cities={market.cities}
      values={back?.form.values ?? { name: own.name ?? '', city: cityHere(c) }}
      hidden={formFields(c)}
      error={error}
    />,
  )
}

/** Takes a saved address or keeps a new one, and goes on to the bill. */
export async function chooseAddress(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const form = await readForm(c)
  const isNew = form.text('address') === ''
  return answerForm(
    async () => {
      const addressId = isNew ? await keepNew(c, person, form) : parseId('adr', form.text('address'))
      if (!addressId) throw new Refusal('invalid', 'identity.address_unknown')
      return c.redirect(routes.checkoutPayment.href({ address: shown('adr', addressId) }), 303)
    },
    async (refusal) => {
      const addresses = await c.var.visit.market.db.read((tx) => listAddresses(tx, person))
      return addressPage(c, person, addresses, isNew, { form, refusal })
    },
  )
}

/** The name on the first address becomes the person's own, so that nobody is asked twice. */
export async function keepNew(c: PageContext, person: Person, form: Form): Promise<string> {
  const { market } = c.var.visit
  const city_id = form.text('city')
  if (city_id !== '' && !market.places.provinces.has(city_id)) throw new Refusal('invalid', 'identity.city_missing')
  const address = {
    name: form.text('name'),
    phone: form.text('phone') || undefined,
    street: form.text('street'),
    area: form.text('area'),
    landmark: form.text('landmark'),
    city_id,
  }
  const addressId = await market.db.tx(async (tx) => {
    const own = await readPerson(tx, person, 'own', person.person_id)
    const kept = await saveAddress(tx, person, address)
    if (!own.name) await setName(tx, person, address.name.slice(0, 80))
    return kept
  })
  rememberCity(c, city_id)
  return addressId
}

/** Second screen: the bill, the way to pay, and the button. */
export async function showPayment(c: PageContext): Promise<Response> {
  const person = personHere(c)
  return paymentPage(c, person, c.req.query('address'), { method: 'cod', code: '', tip: '' })
}

/** The bill, also for a form that came back. */
export async function paymentPage(
  c: PageContext,
  person: Person,
  addressShown: string | undefined,
  said: PaySaid,
): Promise<Response> {
  const { visit } = c.var
  const { cart, addresses, standings } = await readCheckout(c, person)
  if (!cart?.can_be_placed || cart.price_rose) return c.redirect(routes.cart.href(), 303)
  const address = findAddress(addresses, addressShown)
  if (!address) return c.redirect(routes.checkout.href(), 303)
  const standing = [...standings.values()].sort((a, b) => a.trades - b.trades)[0]
  const discount = await discountFor(c, person, cart, said.code)
  const error = said.error ?? (discount && 'field' in discount ? discount : undefined)
  const known = discount && 'paisa' in discount ? discount : undefined
  const view = payView(visit, cart, address, { ...said, standing, discount: known })
  return page(
    c,
    { title: visit.t('buyer.pay.title'), status: error ? 422 : 200 },
    <PayPage t={visit.t} view={view} hidden={formFields(c)} error={error} />,
  )
}

/** What the form said so far, and what was wrong with it. */
export interface PaySaid {
  method: string
  code: string
  tip: string
  error?: PayError | undefined
}

/** What the code takes off, or why it does not help. */
async function discountFor(c: PageContext, person: Person, cart: CartView, code: string) {
  const { market, t } = c.var.visit
  if (code === '') return undefined
  try {
    return await market.db.read((tx) => previewVoucher(tx, person.person_id, code, cart.shops))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { field: 'code' as const, message: refusalWords(t, error) }
  }
}

/** The person's own address behind 'adr_…', or undefined. */
export function findAddress(addresses: readonly Address[], addressShown: string | undefined): Address | undefined {
  const id = parseId('adr', addressShown)
  return addresses.find(({ address_id }) => address_id === id)
}
