import type { ComponentChildren } from 'preact'
import type { Refusal } from '../../kit/errors/refusal.ts'
import type { IconName } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { PAGE_STATUS, type PageOptions, page, refusalWords } from '../web/pages.tsx'
import type { PageContext } from '../web/visit.ts'
import { routes } from './routes.ts'

const ROOMS = [
  { room: 'home', icon: 'bell' },
  { room: 'orders', icon: 'parcel' },
  { room: 'shops', icon: 'shop' },
  { room: 'goods', icon: 'tag' },
  { room: 'money', icon: 'bank' },
  { room: 'search', icon: 'search' },
  { room: 'numbers', icon: 'chart' },
  { room: 'people', icon: 'people' },
  { room: 'jobs', icon: 'clock' },
  { room: 'settings', icon: 'settings' },
] as const satisfies readonly { room: keyof typeof routes; icon: IconName }[]
export type RoomOfOffice = (typeof ROOMS)[number]['room']

export interface OfficeOptions extends Pick<PageOptions, 'title'> {
  at: RoomOfOffice
  /** Why a form of the page came back. */
  refusal?: Refusal | undefined
  /** The refusal stands beside a field of the page; otherwise it stands above all. */
  isBeside?: boolean | undefined
}

/** A page of the office, its rooms in a row. A refused form says why on top. */
export function officePage(c: PageContext, options: OfficeOptions, body: ComponentChildren): Response {
  const { t } = c.var.visit
  const { at, title, refusal, isBeside } = options
  const nav = ROOMS.map(({ room, icon }) => ({
    href: routes[room].href(),
    label: t(`operator.nav.${room}`),
    icon,
    current: room === at,
  }))
  return page(
    c,
    { title, room: 'operator', nav, ...(refusal ? { status: PAGE_STATUS[refusal.code] } : {}) },
    <>
      {refusal && !isBeside && <Notice tone="stop">{refusalWords(t, refusal)}</Notice>}
      {body}
    </>,
  )
}
