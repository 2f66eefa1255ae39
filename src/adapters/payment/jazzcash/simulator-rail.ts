import { callOutside, jsonObject } from '../../outside.ts'
import { type Fields, karachiStamp, signed } from './secure-hash.ts'
import { isOver, SimulatorBook, type Transaction } from './simulator-book.ts'
import { type Fault, fault, MESSAGES, outcomeOf, type SimulatedMerchant } from './simulator-rules.ts'

export interface JazzCashSimulatorOptions {
  readonly merchant: SimulatedMerchant
  readonly now: () => Date
  /** Where the rail's memory lives between restarts; left out, it is lost with the process. */
  readonly file?: string
  /** How long wallet …781 stays pending. */
  readonly pending_ms?: number
  /** A payment can be refunded only so long after it was paid, when it is settled. */
  readonly refundable_after_ms?: number
  /** Some merchants may not refund in part. */
  readonly whole_refunds_only?: boolean
  /** When a notice that nobody took is sent again; after the last it is given up. */
  readonly retry_after_ms?: readonly number[]
}

/** What happens inside the simulated rail, behind its pages: payments, inquiries, refunds and notices. */
export class SimulatedRail {
  readonly merchant: SimulatedMerchant
  readonly book: SimulatorBook
  readonly #options: JazzCashSimulatorOptions
  #sending: Promise<number> | undefined

  constructor(options: JazzCashSimulatorOptions) {
    this.#options = options
    this.merchant = options.merchant
    this.book = new SimulatorBook(options.file)
  }

  now(): Date {
    return this.#options.now()
  }

  /** The payer presses Pay. False when the MPIN is wrong and may be tried again: MPIN 0000 is always wrong. */
  pay(transaction: Transaction, wallet: string, mpin: string): boolean {
    const now = this.now()
    if (mpin === '0000') {
      transaction.wrong_pins++
      if (transaction.wrong_pins < 3) this.book.save()
      else this.end(transaction, 'failed', '060', 1, now)
      return transaction.wrong_pins >= 3
    }
    const { state, code, notices, settles_to } = outcomeOf(wallet)
    if (state === 'pending') {
      transaction.settles_at = now.getTime() + (this.#options.pending_ms ?? 30_000)
      transaction.settles_to = settles_to ?? 'paid'
    }
    this.end(transaction, state, code, notices, now)
    return true
  }

  /** The payer presses Cancel. */
  cancel(transaction: Transaction) {
    this.end(transaction, 'failed', '112', 1, this.now())
  }

  inquiry(fields: Fields): Fields {
    const transaction = this.book.find(fields.pp_TxnRefNo ?? '')
    if (!transaction) return { pp_ResponseCode: '109', pp_ResponseMessage: MESSAGES['109'] ?? '' }
    this.settle(transaction, this.now())
    const { state } = transaction
    const code = state === 'open' ? '157' : transaction.code
    const words = { open: 'Pending', pending: 'Pending', paid: 'Completed', failed: 'Failed', refunded: 'Completed' }
    return {
      pp_BankID: '',
      pp_Status: code === '129' ? 'Dropped' : words[state],
      pp_AuthCode: state === 'paid' ? transaction.provider_id : '',
      pp_ProductID: '',
      pp_ResponseCode: '000',
      pp_SettlementDate: state === 'paid' ? karachiStamp(new Date(transaction.changed_at)) : '',
      pp_ResponseMessage: 'Thank you for Using JazzCash, your operation successfully completed.',
      pp_SettlementExpiry: '',
      pp_PaymentResponseCode: code,
      pp_RetrievalReferenceNo: transaction.provider_id,
      pp_PaymentResponseMessage: MESSAGES[code] ?? '',
    }
  }

  refund(fields: Fields): Fields {
    const reply = (code: string, number = ''): Fields => ({
      pp_ResponseCode: code,
      pp_ResponseMessage: MESSAGES[code] ?? '',
      pp_TxnRefNo: fields.pp_TxnRefNo ?? '',
      pp_RetrievalReferenceNo: number,
    })
    const transaction = this.book.find(fields.pp_TxnRefNo ?? '')
    if (!transaction) return reply('109')
    if (fields.pp_MerchantMPIN !== this.merchant.merchant_mpin) return reply('024')
    if (transaction.state === 'refunded') return reply('451')
    if (transaction.state !== 'paid') return reply('132')
    const age_ms = this.now().getTime() - transaction.changed_at
    if (age_ms < (this.#options.refundable_after_ms ?? 0)) return reply('455')
    const amount = fields.pp_Amount ?? ''
    const whole = BigInt(transaction.fields.pp_Amount ?? '0')
    if (!/^[1-9]\d{0,12}$/.test(amount) || BigInt(amount) > whole || fields.pp_TxnCurrency !== 'PKR')
      return reply('110')
    if (this.#options.whole_refunds_only && BigInt(amount) < whole) return reply('454')
    this.book.decide(transaction, 'refunded', '131', this.now())
    return reply('000', transaction.provider_id)
  }

  /** One sender at a time, so that a notice is not sent twice by two hands. */
  sendDueNotices(): Promise<number> {
    this.#sending ??= this.#sendDue().finally(() => {
      this.#sending = undefined
    })
    return this.#sending
  }

  remember(payment: { readonly reference: string; readonly amount_paisa: bigint; readonly paid_at: Date }) {
    const fields = { pp_TxnRefNo: payment.reference, pp_Amount: String(payment.amount_paisa), pp_TxnCurrency: 'PKR' }
    const transaction = this.book.open({ ...fields, pp_MerchantID: this.merchant.merchant_id }, payment.paid_at)
    if (transaction.state === 'open') this.book.decide(transaction, 'paid', '000', payment.paid_at)
  }

  async #sendDue(): Promise<number> {
    const now = this.now()
    for (const transaction of this.book.all()) this.settle(transaction, now)
    let taken = 0
    for (const notice of this.book.notices.filter((each) => each.due_at <= now.getTime())) {
      const answer = await callOutside({
        url: this.merchant.notice_url,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(notice.fields),
        timeout_ms: 5_000,
      })
      const heard = answer.outcome === 'done' && jsonObject(answer.value.text)?.pp_ResponseCode === '000'
      if (heard) taken++
      const delay = (this.#options.retry_after_ms ?? [5_000, 30_000, 120_000])[notice.tries++]
      if (heard || delay === undefined) this.book.notices.splice(this.book.notices.indexOf(notice), 1)
      else notice.due_at = this.now().getTime() + delay
      this.book.save()
    }
    return taken
  }

  /** Time does its work: a pending payment gets paid, an open one that nobody paid is dropped. */
  settle(transaction: Transaction, now: Date) {
    if (transaction.state === 'pending' && transaction.settles_at !== null && transaction.settles_at <= now.getTime()) {
      const paid = transaction.settles_to !== 'failed'
      this.end(transaction, paid ? 'paid' : 'failed', paid ? '121' : '116', 1, now)
    }
    if (!isOver(transaction, now)) return
    if (transaction.state === 'open') this.book.decide(transaction, 'failed', '129', now)
    // A voucher that nobody brought to a shop.
    else if (transaction.code === '124') this.book.decide(transaction, 'failed', '134', now)
  }

  /** A payment comes to an end, or waits; the shop is told so many times. */
  end(transaction: Transaction, state: Transaction['state'], code: string, notices: number, now: Date) {
    this.book.decide(transaction, state, code, now)
    for (let i = 0; i < notices; i++) {
      this.book.notices.push({ fields: noticeFields(transaction, this.merchant.salt), due_at: now.getTime(), tries: 0 })
    }
    this.book.save()
  }
}

/** The signed JSON of a notice: the same facts as the form, all names spelt right. */
function noticeFields(transaction: Transaction, salt: string): Fields {
  const { fields, code, provider_id } = transaction
  return signed(answerFields(fields, fault(code), provider_id), salt)
}

/** What the rail says about a payment, to the browser and to the shop's server. */
export function answerFields(fields: Fields, end: Fault, number: string): Record<string, string> {
  const echoed = [
    'pp_Amount',
    'pp_TxnType',
    'pp_Version',
    'pp_Language',
    'pp_TxnRefNo',
    'pp_MerchantID',
    'pp_TxnCurrency',
  ]
  const more = ['pp_TxnDateTime', 'pp_BillReference', 'ppmpf_1', 'ppmpf_2', 'ppmpf_3', 'ppmpf_4', 'ppmpf_5']
  const blank = [
    'ppmbf_1',
    'ppmbf_2',
    'ppmbf_3',
    'ppmbf_4',
    'ppmbf_5',
    'pp_BankID',
    'pp_SubMerchantId',
    'pp_SettlementExpiry',
  ]
  return {
    ...Object.fromEntries([...echoed, ...more].map((name) => [name, fields[name] ?? ''])),
    ...Object.fromEntries(blank.map((name) => [name, ''])),
    pp_AuthCode: number,
    pp_ResponseCode: end.code,
    pp_ResponseMessage: end.message,
    pp_RetrievalReferenceNo: number,
  }
}
