import type { RemittanceShape } from '../../../domains/payments/payments.ts'

/** The payment invoice of TCS: an invoice and the consignments it settles. */
export const tcsRemittance: RemittanceShape = {
  courier: 'tcs',
  headings: {
    tracking: ['Consignment No', 'Consignment Number', 'CN Number', 'CN', 'consignmentno'],
    payment: ['Invoice No', 'Invoice Number', 'invoiceno', 'Payment Invoice'],
    paid_on: ['Payment Date', 'Invoice Date'],
    cod: ['COD Amount', 'codamount', 'Amount Collected'],
    shipment: ['Delivery Charges', 'Freight', 'Shipment Charges', 'Service Charges'],
    handling: ['Cash Handling Charges', 'COD Charges', 'CHC'],
    fuel: ['Fuel Adjustment', 'Fuel Surcharge', 'FAF'],
    gst: ['GST', 'Sales Tax on Services', 'SST'],
    other: ['Other Charges', 'Insurance', 'Return Charges'],
    income_tax: ['Income Tax', 'WHT', 'Income Tax Withheld'],
    sales_tax: ['Sales Tax Withheld', 'Sales Tax', 'ST Withheld'],
    net: ['Net Payable', 'Amount Paid', 'Net Amount'],
  },
}
