import type { Wallet } from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import type { Visit } from '../../web/visit.ts'
import { routes } from '../routes.ts'

export interface WalletView {
  moneyPaisa: bigint
  creditPaisa: bigint
  places: readonly { holder: string; words: string; paisa: bigint; creditPaisa: bigint; backHref: string | undefined }[]
  lines: readonly { id: string; when: string; what: string; paisa: bigint }[]
  asked: readonly { id: string; when: string; to: string; state: 'asked' | 'sent' | 'returned'; paisa: bigint }[]
  wasAsked: boolean
}

/** Who holds money of a wallet, by its name: 'bank:hbl' is the bank. */
export function holderName(t: Say, holder: string): string {
  const [kind = ''] = holder.split(':')
  return t.maybe(`wallet.holder.${kind}`) ?? kind
}

export function walletView({ t, now }: Visit, wallet: Wallet, wasAsked: boolean): WalletView {
  return {
    moneyPaisa: wallet.money_paisa,
    creditPaisa: wallet.credit_paisa,
    places: wallet.places
      .filter(({ money_paisa, credit_paisa }) => money_paisa + credit_paisa > 0n)
      .map(({ holder, money_paisa, credit_paisa, may_pay_back }) => ({
        holder,
        words: holderName(t, holder),
        paisa: money_paisa,
        creditPaisa: credit_paisa,
        backHref: may_pay_back && money_paisa > 0n ? routes.walletBack.href({ holder }) : undefined,
      })),
    lines: wallet.lines.map(({ line_id, written_at, kind, money_paisa, credit_paisa }) => ({
      id: line_id,
      when: t.moment(written_at, now),
      what: t(`wallet.line.${kind}`),
      paisa: money_paisa + credit_paisa,
    })),
    asked: wallet.asked.map(({ wallet_payout_id, asked_at, ended_at, shown_tail, state, amount_paisa }) => ({
      id: wallet_payout_id,
      when: t.moment(ended_at ?? asked_at, now),
      to: t('wallet.asked.to', { tail: shown_tail }),
      state,
      paisa: amount_paisa,
    })),
    wasAsked,
  }
}
