import type { Refunded, RefundRequest } from '../../../domains/payments/rail.ts'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { dig, digText, fromPaisa } from '../reading.ts'
import { ask, REPORTER_PATH, SESSION_PATH } from './calls.ts'
import type { SafepaySettings } from './safepay.ts'

/**
 * A refund carries no number of ours, so the reporter is asked first what went back already: a refund whose answer was
 * lost is found there, and none is sent twice.
 */
export async function refund(settings: SafepaySettings, request: RefundRequest): Promise<Outcome<Refunded>> {
  if (settings.version === 'v1') return never('safepay refunds older payments on its own pages only')
  const tracker = await settings.numbers.find('safepay', request.reference)
  if (tracker === undefined) return never('safepay has no payment of this reference')
  const report = await ask(settings, 'GET', REPORTER_PATH + encodeURIComponent(tracker))
  if (report.outcome !== 'done') return report
  const charge = dig(report.value, 'data.charge') ?? dig(report.value, 'data.tracker.charge')
  if (charge === undefined) return never(`safepay took no money: ${digText(report.value, 'data.state').slice(0, 40)}`)
  const [charged, left] = [fromPaisa(dig(charge, 'amount.amount')), fromPaisa(dig(charge, 'balance.amount'))]
  if (charged === undefined || left === undefined) return retry('safepay did not say what went back')
  const sent = charged - left
  if (sent === request.refunded_before_paisa + request.amount_paisa) return done({ provider_id: lastRefund(charge) })
  if (sent !== request.refunded_before_paisa) {
    return never(`safepay sent back ${sent} paisa, we know of ${request.refunded_before_paisa}`)
  }
  const body = { currency: 'PKR', amount: Number(request.amount_paisa) }
  const answer = await ask(settings, 'POST', `${SESSION_PATH}${encodeURIComponent(tracker)}/refund`, body)
  if (answer.outcome !== 'done') return answer
  const state = digText(answer.value, 'data.tracker.state')
  if (state !== 'TRACKER_REFUNDED' && state !== 'TRACKER_PARTIAL_REFUND') {
    return retry(`safepay answered a refund with state ${state.slice(0, 40) || 'none'}`)
  }
  return done({ provider_id: digText(answer.value, 'data.action.cybersource_refund.token') })
}

function lastRefund(charge: unknown): string {
  const refunds: unknown = dig(charge, 'cybersource_refunds')
  return Array.isArray(refunds) ? digText(refunds.at(-1), 'token') : ''
}
