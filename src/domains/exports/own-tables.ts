import { Refusal } from '../../kit/errors/refusal.ts'
import type { OwnTable } from '../../kit/tables/own-table.ts'
import { OWN_LISTINGS, OWN_VARIANTS } from '../catalogue/catalogue.ts'
import { OWN_PARCELS } from '../delivery/delivery.ts'
import { OWN_PRICES, OWN_STOCK } from '../offers/offers.ts'
import { OWN_ORDER_LINES, OWN_ORDER_STEPS, OWN_ORDERS } from '../orders/orders.ts'
import { OWN_MONEY, OWN_PAYOUTS, OWN_REFUNDS } from '../payments/payments.ts'
import { OWN_LOOKS } from '../trust/trust.ts'

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
