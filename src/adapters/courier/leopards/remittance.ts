import type { RemittanceShape } from '../../../domains/payments/payments.ts'

/**
 * The payment sheet of Leopards: a cheque or transfer, and under it every consignment it pays. The names of the charges
 * are those of its tariff and of the billed charges of its API.
 */
export const leopardsRemittance: RemittanceShape = {
  courier: 'leopards',
  headings: {
    tracking: ['CN #', 'CN No', 'CN Number', 'Track Number', 'booked_packet_cn', 'Consignment No'],
    payment: ['Invoice Cheque No', 'Cheque No', 'Invoice/Cheque No', 'invoice_cheque_no', 'Payment Ref'],
    paid_on: ['Invoice Cheque Date', 'Cheque Date', 'invoice_cheque_date', 'Payment Date'],
    cod: ['COD Amount', 'Collect Amount', 'booked_packet_collect_amount'],
    shipment: ['Shipment Charges', 'Shipping Charges', 'shipment_charges'],
    handling: ['Cash Handling', 'Cash Handling Charges', 'cash_handling'],
    gst: ['GST', 'GST Amount', 'gst_amount'],
    fuel: ['Fuel Surcharge', 'Fuel', 'fuel_surcharge'],
    other: ['Insurance', 'Insurance Charges', 'Return Charges', 'return_charges'],
    income_tax: ['WHT', 'Income Tax', 'WHT Income Tax', 'Income Tax Withheld'],
    sales_tax: ['ST', 'Sales Tax', 'Sales Tax Withheld', 'WHT Sales Tax'],
    net: ['Net Amount', 'Net Payable', 'Payable', 'Net'],
  },
}
