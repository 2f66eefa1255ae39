import type { Say } from '../../../kit/text/messages.ts'
import { FacetBar, Facets } from '../../ui/facets.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { Section, TwoColumns } from '../../ui/layout.tsx'
import { ListingGrid } from '../../ui/listing-card.tsx'
import { Crumbs, Pager, Tiles } from '../../ui/navigation.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { routes } from '../routes.ts'
import type { SearchView } from './search-view.ts'

export interface SearchPageProps {
  t: Say
  view: SearchView
  helpPhone: string
  /** Shelves to go on to when nothing was found. */
  shelves: readonly { id: string; label: string; icon: IconName }[]
}

/** Results of a search, or all goods of a category. */
export function SearchPage({ t, view, helpPhone, shelves }: SearchPageProps) {
  const { q } = view.asked
  const facets = { t, action: routes.search.href(), hidden: view.hidden, groups: view.groups, applied: view.applied }
  return (
    <TwoColumns
      narrow="start"
      side={<Facets {...facets} />}
      main={
        <>
          {view.crumbs.length > 0 && <Crumbs label={t('buyer.crumbs')} items={view.crumbs} />}
          <h1>
            <bdi>{view.title}</bdi> <small>{t('buyer.search.found', { count: view.total })}</small>
          </h1>
          {view.didYouMean && (
            <p>
              {t('buyer.search.did_you_mean')} <a href={view.didYouMean.href}>{view.didYouMean.words}</a>
            </p>
          )}
          {view.dropped.length > 0 && (
            <p>
              {view.dropped.map((word) => (
                <>
                  <del>
                    <bdi>{word}</bdi>
                  </del>{' '}
                </>
              ))}
              <bdi>{view.kept}</bdi>
            </p>
          )}
          <FacetBar t={t} applied={view.applied} clearHref={view.clearHref} />
          {view.cards.length > 0 ? (
            <>
              <ListingGrid t={t} listings={view.cards} />
              <Pager t={t} {...view.pager} />
            </>
          ) : (
            <NothingFound t={t} q={q} hasFilters={view.applied.length > 0} view={view} helpPhone={helpPhone} />
          )}
          {view.cards.length === 0 && shelves.length > 0 && (
            <Section title={t('buyer.home.categories')}>
              <Tiles
                items={shelves.map(({ id, label, icon }) => ({
                  href: routes.search.href({ category: id }),
                  label,
                  icon,
                }))}
              />
            </Section>
          )}
        </>
      }
    />
  )
}

interface NothingProps {
  t: Say
  q: string
  hasFilters: boolean
  view: SearchView
  helpPhone: string
}

/** Nobody leaves empty-handed: fewer filters, other words, the shelves, or a person on the phone. */
function NothingFound({ t, q, hasFilters, view, helpPhone }: NothingProps) {
  return (
    <EmptyState
      icon="search"
      title={q === '' ? t('buyer.search.none_here') : t('buyer.search.none', { words: q })}
      action={hasFilters ? { href: view.clearHref, label: t('buyer.search.clear') } : undefined}
    >
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
