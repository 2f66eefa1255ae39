import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { AmountInWords, Code, Rupees } from '../../ui/price.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { Facts } from '../../ui/table.tsx'

/** What the buyer does now: answer a phone, pay by a number, be patient, or begin anew. */
export type PaymentStep = 'prompt' | 'show' | 'asking' | 'ended'

export interface PaymentView {
  step: PaymentStep
  rail: string
  amountPaisa: bigint
  until: string
  /** Only for 'show'. */
  code: string
  qr: string | null
  facts: readonly { label: string; value: string }[]
  /** When we asked the rail last, for somebody who has just pressed the button. */
  lookedAt: string | undefined
  action: string
  another: string
  orders: string
}

export interface PaymentPageProps {
  t: Say
  view: PaymentView
  hidden: Readonly<Record<string, string>>
}

/** A payment on its way. There is no script that could wait: the buyer presses a button and we ask the rail. */
export function PaymentPage({ t, view, hidden }: PaymentPageProps) {
  if (view.step === 'ended') return <EndedPage t={t} view={view} />
  return (
    <Narrow>
      <h1>{t(`buyer.payment.${view.step}`, { rail: view.rail })}</h1>
      {view.lookedAt && (
        <Notice tone="wait" title={t('buyer.payment.not_yet', { time: view.lookedAt })}>
          <p>{t('buyer.payment.not_yet.words')}</p>
        </Notice>
      )}
      <p>
        <b>
          <Rupees t={t} paisa={view.amountPaisa} />
        </b>{' '}
        <AmountInWords t={t} paisa={view.amountPaisa} />
      </p>
      {view.step === 'show' && <PayBy t={t} view={view} />}
      <p>{t(`buyer.payment.${view.step}.words`, { rail: view.rail })}</p>
      {view.step !== 'asking' && <p>{t('buyer.rail.until', { time: view.until })}</p>}
      <Form action={view.action} hidden={hidden}>
        <FormActions>
          <Button kind="act" icon="again">
            {t(view.step === 'asking' ? 'buyer.payment.look' : 'buyer.payment.paid')}
          </Button>
          {view.step !== 'asking' && <ButtonLink href={view.another}>{t('buyer.rail.another')}</ButtonLink>}
        </FormActions>
      </Form>
      <p>
        <a href={view.orders}>{t('buyer.payment.orders')}</a>
      </p>
    </Narrow>
  )
}

/** The number as large as it can be, the code that a camera reads, and to whom it goes. */
function PayBy({ t, view }: { t: Say; view: PaymentView }) {
  return (
    <>
      {view.qr && (
        <p>
          <QrCode text={view.qr} label={t('buyer.payment.qr', { rail: view.rail })} size={240} />
        </p>
      )}
      {!view.qr && (
        <div class="secret long">
          <b>{t('buyer.payment.code')}</b>
          <Code>{view.code}</Code>
        </div>
      )}
      {view.facts.length > 0 && (
        <Facts rows={view.facts.map(({ label, value }) => ({ label, value: <bdi>{value}</bdi> }))} />
      )}
    </>
  )
}

function EndedPage({ t, view }: { t: Say; view: PaymentView }) {
  return (
    <Narrow>
      <h1>{t('buyer.payment.ended')}</h1>
      <Notice tone="stop">
        <p>{t('buyer.payment.ended.words', { rail: view.rail })}</p>
      </Notice>
      <FormActions>
        <ButtonLink kind="act" href={view.another}>
          {t('buyer.payment.again')}
        </ButtonLink>
        <ButtonLink href={view.orders}>{t('buyer.payment.orders')}</ButtonLink>
      </FormActions>
    </Narrow>
  )
}
