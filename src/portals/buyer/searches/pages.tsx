import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Panel } from '../../ui/layout.tsx'
import { type ListingCardView, ListingGrid } from '../../ui/listing-card.tsx'
import { EmptyState, Notice } from '../../ui/notice.tsx'
import { OwnPage } from '../me/me-page.tsx'
import { routes } from '../routes.ts'
import type { KeptSearchView } from './saved-view.ts'

type Hidden = Readonly<Record<string, string>>

export interface SearchesProps {
  t: Say
  searches: readonly (KeptSearchView & { id: string; since: string })[]
  /** Whether the person is told of what is found. */
  isTold: boolean
  hidden: Hidden
}

/** A person's kept searches. */
export function SearchesPage({ t, searches, isTold, hidden }: SearchesProps) {
  return (
    <OwnPage t={t} title={t('search.mine')}>
      {searches.length === 0 ? (
        <EmptyState icon="search" title={t('search.none_kept')}>
          <p>{t('search.none_kept.words')}</p>
        </EmptyState>
      ) : (
        <>
          <Notice tone={isTold ? 'info' : 'wait'}>
            <p>{t(isTold ? 'search.told' : 'search.not_told')}</p>
            <Form action={routes.searchNews.href()} hidden={{ ...hidden, do: isTold ? 'off' : 'on' }}>
              <Button kind="quiet">{t(isTold ? 'search.told.off' : 'search.told.on')}</Button>
            </Form>
          </Notice>
          {searches.map((search) => (
            <Panel key={search.id}>
              <Kept search={search} />
              <p>{t('search.kept_since', { when: search.since })}</p>
              <Form action={routes.savedSearch.href({ search: search.id })} hidden={hidden}>
                <Button kind="quiet" icon="bin">
                  {t('search.end')}
                </Button>
              </Form>
            </Panel>
          ))}
        </>
      )}
    </OwnPage>
  )
}

function Kept({ search, asTitle }: { search: KeptSearchView; asTitle?: boolean }) {
  const link = (
    <a href={search.href} dir="auto">
      {search.title}
    </a>
  )
  return (
    <>
      {asTitle ? <h1>{link}</h1> : <h2>{link}</h2>}
      {search.choices.length > 0 && (
        <p class="facts">
          {search.choices.map((choice) => (
            <span key={choice}>
              <bdi>{choice}</bdi>
            </span>
          ))}
        </p>
      )}
    </>
  )
}

export interface AskToKeepProps {
  t: Say
  search: KeptSearchView
  hidden: Hidden
  error: string | undefined
}

/** What keeping a search means, and the button that does it. */
export function AskToKeepPage({ t, search, hidden, error }: AskToKeepProps) {
  return (
    <Narrow>
      {error && (
        <Notice tone="stop">
          <p>{error}</p>
        </Notice>
      )}
      <h1>{t('search.keep')}</h1>
      <Panel>
        <Kept search={search} />
      </Panel>
      <p>{t('search.keep.words')}</p>
      <p>{t('search.keep.stop')}</p>
      <Form action={routes.searches.href()} hidden={{ ...search.fields, ...hidden }}>
        <FormActions>
          <Button kind="act" icon="bell">
            {t('search.keep.do')}
          </Button>
        </FormActions>
      </Form>
      <p>
        <a href={search.href}>{t('search.keep.back')}</a>
      </p>
    </Narrow>
  )
}

export interface FoundView {
  code: string
  search: KeptSearchView
  cards: readonly ListingCardView[]
  total: number
}

/** What is new for a kept search. */
export function FoundPage({ t, view, hidden }: { t: Say; view: FoundView; hidden: Hidden }) {
  return (
    <>
      <Kept search={view.search} asTitle />
      {view.cards.length > 0 ? (
        <ListingGrid t={t} listings={view.cards} />
      ) : (
        <EmptyState icon="search" title={t('search.gone_again')} />
      )}
      {view.total > 0 && (
        <p>
          <ButtonLink href={view.search.href}>{t('search.see_all', { count: view.total })}</ButtonLink>
        </p>
      )}
      <Form action={routes.found.href({ code: view.code })} hidden={hidden}>
        <Button kind="quiet" icon="cross">
          {t('search.no_more')}
        </Button>
      </Form>
    </>
  )
}

export function EndedPage({ t }: { t: Say }) {
  return (
    <Narrow>
      <h1>{t('search.ended')}</h1>
      <Notice tone="good">
        <p>{t('search.ended.words')}</p>
      </Notice>
      <p>
        <ButtonLink href={routes.home.href()}>{t('web.refused.home')}</ButtonLink>
      </p>
    </Narrow>
  )
}
