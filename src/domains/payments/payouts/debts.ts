import { assert } from '../../../kit/errors/refusal.ts'
import { record } from '../../../kit/events/events.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { type Paisa, share } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator, ShopActor } from '../../identity/identity.ts'
import { post } from '../../ledger/ledger.ts'
import {
  type DebtKind,
  type DebtRow,
  debtsOf,
  insertDebt,
  insertRepayment,
  openDebts,
  repay,
  type ShopDebtSum,
  sumDebts,
  unpaidByHolder,
} from './debts-store.ts'
import { waitingRepayments } from './payouts-store.ts'
import { lockPlan } from './plans-store.ts'

export interface NewDebt {
  /** What made it, once for ever: 'refund:<id>:debt'. */
  cause: string
  kind: DebtKind
  paisa: Paisa
  /**
   * The account that the shop owes it for, for example `refund_owed:<id>`: debt is debited and this is credited. Null
   * when the caller has debited `debt` itself, in the same transaction.
   */
  to_account: string | null
  order_id?: string
  note?: string
}

/**
 * A shop owes the market money that went back to a buyer, or was taken in error, after its order was settled. What is
 * payable and at hand pays it at once, in full; later earnings pay the rest, by the share of the shop's plan. Once per
 * cause: told again, it does nothing and says how much of it was repaid.
 * Events: debt.owed. Parties: the shop's only. Locks the shop's plan.
 */
export async function oweByShop(
  tx: Tx,
  shopId: string,
  debt: NewDebt,
): Promise<{ is_new: boolean; repaid_paisa: Paisa }> {
  assert(debt.paisa > 0n, 'a debt is of something')
  await lockPlan(tx, shopId)
  const debt_id = newId()
  const row = { party_id: shopId, debt_id, cause: debt.cause, kind: debt.kind, amount_paisa: debt.paisa }
  const fresh = await insertDebt(tx, { ...row, order_id: debt.order_id ?? null, note: debt.note ?? '' })
  if (fresh === 0) {
    const known = (await debtsOf(tx, shopId, 1_000)).find(({ cause }) => cause === debt.cause)
    return { is_new: false, repaid_paisa: known?.repaid_paisa ?? debt.paisa }
  }
  if (debt.to_account !== null) {
    await post(tx, shopId, {
      cause: `debt:${debt_id}`,
      memo: debt.note ?? '',
      entries: [
        { account: 'debt', paisa: debt.paisa },
        { account: debt.to_account, paisa: -debt.paisa },
      ],
    })
  }
  await repayDebts(tx, shopId, 10_000)
  const left = (await openDebts(tx, shopId)).find((open) => open.debt_id === debt_id)
  const repaid_paisa = left ? left.repaid_paisa : debt.paisa
  await record(tx, shopId, 'debt.owed', {
    shop_id: shopId,
    debt_id,
    kind: debt.kind,
    amount_paisa: debt.paisa.toString(),
    left_paisa: (debt.paisa - repaid_paisa).toString(),
  })
  return { is_new: true, repaid_paisa }
}

/**
 * Takes what a shop owes out of what it has at hand, the oldest debt first, at most a share of what was earned. Run
 * again, it takes nothing more. Returns the paisa that were taken. The caller holds the lock of the shop's plan.
 */
export async function repayDebts(tx: Tx, shopId: string, shareBp: number): Promise<Paisa> {
  const debts = await openDebts(tx, shopId)
  if (debts.length === 0) return 0n
  let taken = 0n
  for (const { holder, earned_paisa, repaid_paisa } of await unpaidByHolder(tx, shopId)) {
    let free = share(earned_paisa, shareBp) - repaid_paisa
    for (const debt of debts) {
      const owed = debt.amount_paisa - debt.repaid_paisa
      const paisa = owed < free ? owed : free
      if (paisa <= 0n) continue
      await takeForDebt(tx, debt, paisa, holder)
      debt.repaid_paisa += paisa
      free -= paisa
      taken += paisa
    }
  }
  return taken
}

async function takeForDebt(tx: Tx, debt: DebtRow, amount_paisa: Paisa, holder: string): Promise<void> {
  const { party_id, debt_id } = debt
  const repayment_id = newId()
  const [kept] = await Promise.all([
    repay(tx, debt, amount_paisa),
    insertRepayment(tx, { party_id, repayment_id, debt_id, amount_paisa, holder }),
    post(tx, party_id, {
      cause: `repayment:${repayment_id}`,
      entries: [
        { account: 'payable', paisa: amount_paisa },
        { account: 'debt', paisa: -amount_paisa },
      ],
    }),
  ])
  assert(kept === 1, 'a debt is repaid at most in full')
}

/** What debts have taken of earnings that are not paid out yet. Paisa. */
export async function takenByDebts(tx: Tx, by: ShopActor): Promise<Paisa> {
  const taken = await waitingRepayments(tx, by.shop_id)
  return taken.reduce<Paisa>((sum, { paisa }) => sum + paisa, 0n)
}

/** What a shop owes and owed, the open ones first. */
export function listDebts(tx: Tx, by: ShopActor, limit = 30): Promise<DebtRow[]> {
  return debtsOf(tx, by.shop_id, limit)
}

/** Shops that owe the market, the most first. */
export function listShopDebts(tx: Tx, _by: Operator, limit = 50): Promise<ShopDebtSum[]> {
  return sumDebts(tx, limit)
}
