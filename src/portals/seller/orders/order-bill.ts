import type { findFault, OrderRow } from '../../../domains/orders/orders.ts'
import type { SaleRefundRow, SettlementRow } from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import type { MoneyLine } from '../../ui/money-lines.tsx'
import { cameToNothing, earnedOf, ownDiscount } from './order-words.ts'

interface BillFacts {
  order: OrderRow
  sale: { settlement: SettlementRow; refunds: SaleRefundRow[] } | undefined
  fault: Awaited<ReturnType<typeof findFault>>
}

/** What the shop gets of an order, line by line: as it will be, and once it is settled as it was, to the paisa. */
export function billOf(
  t: Say,
  { order, sale, fault }: BillFacts,
): { lines: MoneyLine[]; earned: MoneyLine } | undefined {
  const own = ownDiscount(order)
  const total = (paisa: bigint) => ({ label: t('seller.orders.you_get'), paisa })
  if (cameToNothing(order)) {
    if (fault?.fault !== 'shop' || fault.charged_paisa === 0n) return undefined
    const lines = [{ label: t('seller.order.way_fault'), paisa: -fault.charged_paisa }]
    return { lines, earned: total(-fault.charged_paisa) }
  }
  const goods = { label: t('seller.order.items'), paisa: order.items_paisa }
  const discount = { label: t('seller.order.discount', { code: order.voucher_code ?? '' }), paisa: -own }
  if (!sale) {
    const commission = { label: t('seller.order.commission'), paisa: -order.commission_paisa }
    return { lines: [goods, ...some(discount), commission], earned: total(earnedOf(order)) }
  }
  const { earned_paisa, commission_paisa, income_tax_paisa, sales_tax_paisa } = sale.settlement
  const tax = income_tax_paisa + sales_tax_paisa
  const sold = earned_paisa + commission_paisa + tax
  const given = sale.refunds.reduce((sum, { shop_paisa }) => sum + shop_paisa, 0n)
  const lines = [
    goods,
    ...some(discount),
    ...some({ label: t('seller.order.back'), paisa: sold + own - order.items_paisa }),
    { label: t('seller.order.commission'), paisa: -commission_paisa },
    ...some({ label: t('seller.order.tax'), paisa: -tax }),
    ...some({ label: t('seller.order.given_back'), paisa: -given }),
  ]
  return { lines, earned: total(earned_paisa - given) }
}

function some(line: MoneyLine): MoneyLine[] {
  return line.paisa === 0n ? [] : [line]
}
