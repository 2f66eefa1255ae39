import type { PaymentRail } from '../../src/domains/payments/payments.ts'
import { done, retry } from '../../src/kit/errors/outcome.ts'

/** A rail that knows every payment as paid and sends back what it is asked to, once for each of our references. */
export function railsThat(mood: 'answer' | 'are silent'): ReadonlyMap<string, PaymentRail> {
  const rail: PaymentRail = {
    name: 'jazzcash',
    holder: 'jazzcash',
    needs: [],
    noticeAnswer: { contentType: 'text/plain', body: 'ok' },
    begin: async () => done({ action: 'wait' as const }),
    readNotice: () => ({ unreadable: 'this rail tells nothing' }),
    inquire: async () => retry('not asked here'),
    refund: async (request) =>
      mood === 'answer' ? done({ provider_id: `R-${request.refund_reference}` }) : retry('nobody answers'),
  }
  return new Map([[rail.name, rail]])
}
