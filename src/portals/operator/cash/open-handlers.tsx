import { ordersOfTrackings } from '../../../domains/delivery/delivery.ts'
import { readPeople } from '../../../domains/identity/identity.ts'
import { findOrder } from '../../../domains/orders/orders.ts'
import {
  daysSince,
  getBreak,
  getCashClaim,
  noteClaimSent,
  ownBreak,
  recheckBreak,
  type Settling,
  settleBreak,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, lookAsOperator, readAsOperator, whenProved } from '../here.ts'
import { holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { BreakPage, ClaimPage } from './open-pages.tsx'

interface Again {
  refusal: Refusal
  form: Form
}

function breakIdOf(c: PageContext): string {
  const id = parseId('brk', c.req.param('break'))
  if (!id) throw new Refusal('not_found', 'cash.no_break')
  return id
}

const breakHref = (c: PageContext) => routes.cashBreak.href({ break: c.req.param('break') ?? '' })

export function showBreak(c: PageContext): Promise<Response> {
  return breakPage(c)
}

async function breakPage(c: PageContext, again?: Again): Promise<Response> {
  const { t, now } = c.var.visit
  const { found, order, owner } = await lookAsOperator(c, async (tx, by) => {
    const one = await getBreak(tx, by, breakIdOf(c))
    const names = await readPeople(tx, by, 'support', one.owner_id ? [one.owner_id] : [])
    return { found: one, order: await orderOf(tx, one.order_id), owner: names.get(one.owner_id ?? '')?.name ?? '' }
  })
  if (found.settled_at) return c.redirect(routes.cash.href(), 303)
  const kind = t(`cash.kind.${found.kind}`)
  return officePage(
    c,
    { title: kind, at: 'money', refusal: again?.refusal, isBeside: true },
    <BreakPage
      view={{
        t,
        id: c.req.param('break') ?? '',
        kind,
        words: t(`cash.kind.${found.kind}.words`),
        courier: holderWords(t, found.courier),
        tracking: found.tracking,
        order,
        days: daysSince(found.opened_at, now),
        owner,
        isShort: found.open_paisa > 0n,
        canRecheck: found.kind === 'unknown' || found.kind === 'undelivered',
        amount_paisa: found.open_paisa,
        hidden: formFields(c),
        values: again?.form.values ?? {},
        error: again && refusalWords(t, again.refusal),
      }}
    />,
  )
}

async function orderOf(tx: Tx, orderId: string | null) {
  return orderId ? { id: shown('ord', orderId), number: (await findOrder(tx, orderId)).order.number } : undefined
}

/** Takes a break on. */
export function takeBreakOn(c: PageContext): Promise<Response> {
  return onBreak(c, breakHref(c), (tx, by) => ownBreak(tx, by, breakIdOf(c)))
}

/** Looks again whether the parcel is known and delivered by now. */
export function lookAgain(c: PageContext): Promise<Response> {
  return onBreak(c, routes.cash.href(), (tx, by) => recheckBreak(tx, by, breakIdOf(c), ordersOfTrackings))
}

/** Ends a break by hand. */
export function endBreak(c: PageContext): Promise<Response> {
  return onBreak(c, routes.cash.href(), (tx, by, form) => {
    const how = form.text('how')
    const isKnown = ['paid', 'written_off', 'paid_back', 'kept'].includes(how)
    if (!isKnown) throw new Refusal('invalid', 'cash.settling')
    return settleBreak(tx, by, breakIdOf(c), { how: how as Settling, note: form.text('note') })
  })
}

type Act = (tx: Tx, by: Parameters<typeof ownBreak>[1], form: Form) => Promise<void>

async function onBreak(c: PageContext, then: string, act: Act): Promise<Response> {
  const form = await readForm(c)
  return whenProved(c, breakHref(c), () =>
    answerForm(
      async () => {
        await changeAsOperator(c, (tx, by) => act(tx, by, form))
        return c.redirect(then, 303)
      },
      (refusal) => breakPage(c, { refusal, form }),
    ),
  )
}

function claimIdOf(c: PageContext): string {
  const id = parseId('clm', c.req.param('claim'))
  if (!id) throw new Refusal('not_found', 'cash.no_claim')
  return id
}

export function showClaim(c: PageContext): Promise<Response> {
  return claimPage(c)
}

async function claimPage(c: PageContext, again?: Again): Promise<Response> {
  const { t, now } = c.var.visit
  const { claim, order } = await readAsOperator(c, async (tx, by) => {
    const found = await getCashClaim(tx, by, claimIdOf(c))
    return { claim: found, order: await orderOf(tx, found.order_id) }
  })
  if (!order) throw new Refusal('not_found', 'cash.no_claim')
  const courier = holderWords(t, claim.courier)
  return officePage(
    c,
    { title: t('cash.claim.title', { courier }), at: 'money', refusal: again?.refusal, isBeside: true },
    <ClaimPage
      view={{
        t,
        id: c.req.param('claim') ?? '',
        courier,
        order,
        days: daysSince(claim.delivered_at, now),
        note: claim.note,
        amount_paisa: claim.amount_paisa,
        hidden: formFields(c),
        values: again?.form.values ?? {},
        error: again && refusalWords(t, again.refusal),
      }}
    />,
  )
}

/** Writes down how the cash was demanded. */
export async function demandCash(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return answerForm(
    async () => {
      await changeAsOperator(c, (tx, by) => noteClaimSent(tx, by, claimIdOf(c), form.text('note')))
      return c.redirect(routes.cash.href(), 303)
    },
    (refusal) => claimPage(c, { refusal, form }),
  )
}
