import { randomBytes, randomInt } from 'node:crypto'
import { readJsonFile, writeJsonFile } from '../../simulator-file.ts'
import { type Fields, fromKarachiStamp, karachiStamp } from './secure-hash.ts'

/** One payment as the simulated rail remembers it. No wallet number and no MPIN is kept. */
export interface Transaction {
  readonly reference: string
  /** Names the hosted page of this payment, so that a guessed reference opens nothing. */
  readonly page_key: string
  /** What the shop sent, without password and hash. */
  readonly fields: Fields
  state: 'open' | 'pending' | 'paid' | 'failed' | 'refunded'
  code: string
  provider_id: string
  wrong_pins: number
  /** When a pending payment turns into a paid one; milliseconds. */
  settles_at: number | null
  /** What it turns into then; left out, it is paid. */
  settles_to?: 'paid' | 'failed'
  changed_at: number
}

export interface DueNotice {
  readonly fields: Fields
  due_at: number
  tries: number
}

interface Pages {
  transactions: Transaction[]
  notices: DueNotice[]
}

const MOST_TRANSACTIONS = 2_000

/** The simulator's memory, in a file when one is given, so that inquiries find the same truth after a restart. */
export class SimulatorBook {
  readonly notices: DueNotice[]
  readonly #transactions = new Map<string, Transaction>()
  readonly #file: string | undefined

  constructor(file: string | undefined) {
    this.#file = file
    const pages = file ? readPages(file) : { transactions: [], notices: [] }
    for (const transaction of pages.transactions) this.#transactions.set(transaction.reference, transaction)
    this.notices = pages.notices
  }

  /** Opens a payment, or finds the one that the same form opened before. */
  open(fields: Fields, now: Date): Transaction {
    const reference = fields.pp_TxnRefNo ?? ''
    const known = this.#transactions.get(reference)
    if (known) return known
    const { pp_Password: _password, pp_SecureHash: _hash, ...kept } = fields
    const transaction: Transaction = {
      reference,
      page_key: randomBytes(12).toString('hex'),
      fields: kept,
      state: 'open',
      code: '',
      provider_id: '',
      wrong_pins: 0,
      settles_at: null,
      changed_at: now.getTime(),
    }
    this.#transactions.set(reference, transaction)
    if (this.#transactions.size > MOST_TRANSACTIONS) {
      const [oldest] = this.#transactions.keys()
      if (oldest !== undefined) this.#transactions.delete(oldest)
    }
    this.save()
    return transaction
  }

  find(reference: string): Transaction | undefined {
    return this.#transactions.get(reference)
  }

  byPage(pageKey: string): Transaction | undefined {
    for (const transaction of this.#transactions.values()) if (transaction.page_key === pageKey) return transaction
    return undefined
  }

  all(): Iterable<Transaction> {
    return this.#transactions.values()
  }

  /** Ends a payment, or makes it wait. */
  decide(transaction: Transaction, state: Transaction['state'], code: string, now: Date) {
    transaction.state = state
    transaction.code = code
    transaction.provider_id ||= newNumber(now)
    transaction.changed_at = now.getTime()
    this.save()
  }

  save() {
    if (!this.#file) return
    const pages: Pages = { transactions: [...this.#transactions.values()], notices: this.notices }
    writeJsonFile(this.#file, pages)
  }
}

/**
 * The rail's number for a payment: longer than the real one, so that it stays unique under a clock that stands still.
 */
function newNumber(now: Date): string {
  return karachiStamp(now).slice(2) + String(randomInt(10_000_000_000)).padStart(10, '0')
}

/** True when the time in which the payer may pay is over. */
export function isOver(transaction: Transaction, now: Date): boolean {
  const expires = fromKarachiStamp(transaction.fields.pp_TxnExpiryDateTime ?? '')
  return expires !== undefined && expires <= now
}

function readPages(file: string): Pages {
  const pages: Partial<Pages> = readJsonFile(file)
  return { transactions: pages.transactions ?? [], notices: pages.notices ?? [] }
}
