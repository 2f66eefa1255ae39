import type { ComponentChildren } from 'preact'
import type { ShopTask } from '../../domains/identity/identity.ts'
import type { Say } from '../../kit/text/messages.ts'
import type { NavItem } from '../ui/navigation.tsx'
import { type PageOptions, page } from '../web/pages.tsx'
import type { PageContext } from '../web/visit.ts'
import type { HereOnPage } from './here.ts'
import { routes } from './routes.ts'

export type RoomOfShop = 'today' | 'orders' | 'goods' | 'money' | 'shop'

/** A page inside a shop: its rooms in a row, and for whom one acts when it is not one's own shop. */
export function shopPage(
  c: PageContext,
  here: HereOnPage,
  options: Pick<PageOptions, 'title' | 'status'> & { at: RoomOfShop },
  body: ComponentChildren,
): Response {
  const { t } = c.var.visit
  const { at, ...rest } = options
  return page(
    c,
    { ...rest, room: 'seller', nav: navOf(t, here, at) },
    <>
      {here.by.role !== 'owner' && (
        <p class="facts">
          {t.parts(`seller.acting.${here.by.role}`, {
            shop: (
              <b key="shop" dir="auto">
                {here.shop.name}
              </b>
            ),
          })}
        </p>
      )}
      {body}
    </>,
  )
}

/** The rooms that a member may enter. */
export function navOf(t: Say, { shop, by, counts }: HereOnPage, at: RoomOfShop): NavItem[] {
  const names = { shop: shop.handle }
  const rooms: (NavItem & { task?: ShopTask; room: RoomOfShop })[] = [
    { room: 'today', href: routes.today.href(names), label: t('seller.nav.today'), icon: 'house' },
    {
      room: 'orders',
      task: 'orders',
      href: routes.orders.href(names),
      label: t('seller.nav.orders'),
      icon: 'parcel',
      count: counts.placed,
    },
    { room: 'goods', task: 'listings', href: routes.goods.href(names), label: t('seller.nav.goods'), icon: 'tag' },
    { room: 'money', task: 'money', href: routes.money.href(names), label: t('seller.nav.money'), icon: 'cash' },
    { room: 'shop', task: 'shop', href: routes.shop.href(names), label: t('seller.nav.shop'), icon: 'shop' },
  ]
  return rooms
    .filter(({ task }) => task === undefined || by.tasks.includes(task))
    .map(({ room, href, label, icon, count }) => ({ href, label, icon, count, current: room === at }))
}
