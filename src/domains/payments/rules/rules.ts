import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'
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
import { carryOut, factsOf, type MoneyAct } from './acts.ts'
import { assertCommission, setCommission } from './commission.ts'
import { type ChangeRow, insertChange, lockChange, openChanges, setChange } from './rules-store.ts'

/**
 * A change of the rules by which money is shared and leaves, and of who may be the second person; or an act of money
 * that one person alone may not do. Shares in hundredths of a percent.
 */
export type WantedChange =
  | ({ kind: 'payouts' } & PayoutRules)
  | { kind: 'commission'; category_id: string | null; basis_points: number }
  | ({ kind: 'shop_terms'; shop_id: string } & PayoutTerms)
  | { kind: 'operator'; person_id: string }
  | MoneyAct

export type RuleChange = Pick<ChangeRow, 'change_id' | 'proposed_by' | 'proposed_at'> & {
  wanted: WantedChange
  /** Of an act of money: how much, and for which order. */
  amount_paisa: Paisa | null
  order_id: string | null
}

/**
 * An operator wants another rule: for payouts, for the commission, the terms of one shop's payouts; or another
 * operator,
 * whom one person alone could make to confirm everything. Or says that a payout came back, that a stop may be lifted,
 * that a refund or a wallet's money was sent by hand. What holds stays until another operator confirms it.
 * Refuses: invalid payments.terms, payments.commission_range; what an act of money itself refuses, and conflict
 * payments.change_waits while the same waits. Parties: the market's, and the one that an act is about.
 */
export async function proposeRuleChange(tx: Tx, by: Operator, wanted: WantedChange): Promise<string> {
  if (wanted.kind === 'payouts') assertPayoutRules(wanted)
  else if (wanted.kind === 'shop_terms') assertPayoutTerms(wanted)
  else if (wanted.kind === 'commission') assertCommission(wanted.basis_points)
  const facts = isAct(wanted) ? await factsOf(tx, wanted) : { subject: null, amount_paisa: null, order_id: null }
  const { subject, ...seen } = facts
  const change_id = newId()
  const content = { ...packed(wanted), seen: packed(seen) }
  const change = { change_id, kind: wanted.kind, subject, content, proposed_by: by.person_id }
  if ((await insertChange(tx, change)) === 0) throw new Refusal('conflict', 'payments.change_waits')
  return change_id
}

const ACTS: readonly string[] = [
  'payout_returned',
  'stop_lifted',
  'refund_sent',
  'wallet_settled',
] satisfies MoneyAct['kind'][]

function isAct(wanted: WantedChange): wanted is MoneyAct {
  return ACTS.includes(wanted.kind)
}

/**
 * Another operator confirms a change, and it is in force as its rule says; or anybody takes it back.
 * Refuses: not_found payments.no_change; conflict payments.change_decided; forbidden payments.own_change for whoever
 * wanted it; not_found identity.person_unknown; what an act of money itself refuses. Events: those of the act.
 * Parties: the market's, and the shop or person it is about.
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
  const { wanted } = unpacked(change)
  if (isAct(wanted)) return carryOut(tx, by, wanted, change.subject)
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
    return { change_id, proposed_by, proposed_at, ...unpacked(row) }
  })
}

/** jsonb knows no bigint. */
function packed(wanted: object): object {
  return JSON.parse(JSON.stringify(wanted, (_, value) => (typeof value === 'bigint' ? value.toString() : value)))
}

function unpacked({ content }: ChangeRow): Pick<RuleChange, 'wanted' | 'amount_paisa' | 'order_id'> {
  const { seen, ...wanted } = content as Facts & { seen?: Facts }
  const { amount_paisa = null, order_id = null } = read(seen ?? {}) as Partial<RuleChange>
  return { wanted: read(wanted as Facts) as WantedChange, amount_paisa, order_id }
}

type Facts = Readonly<Record<string, string | number | null>>

function read(facts: Facts): object {
  const isSum = (name: string, value: unknown) => name.endsWith('_paisa') && value !== null
  const entries = Object.entries(facts)
  return Object.fromEntries(entries.map(([name, value]) => [name, isSum(name, value) ? BigInt(value ?? 0) : value]))
}
