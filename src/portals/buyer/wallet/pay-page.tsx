import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { AmountInWords } from '../../ui/price.tsx'
import { Figures } from '../../ui/table.tsx'
import { routes } from '../routes.ts'
import type { WalletOffers } from './paying.tsx'

export interface PayFromWalletView {
  t: Say
  orderId: string
  amountPaisa: bigint
  moneyPaisa: bigint
  creditPaisa: bigint
  isEnough: boolean
  refused: string | undefined
  hidden: Readonly<Record<string, string>>
}

/** What is in the wallet, what the order costs, and one button. */
export function PayFromWalletPage(view: PayFromWalletView) {
  const { t, orderId, amountPaisa, moneyPaisa, creditPaisa, isEnough, refused, hidden } = view
  const at = { order: orderId }
  return (
    <Narrow>
      <h1>{t('wallet.pay.title')}</h1>
      {(refused || !isEnough) && (
        <Notice tone="stop">
          <p>{refused ?? t('wallet.pay.short')}</p>
        </Notice>
      )}
      <Figures
        figures={[
          { label: t('wallet.money'), value: t.rupees(moneyPaisa) },
          ...(creditPaisa > 0n ? [{ label: t('wallet.credit'), value: t.rupees(creditPaisa) }] : []),
        ]}
      />
      {isEnough && (
        <>
          {creditPaisa > 0n && <p>{t('wallet.pay.credit_first')}</p>}
          <p>
            <AmountInWords t={t} paisa={amountPaisa} />
          </p>
          <Form action={routes.orderWallet.href(at)} hidden={hidden}>
            <Button kind="act" wide>
              {t('wallet.pay.act', { amount: t.rupees(amountPaisa) })}
            </Button>
          </Form>
        </>
      )}
      <p>
        <ButtonLink href={routes.orderPayment.href(at)}>{t('wallet.pay.another')}</ButtonLink>
      </p>
    </Narrow>
  )
}

/** On the page of an order: pay it from the wallet, or take there what could not go back. */
export function OrderWallet({
  t,
  offers,
  hidden,
}: {
  t: Say
  offers: WalletOffers
  hidden: PayFromWalletView['hidden']
}) {
  const { orderId, pay, refunds } = offers
  return (
    <>
      {pay && (
        <Notice tone="info">
          <p>
            {t('wallet.pay.offer')} <a href={routes.orderWallet.href({ order: orderId })}>{t('wallet.pay.title')}</a>
          </p>
        </Notice>
      )}
      {refunds.map(({ id, paisa }) => (
        <Notice key={id} tone="wait">
          <p>{t('wallet.refund.offer', { amount: t.rupees(paisa) })}</p>
          <Form action={routes.orderRefund.href({ order: orderId, refund: id })} hidden={hidden}>
            <Button kind="act">{t('wallet.refund.act', { amount: t.rupees(paisa) })}</Button>
          </Form>
        </Notice>
      ))}
    </>
  )
}
