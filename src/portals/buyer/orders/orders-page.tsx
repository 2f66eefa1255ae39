import type { BuyerOrderRow, OrderState } from '../../../domains/orders/orders.ts'
import { isOver } from '../../../domains/orders/orders.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Panel, Section } from '../../ui/layout.tsx'
import { GoodsLine } from '../../ui/listing-card.tsx'
import { Badge, EmptyState, Notice, type Tone } from '../../ui/notice.tsx'
import { photoView } from '../../web/photo-view.ts'
import { routes } from '../routes.ts'

export interface OrdersView {
  orders: readonly BuyerOrderRow[]
  news: News | undefined
  /** Orders of one checkout only. */
  isCheckout: boolean
  older: string | undefined
  now: Date
}

/** What just happened, by the word in the address. */
export const NEWS = {
  placed: 'good',
  left: 'wait',
  paid: 'good',
  unpaid: 'stop',
  checking: 'wait',
} as const satisfies Record<string, Tone>
export type News = keyof typeof NEWS

export function newsOf(text: string | undefined): News | undefined {
  return text !== undefined && Object.hasOwn(NEWS, text) ? (text as News) : undefined
}

/** The one notice above an order or the list after something happened. */
export function NewsNotice({ t, news }: { t: Say; news: News | undefined }) {
  if (!news) return null
  return (
    <Notice tone={NEWS[news]} title={t(`buyer.news.${news}`)}>
      <p>
        {t(`buyer.news.${news}.words`)} {news === 'left' && <a href={routes.cart.href()}>{t('buyer.cart.title')}</a>}
      </p>
    </Notice>
  )
}

/** The buyer's orders: first those that still go on, then those that are over. */
export function OrdersPage({ t, view }: { t: Say; view: OrdersView }) {
  const open = view.orders.filter(({ state }) => !isOver(state))
  const over = view.orders.filter(({ state }) => isOver(state))
  return (
    <>
      <h1>{t('buyer.orders.title')}</h1>
      <NewsNotice t={t} news={view.news} />
      {view.orders.length === 0 && (
        <EmptyState
          icon="parcel"
          title={t('buyer.orders.empty')}
          action={{ href: routes.home.href(), label: t('buyer.cart.look_round') }}
        >
          <p>{t('buyer.orders.empty.words')}</p>
        </EmptyState>
      )}
      {open.map((order) => (
        <OrderPanel key={order.order_id} t={t} order={order} now={view.now} />
      ))}
      {over.length > 0 && (
        <Section title={t('buyer.orders.over')}>
          {over.map((order) => (
            <OrderPanel key={order.order_id} t={t} order={order} now={view.now} />
          ))}
        </Section>
      )}
      {view.isCheckout && (
        <p>
          <a href={routes.orders.href()}>{t('buyer.orders.all')}</a>
        </p>
      )}
      {view.older && (
        <p>
          <a href={view.older}>{t('buyer.orders.older')}</a>
        </p>
      )}
    </>
  )
}

function OrderPanel({ t, order, now }: { t: Say; order: BuyerOrderRow; now: Date }) {
  const goods = {
    href: routes.order.href({ order: shown('ord', order.order_id) }),
    title: order.title,
    photo: photoView({ name: order.photo_name, colour: order.photo_colour }, { widths: [160] }),
    facts: [order.shop_name, order.number, t.moment(order.placed_at, now)],
    pricePaisa: order.total_paisa,
  }
  return (
    <Panel>
      <GoodsLine t={t} goods={goods}>
        <Badge tone={toneOf(order.state)}>{t(`buyer.state.${order.state}`)}</Badge>
      </GoodsLine>
    </Panel>
  )
}

/** Marigold where the buyer has to do something, green where it went well, red where it did not. */
function toneOf(state: OrderState): 'act' | 'trust' | 'stop' | 'quiet' {
  if (state === 'awaiting_payment' || state === 'at_door' || state === 'inspecting' || state === 'delivered')
    return 'act'
  if (state === 'completed') return 'trust'
  return state === 'cancelled' || state === 'expired' ? 'stop' : 'quiet'
}
