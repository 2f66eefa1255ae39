import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choices.tsx'
import { type Choice, Field, FieldError, Select } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, Section } from '../../ui/layout.tsx'
import { EmptyState, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'

export interface SendingView {
  id: string
  /** Only who made it sees where it goes. */
  to: string | undefined
  what: string
  tables: string
  trouble: string | undefined
  /** Where the code from the mail is given back; undefined when that is done. */
  proofAction: string | undefined
  endAction: string | undefined
}

export interface SendingPageView {
  t: Say
  sendings: readonly SendingView[]
  runs: readonly { id: string; when: string; what: string; state: string }[]
  mayMake: boolean
  way: 'email' | 's3'
  ways: readonly { way: string; words: string; href: string }[]
  tables: readonly { name: string; words: string }[]
  formats: readonly Choice[]
  times: readonly Choice[]
  kept: {
    tables: readonly string[]
    format: string
    every: string
    place: Readonly<Record<string, string>>
    code: string
    /** The sending that the code is for. */
    of: string
  }
  wrong: { field: string; message: string } | undefined
  done: string | undefined
  hidden: Readonly<Record<string, string>>
  links: { make: string; data: string }
}

/** What is sent to an owner by itself, how it went, and a form for more. */
export function SendingPage(view: SendingPageView) {
  const { t, sendings, runs, wrong, done, links } = view
  return (
    <>
      <h1>{t('exports.sending.title')}</h1>
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      {done && (
        <Notice tone="good">
          <p>{done}</p>
        </Notice>
      )}
      <p>{t('exports.sending.words')}</p>
      {sendings.length === 0 && <EmptyState icon="list" title={t('exports.sending.none')} />}
      {sendings.map((sending) => (
        <OneSending key={sending.id} view={view} sending={sending} />
      ))}
      {runs.length > 0 && (
        <Section title={t('exports.sending.runs')}>
          <Table
            caption={t('exports.sending.runs')}
            hideCaption
            columns={[
              { key: 'when', label: t('exports.sending.run.when') },
              { key: 'what', label: t('exports.sending.run.what') },
              { key: 'state', label: t('exports.sending.run.state') },
            ]}
            rows={runs.map(({ id, when, what, state }) => ({ id, cells: { when, what, state } }))}
          />
        </Section>
      )}
      {view.mayMake && <NewSending {...view} />}
      <p>
        <a href={links.data}>{t('exports.title')}</a>
      </p>
    </>
  )
}

function OneSending({ view, sending }: { view: SendingPageView; sending: SendingView }) {
  const { t, kept, wrong, hidden } = view
  const isMeant = kept.of === sending.id
  return (
    <Panel>
      <h2 class="plain said-by">{sending.to ? <bdi>{sending.to}</bdi> : t('exports.sending.hidden')}</h2>
      <p>
        {sending.what} <small class="facts">{sending.tables}</small>
      </p>
      {sending.trouble && <Notice tone="wait">{sending.trouble}</Notice>}
      {sending.proofAction && (
        <Form action={sending.proofAction} hidden={hidden}>
          <Field
            t={t}
            name="code"
            label={t('exports.sending.code')}
            value={isMeant ? kept.code : ''}
            error={isMeant && wrong?.field === 'code' ? wrong.message : undefined}
            inputMode="numeric"
            autoComplete="one-time-code"
            letters={10}
            dir="ltr"
          />
          <Button kind="act">{t('exports.sending.prove')}</Button>
        </Form>
      )}
      {sending.endAction && (
        <Form action={sending.endAction} hidden={hidden} inline>
          <Button>{t('exports.sending.end')}</Button>
        </Form>
      )}
    </Panel>
  )
}

function NewSending(view: SendingPageView) {
  const { t, way, ways, tables, formats, times, kept, wrong, hidden, links } = view
  const errorAt = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  const error = errorAt('tables')
  return (
    <Section title={t('exports.sending.make')}>
      <nav class="facet-bar" id="make" aria-label={t('exports.sending.make')}>
        {ways.map((one) => (
          <a key={one.way} class="chip" href={one.href} aria-current={one.way === way ? 'page' : undefined}>
            {one.words}
          </a>
        ))}
      </nav>
      <Form action={links.make} hidden={{ ...hidden, way }}>
        {way === 'email' ? (
          <EmailField view={view} errorAt={errorAt} />
        ) : (
          <BucketFields view={view} errorAt={errorAt} />
        )}
        <fieldset class={error ? 'field wrong' : 'field'} id="tables">
          <legend>{t('exports.sending.what')}</legend>
          {error && <FieldError t={t} name="tables" error={error} />}
          {tables.map(({ name, words }) => (
            <Checkbox key={name} t={t} name="tables" value={name} label={words} checked={kept.tables.includes(name)} />
          ))}
        </fieldset>
        <Select
          t={t}
          name="format"
          label={t('exports.sending.format')}
          options={formats}
          value={kept.format}
          error={errorAt('format')}
        />
        <Select
          t={t}
          name="every"
          label={t('exports.sending.every')}
          options={times}
          value={kept.every}
          error={errorAt('every')}
        />
        <FormActions>
          <Button kind="act">{t('exports.sending.make')}</Button>
        </FormActions>
      </Form>
    </Section>
  )
}

interface Part {
  view: SendingPageView
  errorAt: (field: string) => string | undefined
}

function EmailField({ view: { t, kept }, errorAt }: Part) {
  return (
    <Field
      t={t}
      name="email"
      type="email"
      label={t('exports.sending.email')}
      hint={t('exports.sending.email.hint')}
      value={kept.place.email}
      error={errorAt('email')}
      dir="ltr"
      autoComplete="email"
    />
  )
}

const BUCKET_FIELDS = ['endpoint', 'bucket', 'prefix', 'region', 'key_id'] as const
const HINTS = { endpoint: 'exports.sending.endpoint.hint', region: 'exports.sending.region.hint' } as const

function BucketFields({ view: { t, kept }, errorAt }: Part) {
  return (
    <>
      {BUCKET_FIELDS.map((name) => (
        <Field
          key={name}
          t={t}
          name={name}
          label={t(`exports.sending.${name}`)}
          hint={name === 'endpoint' || name === 'region' ? t(HINTS[name]) : undefined}
          value={kept.place[name]}
          error={errorAt(name)}
          optional={name === 'prefix' || name === 'region'}
          dir="ltr"
          autoComplete="off"
        />
      ))}
      <Field
        t={t}
        name="secret"
        type="password"
        label={t('exports.sending.secret')}
        hint={t('exports.sending.secret.hint')}
        dir="ltr"
        autoComplete="off"
      />
    </>
  )
}
