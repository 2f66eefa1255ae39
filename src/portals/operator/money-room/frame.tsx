import type { ComponentChildren } from 'preact'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { Tabs } from '../tabs.tsx'

const PARTS = ['moneyRoom', 'statements', 'suspense', 'moneyBreaks', 'coverage', 'entries'] as const
export type RoomPart = (typeof PARTS)[number]

/** A page of the money room: its title, the way back to money, and the room's other pages in a row. */
export function RoomFrame(props: { t: Say; part: RoomPart; title?: string; children: ComponentChildren }) {
  const { t, part, title, children } = props
  const back = { href: routes.money.href(), label: t('operator.nav.money'), current: false }
  return (
    <>
      <h1>{title ?? t(`books.${part}`)}</h1>
      <Tabs
        label={t('books.moneyRoom')}
        items={[
          back,
          ...PARTS.map((one) => ({ href: routes[one].href(), label: t(`books.${one}`), current: one === part })),
        ]}
      />
      {children}
    </>
  )
}

/** Where a line of a bank is looked at. */
export const lineHref = ({ line_id }: { line_id: string }) => routes.suspenseLine.href({ line: shown('lin', line_id) })

/** A holder by its name; of a bank, which one. */
export function holderName(t: Say, holder: string): string {
  const [kind, name = ''] = holder.split(':')
  if (kind === 'bank') return t('books.bank', { name })
  return t.maybe(`books.holder.${kind}`) ?? holderWords(t, holder)
}

/** A day that a bank wrote, YYYY-MM-DD, as people say it. */
export function dayWords(t: Say, day: string): string {
  return t.date(new Date(`${day}T12:00:00+05:00`))
}
