import type { RulePreview, SearchCard } from '../../../domains/search/search.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Section, TwoColumns } from '../../ui/layout.tsx'
import { Crumbs } from '../../ui/navigation.tsx'
import { Badge, Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/table.tsx'
import { routes } from '../routes.ts'
import { RuleSubject } from './search-page.tsx'

export interface RulePageProps {
  t: Say
  preview: RulePreview
  formFields: Readonly<Record<string, string>>
}

/** One rule: what it says, what it would change on the first pages of the saved queries, and whether it counts. */
export function RulePage({ t, preview, formFields }: RulePageProps) {
  const { rule, effects, looked_at } = preview
  const isLive = rule.state === 'live'
  const action = routes.searchRule.href({ rule: rule.rule_id })
  return (
    <>
      <Crumbs
        label={t('operator.way_up')}
        items={[{ label: t('search.room'), href: routes.search.href() }, { label: rule.query }]}
      />
      <h1>
        <bdi>{rule.query}</bdi>{' '}
        <Badge tone={isLive ? 'trust' : 'act'}>{t(isLive ? 'search.rule.live' : 'search.rule.draft')}</Badge>
      </h1>
      <Facts
        rows={[
          { label: t('search.rule.kind'), value: t(`search.rule.${rule.kind}`) },
          { label: t('search.rule.what'), value: <RuleSubject t={t} rule={rule} /> },
          ...(rule.note ? [{ label: t('operator.note'), value: <bdi>{rule.note}</bdi> }] : []),
        ]}
      />
      <Notice tone={effects.length > 0 ? 'info' : 'wait'}>
        <p>
          {t(isLive ? 'search.preview.end_changes' : 'search.preview.changes', {
            count: effects.length,
            all: looked_at,
          })}
        </p>
      </Notice>
      {effects.map(({ query, before, after }) => (
        <Section
          key={query}
          title={query}
          more={{ href: `/search?${new URLSearchParams({ q: query })}`, label: t('search.preview.see') }}
        >
          <TwoColumns
            narrow="end"
            main={
              <Results
                t={t}
                title={t(isLive ? 'search.preview.without' : 'search.preview.after')}
                cards={after}
                other={before}
                isAfter
              />
            }
            side={<Results t={t} title={t('search.preview.before')} cards={before} other={after} />}
          />
        </Section>
      ))}
      {!isLive && (
        <Form action={action} hidden={{ ...formFields, do: 'start' }}>
          <Button kind="act">{t('search.rule.start')}</Button>
        </Form>
      )}
      <Form action={action} hidden={{ ...formFields, do: 'end' }}>
        <Button kind="stop">{t(isLive ? 'search.rule.end' : 'search.rule.drop')}</Button>
      </Form>
    </>
  )
}

interface ResultsProps {
  t: Say
  title: string
  cards: readonly SearchCard[]
  /** The other page: what stands there is not marked. */
  other: readonly SearchCard[]
  isAfter?: boolean
}

/** A first page as a numbered list; what only one of the two has is marked in words. */
function Results({ t, title, cards, other, isAfter = false }: ResultsProps) {
  const known = new Set(other.map(({ listing_id }) => listing_id))
  return (
    <>
      <h3>{title}</h3>
      {cards.length === 0 && <p class="facts">{t('search.preview.nothing')}</p>}
      <ol class="stack">
        {cards.map(({ listing_id, title: name }, i) => (
          <li key={listing_id}>
            {t.number(i + 1)}.{' '}
            <a href={`/l/${shown('lst', listing_id)}`} dir="auto">
              {name}
            </a>{' '}
            {!known.has(listing_id) && (
              <Badge tone={isAfter ? 'trust' : 'stop'}>
                {t(isAfter ? 'search.preview.new' : 'search.preview.gone')}
              </Badge>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}
