import type { Say } from '../../../kit/text/messages.ts'
import { AppealLine } from '../../ui/appeal.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CourierUnsure } from '../../ui/courier-unsure.tsx'
import { Form } from '../../ui/form.tsx'
import { TwoColumns } from '../../ui/layout.tsx'
import { GoodsLine } from '../../ui/listing-card.tsx'
import { MoneyLines } from '../../ui/money-lines.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { Steps } from '../../ui/steps.tsx'
import { TrustStrip } from '../../ui/trust-strip.tsx'
import { AddressText } from '../checkout/address-text.tsx'
import { routes } from '../routes.ts'
import { OrderWallet } from '../wallet/pay-page.tsx'
import type { WalletOffers } from '../wallet/paying.tsx'
import { DisputeLine } from './dispute-line.tsx'
import type { Act, OrderView } from './order-view.ts'
import { NewsNotice } from './orders-page.tsx'

export interface OrderPageProps {
  t: Say
  view: OrderView
  hidden: Readonly<Record<string, string>>
  helpPhone: string
  /** A no to what was just tried, in words. */
  refused: string | undefined
  /** What the buyer's wallet can do for this order. */
  offers?: WalletOffers | undefined
}

/** One order: where it stands, what to do now, and its money. Printed, it is the receipt. */
export function OrderPage({ t, view, hidden, helpPhone, refused, offers }: OrderPageProps) {
  const now = view.now && {
    title: view.now.title,
    state: 'now' as const,
    at: view.now.at,
    detail: view.now.detail,
    action: (
      <>
        <SecretCode t={t} view={view} />
        <Acts t={t} view={view} hidden={hidden} />
      </>
    ),
  }
  return (
    <>
      <h1>
        {view.moreCount > 0 ? (
          t.parts('buyer.order.and_more', { title: <bdi key="title">{view.title}</bdi>, count: view.moreCount })
        ) : (
          <bdi>{view.title}</bdi>
        )}
      </h1>
      <p class="facts">
        <a href={view.shopHref} dir="auto">
          {view.shopName}
        </a>{' '}
        · {t('buyer.order.number')} <Code>{view.number}</Code>
      </p>
      {refused && (
        <Notice tone="stop">
          <p>{refused}</p>
        </Notice>
      )}
      <NewsNotice t={t} news={view.news} />
      {view.refunds.map((refund) => (
        <Notice key={refund.words} tone={refund.tone}>
          <p>{refund.words}</p>
        </Notice>
      ))}
      <CourierUnsure title={t('buyer.unsure')} unsure={view.unsure}>
        <p>{t(view.now?.acts.includes('keep') ? 'buyer.unsure.what' : 'buyer.unsure.asking')}</p>
      </CourierUnsure>
      <DisputeLine t={t} id={view.id} at={{ ...view.dispute, hidden }} />
      <AppealLine t={t} appeal={view.appeal} />
      {offers && <OrderWallet t={t} offers={offers} hidden={hidden} />}
      <TwoColumns
        narrow="end"
        main={
          <Steps t={t} label={t('buyer.order.steps')} steps={[...view.past, ...(now ? [now] : []), ...view.toCome]} />
        }
        side={<Side t={t} view={view} helpPhone={helpPhone} />}
      />
    </>
  )
}

function SecretCode({ t, view }: { t: Say; view: OrderView }) {
  const { code } = view
  if (!code) return null
  return (
    <div class="secret">
      <b>{t(`buyer.code.${code.kind}`)}</b>
      <Code>{code.digits}</Code>
      <p>{t(`buyer.code.${code.kind}.words`, { shop: view.shopName })}</p>
    </div>
  )
}

function Acts({ t, view, hidden }: Pick<OrderPageProps, 't' | 'view' | 'hidden'>) {
  const acts = view.now?.acts ?? []
  const at = { order: view.id }
  const address: Readonly<Record<Exclude<Act, 'send_back' | 'cancel'>, string>> = {
    pay: routes.orderPayment.href(at),
    open: routes.inspection.href(at),
    keep: routes.acceptance.href(at),
  }
  // What ends an order is asked once more, on a page of its own.
  const asks = { send_back: routes.sendBack.href(at), cancel: routes.cancellation.href(at) }
  return (
    <>
      {acts.map((act, index) =>
        act === 'send_back' || act === 'cancel' ? (
          <ButtonLink key={act} kind="stop" href={asks[act]} wide>
            {t(`buyer.act.${act}`)}
          </ButtonLink>
        ) : (
          <Form key={act} action={address[act]} hidden={hidden}>
            <Button kind={index === 0 ? 'act' : 'plain'} wide>
              {t(`buyer.act.${act}`, { shop: view.shopName, amount: t.rupees(view.totalPaisa) })}
            </Button>
          </Form>
        ),
      )}
    </>
  )
}

function Side({ t, view, helpPhone }: Pick<OrderPageProps, 't' | 'view' | 'helpPhone'>) {
  return (
    <>
      {view.goods.map((goods) => (
        <GoodsLine key={`${goods.href}${goods.facts?.join()}`} t={t} goods={goods} />
      ))}
      <MoneyLines t={t} lines={view.bill} total={{ label: view.totalLabel, paisa: view.totalPaisa }} words />
      {view.isHeld && <p class="good">{t('ui.money.held', { price: t.rupees(view.totalPaisa) })}</p>}
      {view.address && (
        <p>
          <b>{t('buyer.pay.to')}</b> <AddressText t={t} parts={view.address.lines} phone={view.address.phone} />
        </p>
      )}
      {!view.isOver && <TrustStrip t={t} payment={view.method === 'cod' ? 'door' : 'held'} standing={view.standing} />}
      <p>
        {t('buyer.order.help')}{' '}
        <a href={`tel:${helpPhone}`}>
          <Code>{t.phone(helpPhone)}</Code>
        </a>
      </p>
    </>
  )
}
