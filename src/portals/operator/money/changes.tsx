import { findShops, readPeople } from '../../../domains/identity/identity.ts'
import { findOrder } from '../../../domains/orders/orders.ts'
import { listRuleChanges, type RuleChange, type WantedChange } from '../../../domains/payments/payments.ts'
import { MARKET_PARTY, shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Panel, Section } from '../../ui/layout.tsx'
import type { PageContext, Visit } from '../../web/visit.ts'
import { lookAsOperator } from '../here.ts'
import { routes } from '../routes.ts'
import { SecondHand } from '../second-hand.tsx'
import { categoryPath } from './categories.ts'

/** A change of a rule, or an act of money, that waits for a second person, in words. */
export interface ChangeView {
  id: string
  what: string
  by: string
  when: string
  isOwn: boolean
}

/** Changes that wait for a second person; the names of who wants them are read, and the looks logged. */
export async function readChanges(
  c: PageContext,
  isWanted: (wanted: WantedChange) => boolean = () => true,
): Promise<ChangeView[]> {
  const { visit } = c.var
  return lookAsOperator(c, async (tx, by) => {
    const changes = (await listRuleChanges(tx, by)).filter(({ wanted }) => isWanted(wanted))
    if (changes.length === 0) return []
    const shopIds = changes.flatMap(({ wanted }) => shopIn(wanted) ?? [])
    const personIds = changes.flatMap(({ wanted, proposed_by }) => [proposed_by, personIn(wanted) ?? []].flat())
    const orderIds = [...new Set(changes.flatMap(({ order_id }) => order_id ?? []))]
    const [people, shops, orders] = await Promise.all([
      readPeople(tx, by, 'support', [...new Set(personIds)]),
      findShops(tx, shopIds),
      Promise.all(orderIds.map((id) => findOrder(tx, id))),
    ])
    const numbers = new Map(orders.map(({ order }) => [order.order_id, order.number]))
    const nameOf = (id: string) => shops.get(id)?.name ?? people.get(id)?.name ?? numbers.get(id) ?? ''
    return changes.map(({ change_id, wanted, proposed_by, proposed_at, ...facts }) => ({
      id: shown('chg', change_id),
      what: wordsOf(visit, wanted, facts, nameOf),
      by: people.get(proposed_by)?.name ?? '',
      when: visit.t.relative(proposed_at, visit.now),
      isOwn: proposed_by === by.person_id,
    }))
  })
}

function shopIn(wanted: WantedChange): string | undefined {
  if (wanted.kind === 'stop_lifted') return wanted.party_id === MARKET_PARTY ? undefined : wanted.party_id
  return 'shop_id' in wanted ? wanted.shop_id : undefined
}

function personIn(wanted: WantedChange): string | undefined {
  if (wanted.kind === 'wallet_settled') return wanted.party_id
  return wanted.kind === 'operator' ? wanted.person_id : undefined
}

type Facts = Pick<RuleChange, 'amount_paisa' | 'order_id'>

function wordsOf(visit: Visit, wanted: WantedChange, facts: Facts, nameOf: (id: string) => string): string {
  const { t } = visit
  const amount = t.rupees(facts.amount_paisa ?? 0n)
  if (wanted.kind === 'payout_returned') {
    return t('payouts.change.payout_returned', { amount, shop: nameOf(wanted.shop_id), words: wanted.reason })
  }
  if (wanted.kind === 'stop_lifted') {
    const shop = wanted.party_id === MARKET_PARTY ? t('payouts.market') : nameOf(wanted.party_id)
    return t('payouts.change.stop_lifted', { shop, cause: t(`payouts.cause.${wanted.cause}`), words: wanted.note })
  }
  if (wanted.kind === 'refund_sent') {
    const order = nameOf(facts.order_id ?? '')
    return t('payouts.change.refund_sent', { amount, order, words: wanted.receipt })
  }
  if (wanted.kind === 'wallet_settled') {
    const person = nameOf(wanted.party_id)
    return t(`payouts.change.wallet_${wanted.state}`, { amount, person, words: wanted.receipt })
  }
  if (wanted.kind === 'payouts') {
    const { two_people_above_paisa, debt_cap_paisa } = wanted
    return t('payouts.change.payouts', { two: t.rupees(two_people_above_paisa), cap: t.rupees(debt_cap_paisa) })
  }
  if (wanted.kind === 'operator') return t('payouts.change.operator', { person: nameOf(wanted.person_id) })
  if (wanted.kind === 'commission') {
    const percent = t.percent(wanted.basis_points / 10_000)
    return t('payouts.change.commission', { percent, goods: categoryPath(visit, wanted.category_id) })
  }
  return t('payouts.change.terms', {
    shop: nameOf(wanted.shop_id),
    reserve: t.rupees(wanted.reserve_paisa),
    share: t.percent(wanted.debt_share_bp / 10_000),
  })
}

/** What somebody wants to change, for somebody else to confirm. Nothing when nothing waits. */
export function Changes(props: { t: Say; changes: readonly ChangeView[]; hidden: Readonly<Record<string, string>> }) {
  const { t, changes, hidden } = props
  if (changes.length === 0) return null
  return (
    <Section title={t('payouts.change')}>
      {changes.map(({ id, what, by, when, isOwn }) => (
        <Panel key={id}>
          <h3 dir="auto">{what}</h3>
          <p>{t('payouts.change.by', { name: by, when })}</p>
          <SecondHand t={t} action={routes.ruleChange.href({ change: id })} isOwn={isOwn} hidden={hidden} />
        </Panel>
      ))}
    </Section>
  )
}
