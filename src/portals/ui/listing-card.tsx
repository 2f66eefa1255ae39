import type { ComponentChildren } from 'preact'
import { writtenLang } from '../../kit/text/locale.ts'
import type { Say } from '../../kit/text/messages.ts'
import { Icon } from './icon.tsx'
import { Badge } from './notice.tsx'
import { Photo, type PhotoView } from './photo.tsx'
import { Price } from './price.tsx'
import { type StandingView, standingLine } from './trust-strip.tsx'

export interface ListingCardView {
  href: string
  title: string
  photo?: PhotoView | undefined
  pricePaisa: bigint
  wasPaisa?: bigint | undefined
  /** Several variants at different prices. */
  from?: boolean | undefined
  /** With delivery to the buyer's city, when it is known. */
  toDoorPaisa?: bigint | undefined
  shopName: string
  standing?: Pick<StandingView, 'trades'> | undefined
  /** "by Thursday": from t.byDay. */
  arrives?: string | undefined
  used?: boolean | undefined
  soldOut?: boolean | undefined
}

const SIZES = '(min-width:60rem) 14rem,(min-width:40rem) 33vw,(min-width:22rem) 50vw,100vw'

/** The goods on a shelf: photo, title, price to the door, then the shop's record and the day of arrival. */
export function ListingGrid({
  t,
  listings,
  eager = 2,
}: {
  t: Say
  listings: readonly ListingCardView[]
  eager?: number
}) {
  return (
    <ul class="shelf">
      {listings.map((listing, index) => (
        <li key={listing.href}>
          <ListingCard t={t} listing={listing} eager={index < eager} />
        </li>
      ))}
    </ul>
  )
}

export function ListingCard({ t, listing, eager }: { t: Say; listing: ListingCardView; eager?: boolean }) {
  return (
    <article class={listing.soldOut ? 'card gone' : 'card'}>
      <Photo photo={listing.photo ? { ...listing.photo, alt: '' } : undefined} sizes={SIZES} eager={eager} />
      <h2 class="title" dir="auto" lang={writtenLang(listing.title)}>
        <a href={listing.href}>{listing.title}</a>
      </h2>
      <Price t={t} paisa={listing.pricePaisa} was={listing.wasPaisa} from={listing.from} toDoor={listing.toDoorPaisa} />
      <p class="facts">
        {listing.used && <Badge>{t('ui.used')}</Badge>}{' '}
        {listing.soldOut && <Badge tone="stop">{t('ui.sold_out')}</Badge>}
        <span>
          <bdi>{listing.shopName}</bdi>
        </span>
        {listing.standing && (
          <span class="good">
            <Icon name="hands" size={16} />
            {listing.standing.trades === 0
              ? t('ui.trust.new_shop')
              : t('ui.trust.trades', { count: listing.standing.trades })}
          </span>
        )}
        {listing.arrives && !listing.soldOut && (
          <span>
            <Icon name="truck" size={16} label={t('ui.arrives')} /> {listing.arrives}
          </span>
        )}
      </p>
    </article>
  )
}

export interface GoodsLineView {
  href?: string | undefined
  title: string
  photo?: PhotoView | undefined
  /** Variant, quantity, shop: small facts below the title. */
  facts?: readonly string[] | undefined
  pricePaisa?: bigint | undefined
}

/** One thing in a cart, an order or a parcel; its buttons stand below its price. */
export function GoodsLine({ t, goods, children }: { t: Say; goods: GoodsLineView; children?: ComponentChildren }) {
  return (
    <div class="line">
      <Photo photo={goods.photo ? { ...goods.photo, alt: '' } : undefined} sizes="88px" />
      <div class="grow">
        <h2 class="title" dir="auto" lang={writtenLang(goods.title)}>
          {goods.href ? <a href={goods.href}>{goods.title}</a> : goods.title}
        </h2>
        {goods.facts && goods.facts.length > 0 && <p class="facts">{goods.facts.join(' · ')}</p>}
        {goods.pricePaisa !== undefined && <Price t={t} paisa={goods.pricePaisa} />}
        {children}
      </div>
    </div>
  )
}

export interface ShopCardView {
  href: string
  name: string
  city: string
  photo?: PhotoView | undefined
  /** What it sells, in the shop's words. */
  sells?: string | undefined
  standing: StandingView
}

/** A shop as its neighbours know it. */
export function ShopCard({ t, shop }: { t: Say; shop: ShopCardView }) {
  return (
    <article class="shop">
      <Photo photo={shop.photo ? { ...shop.photo, alt: '' } : undefined} sizes="80px" instead="shop" />
      <div>
        <h2 class="title" dir="auto" lang={writtenLang(shop.name)}>
          <a href={shop.href}>{shop.name}</a>
        </h2>
        <p class="facts">
          <span>
            {shop.sells && (
              <>
                <bdi>{shop.sells}</bdi> ·{' '}
              </>
            )}
            {shop.city}
          </span>
          <span class="good">
            <Icon name="hands" size={16} />
            {standingLine(t, shop.standing)}
          </span>
        </p>
      </div>
    </article>
  )
}
