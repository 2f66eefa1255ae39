import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Quantity } from '../../ui/choices.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, TwoColumns } from '../../ui/layout.tsx'
import { GoodsLine, type GoodsLineView } from '../../ui/listing-card.tsx'
import { type MoneyLine, MoneyLines } from '../../ui/money-lines.tsx'
import { EmptyState, Notice } from '../../ui/notice.tsx'
import { type StandingView, standingLine, TrustStrip } from '../../ui/trust-strip.tsx'
import { routes } from '../routes.ts'
import { type CityFormView, CityLine } from '../shelf/city-form.tsx'

export interface CartLineView {
  variant: string
  goods: GoodsLineView
  count: number
  most: number
  /** What changed since it was put in, in words. */
  news: string | undefined
  trouble: string | undefined
}

export interface CartPageView {
  shops: readonly {
    href: string
    name: string
    standing: StandingView
    lines: readonly CartLineView[]
  }[]
  bill: { lines: readonly MoneyLine[]; total: bigint; isToDoor: boolean }
  priceRose: boolean
  canBePlaced: boolean
  /** The record that the strip shows: with several shops, the shortest one. */
  standing: StandingView | undefined
  /** A no from placing the order, in words. */
  refused: string | undefined
}

export interface CartPageProps {
  t: Say
  view: CartPageView
  city: CityFormView
  hidden: Readonly<Record<string, string>>
}

/** What lies in the cart, shop by shop, what has changed since, and what it comes to. */
export function CartPage({ t, view, city, hidden }: CartPageProps) {
  if (view.shops.length === 0) {
    return (
      <>
        <h1>{t('buyer.cart.title')}</h1>
        <EmptyState
          icon="basket"
          title={t('buyer.cart.empty')}
          action={{ href: routes.home.href(), label: t('buyer.cart.look_round') }}
        >
          <p>{t('buyer.cart.empty.words')}</p>
        </EmptyState>
      </>
    )
  }
  return (
    <>
      <h1>{t('buyer.cart.title')}</h1>
      {view.refused && (
        <Notice tone="stop">
          <p>{view.refused}</p>
        </Notice>
      )}
      <TwoColumns
        narrow="end"
        main={view.shops.map((shop) => (
          <Panel key={shop.href}>
            <h2>
              <a href={shop.href} dir="auto">
                {shop.name}
              </a>
            </h2>
            <p class="facts">{standingLine(t, shop.standing)}</p>
            {shop.lines.map((line) => (
              <Line key={line.variant} t={t} line={line} hidden={hidden} />
            ))}
          </Panel>
        ))}
        side={<Side t={t} view={view} city={city} hidden={hidden} />}
      />
    </>
  )
}

function Line({ t, line, hidden }: { t: Say; line: CartLineView; hidden: Readonly<Record<string, string>> }) {
  return (
    <GoodsLine t={t} goods={line.goods}>
      {line.news && <p class="facts">{line.news}</p>}
      {line.trouble && (
        <Notice tone="stop">
          <p>{line.trouble}</p>
        </Notice>
      )}
      <Form
        action={routes.cartLine.href({ variant: line.variant })}
        hidden={{ ...hidden, count: String(line.count), most: String(line.most) }}
      >
        <Quantity t={t} name="do" count={line.count} most={line.most} />
      </Form>
    </GoodsLine>
  )
}

function Side({ t, view, city, hidden }: CartPageProps) {
  const { bill } = view
  return (
    <>
      <CityLine {...city} />
      <MoneyLines
        t={t}
        lines={bill.lines}
        total={{
          label: t(bill.isToDoor ? 'buyer.cart.total_to_door' : 'ui.money.total'),
          paisa: bill.total,
          hint: bill.isToDoor ? undefined : t('buyer.cart.before_delivery'),
        }}
        words
      />
      {view.priceRose && view.canBePlaced ? (
        <Notice tone="wait" title={t('buyer.cart.rose')}>
          <Form action={routes.cartPrices.href()} hidden={hidden}>
            <Button kind="act">{t('buyer.cart.agree')}</Button>
          </Form>
        </Notice>
      ) : view.canBePlaced ? (
        <FormActions>
          <ButtonLink kind="act" href={routes.checkout.href()}>
            {t('buyer.cart.order')}
          </ButtonLink>
        </FormActions>
      ) : (
        <Notice tone="wait">
          <p>{t('buyer.cart.mend')}</p>
        </Notice>
      )}
      {view.standing && <TrustStrip t={t} payment="door" standing={view.standing} />}
    </>
  )
}
