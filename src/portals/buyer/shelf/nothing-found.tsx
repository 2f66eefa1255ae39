import type { Say } from '../../../kit/text/messages.ts'
import { EmptyState } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import type { SearchView } from './search-view.ts'

interface NothingProps {
  t: Say
  view: SearchView
  helpPhone: string
}

/** Nobody leaves empty-handed: fewer filters, other words, the shelves, or a person on the phone. */
export function NothingFound({ t, view, helpPhone }: NothingProps) {
  const { applied, asked, clearHref } = view
  const ways = applied.filter(({ without }) => (without ?? 0) > 0)
  return (
    <EmptyState
      icon="search"
      title={asked.q === '' ? t('buyer.search.none_here') : t('buyer.search.none', { words: asked.q })}
      action={applied.length > 0 ? { href: clearHref, label: t('buyer.search.clear') } : undefined}
    >
      {ways.map(({ label, removeHref, without }) => (
        <p key={label}>
          <a href={removeHref}>{t('search.without_filter', { name: label, count: without ?? 0 })}</a>
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
