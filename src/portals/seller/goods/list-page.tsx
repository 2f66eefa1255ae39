import type { ListingState } from '../../../domains/catalogue/catalogue.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Badge, EmptyState, Notice } from '../../ui/notice.tsx'
import { Photo, type PhotoView } from '../../ui/photo.tsx'
import { Price } from '../../ui/price.tsx'

export const GOODS_TABS = ['live', 'review', 'draft', 'paused', 'blocked'] as const satisfies readonly ListingState[]
export type GoodsTab = (typeof GOODS_TABS)[number]

export interface GoodsRow {
  href: string
  title: string
  photo: PhotoView | undefined
  /** Why it is not on sale, in the reader's words. */
  why: string | undefined
  pricePaisa: bigint | undefined
  hasSpan: boolean
  left: number
  isLow: boolean
  /** For goods of one kind: the form that sets price and stock in the list. */
  quick: { action: string; variantId: string; price: string; stock: string; error?: string | undefined } | undefined
}

export interface GoodsListView {
  t: Say
  tab: GoodsTab
  tabs: readonly { tab: GoodsTab; href: string; count: number }[]
  query: string
  rows: readonly GoodsRow[]
  links: { add: string; imports: string; search: string }
  next: string | undefined
  saved: boolean
  hidden: Readonly<Record<string, string>>
}

/** Everything the shop has, by what buyers can see of it. */
export function GoodsListPage(view: GoodsListView) {
  const { t, tab, rows, links, query } = view
  return (
    <>
      <h1>{t('seller.goods.title')}</h1>
      <p>
        <ButtonLink kind="act" icon="camera" href={links.add}>
          {t('seller.goods.add')}
        </ButtonLink>{' '}
        <ButtonLink icon="upload" href={links.imports}>
          {t('seller.goods.import')}
        </ButtonLink>
      </p>
      {view.saved && (
        <Notice tone="good">
          <p>{t('seller.saved')}</p>
        </Notice>
      )}
      <nav class="facet-bar" aria-label={t('seller.goods.title')}>
        {view.tabs.map((one) => (
          <a key={one.tab} class="chip" href={one.href} aria-current={one.tab === tab ? 'page' : undefined}>
            {t(`seller.goods.tab.${one.tab}`)}
            {one.count > 0 && <span class="count">{t.number(one.count)}</span>}
          </a>
        ))}
      </nav>
      <form class="search own" action={links.search}>
        <input type="hidden" name="tab" value={tab} />
        <input
          type="search"
          name="q"
          value={query}
          aria-label={t('seller.goods.search')}
          placeholder={t('seller.goods.search')}
          dir="auto"
        />
        <button type="submit" aria-label={t('ui.search')}>
          <Icon name="search" />
        </button>
      </form>
      {rows.length === 0 ? (
        <Empty {...view} />
      ) : (
        <ul class="stack pair">
          {rows.map((row) => (
            <li key={row.href}>
              <Row t={t} row={row} tab={tab} hidden={view.hidden} />
            </li>
          ))}
        </ul>
      )}
      {view.next && (
        <p>
          <ButtonLink href={view.next}>{t('seller.more')}</ButtonLink>
        </p>
      )}
    </>
  )
}

function Empty({ t, tab, query }: GoodsListView) {
  if (query !== '') return <EmptyState icon="search" title={t('seller.goods.none_found')} />
  return <EmptyState icon="tag" title={t(`seller.goods.none.${tab}`)} />
}

function Row({
  t,
  row,
  tab,
  hidden,
}: {
  t: Say
  row: GoodsRow
  tab: GoodsTab
  hidden: Readonly<Record<string, string>>
}) {
  return (
    <div class="line">
      <Photo photo={row.photo && { ...row.photo, alt: '' }} sizes="88px" />
      <div class="grow">
        <h2 class="title" dir="auto">
          <a href={row.href}>{row.title}</a>
        </h2>
        {row.why && <p class="facts">{row.why}</p>}
        {!row.quick && row.pricePaisa !== undefined && <Price t={t} paisa={row.pricePaisa} from={row.hasSpan} />}
        <p class="facts">
          {row.quick && !row.isLow ? null : row.isLow ? (
            <Badge tone="stop" icon="alert">
              {t('seller.goods.left', { count: row.left })}
            </Badge>
          ) : (
            t('seller.goods.left', { count: row.left })
          )}
        </p>
        {row.quick && <Quick t={t} quick={row.quick} title={row.title} hidden={{ ...hidden, from: tab }} />}
      </div>
    </div>
  )
}

interface QuickProps {
  t: Say
  quick: NonNullable<GoodsRow['quick']>
  title: string
  hidden: Readonly<Record<string, string>>
}

function Quick({ t, quick, title, hidden }: QuickProps) {
  const { variantId, price, stock } = quick
  return (
    <div class="quick">
      <Form action={quick.action} hidden={hidden}>
        <label>
          Rs
          <input
            name={`price.${variantId}`}
            value={price}
            inputMode="decimal"
            dir="ltr"
            aria-label={t('seller.quick.price', { title })}
          />
        </label>
        <label>
          {t('seller.stock.label')}
          <input
            name={`stock.${variantId}`}
            value={stock}
            inputMode="numeric"
            dir="ltr"
            aria-label={t('seller.quick.stock', { title })}
          />
        </label>
        <Button kind="quiet">{t('seller.save')}</Button>
      </Form>
    </div>
  )
}
