import type { PaymentRail, RawNotice } from '../../src/domains/payments/payments.ts'
import { done, never, retry } from '../../src/kit/errors/outcome.ts'
import type { Dice } from './dice.ts'

interface Told {
  readonly reference: string
  readonly amount: string
  readonly status: string
  readonly seal: string
}

/** What the rail knows of one payment: the truth, whatever it says. */
export interface Known {
  readonly amount_paisa: bigint
  status: 'pending' | 'paid' | 'failed' | 'refunded' | 'disputed'
  readonly provider_id: string
  /** What it sent back, by our own references. */
  readonly refunds: Map<string, bigint>
}

/** A rail outside of the market that keeps its books well and speaks badly. */
export interface LyingRail {
  readonly rail: PaymentRail
  readonly known: ReadonlyMap<string, Known>
  /** When calm it answers everything, once and in time. */
  isCalm: boolean
  /** The payer pays at the rail; false when nobody began such a payment. */
  pay(reference: string): boolean
  /** What the rail sends us about a payment: none, one or several notices, and how many minutes later each comes. */
  notices(reference: string): { after_min: number; raw: RawNotice }[]
  /** The rail takes the money back by itself, or holds it back because the payer disputes it; or lets it go again. */
  turn(reference: string, to: 'refunded' | 'disputed' | 'paid'): boolean
  /** What a thief sends. */
  forged(reference: string, amount_paisa: bigint): RawNotice
}

const SEAL = 'the-rail'

export function lyingRail(name: string, dice: Dice): LyingRail {
  const known = new Map<string, Known>()
  const self: LyingRail = {
    isCalm: false,
    known,
    rail: railOf(name, dice, known, () => self.isCalm),
    pay(reference) {
      const payment = known.get(reference)
      if (payment?.status !== 'pending') return false
      payment.status = 'paid'
      return true
    },
    turn(reference, to) {
      const payment = known.get(reference)
      // What we sent back ourselves is ours no more to be taken.
      if (!payment || payment.status === 'pending' || payment.refunds.size > 0) return false
      payment.status = to
      return true
    },
    notices(reference) {
      const payment = known.get(reference)
      if (!payment) return []
      const notice = noticeOf(reference, payment.amount_paisa, payment.status, SEAL)
      if (self.isCalm) return [{ after_min: 0, raw: notice }]
      if (dice.often(15)) return []
      const first = { after_min: dice.often(20) ? dice.between(60, 4_000) : dice.between(0, 3), raw: notice }
      const again = dice.often(15) ? [{ after_min: dice.between(0, 600), raw: notice }] : []
      // Rupees for paisa: the same payment a hundred times as large.
      const slip = dice.often(5)
        ? [{ after_min: 0, raw: noticeOf(reference, payment.amount_paisa * 100n, payment.status, SEAL) }]
        : []
      const late = dice.often(5)
        ? [{ after_min: 5, raw: noticeOf(reference, payment.amount_paisa, 'failed', SEAL) }]
        : []
      return [first, ...again, ...slip, ...late]
    },
    forged: (reference, amount_paisa) => noticeOf(reference, amount_paisa, 'paid', 'a-thief'),
  }
  return self
}

function noticeOf(reference: string, amount_paisa: bigint, status: string, seal: string): RawNotice {
  const told: Told = { reference, amount: amount_paisa.toString(), status, seal }
  return { method: 'POST', query: {}, headers: {}, body: JSON.stringify(told) }
}

function railOf(name: string, dice: Dice, known: Map<string, Known>, isCalm: () => boolean): PaymentRail {
  const fails = (percent: number) => !isCalm() && dice.often(percent)
  return {
    name,
    holder: name,
    needs: [],
    noticeAnswer: { contentType: 'text/plain', body: 'ok' },
    async begin(intent) {
      if (fails(4)) return retry('the line broke before')
      if (fails(2)) return never('the merchant is not known today')
      const provider_id = `${name}-${known.size + 1}`
      const { reference, amount_paisa } = intent
      known.set(reference, { amount_paisa, status: 'pending', provider_id, refunds: new Map() })
      return fails(6) ? retry('the answer was lost') : done({ action: 'wait' as const })
    },
    readNotice(raw) {
      const { reference, amount, status, seal } = JSON.parse(raw.body) as Told
      return {
        verified: seal === SEAL,
        reference,
        provider_id: known.get(reference)?.provider_id ?? '',
        amount_paisa: BigInt(amount),
        currency: 'PKR',
        claimed: status === 'paid' ? 'paid' : 'failed',
        code: status,
      }
    },
    async inquire(reference) {
      if (fails(10)) return retry('nobody answers')
      const payment = known.get(reference)
      if (!payment) return done({ status: 'unknown' as const, amount_paisa: null, provider_id: '', code: '' })
      const { status, amount_paisa, provider_id } = payment
      return done({ status, amount_paisa, provider_id, code: status })
    },
    async refund(request) {
      if (fails(8)) return retry('the line broke before')
      const payment = known.get(request.reference)
      if (payment?.status !== 'paid') return never('there is no such payment')
      if (fails(2)) return never('the wallet was closed')
      // Our reference makes it one refund, however often it is asked for.
      payment.refunds.set(request.refund_reference, request.amount_paisa)
      return fails(8) ? retry('the answer was lost') : done({ provider_id: `R-${request.refund_reference}` })
    },
  }
}
