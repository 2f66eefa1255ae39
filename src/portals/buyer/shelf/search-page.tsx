import type { Say } from '../../../kit/text/messages.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { FacetBar, Facets } from '../../ui/facets.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { Section, TwoColumns } from '../../ui/layout.tsx'
import { ListingGrid } from '../../ui/listing-card.tsx'
import { Crumbs, Pager, Tiles } from '../../ui/navigation.tsx'
import { routes } from '../routes.ts'
import { NothingFound, type WayOut } from './nothing-found.tsx'
import type { SearchView } from './search-view.ts'
import { HintLinks, type Hints } from './suggestions.tsx'

export interface SearchPageProps {
  t: Say
  view: SearchView
  helpPhone: string
  hints: Hints
  /** Why the hits stand in their order: only operators are led there. */
  whyHref: string | undefined
  /** When nothing was found: choices that leave nothing. */
  ways: readonly WayOut[]
  /** Shelves to go on to when nothing was found. */
  shelves: readonly { id: string; label: string; icon: IconName }[]
}

/** Results of a search, or all goods of a category. */
export function SearchPage({ t, view, helpPhone, hints, whyHref, ways, shelves }: SearchPageProps) {
  const facets = { t, action: routes.search.href(), hidden: view.hidden, groups: view.groups, applied: view.applied }
  const near = view.asked.sort === 'near' ? undefined : { href: view.near.href, label: t('search.near') }
  // Where nothing was found and nothing chosen there is nothing to choose.
  const isBare = view.total === 0 && view.applied.length === 0 && near !== undefined
  return (
    <TwoColumns
      narrow="start"
      side={isBare ? null : <Facets {...facets} />}
      main={
        <>
          {view.crumbs.length > 0 && <Crumbs label={t('buyer.crumbs')} items={view.crumbs} />}
          <h1>
            <bdi>{view.title}</bdi> <small>{t('buyer.search.found', { count: view.total })}</small>
          </h1>
          <HowRead t={t} view={view} />
          <HintLinks t={t} hints={hints} />
          {view.asked.sort === 'near' && <NearLine t={t} near={view.near} />}
          {!isBare && <FacetBar t={t} applied={view.applied} clearHref={view.clearHref} near={near} />}
          {view.cards.length > 0 ? (
            <>
              <ListingGrid t={t} listings={view.cards} />
              <Pager t={t} {...view.pager} />
            </>
          ) : (
            <NothingFound t={t} view={view} ways={ways} helpPhone={helpPhone} />
          )}
          {whyHref && (
            <p>
              <a href={whyHref}>{t('search.why')}</a>
            </p>
          )}
          {view.keepHref && (
            <p>
              <ButtonLink kind="quiet" icon="bell" href={view.keepHref}>
                {t('search.keep')}
              </ButtonLink>
            </p>
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

/** What was made of the words: which were mended, which were left out, and the way to each as it was typed. */
function HowRead({ t, view: { corrected, didYouMean, dropped, kept, asked } }: { t: Say; view: SearchView }) {
  return (
    <>
      {corrected && (
        <p>
          {t.parts('search.shown_for', { words: <bdi>{corrected.words}</bdi> })}{' '}
          <a href={corrected.asTyped}>{t('search.as_typed', { words: asked.q })}</a>
        </p>
      )}
      {didYouMean && (
        <p>
          {t('buyer.search.did_you_mean')}{' '}
          <a href={didYouMean.href} dir="auto">
            {didYouMean.words}
          </a>
        </p>
      )}
      {dropped.length > 0 && (
        <p>
          {t('search.without')}{' '}
          {dropped.map((word) => (
            <>
              <del>
                <bdi>{word}</bdi>
              </del>{' '}
            </>
          ))}
          <bdi>{kept}</bdi>
        </p>
      )}
    </>
  )
}

/** From where nearness is counted; a name that several cities have is asked back. */
function NearLine({ t, near }: { t: Say; near: SearchView['near'] }) {
  return (
    <p>
      {near.place ? t('search.near.from', { place: near.place }) : t('search.near.where')}{' '}
      <a href={near.place ? '#filters' : near.href}>{t(near.place ? 'ui.change' : 'search.near.say')}</a>
      {near.elsewhere.map(({ words, href }) => (
        <>
          {' · '}
          <a href={href}>{words}</a>
        </>
      ))}
    </p>
  )
}
