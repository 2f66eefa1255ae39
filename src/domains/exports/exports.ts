import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { OwnRow, OwnTable } from '../../kit/tables/own-table.ts'
import { OWN_LISTINGS, OWN_VARIANTS } from '../catalogue/catalogue.ts'
import { OWN_PARCELS } from '../delivery/delivery.ts'
import { assertTask, type ShopActor } from '../identity/identity.ts'
import { OWN_PRICES, OWN_STOCK } from '../offers/offers.ts'
import { OWN_ORDER_LINES, OWN_ORDER_STEPS, OWN_ORDERS } from '../orders/orders.ts'
import { OWN_MONEY, OWN_PAYOUTS, OWN_REFUNDS } from '../payments/payments.ts'
import { OWN_LOOKS } from '../trust/trust.ts'

export type { OwnKind, OwnRow, OwnTable } from '../../kit/tables/own-table.ts'
export { FORMATS, type Format, type OwnFile, ownCsv, ownFile } from './files.ts'
export {
  type CallRow,
  endHook,
  HOOK_EVENTS,
  type HookRow,
  hookSecret,
  listHooks,
  makeHook,
  tellHooks,
  tidyHooks,
} from './hooks.ts'
export { type Answer, askOwn, QUESTION_MOST } from './question.ts'

/** Everything that a shop owns here, table by table. */
export const OWN_TABLES: readonly OwnTable[] = [
  ...[OWN_ORDERS, OWN_ORDER_LINES, OWN_ORDER_STEPS, OWN_LISTINGS, OWN_VARIANTS, OWN_STOCK, OWN_PRICES],
  ...[OWN_PARCELS, OWN_LOOKS, OWN_MONEY, OWN_PAYOUTS, OWN_REFUNDS],
]

/** Refuses: not_found exports.table_unknown. */
export function ownTable(name: string): OwnTable {
  const table = OWN_TABLES.find((one) => one.name === name)
  if (!table) throw new Refusal('not_found', 'exports.table_unknown')
  return table
}

/** One page of a table: the rows of at most `limit` things after the place of the last one seen. */
export function readOwn(
  tx: Tx,
  by: ShopActor,
  table: OwnTable,
  { after, limit }: { after: string; limit: number },
): Promise<OwnRow[]> {
  // What a shop owns says all about its money.
  assertTask(by, 'money')
  return table.page(tx, by.shop_id, after, limit)
}
