import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { type Paisa, share } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { type CommissionRule, insertRule, rulesInForce } from '../holds-store.ts'

/** The commission rules in force now; frozen on each order as it is placed. */
export function readCommissionRules(tx: Tx): Promise<CommissionRule[]> {
  return rulesInForce(tx, tx.now)
}

/**
 * The commission of an order: each line by the rule of its category, else by the rule for everything.
 * Returns paisa and the names of the rules used, to be frozen on the order.
 */
export function commissionOf(
  lines: readonly { category_id: string; paisa: Paisa }[],
  rules: readonly CommissionRule[],
): { rule_id: string; commission_paisa: Paisa } {
  const general = rules.find(({ category_id }) => category_id === null)
  const used = new Set<string>()
  let commission_paisa = 0n
  for (const line of lines) {
    const rule = rules.find(({ category_id }) => category_id === line.category_id) ?? general
    assert(rule, 'a commission rule is in force')
    used.add(rule.rule_id)
    commission_paisa += share(line.paisa, rule.basis_points)
  }
  return { rule_id: [...used].sort().join('+'), commission_paisa }
}

/** Refuses: invalid payments.commission_range when it is not between 0 and 50 %. */
export function assertCommission(basis_points: number): void {
  if (!Number.isInteger(basis_points) || basis_points < 0 || basis_points > 5_000) {
    throw new Refusal('invalid', 'payments.commission_range')
  }
}

/**
 * Adds a new version of the commission, in force from now on; orders placed before keep theirs. For rules/rules.ts,
 * once two people want it. Refuses: as assertCommission.
 */
export async function setCommission(
  tx: Tx,
  by: Operator,
  rule: { rule_id: string; category_id: string | null; basis_points: number },
): Promise<void> {
  assertCommission(rule.basis_points)
  await insertRule(tx, { ...rule, from: tx.now, by: by.person_id })
}
