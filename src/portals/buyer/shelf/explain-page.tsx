import type { ComponentChildren } from 'preact'
import type { Explained, ScoreParts, SearchCard } from '../../../domains/search/search.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'

export interface ExplainProps {
  t: Say
  q: string
  /** The way back to the results. */
  resultsHref: string
  explained: readonly Explained[]
  cards: ReadonlyMap<string, SearchCard>
}

/** What multiplies the words' sum, in the order in which it does. */
const EACH: Readonly<Record<'merit' | keyof ScoreParts, true>> = {
  ...{ merit: true, phrase: true, exactness: true, about: true, named: true },
  ...{ owner: true, alike: true, fresh: true, near: true, called: true, shelf: true, company: true },
}
type Factor = keyof typeof EACH
const isFactor = (name: string): name is Factor => Object.hasOwn(EACH, name)
const FACTORS = Object.keys(EACH).filter(isFactor)

/** Why the first hits stand in their order: for operators. */
export function ExplainPage({ t, q, resultsHref, explained, cards }: ExplainProps) {
  // A column that says the same of all says nothing.
  const factors = FACTORS.filter((name) => new Set(explained.map((one) => partOf(one, name))).size > 1)
  return (
    <>
      <h1>
        {t('search.why')} <bdi>{q}</bdi>
      </h1>
      <p>{t('search.why.words')}</p>
      <p>
        <a href={resultsHref}>{t('search.keep.back')}</a>
      </p>
      <Table
        caption={t('search.why')}
        hideCaption
        columns={[
          { key: 'goods', label: t('search.why.goods') },
          { key: 'score', label: t('search.why.score'), number: true },
          { key: 'words', label: t('search.why.by_words') },
          ...factors.map((name) => ({ key: name, label: t(`search.why.${name}`), number: true })),
        ]}
        rows={explained.map((one, i) => ({
          id: one.listing_id,
          cells: {
            goods: (
              <>
                {t.number(i + 1)}.{' '}
                <a href={routes.listing.href({ listing: shown('lst', one.listing_id) })} dir="auto">
                  {cards.get(one.listing_id)?.title ?? one.listing_id}
                </a>
              </>
            ),
            score: figure(one.score),
            words: (
              <>
                {one.parts
                  .filter(({ name }) => !isFactor(name))
                  .map(({ name, value }) => (
                    <small key={name} dir="ltr">
                      {name.replace(' → ', ' : ')} {figure(value)}
                    </small>
                  ))}
              </>
            ),
            ...factorCells(one),
          },
        }))}
      />
    </>
  )
}

function partOf({ parts }: Explained, factor: Factor): number {
  return parts.find(({ name }) => name === factor)?.value ?? 0
}

function factorCells(one: Explained): Record<Factor, ComponentChildren> {
  const cell = (name: Factor) => figure(partOf(one, name))
  return {
    ...{ merit: cell('merit'), phrase: cell('phrase'), exactness: cell('exactness') },
    ...{ about: cell('about'), named: cell('named'), alike: cell('alike'), fresh: cell('fresh') },
    ...{
      owner: cell('owner'),
      near: cell('near'),
      called: cell('called'),
      shelf: cell('shelf'),
      company: cell('company'),
    },
  }
}

/** Three places, whatever the language: these are compared with the figures of docs/search.md. */
const figure = (value: number) => <bdi dir="ltr">{value.toFixed(3)}</bdi>
