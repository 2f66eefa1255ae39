import type { RemittanceShape } from '../../../domains/payments/payments.ts'

/** Our own table, for couriers that send a letter or a sheet of their own: somebody copies the figures into it. */
export function genericRemittance(courier: string): RemittanceShape {
  return {
    courier,
    headings: {
      line: ['line_id'],
      tracking: ['tracking', 'tracking number'],
      payment: ['payment', 'batch'],
      paid_on: ['paid_on'],
      cod: ['cod'],
      shipment: ['shipment_charges', 'shipment'],
      handling: ['cash_handling'],
      fuel: ['fuel'],
      gst: ['gst'],
      other: ['other'],
      income_tax: ['income_tax'],
      sales_tax: ['sales_tax'],
      advance: ['advance'],
      net: ['net'],
    },
  }
}
