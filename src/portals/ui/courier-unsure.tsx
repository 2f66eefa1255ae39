import type { ComponentChildren } from 'preact'
import { Notice } from './notice.tsx'

/** Two things that a courier said of one parcel, in the order in which it said them. */
export interface UnsureView {
  scans: readonly { what: string; at: string }[]
}

/** On the page of an order whose courier contradicts itself: both scans, and what follows from them. */
export function CourierUnsure({
  title,
  unsure,
  children,
}: {
  title: string
  unsure: UnsureView | undefined
  children: ComponentChildren
}) {
  if (!unsure) return null
  return (
    <Notice tone="wait" title={title}>
      <ul>
        {unsure.scans.map(({ what, at }) => (
          <li key={what + at}>
            {what} · {at}
          </li>
        ))}
      </ul>
      {children}
    </Notice>
  )
}
