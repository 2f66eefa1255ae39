import { bankReference, type PaymentRail, TRANSFER_LIVES_MS } from '../../../domains/payments/rail.ts'
import { done, never } from '../../../kit/errors/outcome.ts'
import { spacedIban } from '../../../kit/iban/iban.ts'

export interface BankSettings {
  readonly account: {
    readonly iban: string
    readonly title: string
    /** The bank's name as people know it. */
    readonly bank: string
  }
  /** What the bank's statements say about the reference of a payment: the credit that carries it, when it came. */
  readonly findCredit: (reference: string) => Promise<{ paisa: bigint; bank_reference: string } | undefined>
}

/** Bank transfer: the buyer writes a short reference on a transfer, and the bank's statement says that it came. */
export function bankTransfer(settings: BankSettings): PaymentRail {
  const { account, findCredit } = settings
  return {
    name: 'bank',
    holder: `bank:${account.iban.slice(4, 8)}`,
    needs: [],
    beginsOnce: true,
    pays_within_ms: TRANSFER_LIVES_MS,
    noticeAnswer: { contentType: 'text/plain', body: '' },
    async begin(intent) {
      const pay_to = { iban: spacedIban(account.iban), title: account.title, bank: account.bank }
      return done({ action: 'show', code: bankReference(intent.reference), qr: null, pay_to })
    },
    // Nobody tells us anything here: what claims to be a notice is somebody else's.
    readNotice: () => ({ unreadable: 'a bank sends no notices' }),
    async inquire(reference) {
      const credit = await findCredit(reference)
      const none = { status: 'unknown', amount_paisa: null, provider_id: '', code: '' } as const
      if (!credit) return done(none)
      return done({ status: 'paid', amount_paisa: credit.paisa, provider_id: credit.bank_reference, code: 'credit' })
    },
    refund: async () => never('a transfer goes back by bank file'),
  }
}
