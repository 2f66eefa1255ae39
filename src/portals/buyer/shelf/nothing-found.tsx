import type { Say } from '../../../kit/text/messages.ts'
import { EmptyState } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import type { SearchView } from './search-view.ts'

interface NothingProps {
  t: Say
  view: SearchView
  ways: readonly WayOut[]
  helpPhone: string
}

/** A choice that leaves nothing, and how many there are without it. */
export interface WayOut {
  readonly label: string
  readonly href: string
  readonly count: number
}

/** Nobody leaves empty-handed: fewer filters, other words, the shelves, or a person on the phone. */
export function NothingFound({ t, view, ways, helpPhone }: NothingProps) {
  const { applied, asked, clearHref } = view
  return (
    <EmptyState
      icon="search"
      title={asked.q === '' ? t('buyer.search.none_here') : t('buyer.search.none', { words: asked.q })}
      action={applied.length > 0 ? { href: clearHref, label: t('buyer.search.clear') } : undefined}
    >
      {ways.map(({ label, href, count }) => (
        <p key={label}>
          <a href={href}>{t('search.without_filter', { name: label, count })}</a>
        </p>
      ))}
      <p>{t('buyer.search.advice')}</p>
      <p>
        {t('buyer.search.call')}{' '}
        <a href={`tel:${helpPhone}`}>
          <Code>{t.phone(helpPhone)}</Code>
        </a>
      </p>
    </EmptyState>
  )
}
