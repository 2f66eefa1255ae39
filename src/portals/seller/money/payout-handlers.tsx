import type { ShopActor } from '../../../domains/identity/identity.ts'
import {
  askPayout,
  getPayoutDetails,
  getPayoutPlan,
  listDebts,
  listStopsOf,
  type PayoutPlan,
  sayNotMe,
  setPayoutPlan,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, type Visit } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, handleOf, readHere, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { getMoney } from './handlers.tsx'
import type { PayoutPartsView } from './payout-parts.tsx'
import { PlanPage, SCHEDULES } from './plan-page.tsx'

const SETTLE_MS = 2_000

/** What the money page says about payouts. */
export async function readPayoutParts(tx: Tx, by: ShopActor) {
  const [stops, plan, debts, details] = await Promise.all([
    listStopsOf(tx, by),
    getPayoutPlan(tx, by),
    listDebts(tx, by),
    getPayoutDetails(tx, by),
  ])
  return { stops, plan, debts: debts.filter(({ repaid_at }) => repaid_at === null), details }
}

export function payoutPartsView(
  visit: Visit,
  by: ShopActor,
  facts: Awaited<ReturnType<typeof readPayoutParts>>,
  shop: string,
  done: string | undefined,
): PayoutPartsView {
  const { t, now, market } = visit
  const { stops, plan, debts, details } = facts
  const isOwner = by.role === 'owner'
  const waits = details !== undefined && details.usable_from > now
  return {
    held: stops.map(({ cause }) => t(`payouts.cause.${cause}`)),
    helpPhone: market.helpPhone,
    nameWaits: details?.name_state === 'ask',
    wasStopped: done === 'stopped',
    notMeHref: waits ? routes.notMe.href({ shop }) : undefined,
    plan: planWords(t, plan),
    planHref: isOwner ? routes.plan.href({ shop }) : undefined,
    askHref: isOwner && details && !plan.asked_at && stops.length === 0 ? routes.askPayout.href({ shop }) : undefined,
    isAsked: plan.asked_at !== null,
    debts: debts.map((debt) => ({
      id: debt.debt_id,
      why: t(`payouts.shop.debt.${debt.kind}`),
      note: debt.note,
      when: t.moment(debt.owed_at, now),
      paisa: debt.amount_paisa,
      leftPaisa: debt.amount_paisa - debt.repaid_paisa,
    })),
  }
}

function planWords(t: Say, plan: PayoutPlan): string {
  const least = t.rupees(plan.least_paisa)
  if (plan.schedule === 'asked') return t('payouts.shop.plan.asked')
  if (plan.schedule === 'daily' || plan.weekday === null) return t('payouts.shop.plan.daily', { least })
  return t('payouts.shop.plan.weekly', { least, day: t.maybe(`payouts.day.${plan.weekday}`) ?? '' })
}

const moneyHref = (c: PageContext, done?: string) =>
  routes.money.href({ shop: handleOf(c) }, done === undefined ? {} : { done })

/** Money moves only for somebody who has proved lately who is there. */
const proved = (c: PageContext, act: () => Promise<Response>) => whenProved(c, moneyHref(c), act)

/** The owner asks to be paid with the next file. */
export function postAskPayout(c: PageContext): Promise<Response> {
  return proved(c, () =>
    answerForm(
      async () => {
        await changeHere(c, 'money', (tx, { by }) => askPayout(tx, by))
        return c.redirect(moneyHref(c), 303)
      },
      (refusal) => getMoney(c, refusal),
    ),
  )
}

/** “This was not me”: stopping needs no proof, so that nothing stands in the way of whoever was robbed. */
export async function postNotMe(c: PageContext): Promise<Response> {
  await changeHere(c, 'any', (tx, { by }) => sayNotMe(tx, by))
  await c.var.visit.market.runner.settled(SETTLE_MS)
  return c.redirect(moneyHref(c, 'stopped'), 303)
}

export function getPlan(c: PageContext): Promise<Response> {
  return planPage(c)
}

const FIELD_OF: Readonly<Record<string, string>> = { 'payments.weekday': 'weekday', 'payments.least': 'least' }

async function planPage(c: PageContext, again?: { form: Form; refusal: Refusal }): Promise<Response> {
  const { t } = c.var.visit
  const { here, view: plan } = await readHere(c, 'money', (tx, { by }) => getPayoutPlan(tx, by))
  if (here.by.role !== 'owner') throw new Refusal('forbidden', 'payments.owner_only')
  const shop = handleOf(c)
  const typed = again?.form
  const body = (
    <PlanPage
      t={t}
      schedule={typed?.text('schedule') ?? plan.schedule}
      weekday={typed?.text('weekday') ?? String(plan.weekday ?? 5)}
      least={typed?.text('least') ?? String(plan.least_paisa / 100n)}
      wrong={again && { field: FIELD_OF[again.refusal.reason] ?? 'schedule', message: refusalWords(t, again.refusal) }}
      hidden={formFields(c)}
      links={{ save: routes.plan.href({ shop }), money: routes.money.href({ shop }) }}
    />
  )
  return shopPage(c, here, { title: t('payouts.shop.plan'), at: 'money', status: again ? 422 : 200 }, body)
}

export async function postPlan(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return proved(c, () =>
    answerForm(
      async () => {
        const schedule = SCHEDULES.find((known) => known === form.text('schedule')) ?? 'daily'
        const least_paisa = parseRupees(form.text('least')) ?? 0n
        const plan = { schedule, weekday: Number(form.text('weekday')), least_paisa }
        await changeHere(c, 'money', (tx, { by }) => setPayoutPlan(tx, by, plan))
        return c.redirect(moneyHref(c, 'saved'), 303)
      },
      (refusal) => {
        if (refusal.code !== 'invalid') throw refusal
        return planPage(c, { form, refusal })
      },
    ),
  )
}
