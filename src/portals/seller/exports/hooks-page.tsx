import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choices.tsx'
import { Field, FieldError } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, Section } from '../../ui/layout.tsx'
import { EmptyState, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'

export interface HookView {
  id: string
  url: string
  events: readonly string[]
  /** Only the owner sees it. */
  secret: string | undefined
  trouble: string | undefined
  endAction: string | undefined
}

export interface HooksPageView {
  t: Say
  hooks: readonly HookView[]
  calls: readonly { id: string; when: string; what: string; state: string }[]
  mayMake: boolean
  events: readonly { name: string; words: string }[]
  kept: { url: string; events: readonly string[] }
  wrong: { field: string; message: string } | undefined
  made: boolean
  hidden: Readonly<Record<string, string>>
  links: { make: string; data: string }
}

/** The programs of a shop that are told what happens, and what they were last told. */
export function HooksPage(view: HooksPageView) {
  const { t, hooks, calls, wrong, made, hidden, links } = view
  return (
    <>
      <h1>{t('exports.hooks.title')}</h1>
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      {made && (
        <Notice tone="good">
          <p>{t('exports.hooks.made')}</p>
        </Notice>
      )}
      <p>{t('exports.hooks.words')}</p>
      {hooks.length === 0 && <EmptyState icon="list" title={t('exports.hooks.none')} />}
      {hooks.map((hook) => (
        <Hook key={hook.id} t={t} hook={hook} hidden={hidden} />
      ))}
      {calls.length > 0 && (
        <Section title={t('exports.hooks.calls')}>
          <Table
            caption={t('exports.hooks.calls')}
            hideCaption
            columns={[
              { key: 'when', label: t('exports.hooks.when') },
              { key: 'what', label: t('exports.hooks.what') },
              { key: 'state', label: t('exports.hooks.state') },
            ]}
            rows={calls.map(({ id, when, what, state }) => ({ id, cells: { when, what, state } }))}
          />
        </Section>
      )}
      {view.mayMake && <NewHook {...view} />}
      <p>
        <a href={links.data}>{t('exports.title')}</a>
      </p>
    </>
  )
}

function Hook({ t, hook, hidden }: { t: Say; hook: HookView; hidden: Readonly<Record<string, string>> }) {
  return (
    <Panel>
      <h2 class="plain said-by">
        <bdi>{hook.url}</bdi>
      </h2>
      <p>{hook.events.join(' · ')}</p>
      {hook.trouble && <Notice tone="wait">{hook.trouble}</Notice>}
      {hook.secret && (
        <details>
          <summary>{t('exports.hooks.secret')}</summary>
          <p>{t('exports.hooks.secret.hint')}</p>
          <p>
            <Code>{hook.secret}</Code>
          </p>
        </details>
      )}
      {hook.endAction && (
        <Form action={hook.endAction} hidden={hidden} inline>
          <Button>{t('exports.hooks.end')}</Button>
        </Form>
      )}
    </Panel>
  )
}

function NewHook({ t, events, kept, wrong, hidden, links }: HooksPageView) {
  const errorAt = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  const error = errorAt('events')
  return (
    <Section title={t('exports.hooks.make')}>
      <Form action={links.make} hidden={hidden}>
        <Field
          t={t}
          name="url"
          label={t('exports.hooks.url')}
          hint={t('exports.hooks.url.hint')}
          value={kept.url}
          error={errorAt('url')}
          dir="ltr"
          autoComplete="off"
        />
        <fieldset class={error ? 'field wrong' : 'field'} id="events">
          <legend>{t('exports.hooks.events')}</legend>
          {error && <FieldError t={t} name="events" error={error} />}
          {events.map(({ name, words }) => (
            <Checkbox key={name} t={t} name="events" value={name} label={words} checked={kept.events.includes(name)} />
          ))}
        </fieldset>
        <FormActions>
          <Button kind="act">{t('exports.hooks.make')}</Button>
        </FormActions>
      </Form>
    </Section>
  )
}
