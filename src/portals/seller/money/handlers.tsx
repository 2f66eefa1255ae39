import { findOrderOfShop, type OrderRow, orderNumber } from '../../../domains/orders/orders.ts'
import {
  type ExtraRow,
  getPayoutDetails,
  listExtras,
  listMoney,
  listPayouts,
  type MoneyRow,
  setPayoutDetails,
  takenByDebts,
} from '../../../domains/payments/payments.ts'
import { DAY_MS } from '../../../kit/clock/clock.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { PAGE_STATUS, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, type Visit } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'
import { changeHere, handleOf, readHere, whenProved } from '../here.ts'
import { earnedOf } from '../orders/order-words.ts'
import { routes } from '../routes.ts'
import { AccountPage, type ExtraRowView, MoneyPage, type MoneyRowView } from './money-page.tsx'
import { type MoneyPlace, moneySums, placeOf, wholeRupees } from './money-sums.ts'
import { payoutPartsView, readPayoutParts } from './payout-handlers.tsx'
import { PayoutParts } from './payout-parts.tsx'

/** The newest; the passbook holds them all. */
const ROWS = 20
const SUMMED = 1_000

/** The shop's money: sums first, then order by order. */
export async function getMoney(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { visit } = c.var
  const { t, now } = visit
  const { here, view } = await readHere(c, 'money', async (tx, { by }) => {
    const [rows, extras, taken_paisa, payouts, details] = await Promise.all([
      listMoney(tx, by, SUMMED),
      listExtras(tx, by),
      takenByDebts(tx, by),
      listPayouts(tx, by),
      getPayoutDetails(tx, by),
    ])
    const parts = await readPayoutParts(tx, by)
    const shownRows = rows.slice(0, ROWS)
    const orders = await Promise.all(shownRows.map(({ order_id }) => findOrderOfShop(tx, by, order_id)))
    return { rows, extras, taken_paisa, shownRows, orders, payouts, details, parts }
  })
  const { rows, extras, taken_paisa, shownRows, orders, payouts, details, parts } = view
  const sums = moneySums({ rows, extras, taken_paisa, now })
  const names = { shop: handleOf(c) }
  const body = (
    <MoneyPage
      t={t}
      figures={[
        { label: t('seller.money.sum.held', { count: sums.held_count }), value: t.number(sums.held_count) },
        { label: t('seller.money.sum.collected'), value: t.rupeesShort(wholeRupees(sums.collected_paisa)) },
        ...(sums.waits_paisa > 0n
          ? [{ label: t('seller.money.sum.waits'), value: t.rupeesShort(wholeRupees(sums.waits_paisa)) }]
          : []),
        { label: t('seller.money.sum.ready'), value: t.rupeesShort(wholeRupees(sums.ready_paisa)) },
        { label: t('seller.money.sum.paid'), value: t.rupeesShort(wholeRupees(sums.paid_paisa)) },
      ]}
      readyPaisa={sums.ready_paisa}
      account={
        details && {
          kind: details.kind,
          tail: details.shown_tail,
          waits: details.usable_from > now ? t.relative(details.usable_from, now) : undefined,
        }
      }
      accountHref={here.by.role === 'owner' ? routes.account.href(names) : undefined}
      extras={extras.map((extra) => extraRow(visit, names.shop, extra))}
      rows={shownRows.map((row, index) => moneyRow(visit, names.shop, row, orders[index]?.order))}
      payouts={payouts.map(({ payout_id, made_at, ended_at, amount_paisa, state }) => ({
        id: payout_id,
        when: t.moment(ended_at ?? made_at, now),
        amountPaisa: amount_paisa,
        state,
      }))}
      saved={c.req.query('done') === 'saved'}
      refused={refusal && refusalWords(t, refusal)}
      payoutParts={
        <PayoutParts
          t={t}
          view={payoutPartsView(visit, here.by, parts, names.shop, c.req.query('done'))}
          hidden={formFields(c)}
        />
      }
      links={{
        passbook: routes.passbook.href(names),
        codes: routes.codes.href(names),
        taxes: routes.taxes.href(names),
        data: routes.data.href(names),
      }}
    />
  )
  return shopPage(
    c,
    here,
    { title: t('seller.money.title'), at: 'money', status: refusal ? PAGE_STATUS[refusal.code] : 200 },
    body,
  )
}

/** Whose word it waits for, or since when it is where it is. */
function whyOf(t: Say, place: MoneyPlace, row: MoneyRow, facts: { when: string; due: string }, now: Date): string {
  if (place !== 'waits') return t(`seller.money.why.${place}`, facts)
  if (row.disputed_at || !row.held_until) return t('seller.money.why.disputed')
  const isOpen = row.held_until.getTime() - now.getTime() > 30 * DAY_MS
  return isOpen ? t('seller.money.why.looked') : t('seller.money.why.waits', { when: t.moment(row.held_until, now) })
}

function extraRow({ t, now }: Visit, shop: string, extra: ExtraRow): ExtraRowView {
  return {
    id: extra.earning_id,
    href: routes.order.href({ shop, order: shown('ord', extra.order_id) }),
    number: orderNumber(extra.order_id),
    place: extra.payout_id ? 'in_payout' : 'ready',
    why: t(`seller.money.extra.${extra.kind}`, { when: t.moment(extra.earned_at, now) }),
    paisa: extra.amount_paisa,
  }
}

function moneyRow({ t, now }: Visit, shop: string, row: MoneyRow, order: OrderRow | undefined): MoneyRowView {
  const place = placeOf(row, now)
  const isLost = place === 'returned' || place === 'void'
  const earned = row.earned_paisa ?? (order && earnedOf(order))
  const when = t.moment(row.ended_at ?? row.promised_at, now)
  return {
    id: row.order_id,
    href: routes.order.href({ shop, order: shown('ord', row.order_id) }),
    number: order?.number ?? orderNumber(row.order_id),
    place,
    why: whyOf(t, place, row, { when, due: order?.due_at ? t.relative(order.due_at, now) : '' }, now),
    paidPaisa: row.amount_paisa,
    takenPaisa: isLost || earned === undefined ? undefined : row.amount_paisa - earned,
    earnedPaisa: isLost ? undefined : earned,
  }
}

/** The form is shown only after a fresh proof, so that nobody fills it in for nothing. */
export async function getAccount(c: PageContext): Promise<Response> {
  return proved(c, () => accountPage(c))
}

const proved = (c: PageContext, act: () => Promise<Response>) =>
  whenProved(c, routes.account.href({ shop: handleOf(c) }), act)

async function accountPage(c: PageContext, back?: { wrong: Wrong; form: Form }): Promise<Response> {
  const { t } = c.var.visit
  const { here, view: details } = await readHere(c, 'money', (tx, { by }) => getPayoutDetails(tx, by))
  if (here.by.role !== 'owner') throw new Refusal('forbidden', 'payments.owner_only')
  const names = { shop: handleOf(c) }
  const kind = back?.form.text('kind') ?? details?.kind
  const body = (
    <AccountPage
      t={t}
      kind={kind === 'bank' || kind === 'wallet' ? kind : undefined}
      account={back?.form.text('account') ?? ''}
      title={back?.form.text('title') ?? ''}
      isChange={details !== undefined}
      wrong={back?.wrong}
      hidden={formFields(c)}
      links={{ save: routes.account.href(names), money: routes.money.href(names) }}
    />
  )
  return shopPage(c, here, { title: t('seller.todo.account'), at: 'money', status: back ? 422 : 200 }, body)
}

const FIELD_OF: Readonly<Record<string, string>> = {
  'payments.iban': 'account',
  'payments.wallet_number': 'account',
  'payments.title': 'title',
}

export async function postAccount(c: PageContext): Promise<Response> {
  const { t } = c.var.visit
  const form = await readForm(c)
  return proved(c, async () => {
    try {
      const kind = form.text('kind')
      if (kind !== 'bank' && kind !== 'wallet') throw new Refusal('invalid', 'seller.account.choose')
      const details = { kind, account: form.text('account'), title: form.text('title') } as const
      await changeHere(c, 'money', (tx, { by }) => setPayoutDetails(tx, by, details))
      return c.redirect(routes.money.href({ shop: handleOf(c) }, { done: 'saved' }), 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'invalid') throw error
      return accountPage(c, {
        wrong: { field: FIELD_OF[error.reason] ?? 'kind', message: refusalWords(t, error) },
        form,
      })
    }
  })
}
