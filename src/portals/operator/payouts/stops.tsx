import { findShopByHandle, findShops } from '../../../domains/identity/identity.ts'
import {
  listShopDebts,
  listStops,
  listVerifyRuns,
  proposeRuleChange,
  type StopCause,
  stopShop,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { MARKET_PARTY, parseId, shown } from '../../../kit/ids/ids.ts'
import { answerForm } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { readChanges } from '../money/changes.tsx'
import { routes } from '../routes.ts'
import { StopsPage } from './stops-page.tsx'

const SETTLE_MS = 2_000

export function showStops(c: PageContext): Promise<Response> {
  return stopsPage(c)
}

/** What holds payouts, the newest looks over the books, and who owes the market. */
async function stopsPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t, now } = c.var.visit
  const view = await readAsOperator(c, async (tx, by) => {
    const [stops, runs, debts] = await Promise.all([listStops(tx, by), listVerifyRuns(tx, by), listShopDebts(tx, by)])
    const ids = [...stops, ...debts].map(({ party_id }) => party_id).filter((id) => id !== MARKET_PARTY)
    const shops = await findShops(tx, ids)
    const nameOf = (id: string) => shops.get(id)?.name ?? t('payouts.market')
    return {
      stops: stops.map(({ stop_id, party_id, cause, note, made_at }) => ({
        id: stop_id,
        party: party_id === MARKET_PARTY ? '' : shown('shp', party_id),
        name: nameOf(party_id),
        cause,
        note,
        since: t.relative(made_at, now),
      })),
      runs: runs.map(({ run_id, started_at, violation_count, violations }) => ({
        id: run_id,
        when: t.moment(started_at, now),
        count: violation_count,
        first: violations[0] ? `${violations[0].invariant}: ${violations[0].detail}` : '',
      })),
      debts: debts.map(({ party_id, owed_paisa, oldest_at }) => ({
        id: shown('shp', party_id),
        name: nameOf(party_id),
        since: t.relative(oldest_at, now),
        paisa: owed_paisa,
      })),
    }
  })
  const changes = await readChanges(c, ({ kind }) => kind === 'stop_lifted')
  const body = <StopsPage t={t} view={{ ...view, changes }} hidden={formFields(c)} />
  return officePage(c, { title: t('payouts.stops'), at: 'money', refusal }, body)
}

function act(c: PageContext, change: () => Promise<unknown>): Promise<Response> {
  return whenProved(c, routes.stops.href(), () =>
    answerForm(
      async () => {
        await change()
        await c.var.visit.market.runner.settled(SETTLE_MS)
        return c.redirect(routes.stops.href(), 303)
      },
      (refusal) => stopsPage(c, refusal),
    ),
  )
}

const CAUSES: readonly StopCause[] = ['not_me', 'takeover', 'returned', 'operator', 'books']

/** Somebody has looked, and says why payouts may run again: another operator confirms it. */
export async function lift(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return act(c, async () => {
    const party_id = form.text('shop') === '' ? MARKET_PARTY : parseId('shp', form.text('shop'))
    const cause = CAUSES.find((known) => known === form.text('cause'))
    if (!party_id || !cause) throw new Refusal('conflict', 'payments.not_stopped')
    const note = form.text('note').slice(0, 200)
    await changeAsOperator(c, (tx, by) => proposeRuleChange(tx, by, { kind: 'stop_lifted', party_id, cause, note }))
  })
}

/** Signs that a shop's account is in the wrong hands: nothing is paid to it until somebody lifts it. */
export async function holdShop(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return act(c, async () => {
    const note = form.text('note').trim().slice(0, 200)
    if (note.length < 5) throw new Refusal('invalid', 'payments.say_why')
    await changeAsOperator(c, async (tx, by) => {
      const shop = await findShopByHandle(tx, form.text('handle').trim().toLowerCase())
      await stopShop(tx, by, shop.party_id, 'takeover', note)
    })
  })
}
