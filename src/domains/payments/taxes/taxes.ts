import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Paisa, share } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator, ShopActor } from '../../identity/identity.ts'
import type { Entry } from '../../ledger/ledger.ts'
import {
  type AgentKind,
  endRule,
  insertSettings,
  insertTaxLines,
  insertTaxRule,
  readProfile,
  readRules,
  readSettings,
  rulesFor,
  type TaxKind,
  type TaxLine,
  type TaxProfile,
  type TaxRule,
  type TaxSettings,
  taxLinesOf,
  writeProfile,
} from './tax-store.ts'

export type { TaxKind, TaxLine, TaxProfile, TaxRule, TaxSettings } from './tax-store.ts'

/** Who withholds when we settle the money ourselves. */
const US = 'market'

/** Tax of one kind on one sale: by which rule, on what, and whose duty it is to withhold it. */
export interface Withheld {
  kind: TaxKind
  rule_id: string
  agent: string
  base_paisa: Paisa
  basis_points: number
  paisa: Paisa
}

/**
 * Whose duty it is. Cash at the door is a courier's duty, money paid before a payment intermediary's. We withhold what
 * we settle ourselves: our riders' cash, our own account, our account at a bank. A courier or a rail that settles with
 * us withholds by itself, and what it keeps back is written down under its name.
 */
export function agentOf(method: 'cod' | 'prepaid', holder: string): { agent: string; agent_kind: AgentKind } {
  const isOurs = holder === 'market' || /^(rider|bank|wallet)(:|$)/.test(holder)
  return { agent: isOurs ? US : holder, agent_kind: method === 'cod' ? 'courier' : 'intermediary' }
}

/** A sale as the tax rules see it, in paisa. */
export interface TaxedSale {
  method: 'cod' | 'prepaid'
  holder: string
  /** What the goods were sold for. */
  goods_paisa: Paisa
  /** What the buyer paid for them and their way. */
  gross_paisa: Paisa
  /** What the shop has of it: no more can be withheld. */
  shop_paisa: Paisa
}

/** What is withheld of a sale, by the rules in force when it was earned. */
export function withhold(rules: readonly TaxRule[], sale: TaxedSale): Withheld[] {
  const { agent, agent_kind } = agentOf(sale.method, sale.holder)
  let left = sale.shop_paisa
  const taxes: Withheld[] = []
  for (const { kind, rule_id, base, basis_points } of rules.filter((rule) => rule.agent_kind === agent_kind)) {
    const base_paisa = base === 'gross' ? sale.gross_paisa : sale.goods_paisa
    const tax = share(base_paisa, basis_points)
    const paisa = tax < left ? tax : left
    left -= paisa
    if (paisa > 0n) taxes.push({ kind, rule_id, agent, base_paisa, basis_points, paisa })
  }
  return taxes
}

/** The account a tax is kept in: ours to pay to the state, or a claim that is cleared by what the agent keeps back. */
export function taxAccount(kind: TaxKind, agent: string): string {
  return agent === US ? `tax:${kind}` : `tax_withheld:${kind}`
}

/** The entries of a release: what was withheld is owed to the state, by us or by the agent who has it. */
export function taxEntries(taxes: readonly Pick<Withheld, 'kind' | 'agent' | 'paisa'>[]): Entry[] {
  return taxes.map(({ kind, agent, paisa }) => ({ account: taxAccount(kind, agent), paisa: -paisa }))
}

/** What was withheld of one kind, in paisa. */
export function taxOf(kind: TaxKind, taxes: readonly Pick<Withheld, 'kind' | 'paisa'>[]): Paisa {
  return taxes.reduce((sum, tax) => (tax.kind === kind ? sum + tax.paisa : sum), 0n)
}

/** The rules for a shop's sales at a moment; none while the market does not withhold, or the shop is exempt. */
export function taxRulesFor(tx: Tx, shopId: string, at = tx.now): Promise<TaxRule[]> {
  return rulesFor(tx, shopId, at)
}

/** Keeps what was withheld of a sale. Paisa below zero take back a refund's part. Parties: the shop's only. */
export async function keepTaxLines(tx: Tx, shopId: string, orderId: string, taxes: readonly Withheld[]): Promise<void> {
  const of = { party_id: shopId, order_id: orderId, earned_at: tx.now }
  await insertTaxLines(
    tx,
    taxes.map((tax) => ({ ...tax, ...of })),
  )
}

/** What was withheld of one order. */
export function listTaxLines(tx: Tx, shopId: string, orderId: string): Promise<TaxLine[]> {
  return taxLinesOf(tx, shopId, orderId)
}

/** Every rule there is and was, and whether the market withholds. */
export async function readTaxDesk(tx: Tx, _by: Operator): Promise<{ rules: TaxRule[]; settings: TaxSettings }> {
  const [rules, settings] = await Promise.all([readRules(tx), readSettings(tx, tx.now)])
  return { rules, settings: settings ?? { in_force_from: tx.now, is_on: false, market_ntn: '' } }
}

/**
 * Begins or ends withholding, from now on; sales settled before keep what was withheld of them.
 * Refuses: invalid payments.ntn when the market begins without its tax number (7 digits, or 13 of a CNIC).
 */
export async function setWithholding(
  tx: Tx,
  by: Operator,
  settings: { is_on: boolean; market_ntn: string },
): Promise<void> {
  const market_ntn = settings.market_ntn.replace(/[\s-]/g, '')
  if (settings.is_on && !isNtn(market_ntn)) throw new Refusal('invalid', 'payments.ntn')
  await insertSettings(tx, { in_force_from: tx.now, is_on: settings.is_on, market_ntn }, by.person_id)
}

/**
 * Puts a new rate in force from a day that has not passed; the rule before it ends then, and is kept.
 * Refuses: invalid payments.tax_range when it is not between 0 and 50 %; invalid payments.tax_past for a time that has
 * passed; conflict payments.tax_known when there is a rule of this name.
 */
export async function setTaxRule(
  tx: Tx,
  by: Operator,
  rule: Omit<TaxRule, 'valid_to'> & { valid_to?: Date | null },
): Promise<void> {
  const { basis_points } = rule
  if (!Number.isInteger(basis_points) || basis_points < 0 || basis_points > 5_000) {
    throw new Refusal('invalid', 'payments.tax_range')
  }
  if (rule.valid_from < tx.now) throw new Refusal('invalid', 'payments.tax_past')
  await endRule(tx, rule.kind, rule.agent_kind, rule.valid_from)
  const added = await insertTaxRule(tx, { ...rule, valid_to: rule.valid_to ?? null }, by.person_id)
  if (added === 0) throw new Refusal('conflict', 'payments.tax_known')
}

/**
 * Says a shop's tax numbers. Whether its sales are exempt (export proceeds) only an operator says.
 * Refuses: invalid payments.ntn, payments.strn; forbidden payments.owner_only.
 */
export async function setTaxProfile(
  tx: Tx,
  by: ShopActor | Operator,
  shopId: string,
  profile: { ntn: string; strn: string; is_exempt?: boolean },
): Promise<void> {
  if (by.kind === 'shop' && (by.shop_id !== shopId || by.role !== 'owner')) {
    throw new Refusal('forbidden', 'payments.owner_only')
  }
  const ntn = profile.ntn.replace(/[\s-]/g, '')
  const strn = profile.strn.replace(/[\s-]/g, '')
  if (!isNtn(ntn)) throw new Refusal('invalid', 'payments.ntn')
  if (strn !== '' && !/^\d{13}$/.test(strn)) throw new Refusal('invalid', 'payments.strn')
  const before = await readProfile(tx, shopId)
  const is_exempt = by.kind === 'operator' ? profile.is_exempt === true : (before?.is_exempt ?? false)
  await writeProfile(tx, { party_id: shopId, ntn, strn, is_exempt }, by.person_id)
}

/** A shop's tax numbers, if it has said them. */
export function getTaxProfile(tx: Tx, shopId: string): Promise<TaxProfile | undefined> {
  return readProfile(tx, shopId)
}

/** A national tax number: seven digits and a check digit or letter, or the CNIC of a person. */
function isNtn(text: string): boolean {
  return /^[A-Z0-9]\d{6}[0-9]?$/i.test(text) || /^\d{13}$/.test(text)
}
