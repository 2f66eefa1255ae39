import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { giveRole, type Operator } from '../../identity/identity.ts'
import {
  assertPayoutRules,
  assertPayoutTerms,
  type PayoutTerms,
  setPayoutRules,
  setPayoutTerms,
} from '../payouts/plans.ts'
import type { PayoutRules } from '../payouts/plans-store.ts'
import { assertCommission, setCommission } from './commission.ts'
import { type ChangeRow, insertChange, lockChange, openChanges, setChange } from './rules-store.ts'

/**
 * A change of the rules by which money is shared and leaves, and of who may be the second person. Shares in hundredths of
 * a percent.
 */
export type WantedChange =
  | ({ kind: 'payouts' } & PayoutRules)
  | { kind: 'commission'; category_id: string | null; basis_points: number }
  | ({ kind: 'shop_terms'; shop_id: string } & PayoutTerms)
  | { kind: 'operator'; person_id: string }

export type RuleChange = Pick<ChangeRow, 'change_id' | 'proposed_by' | 'proposed_at'> & { wanted: WantedChange }

/**
 * An operator wants another rule: for payouts, for the commission, the terms of one shop's payouts; or another operator,
 * whom one person alone could make to confirm everything. What holds stays until another operator confirms it.
 * Refuses: invalid payments.terms, payments.commission_range. Parties: the market's only.
 */
export async function proposeRuleChange(tx: Tx, by: Operator, wanted: WantedChange): Promise<string> {
  if (wanted.kind === 'payouts') assertPayoutRules(wanted)
  else if (wanted.kind === 'shop_terms') assertPayoutTerms(wanted)
  else if (wanted.kind === 'commission') assertCommission(wanted.basis_points)
  const change_id = newId()
  await insertChange(tx, { change_id, kind: wanted.kind, content: packed(wanted), proposed_by: by.person_id })
  return change_id
}

/**
 * Another operator confirms a change, and it is in force as its rule says; or anybody takes it back.
 * Refuses: not_found payments.no_change; conflict payments.change_decided; forbidden payments.own_change for whoever
 * wanted it; not_found identity.person_unknown. Parties: the market's, and the shop or person it is about.
 */
export async function decideRuleChange(tx: Tx, by: Operator, changeId: string, is_confirmed: boolean): Promise<void> {
  const change = await lockChange(tx, changeId)
  if (!change) throw new Refusal('not_found', 'payments.no_change')
  if (change.state !== 'proposed') throw new Refusal('conflict', 'payments.change_decided')
  if (is_confirmed && change.proposed_by === by.person_id) throw new Refusal('forbidden', 'payments.own_change')
  const decided = await setChange(tx, changeId, is_confirmed ? 'in_force' : 'refused', by.person_id)
  assert(decided === 1, 'a locked change is decided once')
  if (is_confirmed) await apply(tx, by, change)
}

async function apply(tx: Tx, by: Operator, change: ChangeRow): Promise<void> {
  const wanted = unpacked(change)
  if (wanted.kind === 'payouts') return setPayoutRules(tx, by, wanted)
  if (wanted.kind === 'shop_terms') return setPayoutTerms(tx, by, wanted.shop_id, wanted)
  if (wanted.kind === 'operator') return giveRole(tx, by, wanted.person_id, 'operator')
  const { category_id, basis_points } = wanted
  const version = tx.now.toISOString().replace(/\D/g, '').slice(0, 14)
  const rule_id = `${category_id ?? 'standard'}-${version}-${change.change_id.slice(-4)}`
  return setCommission(tx, by, { rule_id, category_id, basis_points })
}

/** What waits for a second person, the oldest first. */
export async function listRuleChanges(tx: Tx, _by: Operator, limit = 100): Promise<RuleChange[]> {
  const rows = await openChanges(tx, limit)
  return rows.map((row) => {
    const { change_id, proposed_by, proposed_at } = row
    return { change_id, proposed_by, proposed_at, wanted: unpacked(row) }
  })
}

/** jsonb knows no bigint. */
function packed(wanted: WantedChange): object {
  return JSON.parse(JSON.stringify(wanted, (_, value) => (typeof value === 'bigint' ? value.toString() : value)))
}

function unpacked({ content }: ChangeRow): WantedChange {
  const entries = Object.entries(content as Record<string, string | number | null>)
  const read = entries.map(([name, value]) => [name, name.endsWith('_paisa') ? BigInt(value ?? 0) : value])
  return Object.fromEntries(read) as WantedChange
}
