import type { TermRow, TitledRule } from '../../../domains/search/search.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, Section, TwoColumns } from '../../ui/layout.tsx'
import { Badge, EmptyState } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'

type Fields = Readonly<Record<string, string>>

export interface SearchRoomProps {
  t: Say
  now: Date
  rules: readonly TitledRule[]
  probes: readonly string[]
  inVain: readonly TermRow[]
  hidden: readonly string[]
  /** What stands in the fields of the new rule. */
  kept: (name: string) => string
  formFields: Fields
}

/** The room of search: rules, the queries they are looked at with, what people do not find, words nobody is shown. */
export function SearchPage(props: SearchRoomProps) {
  const { t } = props
  return (
    <>
      <h1>{t('search.room')}</h1>
      <TwoColumns
        narrow="end"
        main={
          <>
            <Rules {...props} />
            <InVain {...props} />
          </>
        }
        side={
          <>
            <NewRule {...props} />
            <Probes {...props} />
            <Hidden {...props} />
          </>
        }
      />
    </>
  )
}

const searchHref = (q: string) => `/search?${new URLSearchParams({ q, explain: '1' })}`

function Rules({ t, now, rules }: SearchRoomProps) {
  if (rules.length === 0) {
    return (
      <EmptyState icon="search" title={t('search.rules.none')}>
        <p>{t('search.rules.words')}</p>
      </EmptyState>
    )
  }
  return (
    <Table
      caption={t('search.rules')}
      columns={[
        { key: 'query', label: t('search.rule.query') },
        { key: 'kind', label: t('search.rule.kind') },
        { key: 'what', label: t('search.rule.what') },
        { key: 'state', label: t('search.rule.state') },
        { key: 'since', label: t('operator.since') },
      ]}
      rows={rules.map((rule) => ({
        id: rule.rule_id,
        tone: rule.state === 'draft' ? ('act' as const) : undefined,
        cells: {
          query: (
            <a href={routes.searchRule.href({ rule: rule.rule_id })} dir="auto">
              {rule.query}
            </a>
          ),
          kind: t(`search.rule.${rule.kind}`),
          what: <RuleSubject t={t} rule={rule} />,
          state: (
            <Badge tone={rule.state === 'live' ? 'trust' : 'act'}>
              {t(rule.state === 'live' ? 'search.rule.live' : 'search.rule.draft')}
            </Badge>
          ),
          since: t.relative(rule.live_at ?? rule.made_at, now),
        },
      }))}
    />
  )
}

/** What a rule adds: other words, or goods. */
export function RuleSubject({ t, rule }: { t: Say; rule: TitledRule }) {
  if (rule.listing_id === null) return <bdi>{rule.words}</bdi>
  if (rule.title === undefined) return <>{t('search.rule.not_on_sale')}</>
  return (
    <a href={`/l/${shown('lst', rule.listing_id)}`} dir="auto">
      {rule.title}
    </a>
  )
}

function NewRule({ t, kept, formFields }: SearchRoomProps) {
  const kinds = (['synonym', 'pin', 'block'] as const).map((kind) => ({
    ...{ value: kind, label: t(`search.rule.${kind}`), hint: t(`search.rule.${kind}.hint`) },
  }))
  return (
    <Panel>
      <h2>{t('search.rule.new')}</h2>
      <Form action={routes.searchRules.href()} hidden={formFields}>
        <Field t={t} name="query" label={t('search.rule.query')} value={kept('query')} maxLength={80} dir="auto" />
        <Radios t={t} name="kind" legend={t('search.rule.kind')} options={kinds} value={kept('kind') || 'synonym'} />
        <Field
          {...{ t, name: 'words', label: t('search.rule.words'), hint: t('search.rule.words.hint') }}
          {...{ value: kept('words'), maxLength: 80, dir: 'auto' as const, optional: 'unsaid' as const }}
        />
        <Field
          {...{ t, name: 'listing', label: t('search.rule.listing'), hint: t('search.rule.listing.hint') }}
          {...{ value: kept('listing'), dir: 'ltr' as const, optional: 'unsaid' as const }}
        />
        <Field t={t} name="note" label={t('operator.note')} value={kept('note')} maxLength={80} dir="auto" optional />
        <Button kind="act">{t('search.rule.see')}</Button>
      </Form>
    </Panel>
  )
}

function Probes({ t, probes, formFields }: SearchRoomProps) {
  return (
    <Panel>
      <h2>{t('search.probes')}</h2>
      <p>{t('search.probes.words')}</p>
      {probes.map((probe) => (
        <div class="head" key={probe}>
          <a href={searchHref(probe)} dir="auto">
            {probe}
          </a>
          <Form action={routes.searchProbes.href()} hidden={{ ...formFields, do: 'drop', probe }} inline>
            <Button kind="quiet" icon="bin">
              {t('search.end')}
            </Button>
          </Form>
        </div>
      ))}
      <Form action={routes.searchProbes.href()} hidden={formFields}>
        <Field t={t} name="probe" label={t('search.probes.new')} maxLength={80} dir="auto" />
        <Button kind="plain">{t('search.probes.add')}</Button>
      </Form>
    </Panel>
  )
}

function InVain({ t, inVain }: SearchRoomProps) {
  return (
    <Section title={t('search.in_vain')}>
      <p>{t('search.in_vain.words')}</p>
      {inVain.length > 0 && (
        <Table
          caption={t('search.in_vain')}
          hideCaption
          columns={[
            { key: 'words', label: t('search.in_vain.what') },
            { key: 'people', label: t('search.in_vain.people'), number: true },
            { key: 'do', label: '' },
          ]}
          rows={inVain.map(({ words, people_count }) => ({
            id: words,
            cells: {
              words: (
                <a href={searchHref(words)} dir="auto">
                  {words}
                </a>
              ),
              people: t('search.in_vain.least', { count: people_count }),
              do: <a href={routes.search.href({ query: words })}>{t('search.in_vain.rule')}</a>,
            },
          }))}
        />
      )}
    </Section>
  )
}

function Hidden({ t, hidden, formFields }: SearchRoomProps) {
  return (
    <Panel>
      <h2>{t('search.hidden')}</h2>
      <p>{t('search.hidden.words')}</p>
      {hidden.map((word) => (
        <div class="head" key={word}>
          <bdi>{word}</bdi>
          <Form action={routes.searchWords.href()} hidden={{ ...formFields, do: 'show', word }} inline>
            <Button kind="quiet">{t('search.hidden.show')}</Button>
          </Form>
        </div>
      ))}
      <Form action={routes.searchWords.href()} hidden={formFields}>
        <Field t={t} name="word" label={t('search.hidden.word')} maxLength={40} dir="auto" />
        <Button kind="plain">{t('search.hidden.hide')}</Button>
      </Form>
    </Panel>
  )
}
