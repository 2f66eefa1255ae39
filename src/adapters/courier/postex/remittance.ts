import type { RemittanceShape } from '../../../domains/payments/payments.ts'

/**
 * The cash payment receipt (CPR) of PostEx. It pays part of a parcel up front under one number and the rest, less what
 * it paid, under another; a parcel that came home is taken back with a fee, below zero.
 */
export const postexRemittance: RemittanceShape = {
  courier: 'postex',
  headings: {
    tracking: ['Tracking Number', 'Tracking No', 'trackingNumber', 'CN'],
    payment: ['CPR Number', 'CPR No', 'CPR', 'cprNumber'],
    paid_on: ['Settlement Date', 'CPR Date', 'settlementDate'],
    cod: ['Invoice Payment', 'COD Amount', 'invoicePayment'],
    shipment: ['Transaction Fee', 'transactionFee'],
    gst: ['Transaction Tax', 'transactionTax'],
    other: ['Reversal Fee', 'reversalFee', 'Reversal Charges'],
    advance: ['Upfront Payment', 'upfrontPayment', 'Paid Upfront'],
    income_tax: ['Withholding Tax', 'WHT', 'Income Tax'],
    sales_tax: ['Sales Tax', 'Sales Withholding Tax'],
    net: ['Net Amount', 'Balance Payment', 'balancePayment', 'Amount Paid'],
  },
}
