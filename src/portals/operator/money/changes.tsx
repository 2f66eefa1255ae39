import { findShops, readPeople } from '../../../domains/identity/identity.ts'
import { listRuleChanges, type WantedChange } from '../../../domains/payments/payments.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, Section } from '../../ui/layout.tsx'
import type { PageContext, Visit } from '../../web/visit.ts'
import { lookAsOperator } from '../here.ts'
import { routes } from '../routes.ts'
import { categoryPath } from './categories.ts'

/** A change of a rule that waits for a second person, in words. */
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
    const shopIds = changes.flatMap(({ wanted }) => (wanted.kind === 'shop_terms' ? [wanted.shop_id] : []))
    const personIds = changes.flatMap(({ wanted, proposed_by }) =>
      wanted.kind === 'operator' ? [proposed_by, wanted.person_id] : [proposed_by],
    )
    const [people, shops] = await Promise.all([
      readPeople(tx, by, 'support', [...new Set(personIds)]),
      findShops(tx, shopIds),
    ])
    return changes.map(({ change_id, wanted, proposed_by, proposed_at }) => ({
      id: shown('chg', change_id),
      what: wordsOf(visit, wanted, (id) => shops.get(id)?.name ?? people.get(id)?.name ?? ''),
      by: people.get(proposed_by)?.name ?? '',
      when: visit.t.relative(proposed_at, visit.now),
      isOwn: proposed_by === by.person_id,
    }))
  })
}

function wordsOf(visit: Visit, wanted: WantedChange, nameOf: (id: string) => string): string {
  const { t } = visit
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
          <h3>{what}</h3>
          <p>{t('payouts.change.by', { name: by, when })}</p>
          {isOwn && <p>{t('payouts.change.own')}</p>}
          <Form action={routes.ruleChange.href({ change: id })} hidden={hidden}>
            <FormActions>
              {!isOwn && (
                <Button kind="act" name="do" value="confirm">
                  {t('payouts.change.confirm')}
                </Button>
              )}
              <Button name="do" value="drop">
                {t(isOwn ? 'payouts.change.drop' : 'payouts.change.refuse')}
              </Button>
            </FormActions>
          </Form>
        </Panel>
      ))}
    </Section>
  )
}
