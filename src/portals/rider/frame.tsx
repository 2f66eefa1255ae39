import type { ComponentChildren } from 'preact'
import { type PageOptions, page } from '../web/pages.tsx'
import type { PageContext } from '../web/visit.ts'
import { routes } from './routes.ts'

export type RoomOfRider = 'rounds' | 'waiting' | 'cash'

/** A page of the rider: three rooms in a row, under the thumb. */
export function ridePage(
  c: PageContext,
  options: Pick<PageOptions, 'title' | 'status'> & { at: RoomOfRider },
  body: ComponentChildren,
): Response {
  const { t } = c.var.visit
  const { at, ...rest } = options
  const rooms = [
    { room: 'rounds', icon: 'bike' },
    { room: 'waiting', icon: 'list' },
    { room: 'cash', icon: 'cash' },
  ] as const
  const nav = rooms.map(({ room, icon }) => ({
    href: routes[room].href(),
    label: t(`rider.nav.${room}`),
    icon,
    current: room === at,
  }))
  return page(c, { ...rest, room: 'rider', nav }, body)
}
