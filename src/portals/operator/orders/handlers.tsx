import { assignRider, parcelOfOrder } from '../../../domains/delivery/delivery.ts'
import { findShop, listPeopleWithRole, type Operator, readPeople } from '../../../domains/identity/identity.ts'
import { cancelOrder, FAULTS, findOrder, type OrderAt } from '../../../domains/orders/orders.ts'
import { decide, unlockCodes } from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { latinDigits } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, isProved, lookAsOperator, proofHref, readAsOperator, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { OrderPage } from './order-page.tsx'
import { ContactsPage, RiderPage } from './order-people.tsx'
import { readOrderView } from './order-view.ts'

/** The order of the address. Refuses: not_found orders.unknown. */
function orderIdOf(c: PageContext): string {
  const id = parseId('ord', c.req.param('order'))
  if (!id) throw new Refusal('not_found', 'orders.unknown')
  return id
}

const hrefOf = (c: PageContext) => routes.order.href({ order: c.req.param('order') ?? '' })

export function showOrder(c: PageContext): Promise<Response> {
  return orderPage(c)
}

/** Ends an order that nobody else can end, for one side, with a reason that both read. */
export async function decideOrder(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return change(c, form, async (tx, by, at) => {
    const side = form.text('side')
    if (side !== 'shop' && side !== 'buyer' && side !== 'split') {
      throw new Refusal('invalid', 'operator.decide.which')
    }
    const fault = FAULTS.find((one) => one === form.text('fault')) ?? 'market'
    const buyer_percent = Number(latinDigits(form.text('percent')).replace(/\s*%$/, ''))
    const no_cash = form.text('no_cash') === 'yes'
    await decide(tx, by, at, { side, words: form.text('words'), fault, buyer_percent, no_cash })
  })
}

/** Calls off an order that has not left its shop. */
export async function cancel(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return change(c, form, async (tx, by, at) => {
    const words = form.text('words')
    if (words.length < 5) throw new Refusal('invalid', 'orders.reason_needed')
    await cancelOrder(tx, by, at, words)
  })
}

/** Lets a locked code be tried again, after the operator has spoken with the buyer. */
export async function unlock(c: PageContext): Promise<Response> {
  await changeAsOperator(c, async (tx, by) => unlockCodes(tx, by, await atOf(tx, orderIdOf(c))))
  return c.redirect(hrefOf(c), 303)
}

function change(
  c: PageContext,
  form: Form,
  act: (tx: Tx, by: Operator, at: OrderAt) => Promise<unknown>,
): Promise<Response> {
  return whenProved(c, hrefOf(c), () =>
    answerForm(
      async () => {
        await changeAsOperator(c, async (tx, by) => act(tx, by, await atOf(tx, orderIdOf(c))))
        await c.var.visit.market.runner.settled(2_000)
        return c.redirect(hrefOf(c), 303)
      },
      (refusal) => orderPage(c, { refusal, side: form.text('side'), words: form.text('words') }),
    ),
  )
}

async function atOf(tx: Tx, orderId: string): Promise<OrderAt> {
  const { order } = await findOrder(tx, orderId)
  return { shop_id: order.party_id, order_id: order.order_id }
}

async function orderPage(c: PageContext, again?: { refusal: Refusal; side: string; words: string }): Promise<Response> {
  const { visit } = c.var
  const view = await readAsOperator(c, (tx, by) => readOrderView(tx, by, visit, orderIdOf(c)))
  const reason = again && refusalWords(visit.t, again.refusal)
  const field = again?.refusal.reason
  const acts = {
    hidden: formFields(c),
    proofHref: isProved(c) ? undefined : proofHref(hrefOf(c)),
    kept: { side: again?.side ?? '', words: again?.words ?? '' },
    errors: {
      side: field === 'operator.decide.which' ? reason : undefined,
      words: field === 'orders.reason_needed' ? reason : undefined,
      percent: field === 'orders.percent' ? reason : undefined,
    },
  }
  return officePage(
    c,
    { title: view.number, at: 'orders', refusal: again?.refusal },
    <OrderPage view={view} acts={acts} />,
  )
}

/** Whom to call about an order. The page is a look at their data: it is logged, and they can read that. */
export async function showContacts(c: PageContext): Promise<Response> {
  const { t } = c.var.visit
  const view = await lookAsOperator(c, async (tx, by) => {
    const { order } = await findOrder(tx, orderIdOf(c))
    const [shop, parcel] = await Promise.all([
      findShop(tx, order.party_id),
      parcelOfOrder(tx, order.party_id, order.order_id),
    ])
    const ids = { buyer: order.buyer_id, shop: shop.opened_by, rider: parcel?.rider_id ?? undefined }
    const people = await readPeople(
      tx,
      by,
      'support',
      Object.values(ids).flatMap((id) => id ?? []),
      order.order_id,
    )
    const roles = ['buyer', 'shop', 'rider'] as const
    return {
      number: order.number,
      people: roles.flatMap((role) => {
        const facts = people.get(ids[role] ?? '')
        return facts ? [{ role, name: facts.name ?? '', phone: facts.phone, language: facts.language }] : []
      }),
    }
  })
  return officePage(
    c,
    { title: t('operator.contacts.title'), at: 'orders' },
    <ContactsPage t={t} back={hrefOf(c)} {...view} />,
  )
}

export function showRiders(c: PageContext): Promise<Response> {
  return riderPage(c)
}

/** Gives the parcel of an order to a rider, or to another one. */
export async function giveToRider(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return answerForm(
    async () => {
      const riderId = parseId('per', form.text('rider'))
      if (!riderId) throw new Refusal('invalid', 'operator.rider.which')
      await changeAsOperator(c, async (tx, by) => {
        const at = await atOf(tx, orderIdOf(c))
        const parcel = await parcelOfOrder(tx, at.shop_id, at.order_id)
        if (!parcel) throw new Refusal('not_found', 'delivery.parcel_unknown')
        const riders = await listPeopleWithRole(tx, by, 'rider')
        if (!riders.some(({ person_id }) => person_id === riderId)) throw new Refusal('invalid', 'operator.rider.which')
        await assignRider(tx, by, parcel, riderId)
      })
      return c.redirect(hrefOf(c), 303)
    },
    (refusal) => riderPage(c, refusal),
  )
}

async function riderPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t } = c.var.visit
  const view = await lookAsOperator(c, async (tx, by) => {
    const { order } = await findOrder(tx, orderIdOf(c))
    const [parcel, riders] = await Promise.all([
      parcelOfOrder(tx, order.party_id, order.order_id),
      listPeopleWithRole(tx, by, 'rider'),
    ])
    const ids = riders.map(({ person_id }) => person_id)
    const people = await readPeople(tx, by, 'support', ids, order.order_id)
    return {
      number: order.number,
      chosen: parcel?.rider_id ? shown('per', parcel.rider_id) : undefined,
      riders: ids.map((id) => ({ id: shown('per', id), name: people.get(id)?.name ?? '' })),
    }
  })
  const error = refusal && refusalWords(t, refusal)
  return officePage(
    c,
    { title: t('operator.rider.title'), at: 'orders', refusal, isBeside: true },
    <RiderPage
      t={t}
      back={hrefOf(c)}
      action={routes.rider.href({ order: c.req.param('order') ?? '' })}
      hidden={formFields(c)}
      error={error}
      {...view}
    />,
  )
}
