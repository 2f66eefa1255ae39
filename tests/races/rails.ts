import type { PaymentRail, RawNotice } from '../../src/domains/payments/payments.ts'
import { done, retry } from '../../src/kit/errors/outcome.ts'

/** What the rail's notice says: which of our references was paid. */
export function noticeOf(reference: string): RawNotice {
  return { method: 'POST', query: {}, headers: {}, body: reference }
}

/** A rail that knows every payment as paid and sends back what it is asked to, once for each of our references. */
export function railsThat(mood: 'answer' | 'are silent'): ReadonlyMap<string, PaymentRail> {
  const rail: PaymentRail = {
    name: 'jazzcash',
    holder: 'jazzcash',
    needs: [],
    noticeAnswer: { contentType: 'text/plain', body: 'ok' },
    begin: async () => done({ action: 'wait' as const }),
    readNotice: ({ body }) => ({
      verified: true,
      reference: body,
      provider_id: `J-${body}`,
      amount_paisa: null,
      currency: 'PKR',
      claimed: 'paid',
      code: '000',
    }),
    inquire: async (reference) =>
      mood === 'answer'
        ? done({ status: 'paid' as const, amount_paisa: null, provider_id: `J-${reference}`, code: '000' })
        : retry('nobody answers'),
    refund: async (request) =>
      mood === 'answer' ? done({ provider_id: `R-${request.refund_reference}` }) : retry('nobody answers'),
  }
  return new Map([[rail.name, rail]])
}

export function theRail(): PaymentRail {
  const [rail] = railsThat('answer').values()
  if (!rail) throw new Error('there is one rail')
  return rail
}
