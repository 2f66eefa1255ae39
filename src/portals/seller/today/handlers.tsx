import { countListings, listListings } from '../../../domains/catalogue/catalogue.ts'
import type { Shop, ShopActor, ShopTask } from '../../../domains/identity/identity.ts'
import { offersOfListings } from '../../../domains/offers/offers.ts'
import { later } from '../../../kit/clock/clock.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { cityName } from '../../web/names.ts'
import type { PageContext, Visit } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { titleOf } from '../goods/draft.ts'
import { LOW_STOCK, whyWords } from '../goods/list-handlers.tsx'
import { type HereOnPage, handleOf, readHere } from '../here.ts'
import { wholeRupees } from '../money/money-sums.ts'
import { moneyWaiting } from '../money/money-waiting.ts'
import { countOf, orderRow, ordersOfHeap } from '../orders/list-handlers.tsx'
import { routes } from '../routes.ts'
import { shareOf } from './share.tsx'
import { PosterPage, TodayPage, type TodayView, type Todo } from './today-page.tsx'

const FIRST = 3
const LOOKED_AT = 100

/** Reads what waits in the rooms that this member may enter. */
async function waiting(tx: Tx, by: ShopActor) {
  const may = (task: ShopTask) => by.tasks.includes(task)
  const soon = later(tx.now, 60_000)
  const [packing, goods, money] = await Promise.all([
    may('orders') ? ordersOfHeap(tx, by, 'pack', soon, FIRST) : [],
    may('listings') ? goodsWaiting(tx, by) : undefined,
    may('money') ? moneyWaiting(tx, by) : undefined,
  ])
  return { packing, goods, money }
}

async function goodsWaiting(tx: Tx, by: ShopActor) {
  const some = (state: 'draft' | 'review' | 'blocked' | 'live', limit: number) => listListings(tx, by, { state, limit })
  const [counts, drafts, review, blocked, live] = await Promise.all([
    countListings(tx, by),
    some('draft', 3),
    some('review', 3),
    some('blocked', 3),
    some('live', LOOKED_AT),
  ])
  const offers = new Map((await offersOfListings(tx, live.listings)).map((one) => [one.listing_id, one]))
  const low = live.listings
    .map((listing) => ({ listing, left: offers.get(listing.listing_id)?.left_count ?? 0 }))
    .filter(({ left }) => left <= LOW_STOCK)
  return { counts, drafts: drafts.listings, review: review.listings, blocked: blocked.listings, low }
}

type Waiting = Awaited<ReturnType<typeof waiting>>

/** The shop's first page: what to do next. */
export async function getToday(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { t } = visit
  const { here, view } = await readHere(c, 'any', (tx, { by }) => waiting(tx, by))
  const names = { shop: handleOf(c) }
  const mayPack = here.by.tasks.includes('orders')
  const page: TodayView = {
    t,
    toPack: mayPack ? countOf(here, 'pack') : undefined,
    figures: hasBegun(here, view) ? figuresOf(visit, here, view) : [],
    news: newsOf(visit, here.shop, view),
    orders: view.packing.map((order) => orderRow(visit, names.shop, order)),
    todos: todosOf(visit, here, view),
    share: shareOf(visit, here.shop),
    links: {
      numbers: mayPack ? routes.numbers.href(names) : undefined,
      orders: routes.orders.href(names),
      add: here.by.tasks.includes('listings') ? routes.newListing.href(names) : undefined,
      public: `/s/${names.shop}`,
    },
  }
  return shopPage(c, here, { title: here.shop.name, at: 'today' }, <TodayPage {...page} />)
}

/** A shop that has sold and shown nothing yet is spared a row of zeros. */
function hasBegun({ counts }: HereOnPage, { goods }: Waiting): boolean {
  return Object.keys(counts).length > 0 || (goods?.counts.live ?? 0) > 0
}

function figuresOf({ t }: Visit, here: HereOnPage, { money, goods }: Waiting): TodayView['figures'] {
  const names = { shop: here.shop.handle }
  const mayPack = here.by.tasks.includes('orders')
  return [
    ...(mayPack
      ? [
          { label: t('seller.figure.pack'), value: t.number(countOf(here, 'pack')), href: routes.orders.href(names) },
          {
            label: t('seller.figure.way'),
            value: t.number(countOf(here, 'way')),
            href: routes.orders.href(names, { heap: 'way' }),
          },
        ]
      : []),
    ...(goods
      ? [{ label: t('seller.figure.live'), value: t.number(goods.counts.live ?? 0), href: routes.goods.href(names) }]
      : []),
    ...(money
      ? [
          {
            label: t('seller.figure.coming'),
            value: t.rupeesShort(wholeRupees(money.coming)),
            href: routes.money.href(names),
          },
        ]
      : []),
  ]
}

function newsOf({ t }: Visit, shop: Shop, { goods }: Waiting): TodayView['news'] {
  if (shop.state === 'stopped') {
    return { tone: 'stop', title: t('seller.news.stopped'), detail: shop.state_reason }
  }
  if (shop.state === 'resting')
    return { tone: 'info', title: t('seller.news.resting'), detail: t('seller.news.resting.detail') }
  if (shop.state === 'open') return undefined
  const hasGoods = (goods?.counts.review ?? 0) > 0
  const detail = t(hasGoods ? 'seller.news.waiting.detail' : 'seller.news.waiting.begin')
  return { tone: 'wait', title: t('seller.news.waiting'), detail }
}

function todosOf({ t }: Visit, here: HereOnPage, { goods, money }: Waiting): Todo[] {
  const shop = here.shop.handle
  const listing = (id: string) => ({ shop, listing: shown('lst', id) })
  const back = countOf(here, 'back')
  const todos: Todo[] = []
  if (back > 0 && here.by.tasks.includes('orders')) {
    const href = routes.orders.href({ shop }, { heap: 'back' })
    todos.push({
      icon: 'back',
      title: t('seller.todo.back', { count: back }),
      detail: t('seller.todo.back.detail'),
      href,
    })
  }
  if (money && !money.hasDetails && here.by.role === 'owner') {
    const title = t('seller.todo.account')
    const href = routes.account.href({ shop })
    todos.push({
      icon: 'bank',
      title,
      detail: t('seller.todo.account.detail', { amount: t.rupees(money.coming) }),
      href,
    })
  }
  for (const one of goods?.blocked ?? []) {
    const href = routes.listing.href(listing(one.listing_id))
    todos.push({ icon: 'alert', title: titleOf(t, one), detail: whyWords(t, one) ?? '', href })
  }
  for (const one of goods?.drafts ?? []) {
    const href = routes.preview.href(listing(one.listing_id))
    todos.push({ icon: 'pencil', title: titleOf(t, one), detail: t('seller.todo.draft'), href })
  }
  for (const { listing: one, left } of (goods?.low ?? []).slice(0, 5)) {
    const href = routes.listing.href(listing(one.listing_id))
    todos.push({ icon: 'tag', title: one.title, detail: t('seller.todo.low', { count: left }), href })
  }
  const review = goods?.counts.review ?? 0
  const [first] = goods?.review ?? []
  if (first && review > 0) {
    const href = routes.goods.href({ shop }, { tab: 'review' })
    todos.push({
      icon: 'clock',
      title: t('seller.todo.review', { count: review }),
      detail: whyWords(t, first) ?? '',
      href,
    })
  }
  return todos
}

/** The sheet for the shop's door. */
export async function getPoster(c: PageContext): Promise<Response> {
  const { t, market, locale } = c.var.visit
  const { here } = await readHere(c, 'any', async () => undefined)
  const { shop } = here
  const { address } = shareOf(c.var.visit, shop)
  const body = (
    <PosterPage
      t={t}
      name={shop.name}
      place={[shop.area, cityName(locale, market.cities, shop.city_id)].filter(Boolean).join(', ')}
      url={`${market.origin}/s/${shop.handle}`}
      address={address}
      market={market.name}
      back={routes.today.href({ shop: shop.handle })}
    />
  )
  return shopPage(c, here, { title: t('seller.poster.title'), at: 'today' }, body)
}
