import { randomBytes, randomInt } from 'node:crypto'
import { readJsonFile, writeJsonFile } from '../simulator-file.ts'

/** One payment as a simulated rail remembers it. Nothing that the payer typed is kept. */
export interface SimulatedPayment {
  /** The rail's own key for it; guessing one opens nothing. */
  readonly key: string
  /** The shop's reference; empty until the payer's browser tells it, where only the browser does. */
  reference: string
  /** Paisa as text, so that it fits in JSON. */
  readonly amount: string
  readonly currency: string
  /** What else the shop sent and the rail repeats. */
  readonly fields: Readonly<Record<string, string>>
  state: 'open' | 'pending' | 'paid' | 'failed'
  /** Why it failed, in the rail's own words; or the code of success. */
  code: string
  /** The rail's number of the transaction; empty until it ended. */
  number: string
  refunds: { readonly number: string; readonly amount: string }[]
  /** When a pending payment turns into a paid one; milliseconds. */
  settles_at: number | null
  expires_at: number | null
}

interface DueNotice {
  readonly key: string
  due_at: number
  tries: number
}

export interface SimulatedPaymentsOptions {
  readonly now: () => Date
  /** Where the memory lives between restarts; left out, it is lost with the process. */
  readonly file?: string
  /** How long a payment by …781 stays pending. */
  readonly pending_ms?: number
  /** When a notice that nobody took is sent again; after the last it is given up. */
  readonly retry_after_ms?: readonly number[]
  /** The rail's codes for the ends that a payer can bring about. */
  readonly codes: Readonly<Record<'paid' | 'pending' | 'poor' | 'cancelled' | 'expired', string>>
  /** Tells the shop about a payment; true when the shop took it. */
  readonly tell: (payment: SimulatedPayment) => Promise<boolean>
}

const MOST_PAYMENTS = 2_000

/**
 * What the simulated rails have in common: payments, what a payer's number makes of them (the last three digits: 780
 * has too little money, 781 is paid after a while, 782 is paid and the notice is lost, 783 is paid and told twice, all
 * others are paid), refunds, and notices that are sent again until they are taken.
 */
export class SimulatedPayments {
  readonly #payments = new Map<string, SimulatedPayment>()
  readonly #options: SimulatedPaymentsOptions
  #notices: DueNotice[] = []
  #sending: Promise<number> | undefined

  constructor(options: SimulatedPaymentsOptions) {
    this.#options = options
    const kept: { payments?: SimulatedPayment[]; notices?: DueNotice[] } = options.file
      ? readJsonFile(options.file)
      : {}
    for (const payment of kept.payments ?? []) this.#payments.set(payment.key, payment)
    this.#notices = kept.notices ?? []
  }

  now(): Date {
    return this.#options.now()
  }

  open(asked: Pick<SimulatedPayment, 'reference' | 'amount' | 'currency'> & Partial<SimulatedPayment>) {
    const payment: SimulatedPayment = {
      key: randomBytes(12).toString('hex'),
      fields: {},
      ...{ state: 'open', code: '', number: '', settles_at: null, expires_at: null },
      refunds: [],
      ...asked,
    }
    this.#payments.set(payment.key, payment)
    const [oldest] = this.#payments.keys()
    if (this.#payments.size > MOST_PAYMENTS && oldest !== undefined) this.#payments.delete(oldest)
    this.#save()
    return payment
  }

  find(key: string): SimulatedPayment | undefined {
    return this.#settled(this.#payments.get(key))
  }

  findReference(reference: string): SimulatedPayment | undefined {
    for (const payment of this.#payments.values()) if (payment.reference === reference) return this.#settled(payment)
    return undefined
  }

  all(): SimulatedPayment[] {
    return [...this.#payments.values()].map((payment) => this.#settled(payment) ?? payment)
  }

  /** The payer pays from a wallet or account, whose last digits choose what happens. */
  pay(payment: SimulatedPayment, number: string) {
    if (this.find(payment.key)?.state !== 'open') return
    const { codes, pending_ms = 30_000 } = this.#options
    const last = number.slice(-3)
    if (last === '780') return this.#end(payment, 'failed', codes.poor, 1)
    if (last === '781') {
      payment.settles_at = this.now().getTime() + pending_ms
      return this.#end(payment, 'pending', codes.pending, 1)
    }
    this.#end(payment, 'paid', codes.paid, last === '782' ? 0 : last === '783' ? 2 : 1)
  }

  cancel(payment: SimulatedPayment, code = this.#options.codes.cancelled) {
    if (this.find(payment.key)?.state === 'open') this.#end(payment, 'failed', code, 1)
  }

  /** Sends money back; undefined when less than that is left of the payment. */
  refund(payment: SimulatedPayment, amount: bigint): string | undefined {
    if (payment.state !== 'paid' || amount <= 0n || amount > leftOf(payment)) return undefined
    const number = newNumber(this.now())
    payment.refunds.push({ number, amount: String(amount) })
    this.#save()
    return number
  }

  /** Makes the rail know a payment that was paid before it was opened. */
  remember(payment: { readonly reference: string; readonly amount_paisa: bigint; readonly paid_at: Date }) {
    if (this.findReference(payment.reference)) return
    const opened = this.open({ reference: payment.reference, amount: String(payment.amount_paisa), currency: 'PKR' })
    opened.number = newNumber(payment.paid_at)
    this.#end(opened, 'paid', this.#options.codes.paid, 0)
  }

  /** One sender at a time, so that a notice is not sent twice by two hands. */
  sendDueNotices(): Promise<number> {
    this.#sending ??= this.#sendDue().finally(() => {
      this.#sending = undefined
    })
    return this.#sending
  }

  start(everyMs: number): () => void {
    const timer = setInterval(() => void this.sendDueNotices(), everyMs)
    timer.unref()
    return () => clearInterval(timer)
  }

  async #sendDue(): Promise<number> {
    this.all()
    let taken = 0
    for (const notice of this.#notices.filter((each) => each.due_at <= this.now().getTime())) {
      const payment = this.#payments.get(notice.key)
      const heard = payment === undefined || (await this.#options.tell(payment))
      if (heard) taken++
      const delay = (this.#options.retry_after_ms ?? [5_000, 30_000, 120_000])[notice.tries++]
      if (heard || delay === undefined) this.#notices.splice(this.#notices.indexOf(notice), 1)
      else notice.due_at = this.now().getTime() + delay
      this.#save()
    }
    return taken
  }

  #settled(payment: SimulatedPayment | undefined): SimulatedPayment | undefined {
    const now = this.now().getTime()
    if (payment?.state === 'pending' && (payment.settles_at ?? 0) <= now) {
      this.#end(payment, 'paid', this.#options.codes.paid, 1)
    }
    if (payment?.state === 'open' && payment.expires_at !== null && payment.expires_at <= now) {
      this.#end(payment, 'failed', this.#options.codes.expired, 1)
    }
    return payment
  }

  #end(payment: SimulatedPayment, state: SimulatedPayment['state'], code: string, notices: number) {
    payment.state = state
    payment.code = code
    payment.number ||= newNumber(this.now())
    const due_at = this.now().getTime()
    for (let i = 0; i < notices; i++) this.#notices.push({ key: payment.key, due_at, tries: 0 })
    this.#save()
  }

  #save() {
    const { file } = this.#options
    if (file) writeJsonFile(file, { payments: [...this.#payments.values()], notices: this.#notices })
  }
}

/** What of a payment was not sent back. */
export function leftOf(payment: SimulatedPayment): bigint {
  return payment.refunds.reduce((left, refund) => left - BigInt(refund.amount), BigInt(payment.amount))
}

function newNumber(now: Date): string {
  return now.toISOString().replace(/\D/g, '').slice(2, 14) + String(randomInt(10_000_000_000)).padStart(10, '0')
}
